import { hash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { Unavailable } from '../../base/trouble.ts';
import { loadDecideSave } from '../../outbox/save.ts';
import type { DoNotCall } from '../do-not-call.ts';
import type { OutboundMetric } from '../metrics.ts';
import { problem } from '../problem.ts';
import { askedFor, canceled } from './decide.ts';
import type { OutboundMessage } from './events.ts';
import { type OrderRefused, type ReadOrder, readOrder } from './order.ts';
import {
  type Idempotency,
  type NextOpening,
  type OutboundStore,
  RECENT_MS,
  type RecentNumbers,
} from './ports.ts';
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
  /** A fresh id. */
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

/** Further ahead no call is kept: what is called is kept for a month more. */
const FURTHEST_MS = 60 * 86_400_000;

/** No request lasts longer. */
const LONGEST_REQUEST_MS = 30_000;

const refused = (code: OrderRefused['code'], field: string, what: string): OrderRefused => ({
  is: 'refused',
  code,
  ...problem(field, what),
});

const NUMBER = 'customer.number';

/** When a call is due; or why it is none. */
async function dueOf(
  { order, notBefore }: ReadOrder,
  now: number,
  ports: AskPorts,
): Promise<{ is: 'due'; at: number } | OrderRefused> {
  if (!ports.hasOwnNumber) {
    return refused('not_set_up', 'VAPI_PHONE_NUMBER_ID', 'is not set: nothing to call from');
  }
  if (!ports.knowsAssistant(order)) {
    return refused('invalid', 'assistant', 'names none that is set up to make calls');
  }
  const why = await ports.notCallable(order);
  if (why !== undefined) return refused('number_not_callable', NUMBER, why);
  if ((await ports.doNotCall.entryOf(order.number)) !== undefined) {
    return refused('do_not_call', NUMBER, 'is on the do-not-call list');
  }
  const at =
    notBefore - now > FURTHEST_MS ? notBefore : await ports.nextOpening(order, Math.max(now, notBefore));
  if (at === undefined) return refused('number_not_callable', NUMBER, 'may be called at no time');
  return notBefore > now && at - now > FURTHEST_MS
    ? refused('invalid', 'notBefore', 'is more than 60 days ahead')
    : { is: 'due', at };
}

/**
 * Takes the number for the next half hour. A request that died with it, before there was a call, has it no longer; one of
 * a campaign's contact is left alone, since the campaign goes on by itself.
 */
async function takeNumber(
  number: string,
  id: string,
  { numbers, store, clock }: AskPorts,
): ReturnType<AskPorts['numbers']['take']> {
  const taken = await numbers.take(number, id);
  if (taken.is === 'taken') return taken;
  const mayBeSaving = clock() < taken.until - RECENT_MS + LONGEST_REQUEST_MS;
  if (mayBeSaving || (await store.load(taken.id)).call !== undefined) return taken;
  await numbers.free(number, taken.id);
  return numbers.take(number, id);
}

/** Keeps a call, and returns what is kept: the same, or what an earlier request of its key has made of it. */
async function kept(call: OutboundCall, { store, numbers }: AskPorts): Promise<OutboundCall> {
  const { id, order } = call;
  try {
    if ((await store.save(call, 0)) === 'saved') return call;
  } catch (error) {
    // Its answer may be lost. Where the table is away for this too, the number is free after a while.
    const isKept = await store.load(id).then(
      (loaded) => loaded.call !== undefined,
      () => true,
    );
    if (!isKept) await numbers.free(order.number, id).catch(() => undefined);
    throw error;
  }
  return (await store.load(id)).call ?? call;
}

/**
 * Takes in one outbound call (O1): once for a key, and once for a number within half an hour. What is refused is not
 * kept. The key is claimed first, for an id and this order: a repeated request takes that id and goes on where the first
 * one died. Table before queue: what the queue does not take, the sweeper finds. Throws `Unavailable` where the table is
 * away.
 */
export async function askForCall(body: unknown, header: string | undefined, ports: AskPorts): Promise<Asked> {
  const { store, idempotency, queue, clock, log, count } = ports;
  // An empty one is none.
  const key = header || undefined;
  const read = await readOrder(body);
  if (read.is === 'refused') return read;
  const { order, notBefore } = read;
  const of = hash('sha256', JSON.stringify({ order, notBefore }));
  const known = key === undefined ? undefined : await idempotency.load(key);
  if (known !== undefined) {
    if (known.of !== of) return { is: 'conflict' };
    const { call } = await store.load(known.id);
    if (call !== undefined) return { is: 'accepted', call };
  }
  const now = clock();
  const due = await dueOf(read, now, ports);
  if (due.is === 'refused') return due;
  const fresh = { of, id: ports.newId() };
  const claim = known ?? (key === undefined ? fresh : await idempotency.claim(key, fresh));
  if (claim.of !== of) return { is: 'conflict' };
  const { id } = claim;
  const taken = await takeNumber(order.number, id, ports);
  if (taken.is === 'recent') {
    if (key !== undefined) await idempotency.free(key, id);
    return { is: 'recent', id: taken.id };
  }
  const call = await kept(askedFor({ id, order }, now, due.at), ports);
  const delaySeconds = Math.min(LONGEST_DELAY_SECONDS, Math.ceil((due.at - now) / 1_000));
  await queue.send([{ message: { id }, delaySeconds }]).catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
    log.warn('queue away', { event: 'outbound' });
  });
  count('outbound_asked');
  return { is: 'accepted', call };
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
