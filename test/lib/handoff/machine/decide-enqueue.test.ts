import { describe } from 'vitest';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { ends, goes, LATE, REPEATED, UNASKED } from '../seen.ts';
import { type Columns, checkTable, NOWHERE, type Places, WAKING } from '../table.ts';

const { loaded } = given;
const own = (...args: [Parameters<typeof legs.own>[1], Parameters<typeof legs.own>[2]?]) =>
  loaded(legs.own('enqueue', ...args));

/** The caller is with the assistant until the move to the queue, and in the queue from then on. */
const places: Places = {
  none: { is: 'none', version: 0 },
  'call-over': { is: 'call-over', version: 1 },
  requested: own(given.REQUESTED, [legs.moving('queue')]),
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
const NOT_JOINED = 'release CA2 (not-joined)';
const BACK = 'open an assistant (no_agent)';
const UNJOINED = 'open an assistant (bridge_failed)';
const RING = ['ring WR1', 'look at the agent of WR1'];
const BUSY = ['tell the assistant no_agent', 'say busy'];
const strategy = { is: 'enqueue', reason: 'for the test' } as const;

const columns: Columns = {
  'escalation-requested': {
    event: given.escalation('ho_1', { strategy }),
    at: 1_000,
    does: {
      none: goes('requested', 'move the caller to queue'),
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
      queued: goes('queued', 'withdraw WT1'),
      offered: ends('no_agent', CANCEL, NOT_NEEDED, BACK),
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
      // The offer proves that the caller is in the queue.
      requested: goes('offered', ...RING),
      queued: goes('offered', ...RING),
      offered: REPEATED,
      bridging: REPEATED,
      connected: REPEATED,
      ended: ends('no_agent', CANCEL),
    },
  },
  // An agent whom we ring takes the caller by pressing 1; that TaskRouter has it accepted says that they are joined.
  'agent-accepted': {
    event: given.accepted(),
    at: 5_000,
    does: {
      ...NOWHERE,
      bridging: goes('connected'),
      connected: REPEATED,
      ended: ends('no_agent', CANCEL),
    },
  },
  'offer-over': {
    event: given.offerOver(),
    at: 9_000,
    does: {
      ...NOWHERE,
      requested: goes('requested', 'move the caller to queue'),
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
      queued: ends('no_agent', BACK),
      offered: ends('no_agent', NOT_NEEDED, BACK),
    },
  },
  'task-ended': {
    event: given.taskEnded,
    at: 20_000,
    does: {
      ...NOWHERE,
      requested: ends('completed'),
      queued: ends('completed'),
      offered: ends('completed', NOT_NEEDED),
      bridging: ends('completed'),
      connected: ends('completed'),
    },
  },
  // As good as the news of the acceptance, which may be lost; of an agent who was not joined it says that there is one.
  'task-taken': {
    event: given.taskTaken(given.reservation()),
    at: 20_000,
    does: {
      ...NOWHERE,
      requested: goes('queued', 'withdraw WT1'),
      queued: goes('queued', 'withdraw WT1'),
      offered: goes('offered', 'look at the agent of WR1', 'withdraw WT1'),
      bridging: goes('connected'),
      connected: REPEATED,
    },
  },
  'bridge-confirmed': {
    event: given.confirmed(given.agent().number),
    at: 7_000,
    does: { ...NOWHERE, connected: REPEATED },
  },
  'assistant-resumed': { event: given.resumed, at: 8_000, does: NOWHERE },
  // The assistant's call is over as soon as its caller is in the queue.
  'call-over': {
    event: given.callOver(),
    at: 12_000,
    does: {
      ...NOWHERE,
      none: { is: 'call-over' },
      requested: ends('caller_left'),
      ended: ends('no_agent'),
    },
  },
  'taken-back': {
    event: given.takenBack,
    at: 3_000,
    does: {
      ...NOWHERE,
      requested: ends('canceled'),
      queued: ends('canceled', CANCEL, 'open an assistant (canceled)'),
      offered: ends('canceled', CANCEL, NOT_NEEDED, 'open an assistant (canceled)'),
    },
  },
  'agent-leg': {
    event: legs.leg('ringing'),
    at: 5_000,
    does: {
      ...nobody,
      requested: goes('requested', 'move the caller to queue', NOT_NEEDED),
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
    // The agent's own leg accepts the reservation and takes the caller.
    does: { ...NOWHERE, offered: goes('bridging'), bridging: REPEATED, connected: REPEATED },
  },
  'conference-joined': {
    event: legs.joined('CA1'),
    at: 8_000,
    does: NOWHERE,
  },
  'conference-over': { event: legs.conferenceOver(), at: 9_000, does: NOWHERE },
  'caller-released': {
    event: legs.released(),
    at: 9_000,
    does: {
      ...NOWHERE,
      bridging: ends('bridge_failed', COMPLETE, NOT_JOINED, UNJOINED),
      connected: ends('completed', COMPLETE, NOT_NEEDED),
    },
  },
  'queue-left': {
    event: legs.queueLeft('leave'),
    at: 9_000,
    does: {
      ...NOWHERE,
      requested: ends('no_agent', BACK),
      queued: ends('no_agent', CANCEL, BACK),
      offered: ends('no_agent', CANCEL, NOT_NEEDED, BACK),
      bridging: ends('bridge_failed', COMPLETE, NOT_JOINED, UNJOINED),
      connected: ends('bridge_failed', COMPLETE, NOT_JOINED, UNJOINED),
    },
  },
  resume: WAKING,
};

describe('Each event in each state, where the caller waits in the queue of TaskRouter,', () =>
  checkTable(places, columns));
