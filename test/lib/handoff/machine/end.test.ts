import { describe, expect, it } from 'vitest';
import { callerAway, end } from '../../../../lib/handoff/machine/end.ts';
import {
  type Effect,
  type Handoff,
  OUTCOMES,
  type Outcome,
  type Progress,
  type StrategyName,
} from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { owes } from '../seen.ts';

const { T0 } = given;

const STATES: Record<string, Progress> = {
  requested: given.REQUESTED,
  queued: given.QUEUED,
  offered: legs.RUNG,
  bridging: legs.TAKEN,
  connected: legs.TALKING,
  ended: given.ended({ outcome: 'no_agent' }),
};
const state = (name: string): Progress => {
  const found = STATES[name];
  if (found === undefined) throw new Error(`no such state: ${name}`);
  return found;
};

type Away = 'no' | 'yes' | 'maybe';

describe('Whether the caller’s leg is away from the assistant', () => {
  const settled: Record<StrategyName, Record<string, Away>> = {
    'vapi-transfer': {
      requested: 'no',
      queued: 'no',
      offered: 'no',
      bridging: 'no',
      connected: 'no',
      ended: 'no',
    },
    conference: {
      requested: 'no',
      queued: 'no',
      offered: 'no',
      bridging: 'yes',
      connected: 'yes',
      ended: 'no',
    },
    enqueue: {
      requested: 'no',
      queued: 'yes',
      offered: 'yes',
      bridging: 'yes',
      connected: 'yes',
      ended: 'no',
    },
  };
  for (const strategy of ['vapi-transfer', ...legs.OWN_STRATEGIES] as const) {
    for (const [name, away] of Object.entries(settled[strategy])) {
      it(`${strategy}, ${name}: ${away}`, () => {
        expect(callerAway(legs.own(strategy, state(name))).is).toBe(away);
      });
    }
  }

  const moving: [strategy: StrategyName, name: string, to: 'conference' | 'queue'][] = [
    ['conference', 'bridging', 'conference'],
    ['enqueue', 'requested', 'queue'],
  ];
  for (const [strategy, name, to] of moving) {
    const away = (changed: Partial<Effect>) =>
      callerAway(legs.own(strategy, state(name), [legs.moving(to, changed)]));
    it(`${strategy}, ${name}: not while nobody has begun to move the caller`, () => {
      expect(away({})).toEqual({ is: 'no' });
    });

    it(`${strategy}, ${name}: perhaps while somebody moves the caller, until their claim has run out`, () => {
      expect(away({ claim: legs.CLAIM })).toEqual({ is: 'maybe', from: T0 + 12_000 });
    });

    it(`${strategy}, ${name}: perhaps where the answer to the move was lost`, () => {
      expect(away({ mayHaveHappened: true })).toMatchObject({ is: 'maybe' });
    });
  }

  it('conference, bridging: not before the reservation is accepted', () => {
    for (const changed of [{}, { claim: legs.CLAIM }, { mayHaveHappened: true }]) {
      expect(callerAway(legs.own('conference', legs.TAKEN, [legs.accepting(changed)])).is).toBe('no');
    }
  });
});

/** What a caller hears, by where they are: from the assistant they are with, or from one who gets them back. */
const withAssistant: Record<Outcome, string[]> = {
  no_agent: ['tell the assistant no_agent', 'say busy'],
  bridge_failed: ['tell the assistant bridge_failed', 'say sorry'],
  task_failed: ['tell the assistant task_failed', 'say sorry'],
  canceled: [],
  completed: [],
  transferred: [],
  caller_left: [],
};
const withUs: Record<Outcome, string[]> = {
  no_agent: ['open an assistant (no_agent)'],
  bridge_failed: ['open an assistant (bridge_failed)'],
  task_failed: ['open an assistant (task_failed)'],
  canceled: ['open an assistant (canceled)'],
  completed: [],
  transferred: [],
  caller_left: [],
};
const NEWS = /^(say|tell|open)/;

const ending = (
  strategy: StrategyName,
  name: string,
  outcome: Outcome,
  effects: Effect[] = [],
  callerWaits = false,
) => {
  const record = given.frozen(legs.own(strategy, state(name), effects));
  return end(record, { outcome, reason: 'for the test', callerWaits }, T0 + 9_000);
};

describe('The news of an end', () => {
  for (const outcome of OUTCOMES) {
    for (const strategy of ['vapi-transfer', ...legs.OWN_STRATEGIES] as const) {
      for (const name of Object.keys(STATES).filter((one) => one !== 'ended')) {
        const away =
          (strategy === 'conference' && (name === 'bridging' || name === 'connected')) ||
          (strategy === 'enqueue' && name !== 'requested');
        const expected = (away ? withUs : withAssistant)[outcome];
        it(`${outcome} of ${strategy} while ${name}: ${expected.join(' and ') || 'none'}`, () => {
          const after = ending(strategy, name, outcome);
          expect(owes(after).filter((one) => NEWS.test(one))).toEqual(expected);
        });
      }
    }
  }

  it('reaches a caller whose leg asks us for instructions by an assistant who gets them back', () => {
    const owing = owes(ending('enqueue', 'requested', 'no_agent', [legs.moving('queue')], true));
    expect(owing).toEqual(['open an assistant (no_agent)']);
  });

  it('waits for whoever is moving the caller, unless the caller is there already', () => {
    const moving = [legs.moving('conference', { claim: legs.CLAIM })];
    const opened = (callerWaits: boolean) =>
      ending('conference', 'bridging', 'bridge_failed', moving, callerWaits).effects.find(
        ({ work }) => work.kind === 'open-assistant',
      );
    expect(opened(false)).toMatchObject({ notBefore: T0 + 12_000 });
    expect(opened(true)).toMatchObject({ notBefore: T0 + 9_000 });
  });

  it('is for nobody who has left', () => {
    for (const strategy of legs.OWN_STRATEGIES) {
      for (const outcome of OUTCOMES) {
        const record = legs.own(strategy, legs.TAKEN, [], { callOver: true });
        const owing = owes(end(record, { outcome, reason: 'for the test' }, T0 + 9_000));
        expect(owing.filter((one) => NEWS.test(one))).toEqual([]);
        const now = end(
          legs.own(strategy, legs.TAKEN),
          { outcome, reason: 'for the test', callOver: true },
          T0 + 9_000,
        );
        expect(owes(now).filter((one) => NEWS.test(one))).toEqual([]);
      }
    }
  });
});

