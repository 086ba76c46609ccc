import * as z from 'zod/mini';
import { legible } from '../../../base/clip.ts';
import { stored } from '../../../base/stored.ts';
import type { Problem } from '../../problem.ts';
import type { Person } from '../contact.ts';
import type { CampaignSettings } from '../settings.ts';

export type UploadPorts = {
  /** Why a number cannot be called, in words; undefined for one that can. */
  notCallable(contact: { number: string; timeZone?: string }): Promise<string | undefined>;
  /** Those of these numbers that nobody calls any more. */
  listedAmong(numbers: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether an assistant is set up under this key (undefined: the default one). */
  knowsAssistant(assistant: string | undefined): boolean;
};

const REFUSED = [
  'invalid',
  'number_invalid',
  'number_not_callable',
  'do_not_call',
  'no_consent',
  'duplicate',
] as const;

/** Why one contact is not called. `row` as a spreadsheet counts; in JSON the first is 1. */
export const refusedRowSchema = stored({ row: z.int(), code: z.enum(REFUSED), message: z.string() });
export type RefusedRow = z.infer<typeof refusedRowSchema>;

type AskedCampaign = { name: string; assistant?: string; settings: CampaignSettings; start: boolean };

export type Upload =
  | ({ is: 'upload'; people: Person[]; refused: RefusedRow[] } & AskedCampaign)
  | { is: 'refused'; status: 413 | 422; code: 'invalid' | 'too_many'; field: string; message: string };
export type RefusedUpload = Extract<Upload, { is: 'refused' }>;

export type ReadRow = { is: 'person'; person: Person } | { is: 'refused'; refused: RefusedRow };

/** A campaign as it was uploaded, every contact looked at by itself. */
export type List = { is: 'list'; rows: readonly ReadRow[] } & AskedCampaign;

export const MOST_CONTACTS = 10_000;

/** Refuses a whole upload. */
export function invalid({ field, message }: Problem): RefusedUpload {
  return { is: 'refused', status: 422, code: 'invalid', field, message };
}

/** Refuses an upload with too many contacts. */
export function tooMany(): RefusedUpload {
  const message = `contacts has more than ${MOST_CONTACTS} entries.`;
  return { is: 'refused', status: 413, code: 'too_many', field: 'contacts', message };
}

/** A name that is not known can be as long as the upload. */
const LONGEST_MESSAGE = 500;

/** Refuses one contact. */
export function refusedRow(row: number, code: RefusedRow['code'], { message }: Problem): ReadRow {
  return { is: 'refused', refused: { row, code, message: legible(message, LONGEST_MESSAGE) } };
}
