import { dueAt } from '../../outbox/due.ts';
import { oweAs } from '../../outbox/effect.ts';
import type { Effect, Handoff, Progress, Work } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';

/** The steps by which `decide` makes the next record out of the last one. All pure. */

const TIMELINE_LENGTH = 40;

export const note = (handoff: Handoff, what: string, now: number): Handoff => ({
  ...handoff,
  timeline: [...handoff.timeline, { at: now, what }].slice(-TIMELINE_LENGTH),
});

/** To the next state; one that waits for news of the two legs owes its own look. */
export const move = (handoff: Handoff, progress: Progress, now: number): Handoff => {
  const reached = { ...handoff.reached, [progress.state]: now };
  return freshLook(note({ ...handoff, progress, reached }, progress.state, now), now);
};

/** What is said while the handoff goes on, or after it; of how it ended there is one sentence. */
const IN_BETWEEN: readonly string[] = ['waiting', 'connecting', 'enough'];

const idOf = (handoff: Handoff, work: Work): string => {
  switch (work.kind) {
    case 'create-task':
      return `create-task:${work.handoffId}:${work.taskNo}`;
    case 'bridge':
      return `bridge:${work.reservation.sid}`;
    case 'look-at-call':
    case 'look-at-legs':
      return `${work.kind}:${work.why}`;
    case 'tell-caller':
      return `tell-caller:${handoff.handoffId}${IN_BETWEEN.includes(work.sentence) ? `:${work.sentence}` : ''}`;
    case 'tell-assistant':
    case 'open-assistant':
    case 'request-callback':
    case 'await-report':
      return `${work.kind}:${handoff.handoffId}`;
    case 'ring-agent':
    case 'look-at-agent':
    case 'accept-reservation':
      return `${work.kind}:${work.reservation.sid}`;
    case 'reject-reservation':
      return `reject-reservation:${work.reservationSid}`;
    case 'release-agent':
      return `release-agent:${work.callSid ?? work.reservationSid}`;
    case 'move-caller':
      return `move-caller:${work.to.is}:${handoff.handoffId}:${handoff.taskNo}`;
    case 'announce-end':
      return `announce-end:${work.handoffId}`;
    case 'keep-facts':
      return `keep-facts:${work.facts.handoffId}:${work.facts.edition}`;
    case 'withdraw-task':
      return `withdraw-task:${work.handoffId}:${work.taskNo}`;
    case 'close-task':
      return `close-task:${work.handoffId}:${work.taskNo}${work.taskSid === undefined ? '' : `:${work.taskSid}`}`;
  }
};

/** Adds an effect to the record; one that is owed already stays as it is. */
export const owe = (handoff: Handoff, work: Work, now: number, notBefore = now): Handoff =>
  oweAs(handoff, idOf(handoff, work), work, now, notBefore);

export const owes = (handoff: Handoff, kind: Work['kind']): Effect | undefined =>
  handoff.effects.find((effect) => effect.work.kind === kind);

export const drop = (handoff: Handoff, ...kinds: Work['kind'][]): Handoff => ({
  ...handoff,
  effects: handoff.effects.filter((effect) => !kinds.includes(effect.work.kind)),
});

/** Bridging without a word for this long is looked at. */
const UNCONFIRMED_MS = 60_000;
/**
 * A talk, and a caller who waits for long, are looked at this often: the task of a call whose end nobody told is closed
 * within 2 minutes.
 */
const ROUND_MS = 100_000;

/** Nobody waits for it: the record and the sweeper are its timer. */
const PATIENT: readonly Work['kind'][] = [
  'look-at-call',
  'look-at-legs',
  'look-at-agent',
  'await-report',
  'keep-facts',
];
export function isPatient({ kind }: Work): boolean {
  return PATIENT.includes(kind);
}

/** Whether it is the look that a state owes because it waits. */
function isRound(work: Work): boolean {
  const looks = work.kind === 'look-at-call' || work.kind === 'look-at-legs';
  return looks && (work.why === 'bridge-unconfirmed' || work.why === 'sweep');
}

/**
 * Owes the next look at the call: once, in the record (H14). A caller is with the assistant until they wait in
 * TaskRouter's queue or are joined by a leg of their own.
 */
export function oweLook(handoff: Handoff, now: number): Handoff {
  const { progress, deadline, request } = handoff;
  const { seenIn, callerWaits } = strategyOf(handoff);
  const inVapi = (isAtVapi: boolean) => (isAtVapi ? 'look-at-call' : 'look-at-legs');
  switch (progress.state) {
    case 'ended':
      return handoff;
    case 'bridging': {
      const look = { kind: inVapi(seenIn === 'vapi-call'), why: 'bridge-unconfirmed' } as const;
      return owe(handoff, look, now, now + UNCONFIRMED_MS);
    }
    case 'connected': {
      const look = { kind: inVapi(seenIn === 'vapi-call'), why: 'sweep' } as const;
      return owe(handoff, look, now, nextRound(progress.since, now));
    }
    case 'requested':
    case 'queued':
    case 'offered': {
      const at = nextRound(request.requestedAt, now);
      const look = { kind: inVapi(callerWaits !== 'in-queue'), why: 'sweep' } as const;
      // A talk of which nobody tells the end goes on after the window.
      return at < deadline || isTaken(handoff) ? owe(handoff, look, now, at) : handoff;
    }
  }
}

