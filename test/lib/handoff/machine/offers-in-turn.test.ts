import { describe, expect, it } from 'vitest';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Agent, Effect, Handoff, Work } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { check, ends, goes, play } from '../seen.ts';

const { loaded } = given;

const offer = (number: number, agent: Agent, notRingable?: string): HandoffEvent => ({
  type: 'reservation-offered',
  handoffId: 'ho_1',
  taskNo: 1,
  taskSid: 'WT1',
  reservationSid: `WR${number}`,
  agent,
  ...(notRingable === undefined ? {} : { notRingable }),
});
const inFlex = (number: number) => offer(number, { workerSid: `WK${number}`, name: `Agent ${number}` });
const ofLeg = (number: number) => ({ reservationSid: `WR${number}`, callSid: `CA1${number}` });
const ringing = (number: number) => legs.leg('ringing', ofLeg(number));
const pressed = (decision: 'taken' | 'declined', number: number) => legs.decided(decision, ofLeg(number));

const owedOf = ({ effects }: Handoff, kind: Work['kind']): Effect => {
  const found = effects.find(({ work }) => work.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is owed`);
  return found;
};

describe('Agents who wait while another one is rung:', () => {
  const conference = loaded(legs.own('conference', given.QUEUED));
  const three = [given.offered(1), ringing(1), given.offered(2), given.offered(3)];

  it('one who is offered the task anew waits on, in the new offer alone', () => {
    const { handoff } = play(conference, 4_000, [...three, offer(4, given.agent(2))]);
    expect(handoff.progress).toMatchObject({
      reservation: { sid: 'WR1' },
      otherOffers: [{ sid: 'WR3' }, { sid: 'WR4' }],
    });
    expect(handoff.pastOffers).toEqual(['WR2']);
  });

  it('one whose offer is over while the first is being joined is not rung after them', () => {
    const joining = play(conference, 4_000, [...three, pressed('taken', 1), given.offerOver(2)]).handoff;
    const effect = owedOf(joining, 'accept-reservation');
    const result = { is: 'offer-gone', reason: 'reservation-timeout' } as const;
    const { handoff, owing } = play(loaded(joining), 5_000, [{ effect, result }]);
    expect(handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR3' } });
    expect(handoff.progress).not.toHaveProperty('otherOffers');
    expect(owing).toEqual(['release CA11 (over)', 'ring WR3', 'look at the agent of WR3']);
  });
});

describe('While TaskRouter is asked at the end of the window whether an agent in Flex has the task,', () => {
  const asked = (...events: HandoffEvent[]) =>
    play(loaded(legs.own('enqueue', given.QUEUED)), 30_000, [
      inFlex(1),
      given.offered(2),
      given.offered(3),
      ringing(2),
      given.expired,
      ...events,
    ]);
  const answered = (handoff: Handoff) =>
    play(loaded(handoff), 30_500, [
      { effect: owedOf(handoff, 'withdraw-task'), result: { is: 'task-taken' } },
    ]);

  it('nobody else is rung when the one whose telephone rings declines', () => {
    const { words, owing } = asked(pressed('declined', 2));
    expect(words).toBe('queued');
    expect(owing).toEqual(['withdraw WT1', 'reject WR2']);
  });

  it('the one who has pressed 1 keeps the caller, though the task is only said to be taken', () => {
    const { handoff } = answered(asked(pressed('taken', 2)).handoff);
    expect(handoff.progress).toMatchObject({ state: 'bridging', reservation: { sid: 'WR2' } });
  });

  it('a task that is taken is not said to be theirs whose telephone rings', () => {
    const { words, owing } = answered(asked(given.offerOver(1)).handoff);
    expect(words).toBe('offered');
    expect(owing).toContain('withdraw WT1');
  });
});

describe('An offer to an agent who cannot be rung', () => {
  const rungOut = { missedBy: ['WK1', 'WK1', 'WK1'] };
  const withdrawing = legs.withdrawing();
  check([
    [
      'proves that the task exists, and leaves it to the next one',
      legs.own('conference', given.REQUESTED, [given.creating({ claim: legs.CLAIM })]),
      offer(1, given.agent(1), 'missing'),
      2_000,
      goes('queued', 'reject WR1'),
    ],
    [
      'leaves the one who is rung just now',
      legs.own('conference', legs.RUNG),
      offer(2, given.agent(2), 'missing'),
      9_000,
      goes('offered', 'reject WR2'),
    ],
    [
      'again and again decides nothing while TaskRouter is asked who has the task',
      legs.own('enqueue', given.QUEUED, [withdrawing], rungOut),
      offer(4, given.agent(1), 'missing'),
      30_300,
      goes('queued', 'withdraw WT1', 'reject WR4'),
    ],
  ]);

  it('tells which task it is', () => {
    const record = legs.own('conference', given.REQUESTED, [given.creating({ claim: legs.CLAIM })]);
    const { handoff } = play(loaded(record), 2_000, [offer(1, given.agent(1), 'missing')]);
    expect(handoff.progress).toEqual({ state: 'queued', taskSid: 'WT1' });
  });
});

describe('An agent who was rung three times', () => {
  const nextTask = { ...given.offered(4, { taskNo: 2, taskSid: 'WT2' }), agent: given.agent(1) };
  const again = [given.owed('create-task:ho_1:2', { kind: 'create-task', handoffId: 'ho_1', taskNo: 2 })];
  check([
    [
      'and is offered the next task first is rung no more: the caller hears that nobody is free',
      legs.own('conference', given.REQUESTED, again, { taskNo: 2, missedBy: ['WK1', 'WK1', 'WK1'] }),
      nextTask,
      20_000,
      ends('no_agent', 'cancel WT2', 'tell the assistant no_agent', 'say busy'),
    ],
  ]);
});

describe('An agent in Flex who takes the caller at once', () => {
  const takes = { ...given.accepted(), agent: { workerSid: 'WK1' } };
  const connecting = given.owed('tell-caller:ho_1:connecting', {
    kind: 'tell-caller',
    sentence: 'connecting',
  });
  check([
    [
      'spares them the word that they are being connected',
      legs.own('enqueue', given.QUEUED, [connecting]),
      takes,
      2_000,
      goes('connected'),
    ],
  ]);
});
