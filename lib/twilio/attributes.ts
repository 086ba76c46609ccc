import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { E164 } from '../base/e164.ts';
import { parsedJson } from '../base/json.ts';

/** A Twilio id: two letters for the kind and 32 digits (hexadecimal at Twilio, any letter in fakes of it). */
export function sid(kind: string) {
  return z.string().check(z.regex(new RegExp(`^${kind}[0-9a-z]{32}$`, 'i')));
}

/** Which try of which handoff, of which call at Vapi, a task was made for. */
export type HandoffTaskAttributes = { handoffId: string; taskNo: number; callId: string };

const filled = z.string().check(z.minLength(1));
const taskKey = z.object({ handoff_id: filled, handoff_try: z.int().check(z.positive()) });
/** A caller whom an assistant hands over, or whom none could take: `vapi_call_id` is then the CallSid of their leg. */
const HANDOFF_TASKS = ['ai_handoff', 'front_desk'];
const handoffTask = z.object({
  ...taskKey.shape,
  type: z.enum(HANDOFF_TASKS),
  vapi_call_id: callIdSchema,
});

/** What our task for a callback request says that it is. */
export const CALLBACK_TASK = 'callback_request';
const callbackTask = z.object({
  ...taskKey.shape,
  type: z.literal(CALLBACK_TASK),
  vapi_call_id: z.optional(callIdSchema),
});

/** What our task says that it is that asks a colleague to look after a call. */
export const REVIEW_TASK = 'review_request';
const reviewTask = z.object({ ...taskKey.shape, type: z.literal(REVIEW_TASK) });

const ofCall = z.object({ vapi_call_id: callIdSchema });

/** A task of ours that the agents do without us: nobody waits on a line. */
export type AgentsOwnTask = 'callback' | 'review';

/**
 * The attributes of a task; `foreign` when they are none of a handoff, a callback or a review, whoever made the
 * task.
 */
export function readTaskAttributes(
  text: string,
): HandoffTaskAttributes | AgentsOwnTask | 'foreign' | 'not-an-object' {
  const attributes = jsonObject(text);
  if (attributes === undefined) return 'not-an-object';
  if (callbackTask.safeParse(attributes).success) return 'callback';
  if (reviewTask.safeParse(attributes).success) return 'review';
  const ours = handoffTask.safeParse(attributes);
  if (!ours.success) return 'foreign';
  return { handoffId: ours.data.handoff_id, taskNo: ours.data.handoff_try, callId: ours.data.vapi_call_id };
}

/** Whether a task with these attributes is the one of this try of this handoff. */
export function isTaskOf(text: string, key: { handoffId: string; taskNo: number }): boolean {
  const read = taskKey.safeParse(jsonObject(text));
  return read.success && read.data.handoff_id === key.handoffId && read.data.handoff_try === key.taskNo;
}

/**
 * Returns a worker's address as Twilio and Vapi take it: people write numbers with spaces, brackets and dashes, and
 * `Client:` or `SIP:` as it comes. What cannot be read as one stays as it was.
 */
function contactUriOf(text: string): string {
  const [, scheme = '', rest = text] = /^\s*(sips?|client|tel)\s*:(.*)$/is.exec(text) ?? [];
  const address = rest.trim();
  if (scheme !== '' && scheme.toLowerCase() !== 'tel') return `${scheme.toLowerCase()}:${address}`;
  // "+44 (0)20": the zero is dialled at home only.
  const number = address.replace('(0)', '').replace(/[\s\p{Cf}\p{Pd}()./]/gu, '');
  return E164.test(number) ? number : address;
}

/** Returns a task's attributes with others written over them; undefined where that changes nothing. */
export function amendedAttributes(text: string, over: string): string | undefined {
  const has = jsonObject(text) ?? {};
  const amended = { ...has, ...jsonObject(over) };
  return isDeepStrictEqual(amended, has) ? undefined : JSON.stringify(amended);
}

/** Returns the call at Vapi that a task with these attributes was made for; undefined where they name none. */
export function callOfTask(text: string): string | undefined {
  return ofCall.safeParse(jsonObject(text)).data?.vapi_call_id;
}

/** What the attributes of a worker tell; nothing at all where they are not JSON or not told. */
export function readWorkerAttributes(text: string | undefined): { contactUri?: string; agentName?: string } {
  const attributes = jsonObject(text ?? '') ?? {};
  const contactUri = filled.safeParse(attributes.contact_uri);
  const agentName = filled.safeParse(attributes.full_name);
  return {
    ...(contactUri.success && { contactUri: contactUriOf(contactUri.data) }),
    ...(agentName.success && { agentName: agentName.data }),
  };
}

const object = z.record(z.string(), z.unknown());

function jsonObject(text: string): Record<string, unknown> | undefined {
  return object.safeParse(parsedJson(text)).data;
}