const nextRound = (since: number, now: number): number =>
  since + (Math.floor((now - since) / ROUND_MS) + 1) * ROUND_MS;

/** Owes the look that the present state waits for, counted from now. */
export function freshLook(handoff: Handoff, now: number): Handoff {
  const effects = handoff.effects.filter(({ work }) => !isRound(work));
  return oweLook({ ...handoff, effects }, now);
}

/** Owes the task of the present number. */
export const oweTask = (handoff: Handoff, now: number): Handoff =>
  owe(handoff, strategyOf(handoff).taskWork(handoff), now);

/** Begins every reason that we give TaskRouter, so that the event it causes is recognised as our own. */
export const OUR_REASON = 'voice-handoff: ';

/** Owes the closing of the task that a handoff holds in its present state, if it may hold one. */
export const oweClosing = (handoff: Handoff, reason: string, now: number, agentFailed = false): Handoff => {
  const { progress } = handoff;
  const key = { handoffId: handoff.handoffId, taskNo: handoff.taskNo, since: handoff.request.requestedAt };
  switch (progress.state) {
    case 'requested': {
      // The caller's way into the queue makes the task as well.
      const creating = owes(handoff, 'create-task') ?? owes(handoff, 'move-caller');
      const mayExist = creating !== undefined && (creating.mayHaveHappened || creating.claim !== undefined);
      if (!mayExist) return handoff;
      // Whoever holds the claim may still be creating it: look for the task once the claim has run out.
      const from = Math.max(now, creating.claim?.until ?? now);
      return owe(handoff, { kind: 'close-task', ...key, how: 'cancel', reason }, now, from);
    }
    case 'queued':
    case 'offered': {
      const { taskSid } = progress;
      const known = taskSid === undefined ? {} : { taskSid };
      return owe(handoff, { kind: 'close-task', ...key, ...known, how: 'cancel', reason }, now);
    }
    case 'bridging':
    case 'connected':
      // An assigned task can never be canceled, only completed (TaskRouter's task states).
      return owe(
        handoff,
        {
          kind: 'close-task',
          ...key,
          taskSid: progress.taskSid,
          how: 'complete',
          reason,
          ...(agentFailed ? { standDown: progress.reservation.agent.workerSid } : {}),
        },
        now,
      );
    case 'ended':
      return handoff;
  }
};

/** Whether something is about the task that this handoff waits for. */
export function isCurrentTask(
  { handoffId, taskNo, progress }: Handoff,
  of: { handoffId: string; taskNo: number; taskSid: string },
): boolean {
  if (of.handoffId !== handoffId || of.taskNo !== taskNo) return false;
  const known = 'taskSid' in progress ? progress.taskSid : undefined;
  return known === undefined || known === of.taskSid;
}

/** Owes the question whether an agent has the task by now; if not, it is canceled. */
export function oweWithdrawal(handoff: Handoff, now: number): Handoff {
  const { handoffId, taskNo, request, progress, callOver } = handoff;
  const taskSid = 'taskSid' in progress ? progress.taskSid : undefined;
  return owe(
    handoff,
    {
      kind: 'withdraw-task',
      handoffId,
      taskNo,
      since: request.requestedAt,
      reason: `${OUR_REASON}${callOver ? 'caller_left: leg over' : 'no_agent: window expired'}`,
      ...(taskSid === undefined ? {} : { taskSid }),
    },
    now,
  );
}

/** Notes that an agent has the task, and that TaskRouter is asked whether that is so still. */
export function oweTaken(handoff: Handoff, now: number): Handoff {
  const owing = oweWithdrawal(handoff, now);
  const effects = owing.effects.map((effect) =>
    effect.work.kind === 'withdraw-task' ? { ...effect, work: { ...effect.work, taken: true } } : effect,
  );
  return { ...owing, effects };
}

/** Whether TaskRouter has said that an agent has the task, though not which one. */
export function isTaken({ effects }: Handoff): boolean {
  return effects.some(({ work }) => work.kind === 'withdraw-task' && work.taken === true);
}

/**
 * When the handoff has to be looked after next, in ms since 1970: the first thing that it owes, or the end of its
 * window. A `resume` after that time does what a lost message would have done.
 */
export function nextDue(handoff: Handoff): number | undefined {
  const owed = dueAt(handoff);
  return isWindowOpen(handoff) ? Math.min(handoff.deadline, owed ?? handoff.deadline) : owed;
}

/** Whether the end of the window still decides something: somebody waits, and TaskRouter is not asked already. */
export function isWindowOpen(handoff: Handoff): boolean {
  const { state } = handoff.progress;
  const waits = state === 'requested' || state === 'queued' || state === 'offered';
  return waits && owes(handoff, 'withdraw-task') === undefined;
}
