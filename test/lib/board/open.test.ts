import { describe, expect, it } from 'vitest';
import { agentsReader } from '../../../lib/board/agents.ts';
import { figuresOf } from '../../../lib/board/figures.ts';
import { boardReader } from '../../../lib/board/open.ts';
import { called, DAY, facts, goingOn, inVain, NOON } from './given.ts';
import { MemoryLists } from './memory-lists.ts';

const HOUR = 3_600_000;

const world = ({ timeZone = 'UTC', at = NOON } = {}) => {
  const lists = new MemoryLists(timeZone);
  const clock = { now: at };
  const read = boardReader({
    lists,
    agents: async () => ({ is: 'unknown' }),
    clock: () => clock.now,
    timeZone,
    longestCallMs: HOUR,
  });
  return { lists, clock, read };
};

describe('What goes on', () => {
  it('is nothing on a day on which nobody has asked yet', async () => {
    const { read } = world();
    expect(await read()).toEqual({
      at: '2026-11-30T12:00:00.000Z',
      now: { waiting: [], ringing: [], talking: [], calls: 0 },
      agents: { is: 'unknown' },
      today: {
        date: DAY,
        timeZone: 'UTC',
        ...figuresOf([]),
        byDepartment: {},
        byHour: {},
        byAgent: {},
        byStrategy: {},
      },
      followups: { callbacks: [], reviews: [] },
    });
  });

  it('is who waits, who is being rung and who talks, the longest wait first', async () => {
    const { lists, read } = world();
    const states = ['connected', 'queued', 'bridging', 'requested', 'offered'] as const;
    lists.going = states.map((state, index) => ({
      facts: goingOn(state, { handoffId: state, askedAt: NOON - index * 1_000 }),
      called: called({ callId: state }),
    }));
    const { now } = await read();
    const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id);
    expect(idsOf(now.waiting)).toEqual(['requested', 'queued']);
    expect(idsOf(now.ringing)).toEqual(['offered', 'bridging']);
    expect(idsOf(now.talking)).toEqual(['connected']);
  });

  it('counts a call once, whether Vapi has it or a leg of ours, and no longer than the longest call', async () => {
    const { lists, read } = world();
    lists.live = [
      { callId: 'asks', since: NOON - 1_000 },
      { callId: 'talks', since: NOON - 2_000 },
      { callId: 'forgotten', since: NOON - HOUR - 1 },
    ];
    lists.going = ['asks', 'moved'].map((callId) => ({
      facts: goingOn('connected'),
      called: called({ callId }),
    }));
    expect((await read()).now.calls).toBe(3);
  });

  it('shows nobody as waiting whose handoff is kept as ended: the index follows the table', async () => {
    const { lists, read } = world();
    const waits = goingOn('queued', { handoffId: 'ho_over' });
    lists.going = [{ facts: waits, called: called() }];
    lists.keep({ ...inVain('no_agent', 30), handoffId: 'ho_over' }, called(), NOON);
    const { now, today } = await read();
    expect(now.waiting).toEqual([]);
    expect(today).toMatchObject({ asked: 1, noAgent: 1 });
  });

  it('has the callbacks and reviews that wait, the oldest first', async () => {
    const { lists, read } = world();
    const one = {
      callId: 'call-1',
      name: null,
      caller: '+14155550199',
      reason: null,
      department: null,
      when: null,
    };
    lists.followups = [
      { ...one, kind: 'review', id: 'rv_1', at: NOON - 1_000 },
      { ...one, kind: 'callback', id: 'cb_2', at: NOON - 2_000 },
      { ...one, kind: 'callback', id: 'cb_1', at: NOON - HOUR },
    ];
    const { followups } = await read();
    expect(followups.callbacks.map(({ id }) => id)).toEqual(['cb_1', 'cb_2']);
    expect(followups.reviews).toEqual([
      { ...one, id: 'rv_1', caller: '•••• 0199', since: new Date(NOON - 1_000).toISOString() },
    ]);
  });
});

