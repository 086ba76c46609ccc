import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import { QUEUE_RESULTS, type QueueResult } from '../../../../lib/handoff/record/events.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { type Case, check, ends, goes, LATE, owes, play, REPEATED, type Seen } from '../seen.ts';

const { T0, loaded } = given;
const { joined } = legs;

describe('The two legs in the conference', () => {
  const from = loaded(legs.own('conference', legs.TAKEN, [legs.lookingAtLegs('bridge-unconfirmed')]));
  const rows: [name: string, events: ReturnType<typeof joined>[], words: string][] = [
    ['the caller, then the agent', [joined('CA1'), joined('CA2')], 'connected'],
    ['the agent, then the caller', [joined('CA2'), joined('CA1')], 'connected'],
    ['the caller twice', [joined('CA1'), joined('CA1')], 'bridging'],
    ['the agent twice', [joined('CA2'), joined('CA2')], 'bridging'],
    ['each in another one', [joined('CA1', 'CF1'), joined('CA2', 'CF2')], 'bridging'],
    [
      'each in another one, and then together',
      [joined('CA1', 'CF1'), joined('CA2', 'CF2'), joined('CA1', 'CF2')],
      'connected',
    ],
    ['both, told again in another order', [joined('CA1'), joined('CA2'), joined('CA1')], 'connected'],
    ['the caller and a stranger', [joined('CA1'), joined('CA9')], 'bridging'],
    ['a stranger alone', [joined('CA9')], 'bridging'],
    [
      'both, in the conference of an earlier try',
      [joined('CA1', 'CF1', 'ho_1', 0), joined('CA2', 'CF1', 'ho_1', 0)],
      'bridging',
    ],
    ['both, for another handoff', [joined('CA1', 'CF1', 'ho_0'), joined('CA2', 'CF1', 'ho_0')], 'bridging'],
  ];
  for (const [name, events, words] of rows) {
    it(`${name}: ${words}`, () => expect(play(from, 7_000, events).words).toBe(words));
  }

  it('need no look once they are seen together', () => {
    expect(play(from, 7_000, [joined('CA1'), joined('CA2')]).owing).toEqual([]);
  });

  it('prove that the caller was moved, also before the answer to the move', () => {
    const moving = loaded(
      legs.own('conference', legs.TAKEN, [legs.moving('conference', { claim: legs.CLAIM })]),
    );
    const { words, owing } = play(moving, 7_000, [joined('CA2'), joined('CA1')]);
    expect([words, ...owing]).toEqual(['connected']);
  });

  it('are known from now on by the leg of the agent, and by the conference in which they met', () => {
    const { handoff } = play(from, 7_000, [joined('CA1'), joined('CA2')]);
    expect(handoff.progress).toEqual({
      state: 'connected',
      taskSid: 'WT1',
      reservation: given.reservation(),
      agentLeg: 'CA2',
      since: T0 + 7_000,
      conferenceSid: 'CF1',
    });
  });

  check([
    [
      'are nothing new when one is told again',
      legs.own('conference', { ...legs.TAKEN, joined: { caller: 'CF1' } }),
      joined('CA1'),
      8_000,
      REPEATED,
    ],
    [
      'say nothing before an agent has taken the call',
      legs.own('conference', legs.RUNG),
      joined('CA1'),
      8_000,
      LATE,
    ],
    ['say nothing after the end', legs.own('conference', given.ended()), joined('CA1'), 8_000, LATE],
  ]);
});

