import type { CallbackMessage } from './callback.ts';
import { clip } from './context.ts';
import type { Clock, Log, Tasks } from './ports.ts';
import { handoffIdOf } from './request.ts';

/** Who came to something that is done once: alone, after an attempt that may have done it, or too late. */
export type Begun =
  | { is: 'first'; since: number }
  /** An earlier attempt, begun at `since` (ms) or later, died or lost its answer: look before acting. */
  | { is: 'again'; since: number }
  | { is: 'done' }
  /** Somebody else is at it. */
  | { is: 'held' };

/** Something that is done once, whoever comes and however often. Throws `Unavailable`. */
export interface Once {
  /** For `leaseMs` nobody else gets it; after that `owner` counts as dead, and the next one looks first. */
  begin(key: string, owner: string, leaseMs: number): Promise<Begun>;
  /** For ever, as far as its messages can come again. */
  done(key: string, owner: string, result: string): Promise<void>;
  /** Gives it back: certainly not done, or still in doubt because of an attempt begun at `since`. */
  failed(
    key: string,
    owner: string,
    left: { is: 'not-done' } | { is: 'in-doubt'; since: number },
  ): Promise<void>;
}

/** TaskRouter, as far as callbacks need it: the tasks of the callbacks' workflow, on the channel `default`. */
export type CallbackTasks = Pick<Tasks, 'create' | 'find'>;

export type CallbackPorts = {
  once: Once;
  tasks: CallbackTasks;
  clock: Clock;
  /** A fresh name for whoever is at it in this invocation. */
  newOwner: () => string;
  log: Log;
  count: (metric: 'callback_created' | 'callback_known' | 'callback_failed', value?: number) => void;
};

/** The callback is not created yet. Thrown so that the queue brings its message again, at last to the dead letters. */
export class CallbackFailed extends Error {
  override name = 'CallbackFailed';
}

/**
 * How long a callback may wait. TaskRouter's own default is a day, in which one that was asked for on a Friday
 * evening would be gone by Monday; it allows two weeks.
 */
export const CALLBACK_SECONDS = 7 * 86_400;

/**
 * Longer than the worker may run (10 s) and whatever it sent may take to arrive, so that nobody looks for a task
 * that is still on its way; shorter than the queue's visibility (60 s), so that the redelivered message goes on.
 */
export const CALLBACK_LEASE_MS = 45_000;

/** One callback for a call, however often it is asked for. */
export const callbackIdOf = (callId: string): string =>
  `cb_${handoffIdOf(callId, 'callback').slice('ho_'.length)}`;

const BYTES = { id: 200, word: 80, subject: 120, text: 400 };

/**
 * The task's attributes as JSON. Every part has its share, and with the longest id of a call, all in characters
 * that JSON escapes, the shares stay within TaskRouter's 4096 together (test: any script, any length).
 */
export const callbackAttributes = ({ callId, callback }: CallbackMessage): string => {
  const { number, when } = callback;
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
 * Makes the task of a callback (H17), at most one for a call: who is at it stands in the table before TaskRouter
 * is asked, and whoever comes after a dead attempt or a lost answer looks for its task first. Business hours are
 * kept by people: the task waits in its queue, for days if need be, until somebody takes it and calls.
 * Throws `CallbackFailed` or `Unavailable` where the message must come again.
 */
export const createCallback = async (
  message: CallbackMessage,
  { once, tasks, newOwner, log, count }: CallbackPorts,
): Promise<'created' | 'known'> => {
  const { callId } = message;
  const key = `callback#${callId}`;
  const handoffId = callbackIdOf(callId);
  const owner = newOwner();
  const begun = await once.begin(key, owner, CALLBACK_LEASE_MS);
  if (begun.is === 'done') {
    log.info('callback', { callId, handoffId, event: 'known' });
    count('callback_known');
    return 'known';
  }
  if (begun.is === 'held') {
    log.info('callback', { callId, handoffId, event: 'held' });
    throw new CallbackFailed('held');
  }
  const fail = (reason: string): CallbackFailed => {
    log.warn('callback', { callId, handoffId, event: 'failed', reason });
    count('callback_failed');
    return new CallbackFailed(reason);
  };

  const { since } = begun;
  const giveBack = async (): Promise<void> => {
    const left = begun.is === 'again' ? ({ is: 'in-doubt', since } as const) : ({ is: 'not-done' } as const);
    // Where this is lost, the lease runs out and the next one looks first.
    await once.failed(key, owner, left).catch(() => undefined);
  };

  let outcome: Awaited<ReturnType<CallbackTasks['create' | 'find']>> = { is: 'task-absent' };
  if (begun.is === 'again') outcome = await tasks.find({ handoffId, try: 1, since });
  if (outcome.is === 'task-absent') {
    const attributes = callbackAttributes(message);
    outcome = await tasks.create({ handoffId, try: 1, attributes, timeoutSeconds: CALLBACK_SECONDS });
  }
  switch (outcome.is) {
    case 'task-created': {
      const { taskSid } = outcome;
      await once.done(key, owner, taskSid);
      log.info('callback', { callId, handoffId, event: 'created', taskSid });
      count('callback_created');
      return 'created';
    }
    case 'refused':
    case 'not-done':
      await giveBack();
      throw fail(outcome.reason);
    // The task may be on its way still: the lease keeps others off until it must have arrived.
    case 'unsure':
      throw fail(outcome.reason);
  }
};
