import { expect, it } from 'vitest';
import { decide } from '../../../lib/handoff/machine/decide.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { type HandoffEvent, handoffMessageSchema } from '../../../lib/handoff/record/events.ts';
import { handoffSchema, STATES, type State } from '../../../lib/handoff/record/handoff.ts';
import * as given from './given.ts';
import { LATE, phrase, type Seen, seen } from './seen.ts';

const { T0, CALL_ID } = given;

/** Every place in which an event can find a call: no record, the mark that the call is over, or a state. */
export type Place = 'none' | 'call-over' | State;
export type Places = Record<Place, Loaded>;

/** One column of the table of an event, when it comes, and what it does in each place. */
export type Column = { event: HandoffEvent; at: number; does: Record<Place, Seen> };
export type Columns = Record<HandoffEvent['type'], Column>;

export const NOWHERE: Record<Place, Seen> = {
  none: LATE,
  'call-over': LATE,
  requested: LATE,
  queued: LATE,
  offered: LATE,
  bridging: LATE,
  connected: LATE,
  ended: LATE,
};
const NOT_DUE: Seen = { is: 'not-due' };
/** A message that only wakes the worker: nothing is decided by it. */
export const WAKING: Column = {
  event: given.resume,
  at: 3_000,
  does: {
    ...NOWHERE,
    requested: NOT_DUE,
    queued: NOT_DUE,
    offered: NOT_DUE,
    bridging: NOT_DUE,
    connected: NOT_DUE,
    ended: NOT_DUE,
  },
};

/** One test for each event in each place, and one that none is missing. */
export const checkTable = (places: Places, columns: Columns): void => {
  const rows = Object.values(columns).flatMap(({ event, at, does }) =>
    Object.entries(does).map(([place, expected]) => ({ place, event, at, expected })),
  );
  const loadedAt = (place: string): Loaded => {
    const found = Object.entries(places).find(([name]) => name === place);
    if (found === undefined) throw new Error(`no such place: ${place}`);
    return found[1];
  };

  for (const { place, event, at, expected } of rows) {
    it(`${place}: ${event.type} ${phrase(expected)}`, () => {
      const before = given.frozen(structuredClone(loadedAt(place)));
      const decision = decide(before, CALL_ID, given.frozen(structuredClone(event)), T0 + at);
      expect(seen(decision)).toEqual(expected);
      expect(decide(before, CALL_ID, event, T0 + at)).toEqual(decision);
      if (decision.is === 'changed') {
        expect(handoffSchema.parse(JSON.parse(JSON.stringify(decision.handoff)))).toEqual(decision.handoff);
      }
    });
  }

  it('has a row for every pair of a state and an event', () => {
    const { options } = handoffMessageSchema.shape.event.def.getter().def;
    const types = options.flatMap(({ shape }) => shape.type.def.values);
    expect(types.length).toBeGreaterThan(0);
    const pairs = types.flatMap((type) =>
      ['none', 'call-over', ...STATES].map((place) => `${place}: ${type}`),
    );
    expect(rows.map(({ place, event }) => `${place}: ${event.type}`).toSorted()).toEqual(pairs.toSorted());
    for (const [place, found] of Object.entries(places)) {
      expect(found.is === 'handoff' ? found.handoff.progress.state : found.is).toBe(place);
    }
    for (const [type, { event }] of Object.entries(columns)) expect(event.type).toBe(type);
  });
};
