import * as fc from 'fast-check';
import { QUEUE_RESULTS, TRANSFER_STATUSES } from '../../../lib/handoff/record/events.ts';
import { type HandoffRequest, STRATEGIES } from '../../../lib/handoff/record/handoff.ts';

/** What an agent may be told of a long call: as much as a request ever carries. */
export const CONTEXT: HandoffRequest['context'] = {
  reason: 'r'.repeat(2000),
  summary: 's'.repeat(2000),
  unresolvedTopics: Array.from({ length: 12 }, () => 't'.repeat(200)),
  captured: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field ${n}`, 'v'.repeat(200)])),
  messages: Array.from({ length: 12 }, () => ({ role: 'caller' as const, text: 'm'.repeat(600) })),
};

export const LEG_NEWS = ['ringing', 'answered', 'busy', 'no-answer', 'failed', 'hung-up'] as const;
export const DECISIONS = ['taken', 'taken', 'taken', 'declined', 'no-key', 'voicemail'] as const;

const number = (most: number) => fc.nat({ max: most });
const is = <K extends string>(name: K) => fc.constant(name);

/** One thing that may happen next. `which` picks among what there is at that moment. */
const stepArbitrary = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ is: is('wait'), ms: fc.constantFrom(1, 900, 5_000, 12_000, 31_000) }),
  },
  { weight: 6, arbitrary: fc.record({ is: is('begin-work') }) },
  { weight: 8, arbitrary: fc.record({ is: is('finish-work'), which: number(3), answer: number(9) }) },
  { weight: 1, arbitrary: fc.record({ is: is('crash'), happened: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: is('escalate'),
      which: number(3),
      strategy: fc.constantFrom(...STRATEGIES),
      windowSeconds: fc.constantFrom(30, 90),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      is: is('task'),
      what: number(6),
      which: number(3),
      agent: fc.constantFrom(1, 2, 3),
      flex: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: is('agent-leg'), which: number(3), news: fc.constantFrom(...LEG_NEWS) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      is: is('agent-decides'),
      which: number(3),
      decision: fc.constantFrom(...DECISIONS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: is('conference'), what: number(3), room: fc.constantFrom('CF1', 'CF2') }),
  },
  { weight: 1, arbitrary: fc.record({ is: is('queue-left'), result: fc.constantFrom(...QUEUE_RESULTS) }) },
  { weight: 1, arbitrary: fc.record({ is: is('message'), what: number(3) }) },
  { weight: 1, arbitrary: fc.record({ is: is('follow') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: is('call-over'),
      source: fc.constantFrom('end-of-call-report' as const, 'voice-status' as const),
      clear: fc.boolean(),
      fieldsFilled: number(6),
      transfer: fc.constantFrom(undefined, ...TRANSFER_STATUSES),
      putOff: number(6),
    }),
  },
);
export const stepsArbitrary = fc.array(stepArbitrary, { maxLength: 50, size: 'max' });
export type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;
