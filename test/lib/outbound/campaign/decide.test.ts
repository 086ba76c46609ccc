import { describe, expect, it } from 'vitest';
import {
  afterTold,
  LONGEST_CAMPAIGN_MS,
  paused,
  resumed,
  statusAt,
  withdrawn,
} from '../../../../lib/outbound/campaign/decide.ts';
import { changes, draft, having, held, live, MINUTE, made, NOW, owed, running } from './given.ts';

const PICKED = { is: 'picked', row: 1, callId: 'oc_1', attempts: 0, starts: 0, deferrals: 0 } as const;

describe('A campaign', () => {
  it('owes nothing before it is started, and then a look at who is first', () => {
    expect(owed(draft())).toEqual({});
    expect(owed(running())).toEqual({ tick: 0 });
    expect(running().status).toBe('running');
  });

  it('that begins later looks who is first at its time', () => {
    const startAt = new Date(NOW + MINUTE).toISOString();
    expect(owed(running({ startAt }))).toEqual({ tick: MINUTE });
  });

  it('without contacts is done as soon as it is started', () => {
    expect(resumed(draft({}, 0), NOW)).toMatchObject({ status: 'done', effects: [] });
  });

  it.each([
    ['draft', { pause: 'no', resume: 'running', cancel: 'canceled' }],
    ['running', { pause: 'paused', resume: 'no', cancel: 'canceled' }],
    ['paused', { pause: 'no', resume: 'running', cancel: 'canceled' }],
    ['done', { pause: 'no', resume: 'no', cancel: 'no' }],
    ['canceled', { pause: 'no', resume: 'no', cancel: 'no' }],
  ] as const)('that is %s becomes by what people do: %o', (status, becomes) => {
    const campaign = running({}, { status });
    expect({
      pause: paused(campaign)?.status ?? 'no',
      resume: resumed(campaign, NOW)?.status ?? 'no',
      cancel: withdrawn(campaign)?.status ?? 'no',
    }).toEqual(becomes);
  });

  it('that goes on has forgotten why it was paused, and what its breaker saw', () => {
    const campaign = running(
      {},
      {
        status: 'paused',
        pausedBecause: { code: 'breaker', failures: [] },
        ends: [[NOW, true]],
        failures: [{ row: 1, at: NOW, endedReason: 'x' }],
        deferrals: 3,
      },
    );
    const next = resumed(campaign, NOW);
    expect(next).toMatchObject({ ends: [], failures: [], deferrals: 0 });
    expect(next).not.toHaveProperty('pausedBecause');
  });
});

describe('Who is next', () => {
  it('is called at once when the pace allows it', () => {
    const next = having(running(), 'tick', PICKED);
    expect(next.live).toMatchObject([{ row: 1, is: 'begun' }]);
    expect(owed(next)).toEqual({ 'start:oc_1': 0 });
  });

  it.each([
    [0.4, 0],
    [1.1, 0],
    [1.2, 1],
    [2.5, 2],
    [60, 59],
  ])('is called %s s later by who comes %s whole seconds later and waits for the rest', (gap, wait) => {
    const next = having(running({}, { nextAt: NOW + gap * 1_000 }), 'tick', PICKED);
    expect(owed(next)).toEqual({ 'start:oc_1': wait * 1_000 });
  });

  it('is nobody while the campaign is paused, or has as many calls as it may', () => {
    for (const campaign of [
      { ...running(), status: 'paused' as const },
      running({ maxConcurrent: 1 }, { live: [live(2)] }),
      running({}, { live: [live(2, { is: 'begun' })] }),
    ]) {
      const next = having(campaign, 'tick', PICKED);
      expect(next.live).toEqual(campaign.live);
      expect(owed(next)).toEqual({});
    }
  });

  it('is nobody once its time is over', () => {
    const endAt = new Date(NOW + MINUTE).toISOString();
    const next = having(running({ endAt }), 'tick', PICKED, NOW + MINUTE);
    expect(next.live).toEqual([]);
    expect(having(next, 'tick', { is: 'nobody' }, NOW + MINUTE).status).toBe('done');
  });

  it('is looked for when the next one is due, and at the end at the latest', () => {
    const settledAt = NOW - MINUTE;
    const nobody = { is: 'nobody', nextAt: NOW + 90 * MINUTE } as const;
    expect(owed(having(running({}, { settledAt }), 'tick', nobody))).toEqual({ tick: 90 * MINUTE });
    const endAt = new Date(NOW + MINUTE).toISOString();
    expect(owed(having(running({ endAt }, { settledAt }), 'tick', nobody))).toEqual({ tick: MINUTE });
  });

  it('is looked for again soon while the index may be behind', () => {
    const nobody = { is: 'nobody', nextAt: NOW + 90 * MINUTE } as const;
    expect(owed(having(running({}, { settledAt: NOW - 9_000 }), 'tick', nobody))).toEqual({ tick: 2_000 });
    // Though the index shows nobody at all.
    expect(owed(having(running({}, { settledAt: NOW - MINUTE }), 'tick', { is: 'nobody' }))).toEqual({
      tick: MINUTE,
    });
  });

  it('is nobody for ever once all are done with', () => {
    const campaign = running({}, { counts: { busy: 4, answered: 6 } });
    expect(having(campaign, 'tick', { is: 'nobody' })).toMatchObject({ status: 'done', effects: [] });
  });

  it('after ninety days is nobody', () => {
    const campaign = running({}, { createdAt: NOW - LONGEST_CAMPAIGN_MS });
    expect(having(campaign, 'tick', { is: 'nobody' }).status).toBe('done');
  });
});

