import type { HandoffEvent, QueueResult } from '../../../lib/handoff/record/events.ts';
import type {
  CallerDestination,
  Effect,
  Handoff,
  Progress,
  StrategyName,
  Work,
} from '../../../lib/handoff/record/handoff.ts';
import * as given from './given.ts';

/**
 * Records, events and effects of legs of our own account. The caller's leg is CA1, the agent's CA2; the agent was rung
 * 4 seconds after the request, and has pressed 1 after 5.
 */
export const OWN_STRATEGIES = ['conference', 'enqueue'] as const satisfies StrategyName[];

const { T0 } = given;

export const own = (
  strategy: StrategyName,
  progress: Progress,
  effects: Effect[] = [],
  changed: Partial<Handoff> = {},
): Handoff =>
  given.handoff(progress, effects, {
    strategy: { is: strategy, reason: 'for the test' },
    request: given.request({
      called: '+14155550188',
      accountSid: 'AC1',
      assistantId: 'assistant-1',
      vapiNumberId: 'number-1',
      strategy: { is: strategy, reason: 'for the test' },
    }),
    ...changed,
  });

export const RUNG: Progress = { ...given.OFFERED, agentLeg: 'CA2' } as Progress;
export const TAKEN: Extract<Progress, { state: 'bridging' }> = {
  state: 'bridging',
  taskSid: 'WT1',
  reservation: given.reservation(),
  agentLeg: 'CA2',
  since: T0 + 5_000,
};
export const TALKING: Progress = {
  state: 'connected',
  taskSid: 'WT1',
  reservation: given.reservation(),
  agentLeg: 'CA2',
  since: T0 + 6_000,
};
/** In TaskRouter's queue, under a task whose id nobody has told yet. */
export const QUEUED_UNKNOWN: Progress = { state: 'queued' };

export const CLAIM = { owner: 'worker-1', until: T0 + 12_000 };

export const ringing = (changed: Partial<Effect> = {}): Effect =>
  given.owed(
    'ring-agent:WR1',
    { kind: 'ring-agent', handoffId: 'ho_1', reservation: given.reservation() },
    changed,
  );
/** Due 45 seconds after the agent was rung. */
export const watching = (changed: Partial<Effect> = {}): Effect =>
  given.owed(
    'look-at-agent:WR1',
    { kind: 'look-at-agent', reservation: given.reservation() },
    { owedSince: T0 + 4_000, notBefore: T0 + 49_000, ...changed },
  );
export const accepting = (changed: Partial<Effect> = {}): Effect =>
  given.owed(
    'accept-reservation:WR1',
    { kind: 'accept-reservation', taskSid: 'WT1', reservation: given.reservation() },
    changed,
  );
export const rejecting = (changed: Partial<Effect> = {}): Effect =>
  given.owed(
    'reject-reservation:WR1',
    { kind: 'reject-reservation', taskSid: 'WT1', reservationSid: 'WR1' },
    changed,
  );
export const releasing = (
  callSid: string | undefined,
  why: Extract<Work, { kind: 'release-agent' }>['why'],
  changed: Partial<Effect> = {},
): Effect =>
  given.owed(
    `release-agent:${callSid ?? 'WR1'}`,
    {
      kind: 'release-agent',
      reservationSid: 'WR1',
      ...(callSid === undefined ? {} : { callSid }),
      number: '+14155550101',
      since: T0 + 4_000,
      why,
    },
    changed,
  );
export const TWIML = '<Response><Connect><Stream url="wss://vapi.example.com/1"/></Connect></Response>';
export const PLACES = {
  conference: { is: 'conference', name: 'ho_1-1' },
  queue: { is: 'queue', handoffId: 'ho_1', taskNo: 1 },
  assistant: { is: 'assistant', callId: 'call-2', twiml: TWIML },
  goodbye: { is: 'goodbye' },
} as const satisfies Record<CallerDestination['is'], CallerDestination>;
export const moving = (to: CallerDestination['is'], changed: Partial<Effect> = {}): Effect =>
  given.owed(`move-caller:${to}:ho_1:1`, { kind: 'move-caller', to: PLACES[to] }, changed);
export const opening = (
  outcome: Extract<Work, { kind: 'open-assistant' }>['outcome'],
  changed: Partial<Effect> = {},
): Effect => given.owed('open-assistant:ho_1', { kind: 'open-assistant', outcome }, changed);
export const lookingAtLegs = (
  why: Extract<Work, { kind: 'look-at-legs' }>['why'],
  changed: Partial<Effect> = {},
): Effect => given.owed(`look-at-legs:${why}`, { kind: 'look-at-legs', why }, changed);

type OfAgent = { handoffId?: string; reservationSid?: string; callSid?: string };
const OF_AGENT = { handoffId: 'ho_1', reservationSid: 'WR1', callSid: 'CA2' };

export const leg = (
  is: Extract<HandoffEvent, { type: 'agent-leg' }>['is'],
  changed: OfAgent = {},
): HandoffEvent => ({ type: 'agent-leg', ...OF_AGENT, ...changed, is });
export const decided = (
  decision: Extract<HandoffEvent, { type: 'agent-decided' }>['decision'],
  changed: OfAgent = {},
): HandoffEvent => ({ type: 'agent-decided', ...OF_AGENT, ...changed, decision });
export const joined = (
  callSid: string,
  conferenceSid = 'CF1',
  handoffId = 'ho_1',
  taskNo = 1,
): HandoffEvent => ({
  type: 'conference-joined',
  handoffId,
  conference: `${handoffId}-${taskNo}`,
  conferenceSid,
  callSid,
});
export const conferenceOver = (handoffId = 'ho_1', taskNo = 1, conferenceSid = 'CF1'): HandoffEvent => ({
  type: 'conference-over',
  handoffId,
  conference: `${handoffId}-${taskNo}`,
  conferenceSid,
});
export const released = (handoffId = 'ho_1'): HandoffEvent => ({ type: 'caller-released', handoffId });
export const queueLeft = (result: QueueResult, handoffId = 'ho_1'): HandoffEvent => ({
  type: 'queue-left',
  handoffId,
  result,
});
/** The caller has put the phone down, as Twilio tells of their leg. */
export const legOver: HandoffEvent = given.callOver({
  source: 'voice-status',
  endedReason: 'leg-completed',
  fieldsFilled: 0,
});

/** TaskRouter is asked whether an agent has the task; `taken`: it has said so. */
export const withdrawing = (changed: Partial<Effect> = {}, taken?: boolean): Effect =>
  given.owed(
    'withdraw-task:ho_1:1',
    {
      kind: 'withdraw-task',
      handoffId: 'ho_1',
      taskNo: 1,
      since: T0,
      taskSid: 'WT1',
      reason: 'a reason',
      ...(taken === undefined ? {} : { taken }),
    },
    changed,
  );
