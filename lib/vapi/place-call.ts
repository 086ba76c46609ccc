import * as z from 'zod/mini';
import { legible } from '../base/clip.ts';
import { parsedJson } from '../base/json.ts';
import { type Failure, onceOnly, resultOf } from '../http/outcome.ts';
import { type Outcome, send } from '../http/request.ts';
import type { VapiAccount, VapiConnection } from './api.ts';
import { placedIn } from './placed.ts';

/** A call that Vapi is to dial. */
export type CallOrder = {
  /** Ours, within 40 characters: by it the call is found when its answer is lost. */
  attemptId: string;
  /** E.164 */
  number: string;
  customerName?: string | undefined;
  /** Who speaks, with what they are told, `metadata.attemptId` among it: as Vapi names the fields. */
  answeredBy: Record<string, unknown>;
  /** Vapi's id of the number that is dialled from. */
  phoneNumberId: string;
};

/** What came of it. `limit`: how many calls Vapi takes at one time (Vapi: subscriptionLimits). */
export type Placed =
  | { is: 'placed'; callId: string; limit?: number | undefined }
  /** Vapi took it while the account had no room: it may ring yet, until its end says otherwise. */
  | { is: 'blocked'; callId?: string | undefined; limit?: number | undefined }
  /** There is no such call for now: too many requests, or too many calls at one time. */
  | { is: 'deferred'; reason: string; retryAfterSeconds?: number | undefined }
  /** There is no such call, and the same request makes none. */
  | { is: 'refused'; reason: string }
  /** Vapi was not reached. */
  | { is: 'not-sent'; reason: string }
  /** There may be one: its answer was lost, tells of a failure, or cannot be read. */
  | { is: 'unsure'; reason: string };

/** Vapi: CreateCustomerDTO.name */
const MAX_NAME = 40;
/** A call that has not begun is a few kB. */
const MAX_ANSWER_BYTES = 1_000_000;
/** Whoever waits longer than a quarter of an hour asks again meanwhile: the time may have been set by mistake. */
const MAX_RETRY_AFTER_SECONDS = 900;

/** Sends one request and no second: POST /call takes no key by which Vapi could tell a repeated one (O3). */
export function placeCall(options: VapiAccount & VapiConnection): (order: CallOrder) => Promise<Placed> {
  const { apiUrl, apiKey, clock, timeoutMs } = options;
  return async (order) => {
    const outcome = await send({
      url: `${apiUrl.replace(/\/+$/, '')}/call`,
      method: 'POST',
      headers: { authorization: `Bearer ${await apiKey()}`, 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(order)),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    if (isOverConcurrency(outcome)) return { is: 'deferred', reason: 'vapi-concurrency' };
    const answer = resultOf(outcome, {
      platform: 'vapi',
      now: clock(),
      maxRetryAfterSeconds: MAX_RETRY_AFTER_SECONDS,
    });
    return answer.is === 'done' ? placedBy(answer.body) : failedBy(answer);
  };
}

/** Our id stands in three places, of which Vapi lists each with the call (Vapi: CreateCallDTO). */
function bodyOf({ attemptId, number, customerName, answeredBy, phoneNumberId }: CallOrder): object {
  const name = legible(customerName ?? '', MAX_NAME);
  return {
    ...answeredBy,
    phoneNumberId,
    name: attemptId,
    customer: { number, ...(name !== '' && { name }), externalId: attemptId },
  };
}

const errorSchema = z.looseObject({ message: z.string() });

/**
 * Vapi has one status for it and for a request that is wrong: only its sentence tells them apart. What is wrong with a
 * request is a list, and may repeat what was sent.
 */
function isOverConcurrency(outcome: Outcome): boolean {
  if (outcome.is !== 'answered' || outcome.status !== 400) return false;
  return /concurren/i.test(errorSchema.safeParse(parsedJson(outcome.body)).data?.message ?? '');
}

function placedBy(text: string): Placed {
  const { callId, isBlocked, limit } = placedIn(parsedJson(text));
  if (isBlocked) return { is: 'blocked', callId, limit };
  return callId === undefined ? { is: 'unsure', reason: 'vapi-unreadable' } : { is: 'placed', callId, limit };
}

function failedBy(failure: Failure): Exclude<Placed, { is: 'placed' | 'blocked' }> {
  if (failure.is === 'not-sent') return failure;
  const trouble = onceOnly(failure);
  return trouble.is === 'not-done' ? { ...trouble, is: 'deferred' } : trouble;
}
