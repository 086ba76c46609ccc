import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { checkOwn } from '../own-rows.ts';
import { check, ends, goes, LATE, on, owes, REPEATED } from '../seen.ts';

const { T0 } = given;

const NOT_NEEDED = 'release CA2 (over)';
const OTHER_LEG = given.owed('release-agent:WR2', {
  kind: 'release-agent',
  reservationSid: 'WR2',
  since: T0,
  why: 'over',
});

describe('A leg that rings for nobody any more', () => {
  checkOwn((strategy) => {
    const ended = legs.own(strategy, given.ended());
    return [
      ['is released after the end', ended, legs.leg('ringing'), 31_000, ends('completed', NOT_NEEDED)],
      [
        'is released when it is answered after the end',
        ended,
        legs.leg('answered'),
        31_000,
        ends('completed', NOT_NEEDED),
      ],
      [
        'is released once',
        legs.own(strategy, given.ended(), [legs.releasing('CA2', 'over')]),
        legs.leg('answered'),
        31_000,
        REPEATED,
      ],
      [
        'is released by its id where it was to be looked for',
        legs.own(strategy, given.ended(), [legs.releasing(undefined, 'over')]),
        legs.leg('ringing'),
        31_000,
        ends('completed', NOT_NEEDED),
      ],
      [
        'is released by its id, and what is owed of the offer and of another leg stays',
        legs.own(strategy, given.ended(), [legs.releasing(undefined, 'over'), OTHER_LEG, legs.rejecting()]),
        legs.leg('ringing'),
        31_000,
        ends('completed', 'release whatever leg WR2 has (over)', 'reject WR1', NOT_NEEDED),
      ],
      [
        'is released after the end of a joining, whose record knows the agent',
        legs.own(strategy, given.ended({ reservation: given.reservation() })),
        legs.leg('ringing'),
        31_000,
        ends('completed', NOT_NEEDED),
      ],
      ['needs no release once it is over', ended, legs.leg('hung-up'), 31_000, LATE],
      [
        'of another handoff is released',
        legs.own(strategy, given.QUEUED),
        legs.leg('ringing', { handoffId: 'ho_0' }),
        9_000,
        goes('queued', NOT_NEEDED),
      ],
      [
        'is a second one for the same agent, and is released',
        legs.own(strategy, legs.TAKEN),
        legs.leg('ringing', { callSid: 'CA3' }),
        9_000,
        goes('bridging', 'release CA3 (over)'),
      ],
    ];
  });
});

describe('An agent who hangs up while being joined', () => {
  const before = legs.own('conference', legs.TAKEN, [legs.accepting()]);
  const moving = (changed: Parameters<typeof legs.moving>[1]): Handoff =>
    legs.own('conference', legs.TAKEN, [legs.moving('conference', changed)]);
  const back = ends('bridge_failed', 'complete WT1', 'open an assistant (bridge_failed)');
  check([
    [
      'before the caller is moved makes room for the next one',
      before,
      legs.leg('hung-up'),
      9_000,
      goes('requested', 'complete WT1'),
    ],
    [
      'before anybody has begun to move the caller makes room for the next one',
      moving({}),
      legs.leg('hung-up'),
      9_000,
      goes('requested', 'complete WT1'),
    ],
    [
      'while the caller is moved has the caller brought back',
      moving({ claim: legs.CLAIM }),
      legs.leg('hung-up'),
      9_000,
      back,
    ],
    [
      'when the caller may have been moved has the caller brought back',
      moving({ mayHaveHappened: true }),
      legs.leg('hung-up'),
      9_000,
      back,
    ],
    [
      'after the caller was moved has both legs looked at: only they show whether the two have met',
      legs.own('conference', legs.TAKEN),
      legs.leg('hung-up'),
      9_000,
      goes('bridging', 'look at the legs (conference-over)'),
    ],
    [
      'leaves the caller in the queue, for the next one',
      legs.own('enqueue', legs.TAKEN),
      legs.leg('hung-up'),
      9_000,
      goes('queued', 'reject WR1'),
    ],
    [
      'after the window is over ends it',
      before,
      legs.leg('hung-up'),
      31_000,
      ends('bridge_failed', 'complete WT1', 'tell the assistant bridge_failed', 'say sorry'),
    ],
    [
      'once they talk has ended the talk',
      legs.own('conference', legs.TALKING),
      legs.leg('hung-up'),
      60_000,
      ends('completed', 'complete WT1'),
    ],
  ]);

  it('has the caller brought back once whoever moves them is done', () => {
    const decision = on(moving({ claim: legs.CLAIM }), legs.leg('hung-up'), 9_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    expect(decision.handoff.effects.find(({ work }) => work.kind === 'open-assistant')).toMatchObject({
      id: 'open-assistant:ho_1',
      notBefore: T0 + 12_000,
    });
  });
});

describe('A leg that is known by its id', () => {
  // Looked for all the same, it could be taken for the leg of the next offer to this agent.
  it('is not looked for any more, when the answer to the ring comes late', () => {
    const lookingUp = legs.own('conference', given.QUEUED, [legs.releasing(undefined, 'over')]);
    const after = afterEffect(
      lookingUp,
      legs.ringing({ claim: legs.CLAIM }),
      { is: 'rung', callSid: 'CA2' },
      T0 + 9_000,
    );
    expect(owes(after)).toEqual([NOT_NEEDED]);
  });
});
