import { Unavailable } from '../../../../lib/base/trouble.ts';
import { type AskPorts, askForCall } from '../../../../lib/outbound/call/ask.ts';
import type { OutboundMessage } from '../../../../lib/outbound/call/events.ts';
import type { Claim } from '../../../../lib/outbound/call/ports.ts';
import type { OutboundCall } from '../../../../lib/outbound/call/record.ts';

export const NUMBER = '+14155550123';
export const BODY = { customer: { number: NUMBER }, consent: { kind: 'express' } };
export const OTHER = { ...BODY, customer: { number: '+14155550124' } };
export const START = 1_000_000;
export const HALF_HOUR = 1_800_000;
export const HOUR = 3_600_000;
export const KEY = 'order-7';

export class Died extends Error {}
type Trouble = { what: string; is: 'dies-before' | 'dies-after' | 'away' | 'away-after' };

/** A table and a queue in memory, of which one step goes wrong. */
export function desk() {
  let now = START;
  let ids = 0;
  let trouble: Trouble | undefined;
  const calls = new Map<string, { call: OutboundCall; version: number }>();
  const numbers = new Map<string, { id: string; until: number }>();
  const keys = new Map<string, Claim>();
  const sent: { message: OutboundMessage; delaySeconds: number }[] = [];
  const counted: string[] = [];
  const warned: string[] = [];
  const given = { listed: false, hasOwnNumber: true, knows: true, why: '', opening: 0, closed: false };

  const step = async <T>(what: string, does: () => T): Promise<T> => {
    await Promise.resolve();
    const here = trouble?.what === what ? trouble.is : undefined;
    if (here === 'dies-before') throw new Died();
    if (here === 'away') throw new Unavailable(what === 'send' ? 'queue' : 'table', what);
    const done = does();
    if (here === 'dies-after') throw new Died();
    if (here === 'away-after') throw new Unavailable(what === 'send' ? 'queue' : 'table', what);
    return done;
  };

  const ports: AskPorts = {
    store: {
      load: (id) => step('load', () => calls.get(id) ?? { call: undefined, version: 0 }),
      save: (call, expected) =>
        step('save', () => {
          if ((calls.get(call.id)?.version ?? 0) !== expected) return 'lost';
          calls.set(call.id, { call, version: expected + 1 });
          return 'saved';
        }),
    },
    numbers: {
      take: (number, id) =>
        step('take', () => {
          const holder = numbers.get(number);
          if (holder !== undefined && holder.id !== id && holder.until > now) {
            return { is: 'recent', id: holder.id, until: holder.until } as const;
          }
          numbers.set(number, { id, until: now + HALF_HOUR });
          return { is: 'taken' } as const;
        }),
      free: (number, holder) =>
        step('free-number', () => void (numbers.get(number)?.id === holder && numbers.delete(number))),
    },
    idempotency: {
      load: (key) => step('key', () => keys.get(key)),
      claim: (key, claim) =>
        step('claim', () => {
          const standing = keys.get(key) ?? claim;
          keys.set(key, standing);
          return standing;
        }),
      free: (key, id) => step('free-key', () => void (keys.get(key)?.id === id && keys.delete(key))),
    },
    doNotCall: { entryOf: () => step('list', () => (given.listed ? { at: now, by: 'team' } : undefined)) },
    notCallable: async () => given.why || undefined,
    nextOpening: async (_order, from) => (given.closed ? undefined : Math.max(from, given.opening)),
    get hasOwnNumber() {
      return given.hasOwnNumber;
    },
    knowsAssistant: () => given.knows,
    queue: { send: (messages) => step('send', () => void sent.push(...messages)) },
    clock: () => now,
    newId: () => {
      ids += 1;
      return `oc_new_${ids}`;
    },
    log: { info: () => undefined, warn: (message) => void warned.push(message), error: () => undefined },
    count: (metric) => void counted.push(metric),
  };
  return {
    ...{ ports, given, calls, numbers, keys, sent, counted, warned },
    ask: (body: unknown = BODY, key?: string) => askForCall(body, key, ports),
    troubleAt(next: Trouble | undefined) {
      trouble = next;
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

export const accepted = async (asking: ReturnType<typeof askForCall>): Promise<OutboundCall> => {
  const asked = await asking;
  if (asked.is !== 'accepted') throw new Error(`it is ${asked.is}`);
  return asked.call;
};