describe('A call that is begun', () => {
  const begun = () => having(running(), 'tick', PICKED);

  it('sets the pace for the next one, who is looked for at once', () => {
    const next = having(begun(), 'start:oc_1', { is: 'dialled', at: NOW + 40 });
    expect(next).toMatchObject({ nextAt: NOW + 2_540, begun: [NOW + 40], live: [{ is: 'dialled' }] });
    expect(owed(next)).toEqual({ tick: 0 });
  });

  it('does not set it where a gate says no: the contact waits, and holds nothing', () => {
    const dueAt = NOW + 30 * MINUTE;
    const next = having(begun(), 'start:oc_1', { is: 'put-off', dueAt, for: 'recent' });
    expect(next).toMatchObject({ nextAt: NOW, live: [], begun: [] });
    expect(changes(next)).toMatchObject([
      {
        row: 1,
        starts: 1,
        attempts: 0,
        givesBack: true,
        progress: { state: 'waiting', dueAt, for: 'recent' },
      },
    ]);
    expect(owed(next)).toMatchObject({ tick: 0 });
  });

  it('of somebody who wants no calls is the last one to them', () => {
    const next = having(begun(), 'start:oc_1', { is: 'forbidden', outcome: 'opted_out' });
    expect(next.counts).toEqual({ opted_out: 1 });
    expect(changes(next)).toMatchObject([{ progress: { state: 'ended', outcome: 'opted_out' } }]);
  });

  it('waits longer and longer for a place, up to a minute', () => {
    let campaign = begun();
    const waits: number[] = [];
    for (let time = 0; time < 7; time += 1) {
      campaign = having({ ...campaign, nextAt: NOW }, 'start:oc_1', { is: 'no-room' });
      waits.push((owed(campaign)['start:oc_1'] ?? 0) / 1_000);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60]);
    expect(campaign.live).toHaveLength(1);
  });

  it('is nobody’s once its campaign runs no more', () => {
    const next = having({ ...begun(), status: 'paused' }, 'start:oc_1', { is: 'withdrawn' });
    expect(next.live).toEqual([]);
    expect(owed(next)).toEqual({});
  });

  it('is begun again when table or queue were away', () => {
    const next = having(begun(), 'start:oc_1', { is: 'not-done', reason: 'table-away' });
    expect(next.effects).toMatchObject([{ id: 'start:oc_1', mayHaveHappened: true, notBefore: NOW + 1_000 }]);
  });
});

