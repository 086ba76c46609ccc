import type { BoardData, Figures, Followup, HandoffRow, WithAgent } from '../../../../lib/board/data.ts';

/** Boards as their page sees them, in every state. It is a Monday, 14:03 in Berlin. */
export const T0 = Date.parse('2026-11-30T13:03:20Z');
export const ago = (seconds: number): string => new Date(T0 - seconds * 1000).toISOString();

const NOTHING: Figures = {
  ...{ asked: 0, connected: 0, serviceLevel: null, averageSpeedOfAnswerSeconds: null },
  ...{ averageTalkSeconds: null, abandoned: 0, noAgent: 0, failed: 0, canceled: 0, transferred: 0 },
};
export const figures = (changed: Partial<Figures> = {}): Figures => ({ ...NOTHING, ...changed });

type Caller = Omit<Followup, 'when' | 'since'>;
export const caller = (changed: Partial<Caller> = {}): Caller => ({
  id: 'ho_4K7Q2M9X1B',
  callId: '0c5a2f5e-1b1d-4f0e-9a58-3f2f7f0a9b11',
  name: 'Marta Lindqvist',
  caller: '•••• 0199',
  reason: 'Charged twice for November, wants one of the two back',
  department: 'billing',
  ...changed,
});

const PEOPLE = [
  ['Marta Lindqvist', '•••• 0199', 'billing', 'Charged twice for November, wants one of the two back'],
  ['Idris Bello', '•••• 0177', 'support', 'The heating is out since last night, a baby in the house'],
  [null, '•••• 0142', 'sales', 'Asks for a contract for two flats'],
  ['Zoë Amsel-Kowalczyk', '•••• 0108', null, 'Wants to speak to a person'],
  ['J. Ortega', null, 'support', 'Order 88213 arrived broken'],
  ['Priya Raman', '•••• 0151', 'billing', 'A reminder for an invoice that was paid'],
  ['Tomasz Wójcik', '•••• 0123', 'support', 'The meter shows an error E-14'],
] as const;
const person = (nth: number): Caller => {
  const [name, number, department, reason] = PEOPLE[nth % PEOPLE.length] ?? PEOPLE[0];
  return caller({ id: `ho_${nth}`, name, caller: number, department, reason });
};

const AGENTS = ['amara.osei', 'ben.fischer', 'chiara.conti', 'dmitri.popov', 'elena.vidal', 'femi.adeyemi'];
const withAgents = (count: number, from: number, seconds: number): WithAgent[] =>
  Array.from({ length: count }, (_, n) => ({
    ...person(n + from),
    agent: AGENTS[(n + from) % AGENTS.length] ?? null,
    since: ago(seconds * (n + 1)),
  }));

const agents: BoardData['agents'] = {
  is: 'known',
  at: ago(2),
  byActivity: {
    Available: AGENTS.map((name) => ({ name })),
    Break: [{ name: 'greta.holm' }, { name: 'hugo.marchetti' }],
    Offline: Array.from({ length: 14 }, (_, n) => ({ name: `agent.${n + 10}` })),
    Unavailable: [{ name: 'ines.duarte' }],
  },
};

const ASKED = [4, 19, 31, 42, 28, 22, 9];
export const byHour: Record<string, Figures> = Object.fromEntries(
  ASKED.map((asked, n) => {
    const [lost, open] = [Math.floor(asked / 9), n === 6 ? 3 : Math.floor(asked / 15)];
    const connected = asked - lost - open;
    const hour = figures({
      ...{ asked, connected, serviceLevel: connected / asked, averageSpeedOfAnswerSeconds: 11 + n },
      ...{ averageTalkSeconds: 251 + n * 9, abandoned: lost, canceled: n === 6 ? 0 : open },
    });
    return [String(8 + n).padStart(2, '0'), hour];
  }),
);

const whole = (asked: number, connected: number, lost: number): Figures =>
  figures({
    ...{ asked, connected, serviceLevel: connected / asked, averageSpeedOfAnswerSeconds: 13.4 },
    ...{ averageTalkSeconds: 274.2, abandoned: lost, noAgent: 2, failed: 1, canceled: 4, transferred: 2 },
  });

const today: BoardData['today'] = {
  ...whole(155, 131, 9),
  ...{ date: '2026-11-30', timeZone: 'Europe/Berlin' },
  byDepartment: { support: whole(74, 61, 5), billing: whole(52, 46, 3), sales: whole(29, 24, 1) },
  byHour,
  byAgent: Object.fromEntries(AGENTS.map((name, n) => [name, whole(24 - n * 2, 24 - n * 2, 0)])),
  byStrategy: {
    conference: whole(121, 104, 6),
    enqueue: whole(21, 16, 3),
    'vapi-transfer': whole(13, 11, 0),
  },
};

