import { describe, expect, it } from 'vitest';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { checkOwn } from '../own-rows.ts';
import { goes, LATE, play, REPEATED, type Step } from '../seen.ts';

const { loaded } = given;

const NOT_NEEDED = 'release CA2 (over)';

describe('An agent who does not take the call', () => {
  const gone = goes('queued', 'reject WR1');
  checkOwn((strategy) => {
    const rung = legs.own(strategy, legs.RUNG, [legs.watching()]);
    const unknown = legs.own(strategy, given.OFFERED, [legs.ringing({ claim: legs.CLAIM }), legs.watching()]);
    return [
      ['declines', rung, legs.decided('declined'), 9_000, gone],
      ['presses no key', rung, legs.decided('no-key'), 9_000, gone],
      ['is a voicemail', rung, legs.decided('voicemail'), 9_000, gone],
      ['is busy', rung, legs.leg('busy'), 9_000, gone],
      ['does not answer', rung, legs.leg('no-answer'), 19_000, gone],
      ['cannot be reached', rung, legs.leg('failed'), 9_000, gone],
      ['hangs up while listening', rung, legs.leg('hung-up'), 9_000, gone],
      ['is busy before the answer to the ring is there', unknown, legs.leg('busy'), 5_000, gone],
      ['declines, and again', legs.own(strategy, given.QUEUED), legs.decided('declined'), 9_000, LATE],
      ['was busy on an earlier leg', rung, legs.leg('busy', { callSid: 'CA9' }), 9_000, LATE],
      ['was busy for an earlier offer', rung, legs.leg('busy', { reservationSid: 'WR0' }), 9_000, LATE],
      ['was busy for an earlier handoff', rung, legs.leg('busy', { handoffId: 'ho_0' }), 9_000, LATE],
      ['declined an earlier offer', rung, legs.decided('declined', { reservationSid: 'WR0' }), 9_000, LATE],
      ['declines on another leg', rung, legs.decided('declined', { callSid: 'CA9' }), 9_000, LATE],
    ];
  });
});

describe('An agent who presses 1', () => {
  checkOwn((strategy) => {
    const accept = strategy === 'conference' ? ['accept WR1'] : [];
    const rung = legs.own(strategy, legs.RUNG, [legs.watching()]);
    return [
      ['is taken', rung, legs.decided('taken'), 9_000, goes('bridging', ...accept)],
      [
        'before it is known which leg was made is taken',
        legs.own(strategy, given.OFFERED, [legs.ringing({ claim: legs.CLAIM }), legs.watching()]),
        legs.decided('taken'),
        9_000,
        goes('bridging', ...accept),
      ],
      [
        'in the last moment before the window is found to be over is taken',
        rung,
        legs.decided('taken'),
        30_000,
        goes('bridging', ...accept),
      ],
      ['and again is taken once', legs.own(strategy, legs.TAKEN), legs.decided('taken'), 9_000, REPEATED],
      ['on another leg is not taken', rung, legs.decided('taken', { callSid: 'CA9' }), 9_000, LATE],
      [
        'for an earlier offer is not taken',
        rung,
        legs.decided('taken', { reservationSid: 'WR0' }),
        9_000,
        LATE,
      ],
      [
        'for an earlier handoff is not taken',
        rung,
        legs.decided('taken', { handoffId: 'ho_0' }),
        9_000,
        LATE,
      ],
      [
        'after the offer went back is not taken',
        legs.own(strategy, given.QUEUED),
        legs.decided('taken'),
        9_000,
        LATE,
      ],
      [
        'after the end of a joining is not taken',
        legs.own(strategy, given.ended({ reservation: given.reservation() })),
        legs.decided('taken'),
        31_000,
        LATE,
      ],
    ];
  });

  it('spares the caller a word of patience that was owed', () => {
    const waiting = given.owed('tell-caller:ho_1:waiting', { kind: 'tell-caller', sentence: 'waiting' });
    const { owing } = play(loaded(legs.own('conference', legs.RUNG, [waiting])), 9_000, [
      legs.decided('taken'),
    ]);
    expect(owing).toEqual(['accept WR1']);
  });
});

describe('Of an agent who presses 1 and something else that happens exactly one wins:', () => {
  const left = 'release CA2 (caller-left)';
  type Race = [name: string, other: Step, lost: string, owing: Record<'conference' | 'enqueue', string[]>];
  const busy = ['tell the assistant no_agent', 'say busy'];
  const races: Race[] = [
    [
      'the window ends',
      given.expired,
      'ended no_agent',
      {
        conference: ['cancel WT1', NOT_NEEDED, ...busy],
        enqueue: ['cancel WT1', NOT_NEEDED, 'open an assistant (no_agent)'],
      },
    ],
    [
      'the caller leaves',
      legs.legOver,
      'ended caller_left',
      { conference: ['cancel WT1', left], enqueue: ['cancel WT1', left] },
    ],
    [
      'the caller takes it back',
      given.takenBack,
      'ended canceled',
      {
        conference: ['cancel WT1', NOT_NEEDED],
        enqueue: ['cancel WT1', NOT_NEEDED, 'open an assistant (canceled)'],
      },
    ],
    [
      'TaskRouter gives up',
      given.gaveUp(),
      'ended no_agent',
      { conference: [NOT_NEEDED, ...busy], enqueue: [NOT_NEEDED, 'open an assistant (no_agent)'] },
    ],
    ['the offer runs out', given.offerOver(), 'queued', { conference: [NOT_NEEDED], enqueue: [NOT_NEEDED] }],
  ];
  for (const strategy of legs.OWN_STRATEGIES) {
    for (const [name, other, lost, owing] of races) {
      const from = loaded(legs.own(strategy, legs.RUNG, [legs.watching()]));
      it(`${name} first (${strategy})`, () => {
        const result = play(from, 30_000, [other, legs.decided('taken')]);
        expect([result.words, ...result.owing]).toEqual([lost, ...owing[strategy]]);
      });
    }

    const joined = { conference: ['accept WR1'], enqueue: [] }[strategy];
    const from = loaded(legs.own(strategy, legs.RUNG, [legs.watching()]));
    for (const [name, other] of races.filter(([what]) => what !== 'the caller leaves')) {
      it(`the agent first, then ${name} (${strategy})`, () => {
        const result = play(from, 30_000, [legs.decided('taken'), other]);
        expect([result.words, ...result.owing]).toEqual(['bridging', ...joined]);
      });
    }

    it(`the agent first, then the caller leaves (${strategy}): the agent hears so`, () => {
      const { words, owing } = play(from, 9_000, [legs.decided('taken'), legs.legOver]);
      // Out of the queue the agent may have taken them already: TaskRouter says.
      const expected = {
        conference: ['ended caller_left', 'complete WT1', left],
        enqueue: ['bridging', 'withdraw WT1'],
      }[strategy];
      expect([words, ...owing]).toEqual(expected);
    });
  }
});
