import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { E164 } from '../base/e164.ts';
import type { ApiAnswer } from './call/api.ts';
import { type DoNotCall, listedAs } from './do-not-call.ts';
import { type Problem, problem, problemOf } from './problem.ts';

export type ListPorts = { doNotCall: DoNotCall; clock: Clock };

const MOST_NUMBERS = 10_000;

const requestSchema = z.strictObject(
  {
    numbers: z
      .array(z.string('is not a text').check(z.regex(E164, 'is not in E.164 form')), 'is not a list')
      .check(z.minLength(1, 'is empty'), z.maxLength(MOST_NUMBERS, `has more than ${MOST_NUMBERS} numbers`)),
    reason: z.exactOptional(z.string('is not a text').check(z.maxLength(200, 'is too long'))),
  },
  'is not an object',
);

const invalid = ({ field, message }: Problem): ApiAnswer => ({
  status: 422,
  body: { error: { code: 'invalid', message, field } },
});

/** Lists numbers that nobody calls any more: `POST /outbound/do-not-call`. */
export async function answerListed(body: unknown, { doNotCall, clock }: ListPorts): Promise<ApiAnswer> {
  const read = requestSchema.safeParse(body);
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return invalid(problemOf(issue));
  const { numbers = [], reason } = read.data ?? {};
  const listed = await Promise.all(numbers.map(listedAs));
  const none = listed.indexOf(undefined);
  if (none !== -1) return invalid(problem(`numbers.${none}`, 'is no phone number'));
  const unique = [...new Set(listed.filter((number) => number !== undefined))];
  await doNotCall.list(unique, { at: clock(), by: 'team', ...(reason !== undefined && { reason }) });
  return { status: 200, body: { listed: unique.length } };
}

/** Says whether a number is listed, and takes it off: `GET` and `DELETE /outbound/do-not-call/{number}`. */
export async function answerNumber(
  method: string,
  given: string,
  { doNotCall }: Pick<ListPorts, 'doNotCall'>,
): Promise<ApiAnswer> {
  if (!E164.test(given)) return invalid(problem('number', 'is not in E.164 form'));
  const number = await listedAs(given);
  if (number === undefined) return invalid(problem('number', 'is no phone number'));
  if (method === 'DELETE') {
    await doNotCall.remove(number);
    return { status: 200, body: { listed: false } };
  }
  const entry = await doNotCall.entryOf(number);
  if (entry === undefined) return { status: 200, body: { listed: false } };
  const { at, by, reason } = entry;
  return {
    status: 200,
    body: { listed: true, at: new Date(at).toISOString(), by, ...(reason !== undefined && { reason }) },
  };
}
