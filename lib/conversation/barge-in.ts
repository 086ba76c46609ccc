import type { Role } from '../base/utterance.ts';
import type { Call, Voice } from './call.ts';

/** Repeated speech within this time is one (C1). */
export const DEBOUNCE_MS = 500;
/** Shorter speech is noise (C1). */
export const MIN_SPEECH_MS = 300;
/** The end of a sentence can be lost; nobody speaks for longer without a pause. */
const LONGEST_SPEECH_MS = 60_000;
/** Vapi stops the assistant first and tells of the interruption after. */
const NOTICED_WITHIN_MS = 1_000;

const KEPT = 12;
/** One for each beginning and each notice that is still looked at, so that none of them is counted twice. */
const COUNTED = 2 * KEPT;

const inOrder = (times: readonly number[], at: number): number[] =>
  times.includes(at) ? [...times] : [...times, at].toSorted((a, b) => a - b).slice(-KEPT);

/** `end`: told by Vapi; lost, so that it was at `to` at the latest; or still to come. */
type Speech = { from: number; to: number; end: 'told' | 'lost' | 'open' };

/** Pairs beginnings and ends, in whatever order they were told. A beginning that is told again at once is one. */
const speeches = ({ started, stopped }: Voice): Speech[] => {
  const endBetween = (from: number, next: number | undefined): number | undefined =>
    stopped.find((at) => at > from && (next === undefined || at <= next));
  const beginnings = started.filter((at, index) => {
    const before = started[index - 1];
    return before === undefined || at - before >= DEBOUNCE_MS || endBetween(before, at) !== undefined;
  });
  return beginnings.map((from, index): Speech => {
    const next = beginnings[index + 1];
    const end = endBetween(from, next);
    if (end !== undefined) return { from, to: end, end: 'told' };
    const latest = from + LONGEST_SPEECH_MS;
    return next === undefined
      ? { from, to: latest, end: 'open' }
      : { from, to: Math.min(next, latest), end: 'lost' };
  });
};

/** Where the end was lost the assistant may have been silent long since: that proves nothing. */
const speaksAt = (voice: Voice, at: number): boolean =>
  speeches(voice).some(({ from, to, end }) => end !== 'lost' && from <= at && at < to);

/** Vapi says that it was interrupted, and the assistant is not known to have been silent. */
const believed = ({ assistant: { started, stopped } }: Call['voice'], at: number): boolean => {
  const stop = stopped.findLast((one) => one <= at);
  const silent = stop !== undefined && !started.some((one) => one >= stop && one <= at);
  if (!silent || at - stop <= NOTICED_WITHIN_MS) return true;
  // An end without a beginning: the assistant spoke before it.
  const next = stopped.find((one) => one > at);
  return next !== undefined && !started.some((one) => one > at && one < next);
};

/** Which speech of the caller an interruption that Vapi noticed at `at` belongs to: the newest before it, else the next. */
const speechOf = (own: readonly Speech[], at: number): Speech | undefined => {
  const before = own.findLast(({ from }) => from <= at);
  return before !== undefined && at <= before.to + NOTICED_WITHIN_MS
    ? before
    : own.find(({ from }) => from > at && from - at <= DEBOUNCE_MS);
};

/** Long enough to be speech. Without its end that shows in what is told of it later. */
const isSpeech = ({ from, to, end }: Speech, told: readonly number[], { signs, interruptions }: Call) => {
  if (end === 'told') return to - from >= MIN_SPEECH_MS;
  if (end === 'lost' && told.length > 0) return true;
  if ([...signs, ...told].some((at) => at >= from + MIN_SPEECH_MS && at <= to)) return true;
  const forgotten = signs.length === KEPT && from < (signs[0] ?? 0);
  return forgotten && interruptions.times.includes(from);
};

/** When the caller cut the assistant short, by everything that is known now. */
const cuts = (call: Call): number[] => {
  const { voice, noticed } = call;
  const own = speeches(voice.caller);
  const heard = own.filter((speech) => {
    const told = noticed.filter((at) => speechOf(own, at) === speech);
    const cut = speaksAt(voice.assistant, speech.from) || told.some((at) => believed(voice, at));
    return cut && isSpeech(speech, told, call);
  });
  const alone = noticed.filter((at) => speechOf(own, at) === undefined && believed(voice, at));
  return [...heard.map(({ from }) => from), ...alone];
};

/** What was before is forgotten in part: it stays as it was counted. */
const horizon = ({ voice: { assistant, caller }, noticed }: Call): number => {
  const full = [assistant.started, assistant.stopped, caller.started, caller.stopped, noticed].filter(
    (times) => times.length === KEPT,
  );
  return Math.max(0, ...full.map(([oldest = 0]) => oldest + NOTICED_WITHIN_MS));
};

/**
 * Counts the interruptions anew from what is known by now (C1): a late event can prove one, or show that the
 * assistant had been silent. The same events give the same count in every order, as long as no more than `KEPT`
 * of a kind are newer than the late one.
 */
const counted = (call: Call): Call => {
  const { times, count } = call.interruptions;
  const since = horizon(call);
  const next = times.filter((at) => at < since);
  for (const at of cuts(call).toSorted((a, b) => a - b)) {
    const last = next.at(-1);
    if (at >= since && (last === undefined || at - last >= DEBOUNCE_MS)) next.push(at);
  }
  if (next.length === times.length && next.every((at, index) => at === times[index])) return call;
  const interruptions = { count: count - times.length + next.length, times: next.slice(-COUNTED) };
  return { ...call, interruptions };
};

/** One of the two began or stopped to speak. */
export const spoke = (call: Call, role: Role, status: 'started' | 'stopped', at: number): Call => {
  const voice = call.voice[role];
  const heard = { ...voice, [status]: inOrder(voice[status], at) };
  return counted({ ...call, voice: { ...call.voice, [role]: heard } });
};

/** The caller's words were transcribed: they really speak. */
export const transcribed = (call: Call, at: number): Call =>
  counted({ ...call, signs: inOrder(call.signs, at) });

/** Vapi noticed an interruption by itself. */
export const interrupted = (call: Call, at: number): Call =>
  counted({ ...call, noticed: inOrder(call.noticed, at) });
