import { handoffIdOf } from '../../base/ids.ts';
import type { MessageQueue } from '../../base/queue.ts';
import { type NotDone, type Refused, troubleOf } from '../../base/trouble.ts';
import type { StoredUtterance } from '../../base/utterance.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import { type Call, languageOf } from '../../conversation/call.ts';
import type { CallWorkPorts, WorkResult } from '../../conversation/ports.ts';
import { type Due, SETTLED_BY } from '../../conversation/rules.ts';
import { type SummaryMessage, type SummarySource, summaryOf } from '../../crm/summary.ts';
import type { ReviewMessage } from '../../followup/review-task.ts';
import {
  closedSentence,
  type EscalationOptions,
  refuseRequest,
  requestHandoff,
} from '../../handoff/ask/request.ts';
import type { HandoffPorts } from '../../handoff/loop/take-in.ts';
import type { Calls } from '../../handoff/ports/calls.ts';
import { handoffOf, type Loaded } from '../../handoff/ports/store.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';
import { isOneTooMany } from '../../handoff/record/limit.ts';
import { redacted } from '../../language/secrets/redaction.ts';
import { filled, speechOf } from '../../speech/index.ts';
import { type CallReport, readCallRecord } from '../../vapi/call-report.ts';
import type { CallControl } from '../../vapi/calls.ts';
import { reportedOf } from '../../vapi/reported.ts';

export type OutsidePorts = {
  handoffs: HandoffPorts;
  escalation: EscalationOptions;
  calls: Pick<Calls, 'inform'> & CallControl;
  readConversation(callId: string): Promise<readonly StoredUtterance[]>;
  /** Keeps what Vapi's own record tells, unless something richer is kept already. */
  saveReport(callId: string, report: CallReport, at: number): Promise<unknown>;
  reviews: MessageQueue<ReviewMessage>;
  summaries: MessageQueue<SummaryMessage>;
  clock: () => number;
};

const DONE: WorkResult = { is: 'done' };

/** If table or queue is down the effect is retried later, unless they refuse it for good; the record is not blocked. */
const unlessDown =
  (reason: string) =>
  (error: unknown): NotDone | Refused =>
    troubleOf(error, reason);

/**
 * A human is on the way or was there, or there is no caller any more: nobody has to be asked for. Nor where the
 * assistant asked in the meantime and that has ended already, in vain or taken back: `since` is when the rule fired.
 */
const isSettled = (loaded: Loaded, since: number): boolean => {
  if (loaded.is !== 'handoff') return loaded.is === 'call-over';
  const { progress, callOver } = loaded.handoff;
  return (
    callOver || progress.state !== 'ended' || SETTLED_BY.includes(progress.outcome) || progress.at > since
  );
};

/** Half an hour longer than a talk of which nobody told the end (12.5 h): the CRM is told what is known by then. */
const LONGEST_HANDOFF_MS = 46_800_000;

