import { hash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { Unavailable } from '../../base/trouble.ts';
import { loadDecideSave } from '../../outbox/save.ts';
import type { DoNotCall } from '../do-not-call.ts';
import type { OutboundMetric } from '../metrics.ts';
import { askedFor, canceled } from './decide.ts';
import type { OutboundMessage } from './events.ts';
import { outboundIdOf } from './ids.ts';
import { type OrderRefused, readOrder } from './order.ts';
import type { Idempotency, NextOpening, OutboundStore, RecentNumbers } from './ports.ts';
import type { OutboundCall, OutboundOrder } from './record.ts';

export type AskPorts = {
  store: OutboundStore;
  numbers: RecentNumbers;
  idempotency: Idempotency;
  doNotCall: Pick<DoNotCall, 'entryOf'>;
  /** Why a number cannot be called, in words; undefined for one that can. */
  notCallable(order: OutboundOrder): Promise<string | undefined>;
  nextOpening: NextOpening;
  /** Whether there is a number to call from. */
  hasOwnNumber: boolean;
  /** Whether somebody is set up who makes such a call. */
  knowsAssistant(order: OutboundOrder): boolean;
  queue: MessageQueue<OutboundMessage>;
  clock: Clock;
  /** A fresh id for a request without a key. */
  newId(): string;
  log: Log;
  count: Count<OutboundMetric>;
};

export type Asked =
  | { is: 'accepted'; call: OutboundCall }
  | OrderRefused
  /** The key was used for something else. */
  | { is: 'conflict' }
  /** Somebody has this number for the next half hour. */
  | { is: 'recent'; id: string };

/** An SQS message waits 15 minutes at most; what is due later the sweeper finds. */
const LONGEST_DELAY_SECONDS = 900;

/**
 * Takes in one outbound call (O1): once for a key, and once for a number within half an hour. What is refused is not
 * kept. Table before queue: what the queue does not take, the sweeper finds. Throws `Unavailable` where the table is
 * away.
 */
export async function askForCall(body: unknown, key: string | undefined, ports: AskPorts): Promise<Asked> {
  const { store, numbers, idempotency, doNotCall, queue, clock, log, count } = ports;
  const of = hash('sha256', JSON.stringify(body) ?? '');
  const known = key === undefined ? undefined : await idempotency.load(key);
  if (known !== undefined) {
    if (known.of !== of) return { is: 'conflict' };
    const { call } = await store.load(known.id);
    if (call !== undefined) return { is: 'accepted', call };
  }
  const read = await readOrder(body);
  if (read.is === 'refused') return read;
  const { order, notBefore } = read;
  if (!ports.hasOwnNumber) {
    const field = 'VAPI_PHONE_NUMBER_ID';
    return {
      is: 'refused',
      code: 'not_set_up',
      field,
      message: `${field} is not set: nothing to call from.`,
    };
  }
  if (!ports.knowsAssistant(order)) {
    const message = 'assistant names none that is set up to make calls.';
    return { is: 'refused', code: 'invalid', field: 'assistant', message };
  }
  const field = 'customer.number';
  const why = await ports.notCallable(order);
  if (why !== undefined) {
    return { is: 'refused', code: 'number_not_callable', field, message: `${field} ${why}.` };
  }
  if ((await doNotCall.entryOf(order.number)) !== undefined) {
    return { is: 'refused', code: 'do_not_call', field, message: `${field} is on the do-not-call list.` };
  }
  const now = clock();
  const dueAt = await ports.nextOpening(order, Math.max(now, notBefore));
  if (dueAt === undefined) {
    return {
      is: 'refused',
      code: 'number_not_callable',
      field,
      message: `${field} may be called at no time.`,
    };
  }
  // The same request makes the same id, so that one which died half-way goes on.
  const id = key === undefined ? ports.newId() : outboundIdOf(`${key}\n${of}`);
  const taken = await numbers.take(order.number, id);
  if (taken.is === 'recent') return { is: 'recent', id: taken.id };
  const call = askedFor({ id, order }, now, dueAt);
  const saved = await store.save(call, 0);
  const kept = saved === 'saved' ? call : ((await store.load(id)).call ?? call);
  if (key !== undefined) await idempotency.keep(key, of, id);
  const delaySeconds = Math.min(LONGEST_DELAY_SECONDS, Math.ceil((dueAt - now) / 1_000));
  await queue.send([{ message: { id }, delaySeconds }]).catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
    log.warn('queue away', { event: 'outbound' });
  });
  count('outbound_asked');
  return { is: 'accepted', call: kept };
}

const ROUNDS = 5;

export type Canceling =
  | { is: 'canceled'; call: OutboundCall }
  | { is: 'too-late'; call: OutboundCall }
  | { is: 'none' };

/** Takes a call back that rings nobody yet. Throws `Unavailable`. */
export async function cancelCall(
  id: string,
  { store, queue, clock }: Pick<AskPorts, 'store' | 'queue' | 'clock'>,
): Promise<Canceling> {
  const outcome = await loadDecideSave<Awaited<ReturnType<OutboundStore['load']>>, Canceling>(
    store,
    id,
    ROUNDS,
    ({ call, version }) => {
      if (call === undefined) return { outcome: { is: 'none' } };
      if (call.progress.state === 'ended' && call.progress.outcome === 'canceled') {
        return { outcome: { is: 'canceled', call } };
      }
      const next = canceled(call, clock());
      if (next === undefined) return { outcome: { is: 'too-late', call } };
      return { outcome: { is: 'canceled', call: next }, save: () => store.save(next, version) };
    },
  );
  if (outcome.is === 'canceled') {
    await queue.send([{ message: { id }, delaySeconds: 0 }]).catch(() => undefined);
  }
  return outcome;
}

/** A call as whoever asked for it sees it. */
export function shownCall({ id, progress, attempts }: OutboundCall): Record<string, unknown> {
  switch (progress.state) {
    case 'waiting': {
      const { dueAt } = progress;
      return dueAt === undefined
        ? { id, status: 'queued', attempts }
        : { id, status: 'scheduled', dueAt: new Date(dueAt).toISOString(), attempts };
    }
    case 'dialing':
      return { id, status: 'dialing', attempts, ...(progress.callId && { vapiCallId: progress.callId }) };
    case 'talking':
      return { id, status: 'talking', attempts, vapiCallId: progress.callId };
    case 'ended': {
      const { outcome, endedReason, callId } = progress;
      return {
        ...{ id, status: 'ended', outcome, attempts },
        ...(endedReason !== undefined && { endedReason }),
        ...(callId !== undefined && { vapiCallId: callId }),
      };
    }
  }
}
