import { type Canceling, cancelCall } from '../../../../lib/outbound/call/ask.ts';
import { askedFor } from '../../../../lib/outbound/call/decide.ts';
import type { OutboundEvent, OutboundMessage } from '../../../../lib/outbound/call/events.ts';
import type { DialPorts } from '../../../../lib/outbound/call/ports.ts';
import type { OutboundCall, OutboundOrder } from '../../../../lib/outbound/call/record.ts';
import { workOffOutbound } from '../../../../lib/outbound/call/run.ts';
import { dueAt } from '../../../../lib/outbox/due.ts';
import type { Placed } from '../../../../lib/vapi/place-call.ts';
import { Died, stepsOf, type Trouble } from '../../outbox/steps.ts';

/** What Vapi does with one POST. The first six may ring somebody, or do. */
export type Behaviour =
  | { is: 'answers' | 'loses' | 'fails-after' | 'says-blocked' | 'blocks-unnamed' | 'vanishes' }
  | { is: 'cut' | 'fails' | 'refuses' | 'no-room' | 'no-room-lost' }
  | { is: 'busy'; seconds?: number };
const MAY_RING = ['answers', 'loses', 'fails-after', 'says-blocked', 'blocks-unnamed', 'vanishes'];
const RINGS = ['answers', 'loses', 'fails-after', 'says-blocked', 'blocks-unnamed'];

/** How a call that rings ends. */
export type End = { reason: string; talks: boolean; spoken: boolean };
/** How Vapi's messages of a call come. */
export type Tells = 'once' | 'twice' | 'shuffled' | 'late' | 'never' | 'before the answer';
/** How our own messages come. */
export type Delivers = 'once' | 'twice' | 'late';

/** Times in ms after the call was asked for. */
export type Script = {
  vapi?: Behaviour[];
  end?: End;
  /** No calling hours. */
  closed?: { from: number; until: number };
  /** Put on the do-not-call list then. */
  listedAt?: number;
  canceledAt?: number;
  /** Somebody else has called the number, and has it until then. */
  calledUntil?: number;
  /** How often there is no place. */
  full?: number;
  /** A handoff is under way until then, and comes to a person. */
  handoffUntil?: number;
};

const START = 1_000_000;
const VISIBILITY_MS = 20_000;
const SWEEP_MS = 60_000;
const TIMEOUT_MS = 10_000;
/** Vapi's list shows a call after this long. */
const LISTED_AFTER_MS = 2_000;
const TALKS_AFTER_MS = 5_000;
const ENDS_AFTER_MS = 35_000;
const LATE_MS = 600_000;
const NO_ROOM = 'call.start.error-subscription-concurrency-limit-reached';
export const HANGS_UP: End = { reason: 'customer-ended-call', talks: true, spoken: true };

export const ORDER: OutboundOrder = { number: '+15550100123', consent: { kind: 'express' } };
const ID = 'oc_1';

type AtVapi = { callId: string; name: string; at: number; endsAt: number; end: End; rang: boolean };