describe('The time of the join', () => {
  const movedAt = ({ progress }: ReturnType<typeof play>['handoff']) =>
    progress.state === 'bridging' ? progress.movedAt : undefined;

  it('is when the caller was moved, whatever is told of them later', () => {
    const move = legs.moving('conference', { claim: legs.CLAIM });
    const { handoff } = play(loaded(legs.own('conference', legs.TAKEN, [move])), 9_000, [
      { effect: move, result: { is: 'redirected' } },
    ]);
    expect(movedAt(handoff)).toBe(T0 + 9_000);
    expect(movedAt(play(loaded(handoff), 9_500, [joined('CA1')]).handoff)).toBe(T0 + 9_000);
  });

  it('is when the caller was first seen in the conference, where the answer to the move is late', () => {
    const { handoff } = play(loaded(legs.own('conference', legs.TAKEN)), 9_000, [joined('CA1')]);
    expect(movedAt(handoff)).toBe(T0 + 9_000);
    expect(movedAt(play(loaded(handoff), 9_900, [joined('CA1', 'CF2')]).handoff)).toBe(T0 + 9_000);
  });

  it('is not that of the agent', () => {
    expect(
      movedAt(play(loaded(legs.own('conference', legs.TAKEN)), 9_000, [joined('CA2')]).handoff),
    ).toBeUndefined();
  });
});

describe('The end of the conference', () => {
  const looked = legs.own('conference', legs.TAKEN, [legs.lookingAtLegs('conference-over')]);
  check([
    [
      'before both were seen in it is looked at',
      legs.own('conference', legs.TAKEN),
      legs.conferenceOver(),
      9_000,
      goes('bridging', 'look at the legs (conference-over)'),
    ],
    ['is looked at once', looked, legs.conferenceOver(), 9_000, REPEATED],
    [
      'is the end of the talk',
      legs.own('conference', legs.TALKING),
      legs.conferenceOver(),
      60_000,
      ends('completed', 'complete WT1', 'release CA2 (over)'),
    ],
    [
      'of another handoff says nothing',
      legs.own('conference', legs.TALKING),
      legs.conferenceOver('ho_0'),
      60_000,
      LATE,
    ],
    [
      'of an earlier try says nothing of those who talk now',
      legs.own('conference', legs.TALKING, [], { taskNo: 2 }),
      legs.conferenceOver('ho_1', 1),
      60_000,
      LATE,
    ],
    [
      'of an earlier try says nothing of those who are being joined now',
      legs.own('conference', legs.TAKEN, [], { taskNo: 2 }),
      legs.conferenceOver('ho_1', 1),
      9_000,
      LATE,
    ],
    [
      'after the end says nothing',
      legs.own('conference', given.ended()),
      legs.conferenceOver(),
      60_000,
      LATE,
    ],
    [
      'in which they met is the end of the talk',
      legs.own('conference', { ...legs.TALKING, conferenceSid: 'CF1' } as Progress),
      legs.conferenceOver(),
      60_000,
      ends('completed', 'complete WT1', 'release CA2 (over)'),
    ],
    [
      'of the same name in which they did not meet ends no talk',
      legs.own('conference', { ...legs.TALKING, conferenceSid: 'CF2' } as Progress),
      legs.conferenceOver(),
      60_000,
      LATE,
    ],
    [
      'of the same name in which the agent is not says nothing',
      legs.own('conference', { ...legs.TAKEN, joined: { agent: 'CF2' } }),
      legs.conferenceOver(),
      9_000,
      LATE,
    ],
    [
      'in which the caller waits alone is looked at',
      legs.own('conference', { ...legs.TAKEN, joined: { agent: 'CF2', caller: 'CF1' } }),
      legs.conferenceOver(),
      9_000,
      goes('bridging', 'look at the legs (conference-over)'),
    ],
    [
      'of the try is none of those who meet in a conference of their own',
      legs.own('conference', { ...legs.TALKING, conference: 'ho_1-1-WR1' } as Progress),
      legs.conferenceOver(),
      60_000,
      LATE,
    ],
  ]);
});

