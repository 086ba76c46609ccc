import type { NotDone, Refused } from '../../base/trouble.ts';
import { within } from '../../base/within.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { speechOf } from '../../speech/index.ts';
import { briefing } from '../briefing/spoken.ts';
import { taskAttributes } from '../briefing/task-attributes.ts';
import { type ToolNote, withToolNotes } from '../briefing/tool-notes.ts';
import type { EffectResult } from '../ports/results.ts';
import type { VapiTransfer } from '../ports/vapi-transfer.ts';
import type { AdmitCaller, CallbackAdmission, CallbackRequest } from '../record/callback-request.ts';
import type { Called, Facts } from '../record/facts.ts';
import type { Handoff, Utterance, Work } from '../record/handoff.ts';
import {
  hangUpAgent,
  lookAtAgent,
  lookAtLegs,
  moveCaller,
  type OwnLegPorts,
  openAssistant,
  ringAgent,
  TASK_GRACE_SECONDS,
} from './own-leg.ts';

/** As many of the last words as a request carries. */
const TALK = 12;
/** A read takes some 10 ms; a caller waits, and the agent's page has the notes as well. */
const NOTES_WITHIN_MS = 300;

export type EffectPorts = OwnLegPorts & {
  bridge: VapiTransfer;
  /** The page on which the agent reads about this handoff, where there is one. */
  agentPage?: (handoff: { callId: string; handoffId: string; now: number }) => string;
  /** What was said in the call, as it was stored; for a request that came without the talk. */
  readConversation(callId: string): Promise<readonly Utterance[]>;
  /** What tools looked up or did in the call, the oldest first; asked for only where any were called. */
  toolNotes(callId: string): Promise<readonly ToolNote[]>;
  admitCallback: AdmitCaller;
  /** Has a callback asked for; once for a call, however often it is said. */
  requestCallback(
    callId: string,
    request: CallbackRequest,
  ): Promise<{ is: 'callback-requested' } | NotDone | Refused>;
  /** Tells whoever looks after the conversation that the handoff is over; said again it changes nothing. */
  announceEnd(callId: string, handoffId: string): Promise<{ is: 'end-announced' } | NotDone | Refused>;
  /** Keeps how a handoff ended, over an earlier edition of it; said again it changes nothing. */
  keepFacts(facts: Facts, called: Called): Promise<{ is: 'facts-kept' } | NotDone | Refused>;
};

const pageOf = (
  { callId, handoffId, request }: Handoff,
  agentPage: EffectPorts['agentPage'],
): string | undefined => agentPage?.({ callId, handoffId, now: request.requestedAt });

/** A request from a message without the talk gets what was stored of it (H5); nothing where the table is down. */
const talkOf = async (
  { callId, request }: Handoff,
  { readConversation }: EffectPorts,
): Promise<readonly Utterance[]> => {
  const { messages } = request.context;
  if (messages.length > 0) return messages;
  const stored = await readConversation(callId).catch(() => []);
  return stored.slice(-TALK).map(({ role, text }) => ({ role, text }));
};

const notesOf = async (
  { callId, request }: Handoff,
  { toolNotes }: EffectPorts,
): Promise<readonly ToolNote[]> =>
  request.toolsUsed === true ? within(NOTES_WITHIN_MS, toolNotes(callId), []) : [];

/** The handoff with what its task tells beside the request's own words: both are read at once. */
const briefed = async (handoff: Handoff, ports: EffectPorts): Promise<Handoff> => {
  const { request } = handoff;
  const [messages, notes] = await Promise.all([talkOf(handoff, ports), notesOf(handoff, ports)]);
  const context = withToolNotes({ ...request.context, messages: [...messages] }, notes);
  return { ...handoff, request: { ...request, context } };
};

type Doubt = Claimed<Work>['doubt'];
type WorkOf<K extends Work['kind']> = Extract<Work, { kind: K }>;

