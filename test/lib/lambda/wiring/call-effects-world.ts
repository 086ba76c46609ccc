import { type Call, unheardCall } from '../../../../lib/conversation/call.ts';
import type { CallWorkPorts, WorkResult } from '../../../../lib/conversation/ports.ts';
import { type OpeningHours, openingHoursSchema } from '../../../../lib/handoff/ask/opening-hours.ts';
import { outside } from '../../../../lib/lambda/wiring/call-effects.ts';
import * as given from '../../handoff/given.ts';

const { CALL_ID, CONTROL_URL, T0 } = given;
export const CALL: Call = {
  ...unheardCall(CALL_ID),
  known: {
    controlUrl: CONTROL_URL,
    caller: '+14155550123',
    called: '+14155550188',
    customerName: 'Robin Sample',
    customerId: 'C-70412',
    direction: 'inbound',
  },
  intent: { is: 'billing', at: T0 },
  interruptions: { count: 2, times: [] },
  over: { at: T0 + 60_000, reason: 'customer-ended-call' },
  report: {
    fieldsFilled: 4,
    endedReason: 'customer-ended-call',
    startedAt: T0,
    endedAt: T0 + 60_000,
    summary: 'Wants the second charge paid back.',
    structured: { city: 'Ulm' },
  },
};
export const DUE = {
  rule: 'asked-for-human',
  requestId: 'req_1',
  reason: 'The caller asked for a person',
  department: 'billing',
} as const;
export const SAID = [
  { role: 'assistant', at: T0, text: 'How can I help?' },
  { role: 'caller', at: T0 + 3_000, text: 'My secret word is heliotrope.' },
] as const;
/** T0 is a Friday, 08:00 UTC. */
export const CLOSED: OpeningHours = openingHoursSchema.parse({
  timeZone: 'UTC',
  week: { mon: ['09:00-17:00'] },
});

/** What the effects of a call meet outside, in memory; every port is kept by its name, with what it was given. */
export class Outside {
  readonly store = new given.MemoryStore();
  readonly queue = new given.MemoryQueue();
  readonly watched = given.watching();
  readonly did: { name: string; with: unknown[] }[] = [];
  /** What a port answers in place of the good answer; it throws what is an error. */
  readonly answers: Record<string, unknown> = {};
  openingHours: OpeningHours | undefined;

  work(): CallWorkPorts {
    const { store, queue, openingHours } = this;
    const { log, count } = this.watched;
    const clock = () => T0 + 70_000;
    return outside({
      handoffs: { store, queue, clock, log, count },
      escalation: {
        windowSeconds: 30,
        language: 'en',
        bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
        teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
        ...(openingHours === undefined ? {} : { openingHours }),
      },
      calls: {
        inform: (to, content) => this.#asked('inform', { is: 'told' } as const, to, content),
        mute: (to, on) => this.#asked('mute', { is: 'told' } as const, to, on),
        record: (callId) => this.#asked('record', { is: 'record', record: {} } as const, callId),
      },
      readConversation: (callId) => this.#asked('readConversation', SAID, callId),
      saveReport: (callId, report, at) => this.#asked('saveReport', 'saved', callId, report, at),
      reviews: { send: (messages) => this.#asked('reviews', undefined, messages) },
      summaries: { send: (messages) => this.#asked('summaries', undefined, messages) },
      clock,
    });
  }

  ask(): Promise<WorkResult> {
    return this.work().requestHandoff(CALL, DUE, SAID);
  }

  async #asked<T>(name: string, good: T, ...how: unknown[]): Promise<T> {
    this.did.push({ name, with: how });
    const answer = this.answers[name];
    if (answer instanceof Error) throw answer;
    // A test gives what the port could give.
    return answer === undefined ? good : (answer as T);
  }
}
