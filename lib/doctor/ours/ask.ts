import { parsedJson } from '../../base/json.ts';
import { send } from '../../http/request.ts';

/** A request to our own service. */
export type OwnRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
};

export type OwnAnswer = { is: 'answered'; status: number; body: unknown } | { is: 'lost'; reason: string };

export type Ask = (request: OwnRequest) => Promise<OwnAnswer>;

/** Longer than any function of ours may take to start and answer. */
const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 100_000;

/** Asks once, as a platform would. */
export async function askOurs({ headers = {}, ...request }: OwnRequest): Promise<OwnAnswer> {
  const outcome = await send({
    ...request,
    headers: { ...headers },
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  });
  return outcome.is === 'answered'
    ? { is: 'answered', status: outcome.status, body: parsedJson(outcome.body) }
    : { is: 'lost', reason: outcome.why };
}
