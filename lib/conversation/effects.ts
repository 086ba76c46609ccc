import { RefusedForGood } from '../base/trouble.ts';
import { again, completed, oweAs, type Pending } from '../outbox/effect.ts';
import { speechOf } from '../speech/index.ts';
import { finished, looked, type Wanted, waitsForHandoff } from './after-call.ts';
import { type Call, type CallWork, languageOf } from './call.ts';
import type { CallWorkPorts, WorkResult } from './ports.ts';

/** The assistant is never left silent for longer than this, whatever the caller does. */
export const MUTED_MS = 4_000;

/** Attempts at a thing before the call goes on without it. */
const ATTEMPTS: Record<CallWork['kind'], number> = {
  'request-handoff': 20,
  simplify: 3,
  // Later than a second it would cut the assistant's next sentence.
  mute: 1,
  unmute: 10,
  'look-at-record': 1,
  finish: 1,
  // With at most 30 s between them: a quarter of an hour and more.
  review: 40,
  'send-summary': 40,
};

/** One attempt at something that a call owes. All of it can be done twice without harm, or is done once elsewhere. */
export const perform = async (
  call: Call,
  { work, mayHaveHappened }: Pick<Pending<CallWork>, 'work' | 'mayHaveHappened'>,
  ports: CallWorkPorts,
): Promise<WorkResult> => {
  const { callId, known } = call;
  const { controlUrl } = known;
  const spokenTo = controlUrl === undefined ? undefined : { callId, controlUrl };
  switch (work.kind) {
    case 'request-handoff':
      return ports.readConversation(callId).then(
        (said) => ports.requestHandoff(call, work, said),
        (error: unknown): WorkResult =>
          error instanceof RefusedForGood
            ? { is: 'refused', reason: error.reason }
            : { is: 'not-done', reason: 'table' },
      );
    case 'simplify':
      return spokenTo === undefined
        ? NO_CONTROL
        : ports.inform(spokenTo, speechOf(languageOf(call) ?? ports.language).toAssistant.simpler);
    case 'mute':
      // Whoever died over it may have silenced the assistant a while ago: it only has to speak again.
      if (mayHaveHappened) return { is: 'unsure', reason: 'crashed' };
      return spokenTo === undefined ? NO_CONTROL : ports.mute(spokenTo, true);
    case 'unmute':
      return spokenTo === undefined ? NO_CONTROL : ports.mute(spokenTo, false);
    case 'look-at-record':
      return ports.readRecord(callId);
    case 'finish':
      return { is: 'done' };
    case 'review':
      return ports.requestReview(call, work.missing);
    case 'send-summary':
      return ports.sendSummary(call, work.missing);
  }
};

const NO_CONTROL: WorkResult = { is: 'refused', reason: 'no-control-url' };

const silent = ({ voice: { caller } }: Call): boolean =>
  caller.started.length > 0 && (caller.stopped.at(-1) ?? 0) >= (caller.started.at(-1) ?? 0);

/** The record after one attempt at what it owes. */
export const afterWork = (
  call: Call,
  effect: Pending<CallWork>,
  result: WorkResult,
  wanted: Wanted,
  now: number,
): Call => {
  const { work, id } = effect;
  const owed = call.effects.find((one) => one.id === id);
  if (owed === undefined) return call;
  if (work.kind === 'look-at-record') {
    return looked(call, work.nth, result.is === 'record-seen' ? result.report : undefined, wanted, now);
  }
  if (work.kind === 'finish') return finished(call, wanted, now);
  switch (result.is) {
    case 'handoff-under-way':
      return waitsForHandoff(call, owed, result.handoffId, now);
    case 'refused':
    case 'not-done':
    case 'unsure': {
      const final = result.is === 'refused' || owed.attempts + 1 >= ATTEMPTS[work.kind];
      if (final && work.kind !== 'mute') return completed<CallWork, Call>(call, id);
      // A silence whose answer was lost may have begun, or begin yet: it ends like one that has, and not at once.
      if (work.kind === 'mute') {
        const end = owed.mayHaveHappened ? now : now + MUTED_MS;
        return result.is === 'unsure' ? muted(call, id, now, end) : completed<CallWork, Call>(call, id);
      }
      const wait = result.is === 'not-done' ? result.retryAfterSeconds : undefined;
      const how = {
        unsure: result.is === 'unsure',
        ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
      };
      return again<CallWork, Call>(call, owed, now, how);
    }
    default:
      return work.kind === 'mute'
        ? muted(call, id, now, silent(call) ? now : now + MUTED_MS)
        : completed<CallWork, Call>(call, id);
  }
};

/** The unmute was queued together with the mute. One already in flight may arrive first and then has no effect. */
const muted = (call: Call, id: string, now: number, end: number): Call => {
  const left = completed<CallWork, Call>(call, id);
  const waiting = left.effects.find(({ work, claim }) => work.kind === 'unmute' && claim === undefined);
  if (waiting === undefined) {
    return oweAs<CallWork, Call>(left, `unmute after ${now}`, { kind: 'unmute' }, now, end);
  }
  const sooner = { ...waiting, notBefore: Math.min(waiting.notBefore, end) };
  return { ...left, effects: left.effects.map((each) => (each === waiting ? sooner : each)) };
};

/** Silences the assistant. The end of the silence is owed with it: whoever acts on it may die over it. */
export const silenced = (call: Call, now: number): Call => {
  const mute = oweAs<CallWork, Call>(call, 'mute', { kind: 'mute' }, now);
  if (mute === call) return call;
  return oweAs<CallWork, Call>(mute, `unmute ${now}`, { kind: 'unmute' }, now, now + MUTED_MS);
};