/** What a call's effects do to the outside: handoffs, the live call, Vapi's record, reviews, the CRM. */
export const outside = (ports: OutsidePorts): CallWorkPorts => {
  const { handoffs, calls, clock } = ports;

  const ask = async (
    call: Call,
    due: Due & { requestId: string },
    said: readonly StoredUtterance[],
  ): Promise<WorkResult> => {
    const { callId, known, fired } = call;
    const language = languageOf(call) ?? ports.escalation.language;
    const escalation = { ...ports.escalation, language };
    const since = fired.findLast(({ rule }) => rule === due.rule)?.at ?? clock();
    const { requestId, reason, department } = due;
    const loaded = await handoffs.store.load(callId);
    if (isSettled(loaded, since)) return DONE;
    const handoffId = handoffIdOf(callId, requestId);
    const sentence = isOneTooMany(known, handoffOf(loaded), handoffId)
      ? refuseRequest({ callId, handoffId }, escalation, handoffs)
      : closedSentence(known, escalation, handoffs);
    if (sentence !== undefined) {
      // Where a rule asks for a human and nobody is there (H17).
      const told = filled(speechOf(language).toAssistant.nobodyThere, { sentence });
      const { controlUrl } = known;
      return controlUrl === undefined
        ? { is: 'refused', reason: 'no-control-url' }
        : toDone(await calls.inform({ callId, controlUrl }, told));
    }
    const messages = said.map(({ role, text }) => ({ role, text }));
    const values = { reason, ...(department === undefined ? {} : { department }) };
    await requestHandoff({ ...known, callId, messages }, requestId, 'rule', values, escalation, handoffs);
    return DONE;
  };

  const read = async (callId: string): Promise<WorkResult> => {
    const answer = await calls.record(callId);
    if (answer.is !== 'record') return answer;
    const report = readCallRecord(answer.record, redacted);
    if (report === undefined) return { is: 'no-record' };
    await ports.saveReport(callId, report, clock()).catch(() => undefined);
    return { is: 'record-seen', report: reportedOf(report) };
  };

  const summarize = async (call: Call, missing: readonly string[]): Promise<WorkResult> => {
    const loaded = await handoffs.store.load(call.callId);
    const handoff = loaded.is === 'handoff' ? loaded.handoff : undefined;
    const now = clock();
    const waited = now - (call.finishedAt ?? now);
    if (handoff !== undefined && handoff.progress.state !== 'ended' && waited < LONGEST_HANDOFF_MS) {
      return { is: 'handoff-under-way', handoffId: handoff.handoffId };
    }
    await ports.summaries.send([{ message: summaryOf(sourceOf(call, missing, handoff)), delaySeconds: 0 }]);
    return DONE;
  };

  return {
    language: ports.escalation.language,
    requestHandoff: (call, due, said) => ask(call, due, said).catch(unlessDown('handoff')),
    readConversation: (callId) => ports.readConversation(callId),
    inform: (to, content) => calls.inform(to, content).then(toDone).catch(unlessDown('inform')),
    mute: (to, on) =>
      calls
        .mute(to, on)
        .then(toDone)
        .catch((error: unknown): WorkResult => {
          const failed = unlessDown('mute')(error);
          // A silence that may have begun is ended; a voice can be given back again.
          return on ? { is: 'unsure', reason: failed.reason } : failed;
        }),

    readRecord: (callId) => read(callId).catch(unlessDown('record')),

    requestReview(call, missing) {
      const { callId, known, report } = call;
      const { caller, customerName, customerId, sources } = known;
      const review = {
        missing: [...missing],
        why: speechOf(languageOf(call) ?? ports.escalation.language).toAgent.incomplete,
        requestedAt: clock(),
        ...withoutUndefined({
          summary: report?.summary,
          customerName,
          customerId,
          customerNameSource: sources?.customerName,
          customerIdSource: sources?.customerId,
          from: caller,
        }),
      };
      return handoffs.store
        .load(callId)
        .then((loaded) => (loaded.is === 'handoff' ? { handoffId: loaded.handoff.handoffId } : {}))
        .then((handoff) => {
          const message = { callId, review: { ...review, ...handoff } };
          return ports.reviews.send([{ message, delaySeconds: 0 }]);
        })
        .then((): WorkResult => DONE)
        .catch(unlessDown('review'));
    },

    sendSummary: (call, missing) => summarize(call, missing).catch(unlessDown('summary')),
  };
};

const sourceOf = (call: Call, missing: readonly string[], handoff: Handoff | undefined): SummarySource => {
  const { callId, known, report, over } = call;
  const { direction, caller, callerSip, called, callSid, customerId, sources, assistantId } = known;
  return {
    call: {
      id: callId,
      startedAt: report?.startedAt,
      endedAt: report?.endedAt ?? over?.at,
      endedReason: report?.endedReason ?? over?.reason,
      direction,
      from: caller ?? callerSip,
      to: called,
      callSid,
      customerId,
      customerIdSource: sources?.customerId,
      assistantId,
    },
    summary: report?.summary,
    structured: report?.structured,
    missingFields: missing,
    intent: call.intent?.is,
    interruptions: call.interruptions.count,
    handoff,
  };
};

const toDone = (told: Awaited<ReturnType<Calls['inform']>>): WorkResult => (told.is === 'told' ? DONE : told);