/** A morning on which nothing has happened. */
export const empty = (changed: Partial<BoardData> = {}): BoardData => ({
  at: ago(0),
  now: { waiting: [], ringing: [], talking: [], calls: 0 },
  agents: { is: 'known', at: ago(1), byActivity: {} },
  today: {
    ...figures(),
    ...{ date: '2026-11-30', timeZone: 'Europe/Berlin' },
    ...{ byDepartment: {}, byHour: {}, byAgent: {}, byStrategy: {} },
  },
  followups: { callbacks: [], reviews: [] },
  ...changed,
});

/** Nobody waits, some talk. */
export const calm = (changed: Partial<BoardData> = {}): BoardData => ({
  at: ago(0),
  now: { waiting: [], ringing: [], talking: withAgents(3, 0, 95), calls: 7 },
  agents,
  today,
  followups: {
    callbacks: [{ ...person(2), when: 'tomorrow after nine', since: ago(47 * 60) }],
    reviews: [],
  },
  ...changed,
});

/** Three wait, the first of them for too long, and one is being rung. */
export const busy = (changed: Partial<BoardData> = {}): BoardData => ({
  ...calm(),
  now: {
    waiting: [
      { ...person(3), since: ago(4) },
      { ...person(0), since: ago(74) },
      { ...person(1), since: ago(17) },
    ],
    ringing: withAgents(1, 2, 6),
    talking: withAgents(4, 3, 95),
    calls: 14,
  },
  followups: {
    callbacks: [
      { ...person(2), when: 'tomorrow after nine', since: ago(47 * 60) },
      { ...person(5), when: 'this evening', since: ago(12 * 60) },
    ],
    reviews: [{ ...person(4), when: null, since: ago(3 * 3600) }],
  },
  ...changed,
});

/** Everybody is in a call, and callers wait. */
export const storm = (waiting = 50, changed: Partial<BoardData> = {}): BoardData => ({
  ...busy(),
  now: {
    waiting: Array.from({ length: waiting }, (_, n) => ({ ...person(n), since: ago(3 + n * 4) })),
    ringing: withAgents(2, 0, 8),
    talking: withAgents(4, 2, 131),
    calls: 58,
  },
  ...changed,
});

export const agentsUnknown = (): BoardData => busy({ agents: { is: 'unknown' } });

export const HOSTILE = '"><img src=x onerror="window.ran=1"><script>window.ran=1</script>\u202E\u2066evil ';

/** 200 wait, 300 agents, and names that are no names. */
export const hostile = (foreign = HOSTILE): BoardData => {
  const long = foreign.repeat(Math.ceil(2_000 / foreign.length));
  const anybody = { id: long, callId: long, name: long, caller: long, reason: long, department: long };
  const many = (count: number) => Array.from({ length: count }, (_, n) => n);
  const numbers = Number.MAX_SAFE_INTEGER;
  const large: Figures = {
    ...{ asked: numbers, connected: numbers, serviceLevel: 0.1234567, averageSpeedOfAnswerSeconds: numbers },
    ...{ averageTalkSeconds: numbers, abandoned: numbers, noAgent: numbers, failed: numbers },
    ...{ canceled: numbers, transferred: numbers },
  };
  const by = (count: number) => Object.fromEntries(many(count).map((n) => [`${n}${long}`, large]));
  const waits = (n: number) => ({ ...anybody, since: ago(n * 1_000_000) });
  const talks = (n: number) => ({ ...waits(n), agent: long });
  return {
    at: ago(0),
    now: {
      waiting: many(200).map(waits),
      ringing: many(100).map(talks),
      talking: many(100).map(talks),
      calls: numbers,
    },
    agents: {
      is: 'known',
      at: long,
      byActivity: Object.fromEntries(
        many(12).map((n) => [`${n}${long}`, many(300).map((each) => ({ name: `${each}${long}` }))]),
      ),
    },
    today: {
      ...large,
      ...{ date: '2026-11-30', timeZone: long },
      ...{ byDepartment: by(60), byAgent: by(300), byStrategy: by(30) },
      byHour: Object.fromEntries(many(24).map((n) => [String(n).padStart(2, '0'), large])),
    },
    followups: {
      callbacks: many(100).map((n) => ({ ...waits(n), when: long })),
      reviews: many(100).map((n) => ({ ...waits(n), when: long })),
    },
  };
};

/** One of the past, the newest first: the higher `nth`, the longer ago. */
export const row = (nth: number, changed: Partial<HandoffRow> = {}): HandoffRow => ({
  ...person(nth),
  at: ago(nth * 431 + 900),
  endedAt: ago(nth * 431 + 600),
  state: 'ended',
  outcome: (['completed', 'completed', 'caller_left', 'completed', 'no_agent'] as const)[nth % 5] ?? null,
  agent: nth % 5 === 2 || nth % 5 === 4 ? null : (AGENTS[nth % AGENTS.length] ?? null),
  waitSeconds: 9 + (nth % 7) * 4,
  talkSeconds: nth % 5 === 2 || nth % 5 === 4 ? null : 180 + nth,
  strategy: 'conference',
  pageUrl: `https://handoff.example.com/prod/agent/token-${nth}`,
  ...changed,
});
export const rows = (count: number, from = 0): HandoffRow[] =>
  Array.from({ length: count }, (_, n) => row(from + n));
