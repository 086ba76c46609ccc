import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/handoff/decide.ts';
import { type HandoffEvent, handoffMessageSchema } from '../../../lib/handoff/events.ts';
import { handoffSchema, STATES, type State } from '../../../lib/handoff/handoff.ts';
import type { Loaded } from '../../../lib/handoff/ports.ts';
import * as given from './given.ts';
import { ends, goes, LATE, later, phrase, REPEATED, type Seen, seen } from './seen.ts';

const { T0, CALL_ID, handoff, loaded } = given;

/** Every place in which an event can find a call: no record, the mark that the call is over, or a state. */
type Place = 'none' | 'call-over' | State;

const places: Record<Place, Loaded> = {
  none: { is: 'none', version: 0 },
  'call-over': { is: 'call-over', version: 1 },
  requested: loaded(handoff(given.REQUESTED, [given.creating()])),
  queued: loaded(handoff(given.QUEUED)),
  offered: loaded(handoff(given.OFFERED)),
  bridging: loaded(handoff(given.BRIDGING)),
  connected: loaded(handoff(given.CONNECTED)),
  ended: loaded(handoff(given.ended({ outcome: 'no_agent' }))),
};

/** One column of the table of an event, when it comes, and what it does in each place. */
type Column = { event: HandoffEvent; at: number; does: Record<Place, Seen> };

const nobody = { none: LATE, 'call-over': LATE };
const closed = 'cancel WT1';

const columns: Record<HandoffEvent['type'], Column> = {
  'escalation-requested': {
    event: given.escalation(),
    at: 1_000,
    does: {
      none: goes('requested', 'create the task of ho_1/1'),
      'call-over': ends('caller_left'),
      requested: REPEATED,
      queued: REPEATED,
      offered: REPEATED,
      bridging: REPEATED,
      connected: REPEATED,
      ended: REPEATED,
    },
  },
  'window-expired': {
    event: given.expired,
    at: 30_000,
    does: {
      ...nobody,
      requested: ends('task_failed', 'say sorry'),
      queued: ends('no_agent', closed, 'say busy'),
      offered: ends('no_agent', closed, 'say busy'),
      bridging: later(LATE, 'checkup in 35 s'),
      connected: later(LATE, 'checkup in 900 s'),
      ended: LATE,
    },
  },
  checkup: {
    event: given.checkup,
    at: 65_000,
    does: {
      ...nobody,
      requested: ends('task_failed', 'say sorry'),
      queued: ends('no_agent', closed, 'say busy'),
      offered: ends('no_agent', closed, 'say busy'),
      bridging: later(goes('bridging', 'look at the call (bridge-unconfirmed)'), 'checkup in 60 s'),
      connected: later(goes('connected', 'look at the call (sweep)'), 'checkup in 900 s'),
      ended: LATE,
    },
  },
  'reservation-offered': {
    event: given.offered(),
    at: 4_000,
    does: {
      ...nobody,
      requested: goes('offered'),
      queued: goes('offered'),
      offered: REPEATED,
      bridging: REPEATED,
      connected: REPEATED,
      // Somebody is being offered a task that should be closed: it is closed again.
      ended: { is: 'changed', state: 'ended', outcome: 'no_agent', owes: [closed] },
    },
  },
  'agent-accepted': {
    event: given.accepted(),
    at: 5_000,
    does: {
      ...nobody,
      requested: goes('bridging', 'bridge WR1'),
      queued: goes('bridging', 'bridge WR1'),
      offered: goes('bridging', 'bridge WR1'),
      bridging: REPEATED,
      connected: REPEATED,
      ended: { is: 'changed', state: 'ended', outcome: 'no_agent', owes: [closed] },
    },
  },
  'offer-over': {
    event: given.offerOver(),
    at: 9_000,
    does: {
      ...nobody,
      requested: LATE,
      queued: LATE,
      offered: goes('queued'),
      bridging: LATE,
      connected: LATE,
      ended: LATE,
    },
  },
  'task-gave-up': {
    event: given.gaveUp(),
    at: 20_000,
    does: {
      ...nobody,
      requested: ends('no_agent', 'say busy'),
      queued: ends('no_agent', 'say busy'),
      offered: ends('no_agent', 'say busy'),
      bridging: LATE,
      connected: LATE,
      ended: LATE,
    },
  },
  'task-ended': {
    event: given.taskEnded,
    at: 20_000,
    does: {
      ...nobody,
      requested: ends('no_agent', 'say busy'),
      queued: ends('no_agent', 'say busy'),
      offered: ends('no_agent', 'say busy'),
      bridging: LATE,
      connected: ends('completed'),
      ended: LATE,
    },
  },
  'bridge-confirmed': {
    event: given.confirmed(given.agent().number),
    at: 7_000,
    does: {
      ...nobody,
      requested: LATE,
      queued: LATE,
      offered: LATE,
      bridging: goes('connected'),
      connected: REPEATED,
      ended: LATE,
    },
  },
  'assistant-resumed': {
    event: given.resumed,
    at: 8_000,
    does: {
      ...nobody,
      requested: LATE,
      queued: LATE,
      offered: LATE,
      bridging: LATE,
      connected: goes('connected', 'look at the call (assistant-resumed)'),
      ended: LATE,
    },
  },
  'call-over': {
    event: given.callOver(),
    at: 12_000,
    does: {
      none: { is: 'call-over' },
      'call-over': LATE,
      requested: ends('caller_left'),
      queued: ends('caller_left', closed),
      offered: ends('caller_left', closed),
      bridging: ends('caller_left', 'complete WT1'),
      connected: ends('completed', 'complete WT1'),
      // Nothing but the end of the call is written down: no later request can start an attempt.
      ended: ends('no_agent'),
    },
  },
  'taken-back': {
    event: given.takenBack,
    at: 3_000,
    does: {
      ...nobody,
      requested: ends('canceled'),
      queued: ends('canceled', closed),
      offered: ends('canceled', closed),
      bridging: LATE,
      connected: LATE,
      ended: LATE,
    },
  },
  resume: {
    event: given.resume,
    at: 3_000,
    does: {
      ...nobody,
      requested: { is: 'not-due' },
      queued: { is: 'not-due' },
      offered: { is: 'not-due' },
      bridging: { is: 'not-due' },
      connected: { is: 'not-due' },
      ended: { is: 'not-due' },
    },
  },
};

const rows = Object.values(columns).flatMap(({ event, at, does }) =>
  Object.entries(does).map(([place, expected]) => ({ place, event, at, expected })),
);

const loadedAt = (place: string): Loaded => {
  const found = Object.entries(places).find(([name]) => name === place);
  if (found === undefined) throw new Error(`no such place: ${place}`);
  return found[1];
};

describe('Each event in each state', () => {
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
    const types = handoffMessageSchema.shape.event.def.options.flatMap(({ shape }) => shape.type.def.values);
    expect(types.length).toBeGreaterThan(0);
    const pairs = types.flatMap((type) =>
      ['none', 'call-over', ...STATES].map((place) => `${place}: ${type}`),
    );
    expect(rows.map(({ place, event }) => `${place}: ${event.type}`).toSorted()).toEqual(pairs.toSorted());
    expect(rows.map(({ place }) => loadedAt(place)).filter(isElsewhere)).toEqual([]);
    for (const [type, { event }] of Object.entries(columns)) expect(event.type).toBe(type);
  });
});

/** A place whose record is in another state than its name says. */
const isElsewhere = (found: Loaded): boolean =>
  !Object.entries(places).some(
    ([place, one]) =>
      one === found && (one.is === 'handoff' ? one.handoff.progress.state === place : one.is === place),
  );
