import { isDeepStrictEqual } from 'node:util';
import { clip } from '../base/clip.ts';
import { idOf } from '../base/ids.ts';
import type { Amendable } from '../handoff/ports/tasks.ts';
import type { CallbackMessage, CallbackRequest } from '../handoff/record/callback-request.ts';
import type { AdmitCallback, KeepCallback, SettleCallback } from './callback.ts';
import { createTaskOnce, type TaskOncePorts } from './task-once.ts';

export type CallbackPorts = TaskOncePorts<'callback'> & {
  tasks: Amendable;
  /** The callback as it was asked for last; undefined where only the message knows of it. */
  loadCallback: (callId: string) => Promise<CallbackRequest | undefined>;
  keepCallback: KeepCallback;
  settleCallback: SettleCallback;
  admitCallback: AdmitCallback;
};

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
  const customerName = kept(callback.customerName, BYTES.word);
  const customerId = kept(callback.customerId, BYTES.id);
  return JSON.stringify({
    type: 'callback_request',
    handoff_id: handoffId,
    handoff_try: 1,
    vapi_call_id: callId,
    // Flex shows these two; of the rest it shows nothing without a plugin.
    name: customerName ?? number,
    name_source: customerName === undefined ? undefined : callback.customerNameSource,
    subject: reason === undefined ? 'Callback' : kept(`Callback: ${reason}`, BYTES.subject),
    callback_number: number,
    caller_number: caller,
    other_number: caller === undefined ? undefined : caller !== number,
    from: number,
    direction: 'outbound',
    when: kept(when, BYTES.text),
    reason,
    requested_at: new Date(callback.requestedAt).toISOString(),
    customer_id: customerId,
    customer_id_source: customerId === undefined ? undefined : callback.customerIdSource,
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
export const createCallback = async (
  { callId, callback, unkept }: CallbackMessage,
  ports: CallbackPorts,
): Promise<'created' | 'known'> => {
  // The tool has counted its own. Who was told goodbye has a callback then, though none of this call.
  if (callback.requestedBy === 'handoff') {
    const admitted = await ports.admitCallback(callId, callback.number);
    if (admitted === 'enough') {
      ports.log.info('callback', { callId, reason: admitted });
      ports.count('callback_known');
      return 'known';
    }
  }
  if (unkept === true) {
    // The caller has been told that it is noted, and on which number: so it is, and the number counts as said.
    await ports.admitCallback(callId, callback.number);
    await ports.keepCallback(callId, callback, true);
  }
  const kept = await ports.loadCallback(callId);
  const created = await createTaskOnce(
    {
      kind: 'callback',
      callId,
      taskId: callbackIdOf(callId),
      attributes: () => callbackAttributes({ callId, callback: kept ?? callback }),
      failure: (reason) => new CallbackFailed(reason),
    },
    ports,
  );
  if (kept === undefined) return created;
  // Each correction has a message of its own, which finds the task made.
  const told = created === 'known' ? await correct(callId, kept, ports) : kept;
  await ports.settleCallback(callId, told);
  return created;
};

/**
 * Brings the task to what is kept, and returns that. The last to write looks once more, so that no older correction
 * stays.
 */
async function correct(
  callId: string,
  kept: CallbackRequest,
  ports: CallbackPorts,
): Promise<CallbackRequest> {
  const { tasks, loadCallback, log } = ports;
  const handoffId = callbackIdOf(callId);
  const key = { handoffId, taskNo: 1, since: kept.requestedAt };
  const answer = await tasks.amend(key, callbackAttributes({ callId, callback: kept }));
  if (answer.is !== 'amended' && answer.is !== 'task-gone') throw new CallbackFailed(answer.reason);
  log.info('callback', { callId, handoffId, event: answer.is });
  const now = await loadCallback(callId);
  return now === undefined || isDeepStrictEqual(now, kept) ? kept : correct(callId, now, ports);
}
