import * as z from 'zod/mini';
import type { Count, Log } from '../base/telemetry.ts';
import { doOnce, type Left, type Once } from '../outbox/once.ts';
import { postableEventSchema } from './handoff-ended.ts';
import type { CrmHook, Posted } from './hook.ts';
import type { CrmMetric } from './metrics.ts';
import { postableSchema } from './summary.ts';

/** A message of the CRM queue, as much of it as whoever posts it has to know. */
export const crmMessageSchema = z.union([postableSchema, postableEventSchema]);
export type CrmMessage = z.infer<typeof crmMessageSchema>;

export type CrmPorts = {
  once: Once;
  hook: CrmHook;
  /** A fresh name for this invocation. */
  newOwner: () => string;
  log: Log;
  count: Count<CrmMetric>;
};

/** It has not arrived yet. Thrown so that the queue brings its message again, at last to the dead letters. */
export class NotDelivered extends Error {
  override name = 'NotDelivered';
  readonly reason: string;
  /** How long the hook asked to be left alone. */
  readonly retryAfterSeconds: number | undefined;
  constructor(reason: string, retryAfterSeconds?: number) {
    super(reason);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Longer than the worker may run (10 s), shorter than the queue's visibility (300 s). */
export const CRM_LEASE_MS = 30_000;

/** What the log calls it. */
export const subjectOf = (message: CrmMessage): 'call summary' | 'handoff event' =>
  'summary' in message ? 'call summary' : 'handoff event';

/**
 * Tells the CRM about a call that is over, or a handoff that has ended (C6). What the hook has once answered with 2xx,
 * or refused for good with 410, is not posted again. After a lost answer, or the death of a worker, it is posted again
 * with the same `webhook-id`, by which the CRM can tell: nobody can know whether it arrived. Throws `NotDelivered` or
 * `Unavailable` where the message must come again.
 */
export const deliver = async (
  message: CrmMessage,
  { once, hook, newOwner, log, count }: CrmPorts,
): Promise<'delivered' | 'gone' | 'known'> => {
  const { callId } = message;
  const subject = subjectOf(message);
  // A call has one summary, and several handoffs with an event for each edition.
  const [name, body] = 'summary' in message ? [callId, message.summary] : [message.event.id, message.event];
  const leftBy = (posted: Posted): Left => {
    if (posted.is === 'refused') return { is: 'not-done' };
    if (posted.is === 'trouble') return { is: 'in-doubt' };
    // Thrown, it would only be posted a second time; at worst a doubled message is.
    return {
      is: 'done',
      result: posted.is,
      unnoted: () => log.warn(subject, { callId, event: 'not-noted' }),
    };
  };
  const posted = await doOnce(
    { once, key: `crm#${name}`, owner: newOwner(), leaseMs: CRM_LEASE_MS },
    () => hook.post(body.id, JSON.stringify(body)),
    leftBy,
  );
  if (posted.is === 'held') {
    log.info(subject, { callId, event: 'held' });
    throw new NotDelivered('held');
  }
  count(`crm_${posted.is}`);
  if (posted.is === 'refused' || posted.is === 'trouble') {
    const { reason } = posted;
    log.warn(subject, { callId, event: posted.is, reason });
    throw new NotDelivered(reason, posted.is === 'trouble' ? posted.retryAfterSeconds : undefined);
  }
  log.info(subject, { callId, event: posted.is });
  return posted.is;
};
