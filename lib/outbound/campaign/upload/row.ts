import * as z from 'zod/mini';
import { type Problem, problem, problemOf } from '../../problem.ts';
import { consentSchema, customerFields, words } from '../../words.ts';
import type { Person } from '../contact.ts';
import { type ReadRow, refusedRow } from './upload.ts';

/** Returns a number in E.164 form, or what is wrong with it. */
export type ReadNumber = (text: string) => string | Problem;

const contactSchema = z.strictObject(
  {
    number: z.string('is not a text').check(z.maxLength(200, 'is too long')),
    ...customerFields,
    consent: z.exactOptional(consentSchema),
    variables: z.exactOptional(words),
  },
  'is not an object',
);

const contactProblem = (issue: z.core.$ZodIssue): Problem =>
  issue.path.length === 0 && issue.code !== 'unrecognized_keys'
    ? problem('contact', issue.message)
    : problemOf(issue);

/** Reads one contact. `consent` is for whoever has none of their own. Throws nothing. */
export function readRow(
  row: number,
  contact: unknown,
  { consent, readNumber }: { consent?: Person['consent'] | undefined; readNumber: ReadNumber },
): ReadRow {
  const read = contactSchema.safeParse(contact, { reportInput: true });
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return refusedRow(row, 'invalid', contactProblem(issue));
  if (!read.success) return refusedRow(row, 'invalid', problem('contact', 'cannot be read'));
  const number = readNumber(read.data.number);
  if (typeof number !== 'string') return refusedRow(row, 'number_invalid', number);
  const given = read.data.consent ?? consent;
  if (given === undefined || given.kind === 'none') {
    return refusedRow(row, 'no_consent', problem('consent', 'must be express or written'));
  }
  return { is: 'person', person: { ...read.data, row, number, consent: given } };
}
