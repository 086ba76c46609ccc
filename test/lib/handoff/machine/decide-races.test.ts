import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import * as given from '../given.ts';
import { BUSY, play, type Step, UNASKED } from '../seen.ts';

const { T0, handoff, loaded } = given;

type End = [words: string, ...owing: string[]];
type Race = {
  from: Loaded;
  /** Milliseconds after the request at which both arrive. */
  at: number;
  one: Step;
  other: Step;
  oneFirst: End;
  otherFirst: End;
  /** Where it is once the other, which came first, has come again; as before where nothing is said. */
  otherAgain?: End;
};

const claimed = { owner: 'worker-1', until: T0 + 12_000 };
const creating = given.creating({ claim: claimed });
const created = (taskSid: string): Step => ({ effect: creating, result: { is: 'task-created', taskSid } });
const bridge = given.joining({ claim: claimed });
const refused: Step = { effect: bridge, result: { is: 'refused', reason: 'vapi-409' } };
const callSeenOver: Step = {
  effect: bridge,
  result: { is: 'call-seen', call: { is: 'over', endedReason: 'customer-ended-call' } },
};
const none: Loaded = { is: 'none', version: 0 };
const beingCreated = loaded(handoff(given.REQUESTED, [creating]));
const queued = loaded(handoff(given.QUEUED));
const offered = loaded(handoff(given.OFFERED));
const beingBridged = loaded(handoff(given.BRIDGING, [bridge]));
const bridged = loaded(handoff(given.BRIDGING));
const connected = loaded(handoff(given.CONNECTED));
const left = given.callOver();

