import type { Effect, Handoff, Progress, StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import type { AgentView } from '../../../../lib/pages/agent/view.ts';
import * as given from '../../handoff/given.ts';
import { T0, talk, view } from './given-view.ts';

/** Views in every state and outcome, in every strategy. The agents are Amara and Ben; what was said is that of `talk`. */

const AMARA = { sid: 'WR1', agent: { workerSid: 'WK1', name: 'amara.osei', number: '+14155550177' } };
const BEN = { sid: 'WR2', agent: { workerSid: 'WK2', name: 'ben.ito', number: '+14155550178' } };
/** Only in Flex. */
const CHIARA = { sid: 'WR3', agent: { workerSid: 'WK3', name: 'chiara.rossi' } };
const TASK = { taskSid: 'WT1' };
const STRATEGY = (is: StrategyName) => ({ strategy: { is, reason: 'for the test' } });

type Moment = readonly [seconds: number, what: string];
const moments = (...entries: readonly Moment[]): Handoff['timeline'] =>
  entries.map(([seconds, what]) => ({ at: T0 + seconds * 1000, what }));

const ASKED: readonly Moment[] = [
  [0, 'requested'],
  [0.4, 'queued'],
];
const IN_QUEUE: readonly Moment[] = [
  [0, 'requested'],
  [0.6, 'caller moved to queue'],
  [0.6, 'queued'],
];
const OFFERED: readonly Moment[] = [[8.1, 'offered']];
const RUNG: readonly Moment[] = [...OFFERED, [8.6, 'agent rung']];
const DECLINED: readonly Moment[] = [...RUNG, [13, 'offer over: declined'], [13, 'queued']];
const MOVED: readonly Moment[] = [
  [14.2, 'bridging'],
  [14.5, 'reservation accepted'],
  [15, 'caller moved to conference'],
];
const JOINED: readonly Moment[] = [
  [15.9, 'bridge confirmed by conference'],
  [15.9, 'connected'],
];

type Changed = Parameters<typeof view>[2];
const of = (
  is: StrategyName,
  progress: Progress,
  timeline: readonly Moment[],
  { handoff, ...changed }: NonNullable<Changed> = {},
): AgentView =>
  view(progress, moments(...timeline), { handoff: { ...STRATEGY(is), ...handoff }, ...changed });

const offered = (reservation: typeof AMARA | typeof CHIARA, changed: object = {}): Progress => ({
  state: 'offered',
  ...TASK,
  reservation,
  ...changed,
});
const ended = (changed: Partial<Extract<Progress, { state: 'ended' }>>): Progress =>
  given.ended({ reason: 'for the test', at: T0 + 30_000, ...changed });
const owing = (work: Effect['work']) => ({ effects: [given.owed('owed', work)] });

const OVER = { call: { over: { at: T0 + 29_000, reason: 'customer-ended-call' } } };
/** The assistant's call ended when its caller was moved. */
const LEFT = { call: { over: { at: T0 + 15_200, reason: 'ended' } } };
const LATER = { now: T0 + 79_000 };

export const EVERY_VIEW: Readonly<Record<string, AgentView>> = {
  requested: of('conference', given.REQUESTED, [[0, 'requested']], { now: T0 + 300 }),
  'requested again after a bridge refused': of(
    'conference',
    given.REQUESTED,
    [...ASKED, ...RUNG, [14, 'bridging'], [16, 'bridge refused: the agent did not stay'], [16, 'requested']],
    { handoff: { taskNo: 2 } },
  ),
  queued: of('conference', given.QUEUED, ASKED, { now: T0 + 5_000 }),
  'queued after one declined': of('conference', given.QUEUED, [...ASKED, ...DECLINED]),
  'queued in the queue': of('enqueue', given.QUEUED, IN_QUEUE, { now: T0 + 5_000 }),
  'queued, time up, TaskRouter asked': of('enqueue', given.QUEUED, IN_QUEUE, {
    now: T0 + 30_500,
    handoff: owing(withdrawing(false)),
  }),
  'taken by somebody in Flex': of('enqueue', given.QUEUED, IN_QUEUE, {
    now: T0 + 31_000,
    handoff: owing(withdrawing(true)),
  }),
  'about to ring': of('conference', offered(AMARA), [...ASKED, ...OFFERED], { now: T0 + 8_300 }),
  ringing: of('conference', offered(AMARA, { agentLeg: 'CA2' }), [...ASKED, ...RUNG], { now: T0 + 11_000 }),
  'ringing, few seconds left': of('conference', offered(AMARA, { agentLeg: 'CA2' }), [...ASKED, ...RUNG], {
    now: T0 + 23_000,
  }),
  'ringing the next one': of('conference', offered(BEN, { agentLeg: 'CA3' }), [
    ...ASKED,
    ...DECLINED,
    [17, 'offered'],
    [17.4, 'agent rung'],
  ]),
  'ringing from the queue': of('enqueue', offered(AMARA, { agentLeg: 'CA2', otherOffers: [CHIARA] }), [
    ...IN_QUEUE,
    ...RUNG,
    [8.7, 'offered to another one too'],
  ]),
  'offered in Flex': of('enqueue', offered(CHIARA), [...IN_QUEUE, ...OFFERED]),
  'offered by Vapi': of('vapi-transfer', offered(AMARA), [...ASKED, ...OFFERED]),
  'joining in a conference': of(
    'conference',
    { state: 'bridging', ...TASK, reservation: AMARA, agentLeg: 'CA2', since: T0 + 14_200 },
    [...ASKED, ...RUNG, ...MOVED.slice(0, 1)],
    { handoff: owing({ kind: 'accept-reservation', ...TASK, reservation: AMARA }) },
  ),
  'joining, caller moved': of(
    'conference',
    {
      state: 'bridging',
      ...TASK,
      reservation: AMARA,
      agentLeg: 'CA2',
      since: T0 + 14_200,
      movedAt: T0 + 15_000,
    },
    [...ASKED, ...RUNG, ...MOVED],
    LEFT,
  ),
  'joining from the queue': of(
    'enqueue',
    { state: 'bridging', ...TASK, reservation: AMARA, agentLeg: 'CA2', since: T0 + 14_200 },
    [...IN_QUEUE, ...RUNG, [14.2, 'bridging']],
  ),
  'about to be rung by Vapi': of(
    'vapi-transfer',
    { state: 'bridging', ...TASK, reservation: AMARA, since: T0 + 8_000 },
    [...ASKED, [8, 'bridging']],
  ),
  'put through by Vapi': of(
    'vapi-transfer',
    { state: 'bridging', ...TASK, reservation: AMARA, since: T0 + 8_000, begunAt: T0 + 9_000 },
    [...ASKED, [8, 'bridging'], [9, 'transfer begun, by its answer']],
  ),
  'connected in a conference': of(
    'conference',
    { state: 'connected', ...TASK, reservation: AMARA, agentLeg: 'CA2', since: T0 + 15_900 },
    [...ASKED, ...RUNG, ...MOVED, ...JOINED],
    { ...LEFT, ...LATER },
  ),
  'connected in Flex': of(
    'enqueue',
    { state: 'connected', ...TASK, reservation: CHIARA, since: T0 + 14_000 },
    [...IN_QUEUE, ...OFFERED, [14, 'bridging'], [14, 'bridge confirmed by queue'], [14, 'connected']],
    LATER,
  ),
  'connected by Vapi': of(
    'vapi-transfer',
    { state: 'connected', ...TASK, reservation: AMARA, since: T0 + 15_000 },
    [
      ...ASKED,
      [8, 'bridging'],
      [9, 'transfer begun, by its answer'],
      [15, 'bridge confirmed by look'],
      [15, 'connected'],
    ],
    LATER,
  ),
  completed: of(
    'conference',
    ended({ outcome: 'completed', reason: 'the agent hung up', reservation: AMARA, at: T0 + 200_000 }),
    [...ASKED, ...RUNG, ...MOVED, ...JOINED, [200, 'ended completed: the agent hung up']],
    { ...LEFT, now: T0 + 205_000 },
  ),
  'completed, the caller brought back': of(
    'conference',
    ended({ outcome: 'completed', reason: 'the agent is gone', reservation: AMARA, at: T0 + 100_000 }),
    [
      ...ASKED,
      ...RUNG,
      ...MOVED,
      ...JOINED,
      [100, 'ended completed: the agent is gone'],
      [103, 'caller moved to assistant'],
    ],
    { ...LEFT, now: T0 + 105_000 },
  ),
  'completed, as the report says': of(
    'vapi-transfer',
    ended({ outcome: 'completed', reservation: AMARA }),
    [...ASKED, [8, 'bridging'], [30, 'ended completed: assistant-forwarded-call']],
    { ...OVER, now: T0 + 40_000 },
  ),
  'completed by somebody in Flex': of(
    'enqueue',
    ended({ outcome: 'completed', reason: 'completed' }),
    [...IN_QUEUE, [30, 'ended completed: completed']],
    { now: T0 + 40_000 },
  ),
  transferred: of(
    'vapi-transfer',
    ended({ outcome: 'transferred', reason: 'assistant-forwarded-call', reservation: AMARA }),
    [
      ...ASKED,
      [8, 'bridging'],
      [9, 'transfer begun, by its answer'],
      [30, 'ended transferred: assistant-forwarded-call'],
    ],
    { ...OVER, now: T0 + 40_000 },
  ),
  'nobody, the assistant goes on': of(
    'conference',
    ended({ outcome: 'no_agent', reason: 'window expired' }),
    [
      ...ASKED,
      ...DECLINED,
      [30, 'ended no_agent: window expired'],
      [30.6, 'task closed'],
      [31, 'caller told'],
    ],
    { now: T0 + 40_000 },
  ),
  'nobody, and the call is over': of(
    'conference',
    ended({ outcome: 'no_agent', reason: 'window expired' }),
    [...ASKED, [30, 'ended no_agent: window expired']],
    { call: { over: { at: T0 + 52_000, reason: 'customer-ended-call' } }, now: T0 + 60_000 },
  ),
  'nobody, the caller being brought back from the queue': of(
    'enqueue',
    ended({ outcome: 'no_agent', reason: 'window expired' }),
    [...IN_QUEUE, [30, 'ended no_agent: window expired']],
    {
      handoff: { callOver: true, ...owing({ kind: 'open-assistant', outcome: 'no_agent' }) },
      now: T0 + 31_000,
    },
  ),
  'nobody, goodbye and a callback': of(
    'enqueue',
    ended({ outcome: 'no_agent', reason: 'window expired' }),
    [
      ...IN_QUEUE,
      [30, 'ended no_agent: window expired'],
      [36, 'caller moved to goodbye'],
      [37, 'callback requested'],
    ],
    { handoff: { callOver: true }, now: T0 + 40_000 },
  ),
  'caller hung up': of(
    'conference',
    ended({ outcome: 'caller_left', reason: 'customer-ended-call', at: T0 + 12_000 }),
    [...ASKED, ...RUNG, [12, 'ended caller_left: customer-ended-call']],
    { ...OVER, handoff: { callOver: true } },
  ),
  'call ended otherwise': of(
    'conference',
    ended({ outcome: 'caller_left', reason: 'silence-timed-out', at: T0 + 12_000 }),
    [...ASKED, [12, 'ended caller_left: silence-timed-out']],
    { ...OVER, handoff: { callOver: true } },
  ),
  'caller hung up on the way': of(
    'conference',
    ended({ outcome: 'caller_left', reason: 'customer-ended-call', reservation: AMARA, at: T0 + 15_000 }),
    [...ASKED, ...RUNG, ...MOVED.slice(0, 2), [15, 'ended caller_left: customer-ended-call']],
    { ...OVER, handoff: { callOver: true } },
  ),
  'taken back': of(
    'conference',
    ended({ outcome: 'canceled', reason: 'taken back by the caller', at: T0 + 12_000 }),
    [...ASKED, [12, 'ended canceled: taken back by the caller']],
  ),
  'bridge failed, tried by Vapi': of(
    'vapi-transfer',
    ended({ outcome: 'bridge_failed', reason: 'call.forwarding.no-answer', reservation: AMARA }),
    [...ASKED, [8, 'bridging'], [30, 'ended bridge_failed: call.forwarding.no-answer']],
    { ...OVER, handoff: { callOver: true }, now: T0 + 40_000 },
  ),
  'bridge failed, the caller brought back': of(
    'conference',
    ended({ outcome: 'bridge_failed', reason: 'the agent did not stay', reservation: AMARA }),
    [
      ...ASKED,
      ...RUNG,
      ...MOVED,
      [30, 'ended bridge_failed: the agent did not stay'],
      [33, 'caller moved to assistant'],
    ],
    { ...LEFT, handoff: { callOver: true }, now: T0 + 40_000 },
  ),
  'task failed': of(
    'conference',
    ended({ outcome: 'task_failed', reason: 'window expired' }),
    [
      [0, 'requested'],
      [30, 'ended task_failed: window expired'],
    ],
    { now: T0 + 40_000 },
  ),
};

function withdrawing(taken: boolean): Effect['work'] {
  return {
    kind: 'withdraw-task',
    handoffId: 'ho_1',
    taskNo: 1,
    since: T0,
    reason: 'no_agent',
    ...(taken ? { taken } : {}),
  };
}

/** In one of the states, by its name. */
export const viewOf = (name: keyof typeof EVERY_VIEW & string): AgentView => {
  const one = EVERY_VIEW[name];
  if (one === undefined) throw new Error(`No view "${name}".`);
  return { ...one, conversation: talk };
};
