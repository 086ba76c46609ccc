import { describe, expect, it } from 'vitest';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Agent } from '../../../../lib/handoff/record/handoff.ts';
import { answerAssignment } from '../../../../lib/inbound/assignment.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { owes, play } from '../seen.ts';

const { loaded } = given;
const queued = (strategy: (typeof legs.OWN_STRATEGIES)[number]) => loaded(legs.own(strategy, given.QUEUED));

/** The leg on which agent 1 is rung, and that of agent 2. */
const ringing = (number: 1 | 2) =>
  legs.leg('ringing', { reservationSid: `WR${number}`, callSid: `CA1${number}` });
const decided = (decision: Parameters<typeof legs.decided>[0], number: 1 | 2) =>
  legs.decided(decision, { reservationSid: `WR${number}`, callSid: `CA1${number}` });
/** What TaskRouter tells of the reservation with this number, of an agent with or without a telephone. */
const told = (
  type: 'reservation-offered' | 'agent-accepted',
  number: number,
  agent: Agent,
): HandoffEvent => ({
  type,
  handoffId: 'ho_1',
  taskNo: 1,
  taskSid: 'WT1',
  reservationSid: `WR${number}`,
  agent,
});
const withoutPhone = (number: number): Agent => ({ workerSid: `WK${number}`, name: `Agent ${number}` });
const inFlex = (number: number) => told('reservation-offered', number, withoutPhone(number));
const acceptedInFlex = (number: number) => told('agent-accepted', number, withoutPhone(number));
/** Another reservation, for agent 1 again. */
const again = (number: number) => told('reservation-offered', number, given.agent(1));