/** One outbound call, a Vapi, a table, a queue, and a sweeper. */
export function world(script: Script, tells: Tells = 'once', delivers: Delivers = 'once') {
  let now = START;
  let owners = 0;
  let troubles: Trouble[] = [];
  const steps = stepsOf({ troubles: () => troubles });
  const vapi = [...(script.vapi ?? [])];
  let full = script.full ?? 0;
  let kept: { call: OutboundCall; version: number } = {
    call: askedFor({ id: ID, order: ORDER }, START, opening(START)),
    version: 1,
  };
  const messages: { message: OutboundMessage; at: number }[] = [{ message: { id: ID }, at: opening(START) }];
  const atVapi: AtVapi[] = [];
  const posts: { is: Behaviour['is']; at: number; mayRing: boolean }[] = [];
  const held = new Set<string>();
  const numbers = new Set([ORDER.number]);
  const wrongs = new Set<string>();
  const ended: string[] = [];
  let saves = 0;
  let freedAt = START;
  let canceling: Canceling['is'] | undefined;

  function opening(from: number): number {
    const { closed } = script;
    return closed && from >= START + closed.from && from < START + closed.until ? START + closed.until : from;
  }
  const isListed = () => script.listedAt !== undefined && now >= START + script.listedAt;
  const isHandoffOpen = () => script.handoffUntil !== undefined && now < START + script.handoffUntil;

  /** Vapi tells of a call by a server message, which the webhook puts on our queue. */
  const tell = ({ callId, at, endsAt, end, rang }: AtVapi) => {
    const talking: OutboundEvent = { type: 'talking', callId };
    const over = { type: 'ended', callId, endedReason: end.reason } as const;
    const send = (event: OutboundEvent, when: number) =>
      messages.push({ message: { id: ID, event }, at: when });
    if (tells === 'never') return;
    const late = tells === 'late' ? LATE_MS : 0;
    for (let time = 0; time < (tells === 'twice' ? 2 : 1); time += 1) {
      const begins = tells === 'before the answer' ? at : at + TALKS_AFTER_MS;
      if (rang && end.talks)
        send(talking, tells === 'shuffled' ? endsAt + 2_000 : begins + late + time * 3_000);
      // A status, which does not hold the talk, and a report.
      send({ ...over, hasSpoken: false, byStatus: true }, endsAt + late + time * 3_000);
      send({ ...over, hasSpoken: end.spoken }, endsAt + 1_000 + late + time * 3_000);
    }
  };

  const post = (name: string): Placed => {
    const behaviour = vapi.shift() ?? { is: 'answers' };
    const { is } = behaviour;
    posts.push({ is, at: now - START, mayRing: MAY_RING.includes(is) });
    if (opening(now) > now) wrongs.add('asked outside the calling hours');
    if (now < START + (script.calledUntil ?? 0)) wrongs.add('asked for a number that was called just now');
    if (isListed()) wrongs.add('asked for a number on the do-not-call list');
    if (!held.has(name)) wrongs.add('asked without a place');
    const callId = `call-${posts.length}`;
    const rang = RINGS.includes(is);
    if (rang || is === 'no-room' || is === 'no-room-lost') {
      const end = rang ? (script.end ?? HANGS_UP) : { reason: NO_ROOM, talks: false, spoken: false };
      const isShort = !rang || (tells === 'before the answer' && !end.talks);
      const call = { callId, name, at: now, endsAt: now + (isShort ? 0 : ENDS_AFTER_MS), end, rang };
      atVapi.push(call);
      tell(call);
    }
    switch (behaviour.is) {
      case 'answers':
        return { is: 'placed', callId };
      case 'no-room':
      case 'says-blocked':
        return { is: 'blocked', callId, limit: 10 };
      case 'blocks-unnamed':
        return { is: 'blocked' };
      case 'loses':
      case 'vanishes':
      case 'no-room-lost':
        now += TIMEOUT_MS;
        return { is: 'unsure', reason: 'vapi-timeout' };
      case 'fails':
      case 'fails-after':
        return { is: 'unsure', reason: 'vapi-503' };
      case 'cut':
        return { is: 'not-sent', reason: 'vapi-refused' };
      case 'refuses':
        return { is: 'refused', reason: 'vapi-400' };
      case 'busy':
        return { is: 'deferred', reason: 'vapi-429', retryAfterSeconds: behaviour.seconds };
    }
  };

  /** The ports of one invocation; once it has died, nothing that it does has any effect. */
  const invocation = (): DialPorts => {
    const { step } = steps.invocation();
    return {
      store: {
        load: () => step('load', () => ({ ...kept })),
        save: (call, expected) =>
          step('save', () => {
            if (kept.version !== expected) return 'lost';
            saves += 1;
            kept = { call, version: expected + 1 };
            return 'saved';
          }),
      },
      queue: {
        send: (delayed) =>
          step('send', () => {
            for (const { message, delaySeconds } of delayed) {
              const at = now + delaySeconds * 1_000 + (delivers === 'late' ? 30_000 : 0);
              messages.push({ message, at });
              const again = at + 500;
              // Twice, and not twice as often each time.
              if (delivers === 'twice' && !messages.some((one) => one.at === again)) {
                messages.push({ message, at: again });
              }
            }
          }),
      },
      clock: () => now,
      newOwner: () => {
        owners += 1;
        return `owner-${owners}`;
      },
      doNotCall: { entryOf: () => step('list', () => (isListed() ? { at: now, by: 'team' } : undefined)) },
      numbers: {
        take: () =>
          step('take-number', () => {
            const { calledUntil } = script;
            if (calledUntil !== undefined && now < START + calledUntil) {
              return { is: 'recent', id: 'oc_2', until: START + calledUntil };
            }
            numbers.add(ORDER.number);
            return { is: 'taken' };
          }),
        free: (number) => step('free-number', () => void numbers.delete(number)),
      },
      nextOpening: async (_order, from) => opening(from),
      places: {
        take: (holder) =>
          step('take', () => {
            if (full > 0) {
              full -= 1;
              return 'full';
            }
            held.add(holder);
            return 'taken';
          }),
        async free(holder) {
          // It may take longer than what is begun with it.
          for (let tick = 0; tick < 20; tick += 1) await Promise.resolve();
          await step('free', () => {
            if (held.delete(holder)) freedAt = now;
          });
        },
        doubt: async () => undefined,
        lower: () => step('lower', () => undefined),
      },
      async place({ attemptId }) {
        const placed = await step('post', () => post(attemptId), false);
        // What Vapi tells may be here before its answer is.
        if (tells === 'before the answer') await arrive();
        return placed;
      },
      findPlaced: ({ attemptId, since }) =>
        step(
          'find',
          () => {
            const found = atVapi
              .filter(
                ({ name, at }) => name === attemptId && at >= since - 5_000 && at + LISTED_AFTER_MS <= now,
              )
              .toSorted((a, b) => Number(a.endsAt <= now) - Number(b.endsAt <= now) || b.at - a.at)[0];
            if (found === undefined) return { is: 'absent' } as const;
            return { is: 'found', callId: found.callId, status: 'any' } as const;
          },
          false,
        ),
      calls: {
        look: (callId) =>
          step(
            'look',
            () => {
              const call = atVapi.find((one) => one.callId === callId);
              if (call === undefined) return { is: 'call-seen', call: { is: 'missing' } } as const;
              if (now < call.endsAt) {
                return { is: 'call-seen', call: { is: 'live', status: 'any', forwarding: false } } as const;
              }
              const { reason: endedReason, spoken } = call.end;
              const heard = spoken ? ['Hello?'] : [];
              return { is: 'call-seen', call: { is: 'over', endedReason, heard } } as const;
            },
            false,
          ),
      },
      answeredBy: () => ({ assistantId: 'assistant-1' }),
      phoneNumberId: 'number-1',
      whetherHandedOver: () =>
        step('handoff', () => (isHandoffOpen() ? 'open' : script.handoffUntil !== undefined)),
      campaigns: { admits: async () => true, tell: async () => undefined },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      count: (metric) => {
        if (metric.startsWith('outbound_ended_')) ended.push(metric);
      },
    };
  };

  const work = async (message: OutboundMessage): Promise<void> => {
    try {
      await workOffOutbound(message, invocation());
    } catch (error) {
      // A message that failed in passing comes again soon, one whose worker died after the visibility.
      messages.push({ message, at: now + (error instanceof Died ? VISIBILITY_MS : 1_000) });
    }
    const live = atVapi.find(({ rang, endsAt }) => rang && now < endsAt);
    if (live !== undefined && !held.has(live.name)) wrongs.add('a call goes on without its place');
  };

  const arrive = async () => {
    for (const told of messages.filter(({ message, at }) => message.event !== undefined && at <= now)) {
      messages.splice(messages.indexOf(told), 1);
      await work(told.message);
    }
  };

  /** Whoever takes the call back asks until there is an answer. */
  const cancel = async () => {
    for (let time = 0; canceling === undefined && time < 3; time += 1) {
      canceling = await cancelCall(ID, invocation()).then(
        ({ is }) => is,
        () => undefined,
      );
    }
  };

  /** Until nothing is owed: messages in their order, and the sweeper for what has none. */
  const quiet = async (): Promise<void> => {
    const { canceledAt } = script;
    for (let round = 0; round < 300; round += 1) {
      messages.sort((a, b) => a.at - b.at);
      const next = messages[0];
      const due = dueAt(kept.call);
      const swept = due === undefined ? Number.POSITIVE_INFINITY : Math.max(now, due + SWEEP_MS);
      const first = Math.min(next?.at ?? Number.POSITIVE_INFINITY, swept);
      if (canceledAt !== undefined && canceling === undefined && first > START + canceledAt) {
        now = Math.max(now, START + canceledAt);
        await cancel();
      } else if (next !== undefined && next.at <= swept) {
        messages.shift();
        now = Math.max(now, next.at);
        await work(next.message);
      } else if (due !== undefined) {
        now = swept;
        await work({ id: ID });
      } else return;
    }
    throw new Error('it never becomes quiet');
  };

  return {
    quiet,
    work,
    troubleAt(...given: Trouble[]) {
      troubles = given;
    },
    seen: () => ({
      ...{ steps: steps.names(), saves, posts, ended, wrongs: [...wrongs], canceling, call: kept.call },
      rang: atVapi.filter(({ rang }) => rang),
      ...{ isPlaceFree: held.size === 0, placeFreedAfter: freedAt - START },
      isNumberFree: numbers.size === 0,
      /** When it had ended, in ms after it was asked for; the news that came later are left out. */
      endedAfter: kept.call.progress.state === 'ended' ? kept.call.progress.at - START : undefined,
    }),
  };
}