describe('An agent who takes the call after one who was too late for TaskRouter', () => {
  const later = given.reservation(2);
  const rung: Progress = { ...legs.RUNG, reservation: later, agentLeg: 'CA9' } as Progress;
  const reached = { bridging: T0 + 5_000 };
  const ofLater = { reservationSid: 'WR2', callSid: 'CA9' };
  const taken = play(loaded(legs.own('conference', rung, [], { reached })), 9_000, [
    legs.decided('taken', ofLater),
  ]).handoff;

  it('waits in a conference of their own, in which the earlier one is not', () => {
    expect(taken.progress).toMatchObject({ state: 'bridging', conference: 'ho_1-1-WR2' });
  });

  it('gets the caller there', () => {
    const accept = taken.effects.find(({ work }) => work.kind === 'accept-reservation');
    if (accept === undefined) throw new Error('nothing is accepted');
    const { effects } = afterEffect(taken, { ...accept, claim: legs.CLAIM }, { is: 'accepted' }, T0 + 9_500);
    expect(effects.map(({ work }) => work)).toContainEqual({
      kind: 'move-caller',
      to: { is: 'conference', name: 'ho_1-1-WR2' },
    });
  });

  it('talks on when the conference of the earlier one ends late', () => {
    const there = (callSid: string) => ({
      ...joined(callSid, 'CF2'),
      conference: 'ho_1-1-WR2',
    });
    const { words } = play(loaded(taken), 10_000, [there('CA9'), there('CA1'), legs.conferenceOver()]);
    expect(words).toBe('connected');
  });

  it('who took it alone before waits in that of the try', () => {
    const first = play(loaded(legs.own('conference', legs.RUNG)), 9_000, [legs.decided('taken')]).handoff;
    expect(first.progress).not.toHaveProperty('conference');
  });
});

describe('A caller who comes out of the conference', () => {
  check([
    [
      'before the agent was there is given back to an assistant',
      legs.own('conference', legs.TAKEN),
      legs.released(),
      9_000,
      ends('bridge_failed', 'complete WT1', 'release CA2 (not-joined)', 'open an assistant (bridge_failed)'),
    ],
    [
      'right after they were moved there has not talked, however long ago the agent pressed 1',
      legs.own('conference', { ...legs.TAKEN, joined: { agent: 'CF1' }, movedAt: T0 + 15_000 }),
      legs.released(),
      15_200,
      ends('bridge_failed', 'complete WT1', 'release CA2 (not-joined)', 'open an assistant (bridge_failed)'),
    ],
    [
      'soon after the key is not taken to have talked where the time of the move is not known',
      legs.own('conference', legs.TAKEN),
      legs.released(),
      10_200,
      ends('bridge_failed', 'complete WT1', 'release CA2 (not-joined)', 'open an assistant (bridge_failed)'),
    ],
    [
      'five seconds after they were moved there has talked',
      legs.own('conference', { ...legs.TAKEN, movedAt: T0 + 6_000 }),
      legs.released(),
      11_000,
      ends('completed', 'complete WT1', 'release CA2 (over)'),
    ],
    [
      'long after the agent had taken the call has talked, though nobody told who was in it',
      legs.own('conference', legs.TAKEN),
      legs.released(),
      20_000,
      ends('completed', 'complete WT1', 'release CA2 (over)'),
    ],
    [
      'has talked',
      legs.own('conference', legs.TALKING),
      legs.released(),
      60_000,
      ends('completed', 'complete WT1', 'release CA2 (over)'),
    ],
    [
      'of another handoff says nothing',
      legs.own('conference', legs.TALKING),
      legs.released('ho_0'),
      60_000,
      LATE,
    ],
  ]);
});