const races: Record<string, Race> = {
  'an agent accepts while the window ends': {
    from: offered,
    at: 30_000,
    one: given.accepted(),
    other: given.expired,
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['ended no_agent', 'cancel WT1', ...BUSY],
  },
  'an agent accepts while the caller leaves': {
    from: offered,
    at: 9_000,
    one: given.accepted(),
    other: left,
    // The report of the end is put off: the bridge looks at the call and finds out.
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['ended caller_left', 'cancel WT1'],
  },
  'an agent accepts while the caller takes it back': {
    from: offered,
    at: 9_000,
    one: given.accepted(),
    other: given.takenBack,
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['ended canceled', 'cancel WT1'],
  },
  'an agent accepts while TaskRouter gives up': {
    from: offered,
    at: 9_000,
    one: given.accepted(),
    other: given.gaveUp(),
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['ended no_agent', ...BUSY, 'cancel WT1'],
  },
  'an agent accepts while the offer runs out': {
    from: offered,
    at: 9_000,
    one: given.accepted(),
    other: given.offerOver(),
    oneFirst: ['bridging', 'bridge WR1'],
    // What TaskRouter says of an offer that is over comes too late.
    otherFirst: ['queued'],
  },
  'two agents accept': {
    from: queued,
    at: 9_000,
    one: given.accepted(1),
    other: given.accepted(2),
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['bridging', 'bridge WR2'],
  },
  'the window ends while TaskRouter cancels the task': {
    from: queued,
    at: 30_000,
    one: given.expired,
    other: given.gaveUp(),
    oneFirst: ['ended no_agent', 'cancel WT1', ...BUSY],
    otherFirst: ['ended no_agent', ...BUSY],
  },
  'the window ends while the caller leaves': {
    from: queued,
    at: 30_000,
    one: given.expired,
    other: left,
    oneFirst: ['ended no_agent', 'cancel WT1', ...BUSY],
    otherFirst: ['ended caller_left', 'cancel WT1'],
  },
  'the window ends while the caller takes it back': {
    from: queued,
    at: 30_000,
    one: given.expired,
    other: given.takenBack,
    oneFirst: ['ended no_agent', 'cancel WT1', ...BUSY],
    otherFirst: ['ended canceled', 'cancel WT1'],
  },
  'the task is created while the window ends': {
    from: beingCreated,
    at: 30_000,
    one: created('WT1'),
    other: given.expired,
    oneFirst: ['ended no_agent', 'cancel WT1', ...BUSY],
    otherFirst: ['ended task_failed', ...UNASKED, 'cancel WT1'],
  },
  'the task is created while the caller leaves': {
    from: beingCreated,
    at: 2_000,
    one: created('WT1'),
    other: left,
    oneFirst: ['ended caller_left', 'cancel WT1'],
    otherFirst: ['ended caller_left', 'cancel WT1'],
  },
  'the task is created while the caller takes it back': {
    from: beingCreated,
    at: 2_000,
    one: created('WT1'),
    other: given.takenBack,
    oneFirst: ['ended canceled', 'cancel WT1'],
    otherFirst: ['ended canceled', 'cancel WT1'],
  },
  'the offer overtakes the answer to the create': {
    from: beingCreated,
    at: 1_000,
    one: created('WT1'),
    other: given.offered(),
    oneFirst: ['offered'],
    otherFirst: ['offered'],
  },
  'the acceptance overtakes the answer to the create': {
    from: beingCreated,
    at: 1_000,
    one: created('WT1'),
    other: given.accepted(),
    oneFirst: ['bridging', 'bridge WR1'],
    otherFirst: ['bridging', 'bridge WR1'],
  },
  'the cancellation of the task overtakes the answer to the create': {
    from: beingCreated,
    at: 1_000,
    one: created('WT1'),
    other: given.gaveUp(),
    oneFirst: ['ended no_agent', ...BUSY],
    otherFirst: ['ended no_agent', ...BUSY, 'cancel WT1'],
  },
  'the bridge is confirmed while its answer is a refusal': {
    from: beingBridged,
    at: 7_000,
    one: given.confirmed(),
    other: refused,
    oneFirst: ['bridging'],
    otherFirst: ['requested', 'complete WT1'],
  },
  'the bridge is confirmed while its answer comes': {
    from: beingBridged,
    at: 7_000,
    one: given.confirmed(),
    other: { effect: bridge, result: { is: 'transfer-asked' } },
    oneFirst: ['bridging'],
    otherFirst: ['bridging'],
  },
  'the bridge finds the call over while its end is reported': {
    from: beingBridged,
    at: 7_000,
    one: callSeenOver,
    other: left,
    oneFirst: ['ended caller_left', 'complete WT1'],
    otherFirst: ['ended caller_left', 'complete WT1'],
  },
  'the bridge is refused while the caller leaves': {
    from: beingBridged,
    at: 7_000,
    one: refused,
    other: left,
    oneFirst: ['ended caller_left', 'complete WT1'],
    // The report of the end was put off, so it comes again.
    otherFirst: ['requested', 'complete WT1'],
    otherAgain: ['ended caller_left', 'complete WT1'],
  },
  'the bridge is confirmed while the caller leaves': {
    from: bridged,
    at: 7_000,
    one: given.confirmed(),
    other: left,
    oneFirst: ['ended transferred', 'complete WT1'],
    otherFirst: ['ended caller_left', 'complete WT1'],
  },
  'the assistant has the caller again while the call ends': {
    from: connected,
    at: 25_000,
    one: given.resumed,
    other: left,
    oneFirst: ['ended completed', 'complete WT1'],
    otherFirst: ['ended completed', 'complete WT1'],
  },
  'a human is asked for while the call ends': {
    from: none,
    at: 1_000,
    one: given.escalation(),
    other: left,
    oneFirst: ['ended caller_left'],
    otherFirst: ['ended caller_left'],
  },
  'the request is overtaken by the end of its own window': {
    from: none,
    at: 30_000,
    one: given.escalation(),
    other: given.expired,
    oneFirst: ['ended task_failed', ...UNASKED],
    otherFirst: ['ended task_failed', ...UNASKED],
  },
  'two requests of one call arrive': {
    from: none,
    at: 1_000,
    one: given.escalation('ho_1'),
    other: given.escalation('ho_2'),
    oneFirst: ['requested', 'create the task of ho_1/1'],
    otherFirst: ['requested', 'create the task of ho_2/1'],
  },
  'two reports disagree and the richer one knows that nobody answered': {
    from: bridged,
    at: 9_000,
    one: given.callOver({ endedReason: 'assistant-forwarded-call', fieldsFilled: 1 }),
    other: given.callOver({
      endedReason: 'call.forwarding.no-answer',
      transfer: 'no-answer',
      fieldsFilled: 5,
    }),
    oneFirst: ['ended bridge_failed', 'complete WT1'],
    otherFirst: ['ended bridge_failed', 'complete WT1'],
  },
  'two reports disagree and the richer one knows that they talked': {
    from: bridged,
    at: 9_000,
    one: given.callOver({ endedReason: 'call.in-progress.twilio-completed-call', fieldsFilled: 1 }),
    other: given.callOver({ endedReason: 'customer-ended-call', transfer: 'completed', fieldsFilled: 5 }),
    oneFirst: ['ended completed', 'complete WT1'],
    otherFirst: ['ended completed', 'complete WT1'],
  },
  'an early, empty report comes with the real one': {
    from: connected,
    at: 25_000,
    one: given.callOver({ clear: false, fieldsFilled: 0 }),
    other: left,
    oneFirst: ['ended completed', 'complete WT1'],
    otherFirst: ['ended completed', 'complete WT1'],
  },
};

describe('Of two things that happen at one time exactly one wins, whichever comes first:', () => {
  for (const [name, race] of Object.entries(races)) {
    const { from, at, one, other, oneFirst, otherFirst, otherAgain = otherFirst } = race;
    // The result of an effect is recorded once; messages and webhooks come again.
    const again = [one, other].filter((step) => !('effect' in step));
    const orders: [string, Step[], End][] = [
      ['in this order', [one, other], oneFirst],
      ['in the other order', [other, one], otherFirst],
      ['in this order and again', [one, other, ...again], oneFirst],
      ['in the other order and again', [other, one, ...again.toReversed()], otherAgain],
    ];
    for (const [order, steps, [words, ...owing]] of orders) {
      it(`${name}, ${order}`, () => {
        const result = play(from, at, steps);
        expect([result.words, ...result.owing]).toEqual([words, ...owing]);
        expect(result.bridges).toBeLessThanOrEqual(1);
        const ids = result.handoff.effects.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      });
    }
  }
});
