import { describe } from 'vitest';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { BUSY, ends, goes, LATE, REPEATED, UNASKED } from '../seen.ts';
import { type Columns, checkTable, NOWHERE, type Places, WAKING } from '../table.ts';

const { loaded } = given;
const own = (...args: [Parameters<typeof legs.own>[1], Parameters<typeof legs.own>[2]?]) =>
  loaded(legs.own('conference', ...args));

/** The agent has been rung on CA2; the caller's leg, CA1, is in the conference from the bridging on. */
const places: Places = {
  none: { is: 'none', version: 0 },
  'call-over': { is: 'call-over', version: 1 },
  requested: own(given.REQUESTED, [given.creating()]),
  queued: own(given.QUEUED),
  offered: own(legs.RUNG, [legs.watching()]),
  bridging: own(legs.TAKEN),
  connected: own(legs.TALKING),
  ended: own(given.ended({ outcome: 'no_agent' })),
};

const nobody = { none: LATE, 'call-over': LATE };
const CANCEL = 'cancel WT1';
const COMPLETE = 'complete WT1';
const NOT_NEEDED = 'release CA2 (over)';
const RING = ['ring WR1', 'look at the agent of WR1'];
const strategy = { is: 'conference', reason: 'for the test' } as const;

const columns: Columns = {
  'escalation-requested': {
    event: given.escalation('ho_1', { strategy }),
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
      queued: ends('no_agent', CANCEL, ...BUSY),
      offered: ends('no_agent', CANCEL, NOT_NEEDED, ...BUSY),
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
      requested: goes('offered', ...RING),
      queued: goes('offered', ...RING),
      offered: REPEATED,
      bridging: REPEATED,
      connected: REPEATED,
      ended: ends('no_agent', CANCEL),
    },
  },
  // What we accept by REST comes back as an event; an agent who accepts in Flex takes the call by telephone.
  'agent-accepted': {
    event: given.accepted(),
    at: 5_000,
    does: {
      ...NOWHERE,
      requested: goes('offered', 'ring WR1', 'look at the agent of WR1'),
      queued: goes('offered', 'ring WR1', 'look at the agent of WR1'),
      ended: ends('no_agent', CANCEL),
    },
  },
  'offer-over': {
    event: given.offerOver(),
    at: 9_000,
    does: {
      ...NOWHERE,
      requested: goes('requested', 'create the task of ho_1/1'),
      queued: goes('queued'),
      offered: goes('queued', NOT_NEEDED),
    },
  },
  'task-gave-up': {
    event: given.gaveUp(),
    at: 20_000,
    does: {
      ...NOWHERE,
      requested: ends('no_agent', ...BUSY),
      queued: ends('no_agent', ...BUSY),
      offered: ends('no_agent', NOT_NEEDED, ...BUSY),
    },
  },
  'task-ended': {
    event: given.taskEnded,
    at: 20_000,
    does: {
      ...NOWHERE,
      requested: ends('no_agent', ...BUSY),
      queued: ends('no_agent', ...BUSY),
      offered: ends('no_agent', NOT_NEEDED, ...BUSY),
      connected: ends('completed'),
    },
  },
  // We accept the reservation ourselves, so that it says nothing new.
  'task-taken': { event: given.taskTaken(given.reservation()), at: 20_000, does: NOWHERE },
  // Vapi's word about a transfer is of another one.
  'bridge-confirmed': {
    event: given.confirmed(given.agent().number),
    at: 7_000,
    does: { ...NOWHERE, connected: REPEATED },
  },
  'assistant-resumed': { event: given.resumed, at: 8_000, does: NOWHERE },
  // The assistant's call is over as soon as its caller is moved.
  'call-over': {
    event: given.callOver(),
    at: 12_000,
    does: {
      ...NOWHERE,
      none: { is: 'call-over' },
      requested: ends('caller_left'),
      queued: ends('caller_left', CANCEL),
      offered: ends('caller_left', CANCEL, 'release CA2 (caller-left)'),
      ended: ends('no_agent'),
    },
  },
  'taken-back': {
    event: given.takenBack,
    at: 3_000,
    does: {
      ...NOWHERE,
      requested: ends('canceled'),
      queued: ends('canceled', CANCEL),
      offered: ends('canceled', CANCEL, NOT_NEEDED),
    },
  },
  'agent-leg': {
    event: legs.leg('ringing'),
    at: 5_000,
    does: {
      ...nobody,
      requested: goes('requested', 'create the task of ho_1/1', NOT_NEEDED),
      queued: goes('queued', NOT_NEEDED),
      offered: REPEATED,
      bridging: REPEATED,
      connected: REPEATED,
      ended: ends('no_agent', NOT_NEEDED),
    },
  },
  'agent-decided': {
    event: legs.decided('taken'),
    at: 8_000,
    does: {
      ...NOWHERE,
      offered: goes('bridging', 'accept WR1'),
      bridging: REPEATED,
      connected: REPEATED,
    },
  },
  'conference-joined': {
    event: legs.joined('CA1'),
    at: 8_000,
    does: { ...NOWHERE, bridging: goes('bridging') },
  },
  'conference-over': {
    event: legs.conferenceOver(),
    at: 9_000,
    does: {
      ...NOWHERE,
      bridging: goes('bridging', 'look at the legs (conference-over)'),
      connected: ends('completed', COMPLETE, NOT_NEEDED),
    },
  },
  'caller-released': {
    event: legs.released(),
    at: 9_000,
    does: {
      ...NOWHERE,
      bridging: ends(
        'bridge_failed',
        COMPLETE,
        'release CA2 (not-joined)',
        'open an assistant (bridge_failed)',
      ),
      connected: ends('completed', COMPLETE, NOT_NEEDED),
    },
  },
  'queue-left': { event: legs.queueLeft('redirected'), at: 9_000, does: NOWHERE },
  resume: WAKING,
};

describe('Each event in each state, where caller and agent meet in a conference,', () =>
  checkTable(places, columns));