describe('A caller who comes out of the queue', () => {
  const states: [name: string, Progress][] = [
    ['requested', given.REQUESTED],
    ['queued', given.QUEUED],
    ['offered', legs.RUNG],
    ['bridging', legs.TAKEN],
    ['connected', legs.TALKING],
    ['ended', given.ended()],
  ];
  const closing: Record<string, string[]> = {
    requested: [],
    queued: ['cancel WT1'],
    offered: ['cancel WT1'],
    bridging: ['complete WT1'],
    connected: ['complete WT1'],
  };
  const leg: Record<string, (why: string) => string[]> = {
    requested: () => [],
    queued: () => [],
    offered: (why) => [`release CA2 (${why})`],
    bridging: (why) => [`release CA2 (${why})`],
    connected: (why) => [`release CA2 (${why})`],
  };
  type Meaning = (state: string) => Seen;
  const ending =
    (outcome: Parameters<typeof ends>[0], why: string, ...news: string[]): Meaning =>
    (state) =>
      ends(outcome, ...(closing[state] ?? []), ...(leg[state]?.(why) ?? []), ...news);
  const failed = (outcome: 'task_failed' | 'bridge_failed' | 'no_agent'): Meaning =>
    ending(outcome, outcome === 'bridge_failed' ? 'not-joined' : 'over', `open an assistant (${outcome})`);
  const broken: Meaning = (state) => failed(state === 'connected' ? 'bridge_failed' : 'task_failed')(state);
  const elsewhere: Meaning = () => LATE;
  const meanings: Record<QueueResult, Meaning> = {
    bridged: ending('completed', 'over'),
    leave: (state) =>
      failed(state === 'bridging' || state === 'connected' ? 'bridge_failed' : 'no_agent')(state),
    'queue-full': broken,
    error: broken,
    'system-error': broken,
    hangup: (state) =>
      state === 'connected'
        ? ending('completed', 'over')(state)
        : ending('caller_left', 'caller-left')(state),
    'bridging-in-process': elsewhere,
    redirected: elsewhere,
    'redirected-from-bridged': elsewhere,
  };
  const rows: Case[] = QUEUE_RESULTS.flatMap((result) =>
    states.map(
      ([state, progress]): Case => [
        `by ${result} while it is ${state}`,
        legs.own('enqueue', progress),
        legs.queueLeft(result),
        20_000,
        state === 'ended' ? LATE : meanings[result](state),
      ],
    ),
  );
  check(rows);
  check([
    ['of another handoff', legs.own('enqueue', given.QUEUED), legs.queueLeft('leave', 'ho_0'), 20_000, LATE],
  ]);
});

describe('The end of the caller’s leg before anybody told that the two met', () => {
  const moved: Progress = { ...legs.TAKEN, joined: { agent: 'CF1' }, movedAt: T0 + 6_000 };
  const { legOver } = legs;
  check([
    [
      'is looked at, where they are on the way into a conference',
      legs.own('conference', moved),
      legOver,
      56_000,
      goes('bridging', 'look at the legs (conference-over)'),
    ],
    [
      'is looked at once',
      legs.own('conference', moved, [legs.lookingAtLegs('conference-over')]),
      legOver,
      56_000,
      REPEATED,
    ],
    [
      'is the end where nobody has moved them yet',
      legs.own('conference', legs.TAKEN, [legs.accepting()]),
      legOver,
      9_000,
      ends('caller_left', 'complete WT1', 'release CA2 (caller-left)'),
    ],
    [
      'is asked of TaskRouter, where an agent takes them out of the queue',
      legs.own('enqueue', legs.TAKEN),
      legOver,
      56_000,
      goes('bridging', 'withdraw WT1'),
    ],
    [
      'is asked of TaskRouter, where an agent in Flex may have taken them',
      legs.own('enqueue', given.QUEUED),
      legOver,
      20_000,
      goes('queued', 'withdraw WT1'),
    ],
    [
      'is the end where the only agent is one whom we ring',
      legs.own('enqueue', legs.RUNG),
      legOver,
      20_000,
      ends('caller_left', 'cancel WT1', 'release CA2 (caller-left)'),
    ],
    [
      'is the end of the talk where TaskRouter has said that the task is taken',
      legs.own('enqueue', given.QUEUED, [legs.withdrawing({}, true)]),
      legOver,
      60_000,
      ends('completed', 'cancel WT1'),
    ],
  ]);
});

