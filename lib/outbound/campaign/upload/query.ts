import { isSupportedCountry } from 'libphonenumber-js/max';
import * as z from 'zod/mini';
import { problem, problemOf } from '../../problem.ts';
import { consentKind, short } from '../../words.ts';
import { invalid, type RefusedUpload } from './upload.ts';

const querySchema = z.strictObject({
  name: short,
  assistant: z.exactOptional(short),
  consent: z.exactOptional(consentKind),
  country: z.exactOptional(
    z.string().check(z.refine((country) => isSupportedCountry(country), 'is not a country like US')),
  ),
});

/** What the address of a CSV upload says. */
export type UploadQuery = z.infer<typeof querySchema>;

/** Reads the address of a CSV upload. Throws nothing. */
export function readQuery(query: URLSearchParams): UploadQuery | RefusedUpload {
  const twice = [...query.keys()].find((key, index, keys) => keys.indexOf(key) !== index);
  if (twice !== undefined) return invalid(problem(twice, 'is given twice'));
  const read = querySchema.safeParse(Object.fromEntries(query), { reportInput: true });
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return invalid(problemOf(issue));
  return read.data ?? invalid(problem('query', 'cannot be read'));
}
