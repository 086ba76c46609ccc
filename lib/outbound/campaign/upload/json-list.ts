import * as z from 'zod/mini';
import { type Problem, problem, problemOf } from '../../problem.ts';
import { consentSchema, short } from '../../words.ts';
import { type CampaignSettings, campaignSettingsSchema } from '../settings.ts';
import { readRow } from './row.ts';
import { invalid, type List, MOST_CONTACTS, type RefusedUpload, tooMany } from './upload.ts';

const requestSchema = z.strictObject(
  {
    name: short,
    assistant: z.exactOptional(short),
    /** What is wrong with one of them refuses that one alone. */
    contacts: z.array(z.unknown(), 'is not a list').check(z.minLength(1, 'is empty')),
    consent: z.exactOptional(consentSchema),
    settings: z.prefault(campaignSettingsSchema, {}),
    start: z._default(z.boolean('is not true or false'), true),
  },
  'is not an object',
);

const endsBeforeStart = ({ startAt, endAt }: CampaignSettings): boolean =>
  startAt !== undefined && endAt !== undefined && Date.parse(endAt) <= Date.parse(startAt);

/** Reads a campaign that was sent as JSON. Throws nothing. */
export async function readJsonList(body: unknown): Promise<List | RefusedUpload> {
  const read = requestSchema.safeParse(body, { reportInput: true });
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return invalid(problemOf(issue));
  if (!read.success) return invalid(problem('body', 'cannot be read'));
  const { contacts, consent, ...campaign } = read.data;
  if (endsBeforeStart(campaign.settings)) {
    return invalid(problem('settings.endAt', 'must be later than settings.startAt'));
  }
  if (contacts.length > MOST_CONTACTS) return tooMany();
  const { calledAs } = await import('../../called-as.ts');
  const readNumber = (text: string): string | Problem =>
    calledAs(text) ?? problem('number', 'is no phone number in E.164 form like +14155550123');
  const rows = contacts.map((contact, index) => readRow(index + 1, contact, { consent, readNumber }));
  return { is: 'list', ...campaign, rows };
}
