import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { parsedJson } from '../base/json.ts';
import type { Trouble } from '../base/trouble.ts';
import { repeatable } from '../http/outcome.ts';
import { type VapiAccount, type VapiConnection, vapiApi } from './api.ts';
import { part } from './loose.ts';
import { overridesOf } from './own-call.ts';

/** A call that Vapi was to dial, and whose id was lost with the answer. */
export type PlacedCallSought = {
  attemptId: string;
  phoneNumberId: string;
  /** When it was asked for, in ms since 1970. */
  since: number;
};

export type PlacedCallFound =
  | { is: 'found'; callId: string; status: string; endedReason?: string | undefined }
  | { is: 'absent' };

/** Clocks differ. */
const BEFORE_MS = 5_000;
/** The most that Vapi lists at one time. */
const LIMIT = 1000;

const listSchema = z.array(
  z.looseObject({
    id: callIdSchema,
    status: z.string(),
    createdAt: z.catch(z.string(), ''),
    endedReason: z.catch(z.optional(z.string()), undefined),
  }),
);

type Listed = z.infer<typeof listSchema>[number];

/**
 * Looks among the calls from our number since then for the one that carries the attempt's id: Vapi lists by neither
 * name nor customer nor metadata (Vapi: list calls; O3). A list that may go on tells of no call that it does not show.
 */
export function findPlacedCall(
  options: VapiAccount & VapiConnection,
): (sought: PlacedCallSought) => Promise<PlacedCallFound | Trouble> {
  const api = vapiApi(options);
  return async ({ attemptId, phoneNumberId, since }) => {
    const answer = await api.read(['call'], {
      phoneNumberId,
      createdAtGe: new Date(since - BEFORE_MS).toISOString(),
      limit: String(LIMIT),
    });
    if (answer.is !== 'done') return repeatable(answer);
    const calls = listSchema.safeParse(parsedJson(answer.body)).data;
    if (calls === undefined) return { is: 'not-done', reason: 'vapi-unreadable' };
    const call = calls.filter((one) => carries(one, attemptId)).toSorted(byTopicality)[0];
    if (call !== undefined) {
      return { is: 'found', callId: call.id, status: call.status, endedReason: call.endedReason };
    }
    return calls.length < LIMIT ? { is: 'absent' } : { is: 'not-done', reason: 'vapi-list-too-long' };
  };
}

/** The one that goes on, else the latest: the same id is asked for again where Vapi had no room for a call. */
const byTopicality = (one: Listed, other: Listed): number =>
  Number(one.status === 'ended') - Number(other.status === 'ended') ||
  other.createdAt.localeCompare(one.createdAt);

/** By any of the three places where it was written: one of them may be dropped, or named anew by somebody. */
const carries = (call: Record<string, unknown>, attemptId: string): boolean =>
  part(call.customer).externalId === attemptId ||
  call.name === attemptId ||
  overridesOf(call).some(({ metadata }) => part(metadata).attemptId === attemptId);
