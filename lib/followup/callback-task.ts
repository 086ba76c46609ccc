import { isDeepStrictEqual } from 'node:util';
import { clipped } from '../base/clip.ts';
import { idOf } from '../base/ids.ts';
import type { Amendable } from '../handoff/ports/tasks.ts';
import type {
  AdmitCaller,
  CallbackAdmission,
  CallbackMessage,
  CallbackRequest,
} from '../handoff/record/callback-request.ts';
import type { KeepCallback, KeepUnlessKept, KeptCallback, SettleCallback } from './callback.ts';
import { createTaskOnce, lookAt, type TaskOncePorts } from './task-once.ts';

export type CallbackPorts = TaskOncePorts<'callback'> & {
  tasks: Amendable;
  /** The callback as it was asked for last; undefined where only the message knows of it. */
  loadCallback: (callId: string) => Promise<KeptCallback | undefined>;
  keepCallback: KeepCallback;
  keepUnlessKept: KeepUnlessKept;
  settleCallback: SettleCallback;
  /** Notes that nobody is waited for any more. */
  takeCallback: (callId: string) => Promise<void>;
  admitCallback: AdmitCaller;
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
  const handoffId = callbackIdOf(callId);
  const reason = clipped(callback.why, BYTES.text);
  const customerName = clipped(callback.customerName, BYTES.word);
  const customerId = clipped(callback.customerId, BYTES.id);
  return JSON.stringify({
    type: 'callback_request',
    handoff_id: handoffId,
    handoff_try: 1,
    vapi_call_id: callId,
    // Flex shows these two; of the rest it shows nothing without a plugin.
    name: customerName ?? number,
    name_source: customerName === undefined ? undefined : callback.customerNameSource,
    subject: reason === undefined ? 'Callback' : clipped(`Callback: ${reason}`, BYTES.subject),
    callback_number: number,
    caller_number: caller,
    other_number: caller === undefined ? undefined : caller !== number,
    from: number,
    direction: 'outbound',
    when: clipped(when, BYTES.text),
    reason,
    requested_at: new Date(callback.requestedAt).toISOString(),
    customer_id: customerId,
    customer_id_source: customerId === undefined ? undefined : callback.customerIdSource,
    department: clipped(callback.department, BYTES.word),
    language: clipped(callback.language, BYTES.word),
    conversations: { conversation_id: handoffId, communication_channel: 'Call' },
  });
};

/**
 * Makes the task of a callback (H17), at most one for a call. Business hours are kept by people: the task waits in
 * its queue, for days if need be, until somebody takes it and calls. One that is made already is corrected, or looked
 * at. Throws `CallbackFailed` or `Unavailable` where the message must come again.
 */
export const createCallback = async (
  message: CallbackMessage,
  ports: CallbackPorts,
): Promise<'created' | 'known'> => {
  const { callId } = message;
  const kept = await keptOf(message, ports);
  if (typeof kept === 'string') {
    ports.log.info('callback', { callId, reason: kept });
    ports.count('callback_known');
    return 'known';
  }
  const { request } = kept;
  const made = await createTaskOnce(
    {
      kind: 'callback',
      callId,
      taskId: callbackIdOf(callId),
      taskSid: kept.taskSid,
      attributes: () => callbackAttributes({ callId, callback: request }),
      failure: (reason) => new CallbackFailed(reason),
    },
    ports,
  );
  const taskSid = made.is === 'created' ? made.taskSid : kept.taskSid;
  const isTold = made.is === 'created' ? !made.isFound : kept.isTold;
  // Each correction has a message of its own, which finds the task made.
  const told = isTold ? request : await correct(callId, request, ports);
  if (told === undefined || (made.is === 'known' && isTold))
    await look(callId, { request, isTold, taskSid }, ports);
  else await ports.settleCallback(callId, told, taskSid);
  return made.is;
};

/** What is kept of a callback, from now on in any case; else why its number is not called. */
async function keptOf(
  { callId, callback, unkept }: CallbackMessage,
  ports: CallbackPorts,
): Promise<KeptCallback | Exclude<CallbackAdmission, 'admitted'>> {
  if (unkept === true) {
    // The caller has been told that it is noted, and on which number: so it is, and the number counts as said.
    await ports.admitCallback(callId, callback.number);
    if (callback.requestedBy === 'tool-call') await ports.keepCallback(callId, callback, true);
    else return ports.keepUnlessKept(callId, callback);
  }
  const kept = await ports.loadCallback(callId);
  if (kept !== undefined) return kept;
  // The tool has asked for its own.
  if (callback.requestedBy === 'handoff') {
    const admitted = await ports.admitCallback(callId, callback.number);
    if (admitted !== 'admitted') return admitted;
  }
  return ports.keepUnlessKept(callId, callback);
}

const keyOf = (callId: string, { requestedAt }: CallbackRequest) => ({
  handoffId: callbackIdOf(callId),
  taskNo: 1,
  since: requestedAt,
});

/**
 * Brings the task to what is kept, and returns that; undefined where it is over. The last to write looks once more, so
 * that no older correction stays.
 */
async function correct(
  callId: string,
  kept: CallbackRequest,
  ports: CallbackPorts,
): Promise<CallbackRequest | undefined> {
  const { tasks, loadCallback, log } = ports;
  const key = keyOf(callId, kept);
  const answer = await tasks.amend(key, callbackAttributes({ callId, callback: kept }));
  if (answer.is !== 'amended' && answer.is !== 'task-gone') throw new CallbackFailed(answer.reason);
  log.info('callback', { callId, handoffId: key.handoffId, event: answer.is });
  if (answer.is === 'task-gone') return undefined;
  const now = (await loadCallback(callId))?.request;
  return now === undefined || isDeepStrictEqual(now, kept) ? kept : correct(callId, now, ports);
}

/** Finds out what nobody told: whether an agent has the task, or somebody has closed it. */
async function look(
  callId: string,
  { request, isTold, taskSid }: KeptCallback,
  ports: CallbackPorts,
): Promise<void> {
  const seen = await lookAt({ kind: 'callback', callId, taskSid, key: keyOf(callId, request) }, ports);
  if (seen.is === 'taken' || seen.is === 'gone') return ports.takeCallback(callId);
  // A look that failed has time until the next one; a correction that found no task has not.
  if (isTold) return ports.settleCallback(callId, request, seen.taskSid);
  throw new CallbackFailed(seen.is === 'waits' ? 'task-not-listed' : seen.reason);
}
