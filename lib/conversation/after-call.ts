import { LONGEST_DELAY_MS } from '../outbox/claims.ts';
import { completed, oweAs, type Pending } from '../outbox/effect.ts';
import type { Call, CallWork } from './call.ts';
import type { Reported } from './events.ts';
import { missingFields } from './required-fields.ts';

/** What is wanted after a call. */
export type Wanted = { requiredFields: readonly string[]; summaries: boolean };

/** When Vapi's record of the call is read for fields that its report lacks, counted from the first report (C6). */
export const LOOKS_MS = [2_000, 5_000, 10_000] as const;
/** A second, richer report comes within seconds; by then the last word can be said. */
export const FINISH_MS = 10_000;
/** A report that has not come by then is not waited for any more: Vapi's own record tells as much. */
export const NO_REPORT_MS = 30_000;

const wantsAnything = ({ requiredFields, summaries }: Wanted): boolean =>
  summaries || requiredFields.length > 0;

const owe = (call: Call, id: string, work: CallWork, now: number, notBefore: number): Call =>
  oweAs<CallWork, Call>(call, id, work, now, notBefore);

const look = (call: Call, nth: number, now: number, at: number): Call =>
  owe(call, `look-at-record-${nth}`, { kind: 'look-at-record', nth }, now, Math.max(now, at));

const finish = (call: Call, now: number, at: number): Call =>
  owe(call, 'finish', { kind: 'finish' }, now, Math.max(now, at));

const withoutLooks = (call: Call): Call => ({
  ...call,
  effects: call.effects.filter(({ work }) => work.kind !== 'look-at-record'),
});

/** Of two reports the richer one counts, of two alike the one that was told later; the table keeps the same (H9). */
const withReport = (call: Call, report: Reported, at: number): Call => {
  const { report: known, reportOf = 0 } = call;
  const counts =
    known === undefined ||
    report.fieldsFilled > known.fieldsFilled ||
    (report.fieldsFilled === known.fieldsFilled && at >= reportOf);
  return counts ? { ...call, report, reportOf: at } : call;
};

/** The call is over; where its report does not come, Vapi's record is read. */
export const ended = (call: Call, at: number, reason: string, wanted: Wanted, now: number): Call => {
  if (call.over !== undefined) return call;
  const over: Call = { ...call, over: { at, reason } };
  if (call.reportedAt !== undefined || !wantsAnything(wanted)) return over;
  return look(over, 0, now, now + NO_REPORT_MS);
};

/** What is still to be done with the report as it is now. `looked`: how often Vapi's record was read for it. */
const goOn = (call: Call, looked: number, wanted: Wanted, now: number): Call => {
  const { report, reportedAt = now } = call;
  const missing = missingFields(report, wanted.requiredFields);
  if (missing.length === 0) return finish(withoutLooks(call), now, reportedAt + FINISH_MS);
  const wait = LOOKS_MS[looked];
  return wait === undefined ? finish(call, now, now) : look(call, looked + 1, now, reportedAt + wait);
};

/** A report that does not prove the end is kept, and Vapi's record is read later as if none had come. */
export function reportedUnproven(
  call: Call,
  at: number,
  report: Reported,
  wanted: Wanted,
  now: number,
): Call {
  const kept = withReport(call, report, at);
  return call.over !== undefined || call.reportedAt !== undefined || !wantsAnything(wanted)
    ? kept
    : look(kept, 0, now, now + NO_REPORT_MS);
}

/** A report of the call: kept when it is the richest so far, and asked to be completed where it lacks something (C6). */
export const reported = (call: Call, at: number, report: Reported, wanted: Wanted, now: number): Call => {
  const known: Call = {
    ...withReport(call, report, at),
    over: call.over ?? { at, reason: report.endedReason },
    reportedAt: call.reportedAt ?? now,
  };
  if (!wantsAnything(wanted) || call.finishedAt !== undefined) return known;
  const complete = missingFields(known.report, wanted.requiredFields).length === 0;
  // A finish that is due has seen all the looks; one that is put off was owed to a report that was complete.
  const waiting = known.effects.some(
    ({ work, notBefore }) =>
      (work.kind === 'look-at-record' && work.nth > 0) || (work.kind === 'finish' && notBefore <= now),
  );
  if (waiting && !complete) return known;
  const afresh = withoutLooks(known);
  return goOn(complete ? afresh : completed<CallWork, Call>(afresh, 'finish'), 0, wanted, now);
};

/** What reading Vapi's record brought; nothing where it shows no more than before, or could not be read. */
export const looked = (
  call: Call,
  nth: number,
  report: Reported | undefined,
  wanted: Wanted,
  now: number,
): Call => {
  const left = completed<CallWork, Call>(call, `look-at-record-${nth}`);
  const known: Call =
    report === undefined ? left : { ...withReport(left, report, now), reportedAt: left.reportedAt ?? now };
  if (known.finishedAt !== undefined) return known;
  return goOn(known, nth, wanted, now);
};

/** The last word: what is missing goes to a person, and the summary to whoever wants it; once for a call. */
export const finished = (call: Call, wanted: Wanted, now: number): Call => {
  const left = completed<CallWork, Call>(call, 'finish');
  if (left.finishedAt !== undefined) return left;
  const missing = missingFields(left.report, wanted.requiredFields);
  const done: Call = { ...left, finishedAt: now };
  const reviewed = missing.length === 0 ? done : owe(done, 'review', { kind: 'review', missing }, now, now);
  return wanted.summaries
    ? owe(reviewed, 'send-summary', { kind: 'send-summary', missing }, now, now)
    : reviewed;
};

/** How soon a handoff that goes on is looked at again: the longer it has taken, the later. */
const FIRST_LOOK_MS = 30_000;

/** The summary waits for the end of the handoff: the handoff tells it, and looks in growing steps find one untold. */
export const waitsForHandoff = (
  call: Call,
  { id, work }: Pick<Pending<CallWork>, 'id' | 'work'>,
  handoffId: string,
  now: number,
): Call => {
  const waited = now - (call.finishedAt ?? now);
  const wait = Math.min(LONGEST_DELAY_MS, Math.max(FIRST_LOOK_MS, waited));
  const next = call.endedHandoff === handoffId ? now : now + wait;
  return owe(completed<CallWork, Call>(call, id), id, work, now, next);
};

/** The handoff of a call that is over has ended: a summary that waits for it is due. */
export const handoffEnded = (call: Call, handoffId: string, now: number): Call => {
  if (!call.effects.some(({ work }) => work.kind === 'send-summary')) return call;
  const effects = call.effects.map((effect) =>
    effect.work.kind === 'send-summary' ? { ...effect, notBefore: now } : effect,
  );
  return { ...call, endedHandoff: handoffId, effects };
};
