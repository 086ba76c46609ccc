import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { send } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';
import { type Asking, answerOf, bodyOf, MAX_ANSWER_BYTES, REQUEST_MS, refusedBy } from './reading.ts';

export type ZendeskClient = { clientId: string; clientSecret: string };

type Token = { is: 'token'; value: string };

/** All that is ever done is to look. */
const SCOPE = 'tickets:read users:read';
/** Two days, the longest that Zendesk gives. Without the wish it is half an hour, and the answer does not tell. */
const LIFE_SECONDS = 172_800;
const UNTOLD_LIFE_SECONDS = 1_800;
/** A request that is on its way must not arrive after the token's end. */
const EARLY_MS = 60_000;

const granted = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.catch(z.number(), UNTOLD_LIFE_SECONDS),
});

/**
 * Access tokens by OAuth's client credentials (Zendesk's API tokens end on 2027-04-30). `host` has no path. Returns a
 * function that gives the token in use, or a new one where that ends within a minute or is the one that was refused;
 * however many ask at one time, it is fetched once. Its request belongs to no attempt, because others wait for it too:
 * it ends after `REQUEST_MS`.
 */
export function zendeskTokens({ clientId, clientSecret }: ZendeskClient, host: string, clock: Clock) {
  let kept: { value: string; until: number } | undefined;
  let coming: Promise<Token | NoAnswer> | undefined;

  async function fetched(): Promise<Token | NoAnswer> {
    const now = clock();
    const outcome = await send({
      url: `${host}/oauth/tokens`,
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: SCOPE,
        expires_in: String(LIFE_SECONDS),
      }),
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const asking: Asking = { system: 'zendesk', does: 'look', now: clock() };
    const answer = answerOf(outcome, asking);
    if (answer.is === 'no-answer') return answer;
    if (answer.status < 200 || answer.status > 299) return refusedBy(answer, asking);
    const body = bodyOf(granted, answer, asking);
    if (body.is === 'no-answer') return body;
    const { access_token: value, expires_in: seconds } = body.value;
    kept = { value, until: now + seconds * 1000 - EARLY_MS };
    return { is: 'token', value };
  }

  return async (refused?: string): Promise<Token | NoAnswer> => {
    if (kept !== undefined && kept.value !== refused && clock() < kept.until) {
      return { is: 'token', value: kept.value };
    }
    coming ??= fetched().finally(() => {
      coming = undefined;
    });
    return coming;
  };
}
