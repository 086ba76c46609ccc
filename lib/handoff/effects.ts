import type { Claimed } from './claims.ts';
import { taskAttributes } from './context.ts';
import type { Handoff, Work } from './handoff.ts';
import type { Bridge, Calls, EffectResult, Tasks } from './ports.ts';

export type EffectPorts = {
  tasks: Tasks;
  calls: Calls;
  bridge: Bridge;
  /** The page on which the agent reads about this handoff, where there is one. */
  agentPage?: (handoff: { callId: string; handoffId: string; now: number }) => string;
};

export const SENTENCES = {
  busy: 'I am sorry, all of our agents are busy right now. I can go on helping you myself, or take a message for a callback.',
  sorry: 'I am sorry, I could not connect you with a colleague just now. Let us go on together.',
} as const;

/** The task outlives the window by this much: TaskRouter's own time-out is only the safety net. */
export const TASK_GRACE_SECONDS = 15;

type Doubt = Claimed['doubt'];
type WorkOf<K extends Work['kind']> = Extract<Work, { kind: K }>;

const createTask = async (
  handoff: Handoff,
  work: WorkOf<'create-task'>,
  since: number,
  doubt: Doubt,
  { tasks, agentPage }: EffectPorts,
): Promise<EffectResult> => {
  const { handoffId } = work;
  if (doubt !== 'none') {
    const found = await tasks.find({ handoffId, try: work.try, since });
    if (found.is !== 'task-absent') return found;
  }
  const contextUrl = agentPage?.({ callId: handoff.callId, handoffId, now: handoff.request.requestedAt });
  return tasks.create({
    handoffId,
    try: work.try,
    attributes: taskAttributes({ ...handoff, handoffId, try: work.try }, contextUrl),
    timeoutSeconds: handoff.request.windowSeconds + TASK_GRACE_SECONDS,
  });
};

const closeTask = async (work: WorkOf<'close-task'>, { tasks }: EffectPorts): Promise<EffectResult> => {
  const { how, reason } = work;
  if (work.taskSid !== undefined) return tasks.close({ taskSid: work.taskSid, how, reason });
  const found = await tasks.find(work);
  if (found.is === 'task-created') return tasks.close({ taskSid: found.taskSid, how, reason });
  return found.is === 'task-absent' ? { is: 'closed' } : found;
};

const tellCaller = async (
  handoff: Handoff,
  work: WorkOf<'tell-caller'>,
  doubt: Doubt,
  { calls }: EffectPorts,
): Promise<EffectResult> => {
  const { callId, request } = handoff;
  const sentence = SENTENCES[work.sentence];
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
  return controlUrl === undefined
    ? { is: 'refused', reason: 'no-control-url' }
    : calls.say({ callId, controlUrl }, sentence);
};

/**
 * One attempt at one effect. When an earlier attempt may have happened, the other side is looked at before
 * anything is done again. Never throws for what a platform answers.
 */
export const attempt = (
  handoff: Handoff,
  { effect, doubt }: Claimed,
  ports: EffectPorts,
): Promise<EffectResult> => {
  const { work } = effect;
  switch (work.kind) {
    case 'create-task':
      return createTask(handoff, work, effect.owedSince, doubt, ports);
    case 'bridge': {
      const { controlUrl } = handoff.request;
      const call = { callId: handoff.callId, ...(controlUrl === undefined ? {} : { controlUrl }) };
      return ports.bridge.join(call, work.reservation.agent, doubt !== 'none');
    }
    case 'look-at-call':
      return ports.calls.look(handoff.callId);
    case 'tell-caller':
      return tellCaller(handoff, work, doubt, ports);
    case 'close-task':
      return closeTask(work, ports);
  }
};