describe('What became of a call', () => {
  const calling = (settings: object = {}, ...rows: number[]) =>
    running(settings, { live: rows.map((row) => live(row)) });

  it('is counted once, however often it is told', () => {
    const once = afterTold(calling({}, 1), made(1, 'answered'), NOW);
    expect(once.counts).toEqual({ answered: 1 });
    expect(afterTold(once, made(1, 'answered'), NOW)).toBe(once);
  });

  it.each([
    ['busy', 0, true],
    ['no_answer', 1, true],
    ['failed', 0, true],
    ['busy', 2, false],
    ['voicemail', 0, false],
    ['bad_number', 0, false],
    ['unknown', 0, false],
    ['canceled', 0, false],
  ] as const)('%s after %i calls before it: called again is %s', (outcome, attempts, isAgain) => {
    const campaign = running({}, { live: [live(1, { attempts, starts: attempts })] });
    const next = afterTold(campaign, made(1, outcome), NOW);
    const progress = isAgain
      ? { state: 'waiting', dueAt: NOW + 60 * MINUTE, for: 'again' }
      : { state: 'ended', outcome };
    expect(changes(next)).toMatchObject([{ attempts: attempts + 1, starts: attempts + 1, progress }]);
    expect(next.counts).toEqual(isAgain ? {} : { [outcome]: 1 });
  });

  it('is called again by what the settings name, after as long as they say', () => {
    const settings = { attempts: { again: ['voicemail'], waitMinutes: 0.5 } };
    const next = afterTold(calling(settings, 1, 2), made(1, 'voicemail'), NOW);
    expect(changes(next)).toMatchObject([{ progress: { state: 'waiting', dueAt: NOW + 30_000 } }]);
    expect(changes(afterTold(next, made(2, 'busy'), NOW)).at(-1)).toMatchObject({
      progress: { state: 'ended' },
    });
  });

  it('makes the campaign done with the last one', () => {
    const campaign = running({}, { counts: { busy: 9 }, live: [live(1)] });
    expect(afterTold(campaign, made(1, 'answered'), NOW).status).toBe('done');
  });

  it('that nobody was rung for counts no attempt, and gives back what it held', () => {
    const told = { is: 'not-made', callId: 'oc_1', at: NOW } as const;
    const hours = afterTold(calling({}, 1), { ...told, why: 'hours', dueAt: NOW + MINUTE }, NOW);
    expect(changes(hours)).toMatchObject([
      { attempts: 0, starts: 1, givesBack: true, progress: { dueAt: NOW + MINUTE, for: 'hours' } },
    ]);
    const gone = afterTold(calling({}, 1), { ...told, why: 'withdrawn' }, NOW);
    expect(changes(gone)).toMatchObject([{ attempts: 0, progress: { state: 'waiting', dueAt: NOW } }]);
    const listed = afterTold(calling({}, 1), { ...told, why: 'forbidden', outcome: 'opted_out' }, NOW);
    expect(listed.counts).toEqual({ opted_out: 1 });
  });

  it('for want of room puts off the contact and all others, longer each time', () => {
    const told = { is: 'not-made', callId: 'oc_1', at: NOW, why: 'room' } as const;
    const campaign = running({}, { live: [live(1, { deferrals: 2 })], deferrals: 1 });
    const next = afterTold(campaign, told, NOW);
    expect(next).toMatchObject({ nextAt: NOW + 4_000, deferrals: 2 });
    expect(changes(next)).toMatchObject([{ deferrals: 3, progress: { dueAt: NOW + 8_000, for: 'room' } }]);
    const asked = afterTold(campaign, { ...told, retryAfterSeconds: 30 }, NOW);
    expect(asked.nextAt).toBe(NOW + 30_000);
    expect(afterTold({ ...next, live: [live(2)] }, made(2, 'busy'), NOW).deferrals).toBe(0);
  });

  it('of a call whose worker died before it said that it was begun sets the pace all the same', () => {
    const campaign = running({}, { live: [live(1, { is: 'begun' })] });
    expect(afterTold(campaign, made(1, 'busy'), NOW).nextAt).toBe(NOW + 2_500);
  });

  it('ends what was owed to begin it', () => {
    const campaign = having(running(), 'tick', PICKED);
    expect(owed(afterTold(campaign, made(1, 'busy'), NOW))).not.toHaveProperty('start:oc_1');
  });

  it('brings the look at who is next, sooner than it was owed', () => {
    const campaign = {
      ...having(running({}, { settledAt: NOW - MINUTE }), 'tick', {
        is: 'nobody',
        nextAt: NOW + 90 * MINUTE,
      }),
      live: [live(1)],
    };
    expect(owed(afterTold(campaign, made(1, 'answered'), NOW))).toMatchObject({ tick: 0 });
    const paused_ = { ...campaign, status: 'paused' as const };
    expect(owed(afterTold(paused_, made(1, 'answered'), NOW))).toMatchObject({ tick: 90 * MINUTE });
  });
});

describe('A contact that was written down', () => {
  const settling = () => afterTold(running({}, { live: [live(1)] }), made(1, 'busy'), NOW);

  it('is looked for when they are due, and the index may be behind from then on', () => {
    const campaign = having(settling(), 'tick', { is: 'nobody', nextAt: NOW + 90 * MINUTE });
    const next = having(campaign, 'settle:1:1', { is: 'settled', dueAt: NOW + 500 }, NOW + 100);
    expect(next.settledAt).toBe(NOW + 100);
    expect(owed(next)).toEqual({ tick: 500 });
  });

  it('leaves the look alone that somebody is at: it comes again by itself', () => {
    const campaign = held(settling());
    const next = having(campaign, 'settle:1:1', { is: 'settled', dueAt: NOW + 500 });
    expect(next.effects).toMatchObject([{ id: 'tick', claim: { owner: 'o' } }]);
  });

  it('is written again when that failed', () => {
    const next = having(settling(), 'settle:1:1', { is: 'not-done', reason: 'contended' });
    expect(next.effects.map(({ id }) => id)).toContain('settle:1:1');
  });
});