describe('The figures of today', () => {
  it('are of what was asked for today, whether it has ended or goes on', async () => {
    const { lists, read } = world();
    lists.keep(facts({ handoffId: 'ho_1' }), called(), NOON);
    lists.keep(inVain('no_agent', 30), called(), NOON);
    lists.going = [{ facts: goingOn('queued'), called: called() }];
    expect((await read()).today).toMatchObject({ asked: 3, connected: 1, noAgent: 1, serviceLevel: 1 / 3 });
  });

  it('have what has ended and is not kept yet, and count nothing twice', async () => {
    const { lists, read } = world();
    const ended = facts({ handoffId: 'ho_1' });
    lists.going = [{ facts: ended, called: called() }];
    expect((await read()).today).toMatchObject({ asked: 1, connected: 1 });
    lists.keep(ended, called(), NOON);
    expect((await read()).today).toMatchObject({ asked: 1, connected: 1 });
    lists.going = [];
    expect((await read()).today).toMatchObject({ asked: 1, connected: 1 });
  });

  it('follow a report that knew better, also one of an hour ago', async () => {
    const { lists, clock, read } = world();
    const first = { ...inVain('transferred', 50), handoffId: 'ho_1' };
    lists.keep(first, called(), NOON);
    expect((await read()).today).toMatchObject({ transferred: 1, connected: 0 });
    clock.now += HOUR;
    lists.keep(facts({ handoffId: 'ho_1', edition: 2 }), called(), clock.now);
    expect((await read()).today).toMatchObject({ asked: 1, transferred: 0, connected: 1 });
  });

  it('go by the day and the hours of the business', async () => {
    // Midnight has passed in Los Angeles four hours ago.
    const { lists, read } = world({ timeZone: 'America/Los_Angeles' });
    lists.keep(facts({ askedAt: NOON - 4 * HOUR + 60_000 }), called(), NOON);
    lists.keep(facts({ askedAt: NOON - 4 * HOUR - 60_000 }), called(), NOON);
    lists.keep(facts({ askedAt: NOON }), called(), NOON);
    const { today } = await read();
    expect(today).toMatchObject({ date: DAY, timeZone: 'America/Los_Angeles', asked: 2 });
    expect(Object.entries(today.byHour).map(([hour, { asked }]) => [hour, asked])).toEqual([
      ['00', 1],
      ['04', 1],
    ]);
  });

  it('go by hours that begin at a quarter past, where clocks do', async () => {
    const { lists, read } = world({ timeZone: 'Asia/Kathmandu' });
    // 17:59 and 18:00 there.
    for (const askedAt of [NOON + 14 * 60_000, NOON + 15 * 60_000]) {
      lists.keep(facts({ askedAt }), called(), NOON);
    }
    expect(Object.keys((await read()).today.byHour)).toEqual(['17', '18']);
  });

  it('are of the new day after midnight', async () => {
    const { lists, clock, read } = world();
    lists.keep(facts(), called(), NOON);
    expect((await read()).today.asked).toBe(1);
    clock.now = NOON + 12 * HOUR;
    expect((await read()).today).toMatchObject({ date: '2026-12-01', asked: 0 });
  });

  it('stand by department, agent and strategy too; who named no department is in a group as well', async () => {
    const { lists, read } = world();
    const { department: _none, agent: _nobody, ...rest } = inVain('no_agent', 30);
    for (const one of [facts(), facts({ strategy: 'enqueue' }), rest]) lists.keep(one, called(), NOON);
    const { byDepartment, byAgent, byStrategy } = (await read()).today;
    expect(byDepartment).toMatchObject({
      billing: { asked: 2, connected: 2 },
      none: { asked: 1, noAgent: 1 },
    });
    expect(Object.keys(byAgent)).toEqual(['amara.osei']);
    expect(byStrategy).toMatchObject({ conference: { asked: 2 }, enqueue: { asked: 1 } });
  });

  it('read the whole day once, and after that what is new, with what may have come late', async () => {
    const { lists, clock, read } = world();
    for (let minute = 0; minute < 60; minute += 1) {
      lists.keep(facts({ askedAt: NOON - HOUR + minute * 60_000 }), called(), NOON - HOUR + minute * 60_000);
    }
    const readOf = async () => {
      lists.asked.length = 0;
      const { today } = await read();
      const kept = lists.asked.filter((one) => one.startsWith('kept'));
      return [today.asked, kept.reduce((sum, one) => sum + Number(one.split(' ')[1]), 0)];
    };
    expect(await readOf()).toEqual([60, 60]);
    clock.now += 2_000;
    expect(await readOf()).toEqual([60, 0]);
    lists.keep(facts(), called(), clock.now - 20_000);
    clock.now += 2_000;
    expect(await readOf()).toEqual([61, 1]);
  });
});

describe('The agents on the board', () => {
  const workers = [
    { name: 'li.wei', activity: 'Available' },
    { name: 'amara.osei', activity: 'Available' },
    { name: '+14155550178', activity: 'Offline' },
  ];

  it('are by activity, asked for no more often than every five seconds, whoever looks', async () => {
    let asked = 0;
    const clock = { now: NOON };
    const agents = agentsReader(
      async () => {
        asked += 1;
        return workers;
      },
      () => clock.now,
    );
    const [first] = await Promise.all([agents(), agents()]);
    expect(first).toEqual({
      is: 'known',
      at: new Date(NOON).toISOString(),
      byActivity: {
        Available: [{ name: 'amara.osei' }, { name: 'li.wei' }],
        Offline: [{ name: '•••• 0178' }],
      },
    });
    clock.now += 4_999;
    await agents();
    expect(asked).toBe(1);
    clock.now += 1;
    await agents();
    expect(asked).toBe(2);
  });

  it('are unknown where TaskRouter does not say, and nobody waits longer than a second for it', async () => {
    const never = agentsReader(
      () => new Promise(() => {}),
      () => NOON,
    );
    expect(await never()).toEqual({ is: 'unknown' });
    const no = agentsReader(
      async () => undefined,
      () => NOON,
    );
    expect(await no()).toEqual({ is: 'unknown' });
    const broken = agentsReader(
      async () => Promise.reject(new Error('for the test')),
      () => NOON,
    );
    expect(await broken()).toEqual({ is: 'unknown' });
  });
});