describe('A call that breaks at Vapi while the caller’s leg is ours', () => {
  const BROKEN = 'call.in-progress.error-vapifault-worker-died';
  const broken = (changed = {}) =>
    given.callOver({ source: 'status-update', endedReason: BROKEN, fieldsFilled: 0, ...changed });
  const LOOK = 'look at the legs (call-broken)';
  const live = { is: 'live', status: 'in-progress' } as const;
  check([
    [
      'has the legs looked at, and the agent rung on',
      legs.own('conference', legs.RUNG),
      broken(),
      8_000,
      goes('offered', LOOK),
    ],
    [
      'while nobody is there yet',
      legs.own('conference', given.QUEUED),
      broken(),
      8_000,
      goes('queued', LOOK),
    ],
    [
      'while the agent’s yes is on its way to TaskRouter',
      legs.own('conference', legs.TAKEN, [legs.accepting({ claim: legs.CLAIM })]),
      broken({ source: 'end-of-call-report' }),
      8_000,
      goes('bridging', 'accept WR1', LOOK),
    ],
    [
      'once, however often it is told',
      legs.own('conference', legs.RUNG, [legs.lookingAtLegs('call-broken')]),
      broken(),
      8_000,
      REPEATED,
    ],
    [
      'but not where somebody hung up',
      legs.own('conference', legs.RUNG),
      broken({ endedReason: 'customer-ended-call' }),
      8_000,
      ends('caller_left', 'cancel WT1', 'release CA2 (caller-left)'),
    ],
    [
      'and where the leg is Vapi’s it is the end',
      given.handoff(given.QUEUED),
      broken(),
      8_000,
      ends('caller_left', 'cancel WT1'),
    ],
  ]);

  const look = legs.lookingAtLegs('call-broken', { claim: legs.CLAIM });
  const looked = (progress: Progress, caller: EffectResult & { is: 'legs-seen' }) => {
    const next = afterEffect(legs.own('conference', progress, [look]), look, caller, T0 + 10_000);
    return [
      next.progress.state === 'ended' ? `ended ${next.progress.outcome}` : next.progress.state,
      ...owes(next),
    ];
  };

  it('goes on while the leg lives', () => {
    expect(looked(legs.RUNG, { is: 'legs-seen', caller: live, agent: live })).toEqual(['offered']);
  });

  it('proves nothing of the two who were joined meanwhile', () => {
    const seen = { is: 'legs-seen', caller: live, agent: live, together: false } as const;
    expect(looked(legs.TAKEN, seen)).toEqual(['bridging']);
  });

  it('is the end where the leg is over too', () => {
    const over = { is: 'over', status: 'completed' } as const;
    expect(looked(legs.RUNG, { is: 'legs-seen', caller: over, agent: live })).toEqual([
      'ended caller_left',
      'cancel WT1',
      'release CA2 (caller-left)',
    ]);
  });

  it('has the leg looked at also where the call itself was looked at', () => {
    const round = given.looking('sweep', { claim: legs.CLAIM });
    const call: EffectResult = { is: 'call-seen', call: { is: 'over', endedReason: BROKEN } };
    const next = afterEffect(legs.own('conference', legs.RUNG, [round]), round, call, T0 + 10_000);
    expect([next.progress.state, ...owes(next)]).toEqual(['offered', LOOK]);
  });
});