describe('Calls that find no room together', () => {
  it('are one pause, and since when there is none is known', () => {
    const told = (row: number) => ({ is: 'not-made', callId: `oc_${row}`, at: NOW, why: 'room' }) as const;
    const campaign = running({}, { live: [live(1), live(2), live(3)] });
    const first = afterTold(campaign, told(1), NOW);
    const second = afterTold(first, told(2), NOW + 500);
    expect(second).toMatchObject({ deferrals: 1, fullSince: NOW, nextAt: NOW + 2_500 });
    const third = afterTold(second, told(3), NOW + 3_000);
    expect(third).toMatchObject({ deferrals: 2, fullSince: NOW, nextAt: NOW + 7_000 });
    const room = afterTold({ ...third, live: [live(4)] }, made(4, 'busy'), NOW + 8_000);
    expect(room.deferrals).toBe(0);
    expect(room).not.toHaveProperty('fullSince');
  });
});

describe('A campaign that nobody goes on with', () => {
  it.each(['draft', 'paused', 'running'] as const)('(%s) is over at its end', (status) => {
    const campaign = running({ endAt: new Date(NOW + MINUTE).toISOString() }, { status });
    expect(statusAt(campaign, NOW + MINUTE - 1)).toBe(status);
    expect(statusAt(campaign, NOW + MINUTE)).toBe('done');
    expect(statusAt({ ...campaign, live: [live(1)] }, NOW + MINUTE)).toBe(status);
  });

  it('stays canceled', () => {
    expect(statusAt(running({}, { status: 'canceled' }), NOW + LONGEST_CAMPAIGN_MS)).toBe('canceled');
  });
});

describe('The breaker', () => {
  const failed = (row: number) =>
    made(row, 'failed', {
      fault: 'call',
      endedReason: 'twilio-failed-to-connect-call',
      vapiCallId: `v${row}`,
    });
  const ended = (settings: object, ends: ('failed' | 'busy')[]) => {
    let campaign = running(settings, { total: 1_000 });
    for (const [index, end] of ends.entries()) {
      const row = index + 1;
      const told = end === 'failed' ? failed(row) : made(row, 'busy');
      campaign = afterTold({ ...campaign, live: [live(row)] }, told, NOW + index * 1_000);
    }
    return campaign;
  };

  it('pauses at half of five calls and more, and names the failures', () => {
    const campaign = ended({}, ['failed', 'busy', 'failed', 'busy', 'failed']);
    expect(campaign).toMatchObject({
      status: 'paused',
      pausedBecause: {
        code: 'breaker',
        failures: [
          { row: 1, endedReason: 'twilio-failed-to-connect-call', callId: 'v1' },
          { row: 3 },
          { row: 5 },
        ],
      },
    });
    expect(owed(campaign)).not.toHaveProperty('start');
  });

  it.each<[string, object, ('failed' | 'busy')[]]>([
    ['fewer calls', {}, ['failed', 'failed', 'failed', 'failed']],
    ['a smaller share', {}, ['failed', 'busy', 'busy', 'failed', 'busy']],
    [
      'failures that are long ago',
      { breaker: { seconds: 2 } },
      ['failed', 'failed', 'failed', 'failed', 'busy', 'busy', 'busy'],
    ],
  ])('does nothing for %s', (_what, settings, ends) => {
    expect(ended(settings, ends).status).toBe('running');
  });

  it('keeps the last twenty failures', () => {
    const settings = { breaker: { least: 1_000 } };
    const campaign = ended(
      settings,
      Array.from({ length: 30 }, () => 'failed' as const),
    );
    expect(campaign.failures.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 11));
  });

  it.each([
    'ours',
    'account',
  ] as const)('is not waited for where it is of the %s: nobody was rung, and they are called later', (fault) => {
    const told = made(1, 'failed', { fault, endedReason: 'why' });
    const campaign = afterTold(running({}, { live: [live(1), live(2)] }), told, NOW);
    expect(campaign).toMatchObject({
      ...{ status: 'paused', counts: {}, live: [{ row: 2 }] },
      pausedBecause: { code: fault, failures: [{ row: 1, endedReason: 'why' }] },
    });
    expect(changes(campaign)).toMatchObject([
      { attempts: 0, givesBack: true, progress: { state: 'waiting' } },
    ]);
  });

  it('pauses no campaign that is over', () => {
    const campaign = running({ breaker: { least: 1 } }, { status: 'canceled', live: [live(1)] });
    expect(afterTold(campaign, failed(1), NOW).status).toBe('canceled');
  });
});
