import { describe } from 'vitest';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { BUSY, ends, goes, LATE, REPEATED, UNASKED } from '../seen.ts';
import { type Columns, checkTable, NOWHERE, type Places, WAKING } from '../table.ts';

const { handoff, loaded } = given;

const places: Places = {
  none: { is: 'none', version: 0 },
  'call-over': { is: 'call-over', version: 1 },
  requested: loaded(handoff(given.REQUESTED, [given.creating()])),
  queued: loaded(handoff(given.QUEUED)),
  offered: loaded(handoff(given.OFFERED)),
  bridging: loaded(handoff(given.BRIDGING)),
  connected: loaded(handoff(given.CONNECTED)),
  ended: loaded(handoff(given.ended({ outcome: 'no_agent' }))),
};

const nobody = { none: LATE, 'call-over': LATE };
const closed = 'cancel WT1';

const UNWANTED = 'release CA2 (over)';

const columns: Columns = {
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
      requested: ends('task_failed', ...UNASKED),
      queued: ends('no_agent', closed, ...BUSY),
      offered: ends('no_agent', closed, ...BUSY),
      bridging: LATE,
      connected: LATE,
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
      requested: goes('requested', 'create the task of ho_1/1'),
      queued: goes('queued'),
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
      requested: ends('no_agent', ...BUSY),
      queued: ends('no_agent', ...BUSY),
      offered: ends('no_agent', ...BUSY),
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
      requested: ends('no_agent', ...BUSY),
      queued: ends('no_agent', ...BUSY),
      offered: ends('no_agent', ...BUSY),
      bridging: LATE,
      connected: ends('completed'),
      ended: LATE,
    },
  },
  // We accept the reservation ourselves, so that it says nothing new.
  'task-taken': { event: given.taskTaken(given.reservation()), at: 20_000, does: NOWHERE },
  'bridge-confirmed': {
    event: given.confirmed(given.agent().number),
    at: 7_000,
    does: {
      ...nobody,
      requested: LATE,
      queued: LATE,
      offered: LATE,
      bridging: goes('bridging'),
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
      bridging: goes('bridging', 'look at the call (assistant-resumed)'),
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
  // Legs of our own have no part in it: what reaches such a handoff all the same is of one that fell back.
  'agent-leg': {
    event: legs.leg('ringing'),
    at: 5_000,
    does: {
      ...nobody,
      requested: goes('requested', 'create the task of ho_1/1', UNWANTED),
      queued: goes('queued', UNWANTED),
      offered: goes('offered', UNWANTED),
      bridging: goes('bridging', UNWANTED),
      connected: goes('connected', UNWANTED),
      ended: ends('no_agent', UNWANTED),
    },
  },
  'agent-decided': { event: legs.decided('taken'), at: 8_000, does: NOWHERE },
  'conference-joined': { event: legs.joined('CA9'), at: 8_000, does: NOWHERE },
  'conference-over': {
    event: legs.conferenceOver('ho_9'),
    at: 8_000,
    does: NOWHERE,
  },
  'queue-left': { event: legs.queueLeft('redirected'), at: 8_000, does: NOWHERE },
  'caller-released': { event: legs.released('ho_9'), at: 8_000, does: NOWHERE },
  resume: WAKING,
};

describe('Each event in each state, where Vapi moves the caller,', () => checkTable(places, columns));