describe('The end of a handoff whose caller was moved', () => {
  const announced = ({ effects }: Handoff) => effects.filter(({ work }) => work.kind === 'announce-end');

  for (const strategy of ['vapi-transfer', ...legs.OWN_STRATEGIES] as const) {
    for (const name of Object.keys(STATES).filter((one) => one !== 'ended')) {
      const away =
        (strategy === 'conference' && (name === 'bridging' || name === 'connected')) ||
        (strategy === 'enqueue' && name !== 'requested');
      it(`is ${away ? 'told to the call, which was over before' : 'not told to the call, which goes on or ends with it'}: ${strategy} while ${name}`, () => {
        for (const outcome of OUTCOMES) {
          expect(announced(ending(strategy, name, outcome))).toMatchObject(
            away ? [{ id: 'announce-end:ho_1', work: { handoffId: 'ho_1' }, notBefore: T0 + 9_000 }] : [],
          );
        }
      });
    }
  }

  it('is told also where it is not certain that the caller was moved', () => {
    for (const changed of [{ claim: legs.CLAIM }, { mayHaveHappened: true }]) {
      const after = ending('conference', 'bridging', 'bridge_failed', [legs.moving('conference', changed)]);
      expect(announced(after)).toHaveLength(1);
    }
  });
});

describe('The end of a handoff', () => {
  it('drops whatever would still bring the two together, and keeps what closes', () => {
    const effects = [
      legs.accepting(),
      legs.lookingAtLegs('bridge-unconfirmed'),
      legs.rejecting(),
      legs.releasing('CA9', 'over'),
      given.looking('sweep'),
      given.joining(),
      given.owed('tell-caller:ho_1:waiting', { kind: 'tell-caller', sentence: 'waiting' }),
    ];
    expect(owes(ending('conference', 'bridging', 'caller_left', effects))).toEqual([
      'reject WR1',
      'release CA9 (over)',
      'complete WT1',
      'release CA2 (caller-left)',
    ]);
  });

  it.each([
    ['no_agent', 'over'],
    ['bridge_failed', 'not-joined'],
    ['caller_left', 'caller-left'],
    ['completed', 'over'],
    ['canceled', 'over'],
    ['task_failed', 'over'],
  ] as const)('%s tells the agent that it is %s', (outcome, why) => {
    expect(owes(ending('conference', 'bridging', outcome))).toContain(`release CA2 (${why})`);
  });

  it('releases nobody who is known to have hung up', () => {
    const record = legs.own('conference', legs.TAKEN);
    const after = end(record, { outcome: 'completed', reason: 'for the test', agentGone: true }, T0 + 9_000);
    expect(owes(after)).toEqual(['complete WT1']);
  });

  it('releases nobody where Vapi moves the caller: the agent’s leg is Vapi’s', () => {
    expect(owes(ending('vapi-transfer', 'connected', 'completed'))).toEqual(['complete WT1']);
  });

  const ringing: [name: string, effect: Effect, ...owing: string[]][] = [
    ['nobody where nobody has begun to ring', legs.ringing()],
    [
      'whoever is being rung just now',
      legs.ringing({ claim: legs.CLAIM }),
      'release whatever leg WR1 has (over)',
    ],
    [
      'whoever may have been rung',
      legs.ringing({ mayHaveHappened: true }),
      'release whatever leg WR1 has (over)',
    ],
  ];
  for (const [name, effect, ...owing] of ringing) {
    it(`releases ${name}`, () => {
      const record = legs.own('conference', given.OFFERED, [effect, legs.watching()]);
      const after = end(record, { outcome: 'canceled', reason: 'for the test' }, T0 + 9_000);
      expect(owes(after)).toEqual(['cancel WT1', ...owing]);
    });
  }

  it('looks for the task that the way into the queue may have made', () => {
    for (const changed of [{ claim: legs.CLAIM }, { mayHaveHappened: true }]) {
      const owing = owes(ending('enqueue', 'requested', 'canceled', [legs.moving('queue', changed)]));
      expect(owing).toEqual(['cancel whatever task ho_1/1 has', 'open an assistant (canceled)']);
    }
    const record = legs.own('enqueue', legs.QUEUED_UNKNOWN);
    const owing = owes(end(record, { outcome: 'canceled', reason: 'for the test' }, T0 + 9_000));
    expect(owing).toEqual(['cancel whatever task ho_1/1 has', 'open an assistant (canceled)']);
  });
});
