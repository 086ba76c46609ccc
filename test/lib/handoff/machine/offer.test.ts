import { describe, expect, it } from 'vitest';
import type { StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { checkOwn } from '../own-rows.ts';
import { check, ends, goes, LATE, on, play, REPEATED } from '../seen.ts';

const { T0, loaded } = given;

const RING = ['ring WR1', 'look at the agent of WR1'];

/** A second reservation for the same agent. */
const anew = { ...given.offered(2), agent: given.agent(1) };

const offeredTo = (number: string | undefined) => ({
  ...given.offered(),
  agent: { workerSid: 'WK1', ...(number === undefined ? {} : { number }) },
});

describe('An offer to an agent whom our own account rings', () => {
  checkOwn((strategy) => [
    [
      'rings the agent and looks later',
      legs.own(strategy, given.QUEUED),
      given.offered(),
      4_000,
      goes('offered', ...RING),
    ],
    [
      'that comes again rings nobody a second time',
      legs.own(strategy, given.OFFERED, [legs.ringing(), legs.watching()]),
      given.offered(),
      5_000,
      REPEATED,
    ],
    [
      'to the same agent again releases the leg of the one before, whose end was never told',
      legs.own(strategy, legs.RUNG, [legs.watching()]),
      anew,
      20_000,
      goes('offered', 'release CA2 (over)', 'ring WR2', 'look at the agent of WR2'),
    ],
    [
      'to the same agent again rings them once where they were not rung yet',
      legs.own(strategy, given.OFFERED, [legs.ringing(), legs.watching()]),
      anew,
      20_000,
      goes('offered', 'ring WR2', 'look at the agent of WR2'),
    ],
    [
      'to the same agent again has a leg looked for that may be there',
      legs.own(strategy, given.OFFERED, [legs.ringing({ mayHaveHappened: true }), legs.watching()]),
      anew,
      20_000,
      goes('offered', 'release whatever leg WR1 has (over)', 'ring WR2', 'look at the agent of WR2'),
    ],
    [
      'while an agent is being joined is not needed',
      legs.own(strategy, legs.TAKEN),
      given.offered(2),
      9_000,
      LATE,
    ],
    [
      'of a second task has that task closed, and rings nobody',
      legs.own(strategy, given.QUEUED),
      given.offered(1, { taskSid: 'WT9' }),
      9_000,
      goes('queued', 'cancel WT9'),
    ],
    [
      'of a task whose id was not known tells it',
      legs.own(strategy, legs.QUEUED_UNKNOWN),
      given.offered(),
      9_000,
      goes('offered', ...RING),
    ],
  ]);

  it('is looked at 45 seconds later', () => {
    const decision = on(legs.own('conference', given.QUEUED), given.offered(), 4_000);
    expect(decision).toMatchObject({
      handoff: { effects: [{ notBefore: T0 + 4_000 }, { id: 'look-at-agent:WR1', notBefore: T0 + 49_000 }] },
    });
  });

  it('looks for an earlier agent’s leg only once whoever rings them is done, and only for that agent’s', () => {
    const held = legs.own('conference', given.OFFERED, [
      legs.ringing({ claim: legs.CLAIM, owedSince: T0 + 4_000 }),
    ]);
    const decision = on(held, anew, 9_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    expect(decision.handoff.effects[0]).toMatchObject({
      id: 'release-agent:WR1',
      notBefore: T0 + 12_000,
      work: { number: '+14155550101', since: T0 + 4_000, why: 'over' },
    });
  });

  const addresses: [who: string, number: string | undefined, strategy: StrategyName, rung: boolean][] = [
    ['a phone number', '+14155550101', 'enqueue', true],
    ['SIP', 'sip:agent@example.com', 'enqueue', true],
    ['Flex', 'client:agent', 'enqueue', false],
    ['no address', undefined, 'enqueue', false],
    ['the browser', 'client:agent', 'conference', true],
    ['SIP', 'sip:agent@example.com', 'conference', true],
    ['a phone number', '+14155550101', 'vapi-transfer', false],
  ];
  for (const [who, number, strategy, rung] of addresses) {
    it(`${rung ? 'rings' : 'does not ring'} an agent at ${who} (${strategy})`, () => {
      const { words, owing } = play(loaded(legs.own(strategy, given.QUEUED)), 4_000, [offeredTo(number)]);
      expect([words, ...owing]).toEqual(['offered', ...(rung ? RING : [])]);
    });
  }
});

describe('An offer that is over', () => {
  const past = { pastOffers: ['WR1'] };
  const flex = { ...given.accepted(), agent: { workerSid: 'WK1', number: 'client:agent' } };
  checkOwn((strategy) => [
    [
      'is not made again by news that come late',
      legs.own(strategy, given.QUEUED, [], past),
      given.offered(),
      9_000,
      LATE,
    ],
    [
      'makes room for another one',
      legs.own(strategy, given.QUEUED, [], past),
      given.offered(2),
      9_000,
      goes('offered', 'ring WR2', 'look at the agent of WR2'),
    ],
  ]);
  check([
    [
      'is not accepted by news that come late',
      legs.own('enqueue', given.QUEUED, [], past),
      flex,
      9_000,
      LATE,
    ],
    [
      'is not accepted by news that come late, for Vapi',
      given.handoff(given.QUEUED, [], past),
      given.accepted(),
      9_000,
      LATE,
    ],
  ]);

  it.each([
    ['the agent declines', legs.decided('declined')],
    ['the agent does not answer', legs.leg('no-answer')],
    ['it runs out', given.offerOver()],
  ])('is remembered when %s', (_how, event) => {
    const { handoff, words } = play(loaded(legs.own('conference', legs.RUNG)), 9_000, [
      event,
      given.offered(),
    ]);
    expect(handoff.pastOffers).toEqual(['WR1']);
    expect(words).toBe('queued');
  });

  it.each(legs.OWN_STRATEGIES)('rings nobody when its end is told before it is (%s)', (strategy) => {
    const { handoff, words } = play(loaded(legs.own(strategy, given.QUEUED)), 9_000, [
      given.offerOver(),
      given.offerOver(),
      given.offered(),
    ]);
    expect(handoff.pastOffers).toEqual(['WR1']);
    expect(words).toBe('queued');
  });

  it('takes no agent of Vapi when its end is told before it is', () => {
    const { words } = play(loaded(given.handoff(given.QUEUED)), 9_000, [given.offerOver(), given.accepted()]);
    expect(words).toBe('queued');
  });

  it('is remembered when another one has replaced it: its agent is not rung again', () => {
    const { handoff, owing } = play(loaded(legs.own('conference', legs.RUNG)), 9_000, [
      anew,
      given.offered(1),
    ]);
    expect(handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR2' } });
    expect(owing).toEqual(['release CA2 (over)', 'ring WR2', 'look at the agent of WR2']);
  });

  it('says nothing of the offer of an earlier task', () => {
    const { handoff } = play(loaded(legs.own('conference', given.QUEUED, [], { taskNo: 2 })), 9_000, [
      given.offerOver(),
    ]);
    expect(handoff.pastOffers).toEqual([]);
  });

  it('is forgotten in the next handoff of the call, and the oldest of many', () => {
    const ended = legs.own('conference', given.ended(), [], past);
    const next = on(ended, given.escalation('ho_2', { requestedAt: T0 + 40_000 }), 40_000);
    expect(next).toMatchObject({ handoff: { pastOffers: [] } });
    const many = Array.from({ length: 200 }, (_, n) => `WR-${n}`);
    const after = play(loaded(legs.own('conference', legs.RUNG, [], { pastOffers: many })), 9_000, [
      given.offerOver(),
    ]);
    expect(after.handoff.pastOffers.length).toBeLessThan(200);
    expect(after.handoff.pastOffers.at(-1)).toBe('WR1');
  });
});

describe('A reservation that TaskRouter says is accepted', () => {
  const flex = { ...given.accepted(), agent: { workerSid: 'WK1', number: 'client:agent' } };
  const nameless = { ...given.accepted(), agent: { workerSid: 'WK1' } };
  check([
    [
      'is our own echo where they meet in a conference',
      legs.own('conference', legs.TAKEN),
      given.accepted(),
      9_000,
      LATE,
    ],
    [
      'takes nobody whom we ring for the conference',
      legs.own('conference', legs.RUNG),
      given.accepted(),
      9_000,
      LATE,
    ],
    [
      'says that the agent has the caller from the queue',
      legs.own('enqueue', legs.TAKEN),
      given.accepted(),
      9_000,
      goes('connected'),
    ],
    [
      'by an agent who has not pressed 1 joins nobody',
      legs.own('enqueue', legs.RUNG),
      given.accepted(),
      9_000,
      LATE,
    ],
    ['by an agent in Flex joins them', legs.own('enqueue', given.QUEUED), flex, 9_000, goes('connected')],
    [
      'by an agent in Flex hangs up another agent, who listens to the offer',
      legs.own('enqueue', legs.RUNG),
      { ...given.accepted(2), agent: { workerSid: 'WK2', number: 'client:agent' } },
      9_000,
      goes('connected', 'release CA2 (over)'),
    ],
    [
      'by an agent in Flex joins them before the offer is told',
      legs.own('enqueue', given.REQUESTED, [legs.moving('queue', { claim: legs.CLAIM })]),
      flex,
      9_000,
      goes('connected'),
    ],
    [
      'by an agent whose address is not known joins them',
      legs.own('enqueue', given.QUEUED),
      nameless,
      9_000,
      goes('connected'),
    ],
    [
      'by another agent than the one being joined changes nothing',
      legs.own('enqueue', legs.TAKEN),
      given.accepted(2),
      9_000,
      LATE,
    ],
    [
      'after the end closes the task',
      legs.own('enqueue', given.ended()),
      flex,
      31_000,
      ends('completed', 'cancel WT1'),
    ],
  ]);
});