describe('Where a queue reserves two agents for one task at once,', () => {
  describe.each(legs.OWN_STRATEGIES)('%s:', (strategy) => {
    it('the one whose telephone rings has the call when they press 1', () => {
      const { handoff, owing } = play(queued(strategy), 4_000, [
        given.offered(1),
        ringing(1),
        given.offered(2),
        decided('taken', 1),
      ]);
      expect(handoff.progress).toMatchObject({
        state: 'bridging',
        reservation: { sid: 'WR1' },
        agentLeg: 'CA11',
      });
      expect(owing).toEqual(strategy === 'conference' ? ['accept WR1'] : []);
    });

    it('the other one is rung as soon as the first does not take it', () => {
      for (const first of [
        decided('declined', 1),
        given.offerOver(1),
        legs.leg('busy', { callSid: 'CA11' }),
      ]) {
        const { handoff, owing } = play(queued(strategy), 4_000, [
          given.offered(1),
          ringing(1),
          given.offered(2),
          first,
        ]);
        expect(handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR2' } });
        expect(owing).toEqual(expect.arrayContaining(['ring WR2', 'look at the agent of WR2']));
        expect(handoff.pastOffers).toEqual(['WR1']);
      }
    });

    it('an offer that is over before its turn rings nobody', () => {
      const { handoff, words, owing } = play(queued(strategy), 4_000, [
        given.offered(1),
        ringing(1),
        given.offered(2),
        given.offerOver(2),
        given.offered(2),
        given.offerOver(1),
      ]);
      expect(words).toBe('queued');
      expect(owing).toEqual(['release CA11 (over)']);
      expect(handoff.pastOffers).toEqual(['WR2', 'WR1']);
    });

    it('an offer that is told again is one offer', () => {
      const { handoff } = play(queued(strategy), 4_000, [
        given.offered(1),
        given.offered(2),
        given.offered(2),
      ]);
      expect(handoff.progress).toMatchObject({ otherOffers: [{ sid: 'WR2' }] });
    });

    it('both reservations are left open, and the assignment of neither is rejected', async () => {
      const store = new given.MemoryStore(queued(strategy));
      const { log, count } = given.watching();
      const queue = new given.MemoryQueue();
      const ports = { store, queue, clock: () => given.T0 + 4_000, log, count, workspaceSid: 'WS1' };
      for (const number of [1, 2, 1, 2]) {
        const answer = await answerAssignment(
          {
            is: 'assignment',
            workspaceSid: 'WS1',
            taskSid: 'WT1',
            reservationSid: `WR${number}`,
            workerSid: `WK${number}`,
            contactUri: `+1415555010${number}`,
            task: { handoffId: 'ho_1', taskNo: 1, callId: given.CALL_ID },
          },
          ports,
        );
        expect(answer).toEqual({});
      }
    });
  });

  it('the end of the window rings nobody any more', () => {
    const { words, owing } = play(queued('conference'), 30_000, [
      given.offered(1),
      ringing(1),
      given.offered(2),
      given.expired,
    ]);
    expect(words).toBe('ended no_agent');
    expect(owing).not.toContain('ring WR2');
    expect(owing).toContain('release CA11 (over)');
  });

  it('the next telephone rings when the first agent’s reservation turns out to be gone', () => {
    const bridging = play(queued('conference'), 4_000, [
      given.offered(1),
      ringing(1),
      given.offered(2),
      decided('taken', 1),
    ]).handoff;
    const effect = bridging.effects.find(({ work }) => work.kind === 'accept-reservation');
    if (effect === undefined) throw new Error('nothing is accepted');
    const result = { is: 'offer-gone', reason: 'reservation-timeout' } as const;
    const { handoff, owing } = play(loaded(bridging), 5_000, [{ effect, result }]);
    expect(handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR2' } });
    expect(owing).toEqual(['release CA11 (over)', 'ring WR2', 'look at the agent of WR2']);
  });

  describe('some of them in Flex,', () => {
    it('a telephone rings though an agent in Flex was asked first, and both may take the call', () => {
      const both = [inFlex(1), given.offered(2), ringing(2)];
      const rung = play(queued('enqueue'), 4_000, both);
      expect(rung.handoff.progress).toMatchObject({
        reservation: { sid: 'WR2' },
        otherOffers: [{ sid: 'WR1' }],
      });
      const byPhone = play(loaded(rung.handoff), 5_000, [decided('taken', 2)]);
      expect(byPhone.handoff.progress).toMatchObject({ state: 'bridging', reservation: { sid: 'WR2' } });
      const inDesktop = play(loaded(rung.handoff), 5_000, [acceptedInFlex(1)]);
      expect(inDesktop.handoff.progress).toMatchObject({ state: 'connected', reservation: { sid: 'WR1' } });
      expect(inDesktop.owing).toContain('release CA12 (over)');
    });

    it('the end of the window asks TaskRouter first, also while a telephone rings', () => {
      const { words, owing } = play(queued('enqueue'), 30_000, [
        inFlex(1),
        given.offered(2),
        ringing(2),
        given.expired,
      ]);
      expect(words).toBe('offered');
      expect(owing).toContain('withdraw WT1');
    });

    it.each([
      [[inFlex(1), given.offered(2), ringing(2)], 'connected'],
      [[inFlex(1), inFlex(2)], 'offered'],
    ] as [HandoffEvent[], string][])('a task that is taken is whose it can only be (%#)', (offers, words) => {
      const withdrawing = play(queued('enqueue'), 30_000, [...offers, given.expired]).handoff;
      const effect = withdrawing.effects.find(({ work }) => work.kind === 'withdraw-task');
      if (effect === undefined) throw new Error('nothing is withdrawn');
      const after = play(loaded(withdrawing), 30_500, [{ effect, result: { is: 'task-taken' } }]);
      expect(after.words).toBe(words);
    });
  });

  it('whoever waits for a ring is offered the task anew where Vapi moves the caller instead', () => {
    const { handoff } = play(queued('conference'), 4_000, [
      told('reservation-offered', 1, { workerSid: 'WK1', number: 'client:one' }),
      given.offered(2),
    ]);
    const effect = handoff.effects.find(({ work }) => work.kind === 'ring-agent');
    if (effect === undefined) throw new Error('nobody is rung');
    const after = play(loaded(handoff), 5_000, [
      { effect, result: { is: 'leg-foreign', reason: 'elsewhere' } },
    ]);
    expect([after.words, ...after.owing]).toEqual(['queued', 'reject WR2', 'reject WR1']);
  });
});

describe('An agent who is offered the call again and again', () => {
  const rounds = (strategy: (typeof legs.OWN_STRATEGIES)[number], times: number) =>
    Array.from({ length: times }, (_, n) => n + 1).flatMap((n) => [
      again(n),
      legs.leg('ringing', { reservationSid: `WR${n}`, callSid: `CA${n}` }),
      strategy === 'conference'
        ? legs.leg('no-answer', { reservationSid: `WR${n}`, callSid: `CA${n}` })
        : legs.decided('declined', { reservationSid: `WR${n}`, callSid: `CA${n}` }),
    ]);

  describe.each(legs.OWN_STRATEGIES)('%s:', (strategy) => {
    it('is rung three times; then the caller hears that nobody is free', () => {
      const twice = play(queued(strategy), 9_000, rounds(strategy, 2));
      expect(twice.words).toBe('queued');
      const third = play(loaded(twice.handoff), 12_000, rounds(strategy, 3).slice(6));
      expect(third.words).toBe('queued');
      const fourth = play(loaded(third.handoff), 15_000, [again(4)]);
      expect(fourth.words).toBe('ended no_agent');
      expect(fourth.owing).toContain('cancel WT1');
      expect(fourth.owing).toContain(strategy === 'conference' ? 'say busy' : 'open an assistant (no_agent)');
      expect(fourth.owing.filter((one) => one.startsWith('ring'))).toEqual([]);
    });

    it('makes room for another one who has the call just now', () => {
      const { handoff } = play(queued(strategy), 9_000, rounds(strategy, 3));
      const { words, owing } = play(loaded(handoff), 12_000, [given.offered(9), again(4)]);
      expect(words).toBe('offered');
      expect(owing).toEqual(expect.arrayContaining(['ring WR9', 'reject WR4']));
      expect(owing).not.toContain('ring WR4');
    });
  });

  it('is not offered it for ever who cannot be rung either', () => {
    const cannot = (number: number) => ({ ...again(number), notRingable: 'missing' }) as HandoffEvent;
    const thrice = play(queued('conference'), 2_000, [cannot(1), cannot(2), cannot(3)]);
    expect([thrice.words, ...thrice.owing]).toEqual(['queued', 'reject WR1', 'reject WR2', 'reject WR3']);
    const fourth = play(loaded(thrice.handoff), 3_000, [cannot(4)]);
    expect(fourth.words).toBe('ended no_agent');
    expect(fourth.owing).not.toContain('reject WR4');
  });

  it('is counted for this handoff alone', () => {
    const { handoff } = play(queued('conference'), 9_000, rounds('conference', 3));
    const ended = { ...handoff, progress: given.ended({ outcome: 'no_agent' }), effects: [] };
    const next = play(loaded(ended), 40_000, [
      given.escalation('ho_2', { requestedAt: given.T0 + 40_000, strategy: handoff.strategy }),
    ]);
    expect(next.handoff.missedBy).toBeUndefined();
    expect(owes(next.handoff)).toEqual(['create the task of ho_2/1']);
  });
});

describe('An agent who accepts in Flex what is a call by telephone (conference)', () => {
  it('takes it at the telephone that rings already', () => {
    const { handoff, owing } = play(queued('conference'), 4_000, [
      given.offered(1),
      ringing(1),
      given.accepted(1),
      decided('taken', 1),
    ]);
    expect(handoff.progress).toMatchObject({ state: 'bridging', agentLeg: 'CA11' });
    expect(owing).toEqual(['accept WR1']);
  });

  it('is rung where they were not yet, and whoever was is hung up on', () => {
    const { handoff, owing } = play(queued('conference'), 4_000, [
      given.offered(1),
      ringing(1),
      given.accepted(2),
    ]);
    expect(handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR2' } });
    expect(owing).toEqual(['release CA11 (over)', 'ring WR2', 'look at the agent of WR2']);
    expect(handoff.pastOffers).toEqual(['WR1']);
  });

  it('is rung though nobody told of the offer', () => {
    const { owing } = play(queued('conference'), 4_000, [given.accepted(1)]);
    expect(owing).toEqual(['ring WR1', 'look at the agent of WR1']);
  });

  it('has the task completed, and the next one made, where no telephone is known', () => {
    const { words, owing } = play(queued('conference'), 4_000, [acceptedInFlex(1)]);
    expect([words, ...owing]).toEqual(['requested', 'complete WT1']);
  });

  it('leaves the caller to the next one where the telephone is not answered', () => {
    const rejecting = play(queued('conference'), 9_000, [
      given.accepted(1),
      ringing(1),
      legs.leg('no-answer', { callSid: 'CA11' }),
    ]).handoff;
    const effect = rejecting.effects.find(({ work }) => work.kind === 'reject-reservation');
    if (effect === undefined) throw new Error('nothing is rejected');
    const { words, owing } = play(loaded(rejecting), 10_000, [{ effect, result: { is: 'accepted' } }]);
    expect([words, ...owing]).toEqual(['requested', 'complete WT1']);
  });
});
