import type { Count, Log } from '../base/telemetry.ts';
import { doOnce, type Left, type Once } from '../outbox/once.ts';
import type { CrmHook, Posted } from './hook.ts';
import type { CrmMetric } from './metrics.ts';
import type { Postable } from './summary.ts';

export type CrmPorts = {
  once: Once;
  hook: CrmHook;
  /** A fresh name for this invocation. */
  newOwner: () => string;
  log: Log;
  count: Count<CrmMetric>;
};

/** The summary has not arrived yet. Thrown so that the queue brings its message again, at last to the dead letters. */
export class SummaryNotDelivered extends Error {
  override name = 'SummaryNotDelivered';
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

/**
 * Tells the CRM about a call that is over (C6). What the hook has once answered with 2xx, or refused for good with
 * 410, is not posted again. After a lost answer, or the death of a worker, it is posted again with the same
 * `webhook-id`, by which the CRM can tell: nobody can know whether it arrived. Throws `SummaryNotDelivered` or
 * `Unavailable` where the message must come again.
 */
export const deliverSummary = async (
  { callId, summary }: Postable,
  { once, hook, newOwner, log, count }: CrmPorts,
): Promise<'delivered' | 'gone' | 'known'> => {
  const leftBy = (posted: Posted): Left => {
    if (posted.is === 'refused') return { is: 'not-done' };
    if (posted.is === 'trouble') return { is: 'in-doubt' };
    // Thrown, it would only be posted a second time; at worst a doubled message is.
    return {
      is: 'done',
      result: posted.is,
      unnoted: () => log.warn('call summary', { callId, event: 'not-noted' }),
    };
  };
  const posted = await doOnce(
    { once, key: `crm#${callId}`, owner: newOwner(), leaseMs: CRM_LEASE_MS },
    () => hook.post(summary.id, JSON.stringify(summary)),
    leftBy,
  );
  if (posted.is === 'held') {
    log.info('call summary', { callId, event: 'held' });
    throw new SummaryNotDelivered('held');
  }
  count(`crm_${posted.is}`);
  if (posted.is === 'refused' || posted.is === 'trouble') {
    const { reason } = posted;
    log.warn('call summary', { callId, event: posted.is, reason });
    throw new SummaryNotDelivered(reason, posted.is === 'trouble' ? posted.retryAfterSeconds : undefined);
  }
  log.info('call summary', { callId, event: posted.is });
  return posted.is;
};
