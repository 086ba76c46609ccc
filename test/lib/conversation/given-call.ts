import type { Role } from '../../../lib/base/utterance.ts';
import type { CallEvent, Heard, Known, Reported } from '../../../lib/conversation/events.ts';
import type { Listening } from '../../../lib/conversation/observe.ts';
import { rulesSchema } from '../../../lib/conversation/rules.ts';
import type { Handoff, HandoffRequest } from '../../../lib/handoff/record/handoff.ts';
import { DEFAULT_INTENT_WORDS } from '../../../lib/language/intent/intent.ts';
import * as given from '../handoff/given.ts';

/** Events of one call in literals; times in milliseconds from T0, when the assistant began to speak. */
export const { T0, CALL_ID, CONTROL_URL } = given;

export const KNOWN: Known = { controlUrl: CONTROL_URL, caller: '+14155550123', customerName: 'Robin Sample' };

export const LISTENING: Listening = {
  rules: rulesSchema.parse({}),
  intentWords: DEFAULT_INTENT_WORDS,
  muting: false,
  requiredFields: [],
  summaries: false,
};

export const event = (at: number, what: CallEvent['what'], more: Partial<CallEvent> = {}): CallEvent => ({
  at: T0 + at,
  receivedAt: T0 + at,
  what,
  known: KNOWN,
  heard: [],
  tools: [],
  ...more,
});

export const speech = (role: Role, status: 'started' | 'stopped', at: number, heard: Heard[] = []) =>
  event(at, { is: 'speech', role, status }, { heard });
export const final = (role: Role, at: number, text: string) => event(at, { is: 'final', role, text });
export const partial = (at: number) => event(at, { is: 'partial' });
export const told = (at: number, ...heard: Heard[]) => event(at, { is: 'conversation' }, { heard });
export const ended = (at: number, heard: Heard[] = []) =>
  event(at, { is: 'ended', reason: 'customer-ended-call' }, { heard });
export const reported = (at: number, report: Partial<Reported> = {}) =>
  event(at, { is: 'reported', report: { fieldsFilled: 4, endedReason: 'customer-ended-call', ...report } });
export const handoffEnded = (at: number, handoffId = 'ho_1') =>
  event(at, { is: 'handoff-ended', handoffId }, { known: {} });
export const toolFailed = (at: number, id: string) =>
  event(at, { is: 'tool-failed' }, { tools: [{ id, at: T0 + at, failed: true }] });

/** An entry of Vapi's list. */
export const entry = (role: Role, from: number, to: number, text: string): Heard => ({
  role,
  at: T0 + from,
  end: T0 + to,
  text,
});

/** The caller cuts the assistant short at `at`, for most of a second. */
export const interruption = (at: number): CallEvent[] => [
  speech('assistant', 'started', at - 1_000),
  speech('caller', 'started', at),
  speech('assistant', 'stopped', at + 150),
  partial(at + 450),
  speech('caller', 'stopped', at + 900),
];

/** The record of a handoff that has begun. */
export const begun = (handoffId: string, request: HandoffRequest): Handoff =>
  given.handoff(given.QUEUED, [], { handoffId, request });
