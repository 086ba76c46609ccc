import { clip } from '../base/clip.ts';
import { idOf } from '../base/ids.ts';
import type { CallbackMessage } from '../handoff/record/callback-request.ts';
import { createTaskOnce, type TaskOncePorts } from './task-once.ts';

export type CallbackPorts = TaskOncePorts<'callback'>;

/** The callback is not created yet. Thrown so that the queue brings its message again, at last to the dead letters. */
export class CallbackFailed extends Error {
  override name = 'CallbackFailed';
}

/** One callback for a call, however often it is asked for. */
export const callbackIdOf = (callId: string): string => idOf('cb', callId, 'callback');

const BYTES = { id: 200, word: 80, subject: 120, text: 400 };

/**
 * The task's attributes as JSON. Every part has its share, and with the longest id of a call, all in characters
 * that JSON escapes, the shares stay within TaskRouter's 4096 together (test: any script, any length).
 */
export const callbackAttributes = ({ callId, callback }: CallbackMessage): string => {
  const { number, caller, when } = callback;
  const kept = (text: string | undefined, bytes: number): string | undefined =>
    text === undefined ? undefined : clip(text, bytes) || undefined;
  const handoffId = callbackIdOf(callId);
  const reason = kept(callback.why, BYTES.text);
  return JSON.stringify({
    type: 'callback_request',
    handoff_id: handoffId,
    handoff_try: 1,
    vapi_call_id: callId,
    // Flex shows these two; of the rest it shows nothing without a plugin.
    name: kept(callback.customerName, BYTES.word) ?? number,
    subject: reason === undefined ? 'Callback' : kept(`Callback: ${reason}`, BYTES.subject),
    callback_number: number,
    caller_number: caller,
    other_number: caller === undefined ? undefined : caller !== number,
    from: number,
    direction: 'outbound',
    when: kept(when, BYTES.text),
    reason,
    requested_at: new Date(callback.requestedAt).toISOString(),
    customer_id: kept(callback.customerId, BYTES.id),
    department: kept(callback.department, BYTES.word),
    language: kept(callback.language, BYTES.word),
    conversations: { conversation_id: handoffId, communication_channel: 'Call' },
  });
};

/**
 * Makes the task of a callback (H17), at most one for a call. Business hours are kept by people: the task waits in
 * its queue, for days if need be, until somebody takes it and calls. Throws `CallbackFailed` or `Unavailable` where
 * the message must come again.
 */
export const createCallback = (
  message: CallbackMessage,
  ports: CallbackPorts,
): Promise<'created' | 'known'> =>
  createTaskOnce(
    {
      kind: 'callback',
      callId: message.callId,
      taskId: callbackIdOf(message.callId),
      attributes: () => callbackAttributes(message),
      failure: (reason) => new CallbackFailed(reason),
    },
    ports,
  );