const createTask = async (
  handoff: Handoff,
  work: WorkOf<'create-task'>,
  since: number,
  doubt: Doubt,
  ports: EffectPorts,
): Promise<EffectResult> => {
  const { tasks, agentPage } = ports;
  const { handoffId } = work;
  if (doubt !== 'none') {
    const found = await tasks.find({ handoffId, taskNo: work.taskNo, since });
    if (found.is !== 'task-absent') return found;
  }
  const told = await briefed(handoff, ports);
  return tasks.create({
    handoffId,
    taskNo: work.taskNo,
    attributes: taskAttributes({ ...told, handoffId, taskNo: work.taskNo }, pageOf(handoff, agentPage)),
    timeoutSeconds: handoff.request.windowSeconds + TASK_GRACE_SECONDS,
  });
};

const closeTask = async (work: WorkOf<'close-task'>, { tasks }: EffectPorts): Promise<EffectResult> => {
  const { how, reason, standDown } = work;
  const closing = { how, reason, ...(standDown === undefined ? {} : { standDown }) };
  if (work.taskSid !== undefined) return tasks.close({ taskSid: work.taskSid, ...closing });
  const found = await tasks.find(work);
  if (found.is === 'task-created') return tasks.close({ taskSid: found.taskSid, ...closing });
  return found.is === 'task-absent' ? { is: 'closed' } : found;
};

const withdrawTask = async (work: WorkOf<'withdraw-task'>, { tasks }: EffectPorts): Promise<EffectResult> => {
  const { taskSid, reason } = work;
  if (taskSid !== undefined) return tasks.withdraw({ taskSid, reason });
  const found = await tasks.find(work);
  if (found.is === 'task-created') return tasks.withdraw({ taskSid: found.taskSid, reason });
  return found.is === 'task-absent' ? { is: 'closed' } : found;
};

const tellCaller = async (
  handoff: Handoff,
  work: WorkOf<'tell-caller'>,
  doubt: Doubt,
  { calls }: EffectPorts,
): Promise<EffectResult> => {
  const { callId, request } = handoff;
  const sentence = speechOf(request.speech).toCaller[work.sentence];
  let { controlUrl } = request;
  if (doubt !== 'none' || controlUrl === undefined) {
    const looked = await calls.look(callId);
    if (looked.is !== 'call-seen') return looked;
    const { call } = looked;
    if (call.is === 'over') return { is: 'told' };
    if (call.is === 'live') {
      const heard = call.said?.includes(sentence);
      // Where the API does not show what was said, a sentence whose answer was lost counts as heard:
      // better once too little than the same sentence twice into a live call.
      if (heard === true || (heard === undefined && doubt === 'answer-lost')) return { is: 'told' };
      controlUrl ??= call.controlUrl;
    }
  }
  if (controlUrl === undefined) return { is: 'refused', reason: 'no-control-url' };
  // Nobody is cut short to be asked for patience.
  return calls.say({ callId, controlUrl }, sentence, {
    interrupt: work.sentence !== 'waiting' && work.sentence !== 'connecting',
  });
};

/** To the model alone. Said twice it does no harm, so a lost answer needs no look. */
const tellAssistant = async (
  { callId, request }: Handoff,
  { outcome }: WorkOf<'tell-assistant'>,
  { calls }: EffectPorts,
): Promise<EffectResult> => {
  const { controlUrl } = request;
  const { ended, enough } = speechOf(request.speech).toAssistant;
  const news = { ...ended, enough } satisfies Record<typeof outcome, string>;
  return controlUrl === undefined
    ? { is: 'refused', reason: 'no-control-url' }
    : calls.inform({ callId, controlUrl }, news[outcome]);
};

/** Whether the caller is called back on the number that they call from; `unknown` while the table is away. */
async function admission(
  { callId, request }: Handoff,
  { admitCallback }: EffectPorts,
): Promise<CallbackAdmission | 'no-number' | 'unknown'> {
  if (request.caller === undefined) return 'no-number';
  return admitCallback(callId, request.caller).catch(() => 'unknown' as const);
}

/** Nobody is promised in a goodbye what may not come: it is said as to a caller without a number. */
const asPromised = async (handoff: Handoff, ports: EffectPorts): Promise<Handoff> => {
  if ((await admission(handoff, ports)) === 'admitted') return handoff;
  const { caller: _notCalled, ...request } = handoff.request;
  return { ...handoff, request };
};