describe('A look at both legs', () => {
  const live = { is: 'live', status: 'in-progress' } as const;
  const over = { is: 'over', status: 'completed' } as const;
  const missing = { is: 'missing' } as const;
  const look = legs.lookingAtLegs('bridge-unconfirmed', { claim: legs.CLAIM });
  const finding = (
    progress: Progress,
    seen: Omit<Extract<EffectResult, { is: 'legs-seen' }>, 'is'>,
    ...more: ReturnType<typeof legs.moving>[]
  ) => {
    const record = given.frozen(legs.own('conference', progress, [look, ...more]));
    const next = afterEffect(record, look, { is: 'legs-seen', ...seen }, T0 + 66_000);
    const words = next.progress.state === 'ended' ? `ended ${next.progress.outcome}` : next.progress.state;
    return [words, ...owes(next)];
  };
  const LEFT = 'release CA2 (caller-left)';
  const NOT_JOINED = 'release CA2 (not-joined)';

  it('that finds them together confirms the bridge', () => {
    expect(finding(legs.TAKEN, { caller: live, agent: live, together: true })).toEqual(['connected']);
    expect(finding(legs.TAKEN, { caller: live, agent: live })).toEqual(['connected']);
  });

  it('that finds the caller gone ends it', () => {
    for (const caller of [over, missing]) {
      expect(finding(legs.TAKEN, { caller, agent: live })).toEqual([
        'ended caller_left',
        'complete WT1',
        LEFT,
      ]);
    }
    expect(finding(legs.TALKING, { caller: over, agent: live })[0]).toBe('ended completed');
  });

  it('that finds both gone after the caller was moved takes it that they have talked', () => {
    expect(finding(legs.TAKEN, { caller: over, agent: over })).toEqual(['ended completed', 'complete WT1']);
  });

  const ending = (owedSince: number) =>
    legs.lookingAtLegs('conference-over', { claim: legs.CLAIM, owedSince });
  const findingAfter = (
    movedAt: number,
    endedAt: number,
    seen: Omit<Extract<EffectResult, { is: 'legs-seen' }>, 'is'>,
  ) => {
    const effect = ending(T0 + endedAt);
    const record = legs.own('conference', { ...legs.TAKEN, movedAt: T0 + movedAt }, [effect]);
    const next = afterEffect(record, effect, { is: 'legs-seen', ...seen }, T0 + 66_000);
    return next.progress.state === 'ended' ? next.progress.outcome : next.progress.state;
  };

  it('that finds both gone takes those for talkers who were together for five seconds before the end was told', () => {
    const seen = { caller: over, agent: over };
    expect(findingAfter(6_000, 11_000, seen)).toBe('completed');
    expect(findingAfter(6_000, 10_999, seen)).toBe('caller_left');
  });

  it('that finds the caller out of the conference does the same, and one who waits in it has talked with nobody', () => {
    expect(findingAfter(6_000, 11_000, { caller: live, agent: over, together: false })).toBe('completed');
    expect(findingAfter(6_000, 10_999, { caller: live, agent: over, together: false })).toBe('bridge_failed');
    expect(findingAfter(6_000, 50_000, { caller: live, agent: over, together: true })).toBe('bridge_failed');
  });

  it('that finds a caller of the queue gone has TaskRouter asked', () => {
    const record = legs.own('enqueue', legs.TAKEN, [look]);
    const next = afterEffect(record, look, { is: 'legs-seen', caller: over, agent: over }, T0 + 66_000);
    expect([next.progress.state, ...owes(next)]).toEqual(['bridging', 'withdraw WT1']);
  });

  it('that finds both gone while the caller is still being moved takes it that they have not', () => {
    const moving = legs.moving('conference', { claim: legs.CLAIM });
    expect(finding(legs.TAKEN, { caller: over, agent: over }, moving)[0]).toBe('ended caller_left');
  });

  it('that finds the agent gone brings the caller back, and releases nobody', () => {
    for (const agent of [over, missing]) {
      expect(finding(legs.TAKEN, { caller: live, agent })).toEqual([
        'ended bridge_failed',
        'complete WT1',
        'open an assistant (bridge_failed)',
      ]);
    }
  });

  it('that finds the caller alone after the talk brings them back too', () => {
    expect(finding(legs.TALKING, { caller: live, agent: over })).toEqual([
      'ended completed',
      'complete WT1',
      'open an assistant (completed)',
    ]);
  });

  it('that finds the caller elsewhere than the agent brings the caller back and releases the agent', () => {
    expect(finding(legs.TAKEN, { caller: live, agent: live, together: false })).toEqual([
      'ended bridge_failed',
      'complete WT1',
      NOT_JOINED,
      'open an assistant (bridge_failed)',
    ]);
  });

  it('proves nothing while somebody is still moving the caller', () => {
    const moving = legs.moving('conference', { claim: legs.CLAIM });
    expect(finding(legs.TAKEN, { caller: live, agent: live, together: false }, moving)).toEqual([
      'bridging',
      'move the caller to conference',
    ]);
  });

  it('of a handoff that has moved on changes nothing', () => {
    expect(finding(given.ended(), { caller: over, agent: over })).toEqual(['ended completed']);
  });
});
