import * as z from 'zod';
import type { Cast } from './assistants.ts';
import { type Destination, destinationSchema } from './destinations.ts';
import { type Order, orderedSpeaker } from './orders.ts';
import { ASSISTANT_ANSWER, complaints } from './published/published.ts';
import type { Answer } from './webhooks.ts';

/** Fixed: the server's own time-out changes nothing. */
export const REQUEST_PATIENCE_MS = 7_500;

/** What Vapi says when there is nobody to say anything. */
export const NO_ASSISTANT =
  "Couldn't get assistant, either set the assistant ID on the phone number or check the debugging artifacts.";

/** What `inboundPhoneCallDebuggingArtifacts` holds. */
export type Artifacts = {
  error: string;
  assistantRequestError?: string | string[];
  assistantRequestResponse?: unknown;
};

export type Choice =
  | { is: 'assistant'; order: Order; members: Extract<Cast, { is: 'cast' }>['members'] }
  | { is: 'forward'; destination: Destination }
  /** `failed`: nothing could be read at all. */
  | { is: 'over'; failed: boolean; reason: string; heard: string; artifacts: Artifacts };

const over = (kind: string, heard: string, artifacts: Artifacts): Choice => ({
  is: 'over',
  failed: kind === 'failed',
  reason: `assistant-request-${kind}`,
  heard,
  artifacts,
});

const failed = (error: string, assistantRequestError: string): Choice =>
  over('failed', error, { error, assistantRequestError });

const record = z.record(z.string(), z.unknown());

/** What becomes of a call by the answer to its `assistant-request`, in Vapi's own order. */
export function chosenBy(answer: Answer | 'late', castOf: (order: Order) => Cast): Choice {
  if (answer === 'late' || answer.status === 0) {
    const why = answer === 'late' ? `timeout of ${REQUEST_PATIENCE_MS}ms exceeded` : 'socket hang up';
    return failed(
      answer === 'late'
        ? "Couldn't get assistant. Server timed out."
        : "Couldn't get assistant. Server failed.",
      why,
    );
  }
  const { status, body } = answer;
  if (status < 200 || status >= 300)
    return failed("Couldn't get assistant. Server failed.", `Request failed with status code ${status}`);
  const read = record.safeParse(body);
  if (!read.success) return failed("Couldn't get assistant. Server failed.", 'the answer is no JSON object');
  // A null counts as absent, here as everywhere.
  const given = Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== null));
  const artifacts = (error: string, wrong?: string[]): Artifacts => ({
    error,
    ...(wrong !== undefined && { assistantRequestError: wrong }),
    assistantRequestResponse: body,
  });
  const invalid = (wrong: string[]) =>
    over('returned-invalid-assistant', NO_ASSISTANT, artifacts(NO_ASSISTANT, wrong));

  if (given.error !== undefined) {
    const { error } = given;
    return typeof error === 'string' && /[\p{L}\p{N}]/u.test(error)
      ? over('returned-error', error, artifacts(error))
      : over('returned-unspeakable-error', NO_ASSISTANT, artifacts(NO_ASSISTANT));
  }
  if (!SELECTORS.some((name) => given[name] !== undefined))
    return over('returned-no-assistant', NO_ASSISTANT, artifacts(NO_ASSISTANT));
  const wrong = [...complaints(given, ASSISTANT_ANSWER), ...contradictions(given)];
  if (wrong.length > 0) return invalid(wrong);
  if (given.destination !== undefined) {
    const destination = destinationSchema.safeParse(given.destination);
    return destination.success
      ? { is: 'forward', destination: destination.data }
      : invalid(
          destination.error.issues.map(({ path, message }) => `destination.${path.join('.')} ${message}`),
        );
  }
  const order = orderedSpeaker.safeParse(first(given));
  if (!order.success) return invalid(['the assistant cannot be read']);
  const cast = castOf(order.data);
  return cast.is === 'missing'
    ? invalid([cast.why])
    : { is: 'assistant', order: order.data, members: cast.members };
}

const SPEAKERS = ['assistantId', 'assistant', 'squadId', 'squad'] as const;
const SELECTORS = ['destination', ...SPEAKERS, 'workflowId', 'workflow'];

/** Overrides without those whom they are for. A legacy workflow is nobody here. */
function contradictions(given: Record<string, unknown>): string[] {
  if (given.destination !== undefined) return [];
  const has = (...names: string[]) => names.some((name) => given[name] !== undefined);
  const assistant = has('assistantId', 'assistant');
  const squad = !assistant && has('squadId', 'squad');
  return [
    ...(given.assistantOverrides !== undefined && squad
      ? ['assistantOverrides should not exist with a squad']
      : []),
    ...(given.squadOverrides !== undefined && assistant
      ? ['squadOverrides should not exist with an assistant']
      : []),
    ...(assistant || squad ? [] : ['workflows are not supported']),
  ];
}

/** Whoever comes first in Vapi's order, alone, with the overrides. */
function first(given: Record<string, unknown>): Record<string, unknown> {
  const speaker = SPEAKERS.find((name) => given[name] !== undefined);
  const kept = ['assistantOverrides', 'squadOverrides', ...(speaker === undefined ? [] : [speaker])];
  return Object.fromEntries(Object.entries(given).filter(([name]) => kept.includes(name)));
}