/** What is moved somewhere, with what the place has to know: only in the queue does a caller become a task. */
const toBeMoved = async (
  handoff: Handoff,
  { to }: WorkOf<'move-caller'>,
  ports: EffectPorts,
): Promise<Handoff> => {
  switch (to.is) {
    case 'queue':
      return briefed(handoff, ports);
    case 'goodbye':
      return asPromised(handoff, ports);
    case 'conference':
    case 'assistant':
      return handoff;
  }
};

/** A callback for a caller whom nobody could take back. The worker asks once more where the table was away. */
const askForCallback = async (handoff: Handoff, since: number, ports: EffectPorts): Promise<EffectResult> => {
  const { callId, request } = handoff;
  const { caller, context } = request;
  const admitted = await admission(handoff, ports);
  const isNone = admitted !== 'admitted' && admitted !== 'unknown';
  if (caller === undefined || isNone) return { is: 'refused', reason: admitted };
  const { customerName, customerId, department, language, reason } = context;
  return ports.requestCallback(callId, {
    number: caller,
    caller,
    requestedAt: since,
    requestedBy: 'handoff',
    ...(reason === undefined ? {} : { why: reason }),
    ...(customerName === undefined ? {} : { customerName }),
    ...(customerId === undefined ? {} : { customerId }),
    ...withoutUndefined({
      customerNameSource: context.sources?.customerName,
      customerIdSource: context.sources?.customerId,
    }),
    ...(department === undefined ? {} : { department }),
    ...(language === undefined ? {} : { language }),
  });
};

/**
 * One attempt at one effect. When an earlier attempt may have happened, the other side is looked at before
 * anything is done again. Never throws for what a platform answers.
 */
export const perform = async (
  handoff: Handoff,
  { effect, doubt }: Claimed<Work>,
  ports: EffectPorts,
): Promise<EffectResult> => {
  const { work } = effect;
  switch (work.kind) {
    case 'create-task':
      return createTask(handoff, work, effect.owedSince, doubt, ports);
    case 'bridge': {
      const { controlUrl, speech } = handoff.request;
      const call = { callId: handoff.callId, ...(controlUrl === undefined ? {} : { controlUrl }) };
      const order = {
        agent: work.reservation.agent,
        briefing: briefing(handoff.request),
        ...(speech === undefined ? {} : { language: speech }),
        ...(work.mode === undefined ? {} : { mode: work.mode }),
      };
      return ports.bridge.join(call, order, work.told === true || doubt !== 'none');
    }
    case 'ring-agent':
      return ringAgent(handoff, work, effect.owedSince, doubt, ports);
    case 'look-at-agent':
      return lookAtAgent(handoff, work, effect.owedSince, ports);
    case 'accept-reservation':
      return ports.tasks.accept({ taskSid: work.taskSid, reservationSid: work.reservation.sid });
    case 'reject-reservation':
      return ports.tasks.reject(work);
    case 'release-agent':
      return hangUpAgent(handoff, work, ports);
    case 'move-caller': {
      const told = await toBeMoved(handoff, work, ports);
      return moveCaller(told, work, doubt, pageOf(handoff, ports.agentPage), ports);
    }
    case 'look-at-legs':
      return lookAtLegs(handoff, ports);
    case 'open-assistant':
      return openAssistant(handoff, work, ports);
    case 'tell-assistant':
      return tellAssistant(handoff, work, ports);
    case 'request-callback':
      return askForCallback(handoff, effect.owedSince, ports);
    case 'announce-end':
      return ports.announceEnd(handoff.callId, work.handoffId);
    case 'keep-facts':
      return ports.keepFacts(work.facts, work.called);
    case 'look-at-call':
      return ports.calls.look(handoff.callId);
    case 'await-report':
      return { is: 'no-report' };
    case 'tell-caller':
      return tellCaller(handoff, work, doubt, ports);
    case 'close-task':
      return closeTask(work, ports);
    case 'withdraw-task':
      return withdrawTask(work, ports);
  }
};
