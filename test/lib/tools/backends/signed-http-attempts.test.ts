import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../../../infra/local/simulators/team-backend/team-backend.ts';
import { REQUEST_MS } from '../../../../lib/tools/backends/reading.ts';
import {
  always,
  attempt,
  type Backend,
  backendAt,
  CHANGING,
  fill,
  LOOKING,
  NINE,
  NOW,
  noAnswer,
  SECRET,
  TOOLS,
  type ToolName,
} from './signed-team.ts';

let team: TeamBackend;
let backend: Backend;
let now: number;
beforeEach(async () => {
  now = NOW;
  team = await startTeamBackend({ secrets: [SECRET], clock: () => now });
  fill(team);
  backend = backendAt(team.url, [SECRET], () => now);
});
afterEach(() => team.stop());

const ALL = [...LOOKING, ...CHANGING];
type Fault = Parameters<TeamBackend['faults']['next']>[1];

/** What is answered when a tool fails once. */
const failing = async (tool: ToolName, fault: Fault) => {
  team.faults.next(tool, fault);
  return TOOLS[tool](backend);
};

describe('An attempt at a tool call', () => {
  const lost: [string, Fault, string][] = [
    ['was lost', { kind: 'lost-answer' }, 'http-cut'],
    ['came from a server in front', { kind: 'status-after-effect', status: 502 }, 'http-502'],
    ['broke off', { kind: 'malformed' }, 'http-unreadable'],
    ['was far too long', { kind: 'huge' }, 'http-too-large'],
    ['lacked the reference', { kind: 'without', field: 'reference' }, 'http-unreadable'],
  ];
  it.each(
    lost,
  )('whose answer %s comes again with the same id, and does nothing twice', async (_how, fault, reason) => {
    expect(await failing('schedule_appointment', fault)).toEqual(noAnswer(reason, 'open', true));
    now += 10_000;
    const again = attempt('tc_1', { mayHaveHappened: true });
    const booked = await TOOLS.schedule_appointment(backend, again);
    expect(booked).toEqual({ is: 'booked', reference: 'A1001', start: NINE });
    expect([...team.appointments.keys()]).toEqual(['A1', 'A1001']);
    expect(team.requests).toMatchObject([
      { id: 'tc_1', timestamp: '1796050000' },
      { id: 'tc_1', timestamp: '1796050010' },
    ]);
    expect(team.requests[1]?.body).toEqual(team.requests[0]?.body);
  });

  it.each(ALL)('ends with its signal, and is answered when it comes again: %s', async (tool) => {
    team.faults.next(tool, { kind: 'slow', ms: 60_000 });
    const ending = new AbortController();
    const waiting = TOOLS[tool](backend, attempt('tc_1', { signal: ending.signal }));
    await expect.poll(() => team.requests.length).toBe(1);
    ending.abort();
    expect(await waiting).toEqual(noAnswer('http-cut', 'open', true));
    const again = await TOOLS[tool](backend, attempt('tc_1', { mayHaveHappened: true }));
    expect(again).not.toMatchObject({ is: 'no-answer' });
    expect(team.requests.map(({ id }) => id)).toEqual(['tc_1', 'tc_1']);
  });

  it.each(ALL)('that is out of time is too slow: %s', async (tool) => {
    team.faults.next(tool, { kind: 'slow', ms: 60_000 });
    const answer = await TOOLS[tool](backend, attempt('tc_1', { signal: AbortSignal.timeout(100) }));
    expect(answer).toEqual(noAnswer('http-timeout', 'open', true));
  });

  it('takes no longer than a request may, whoever waits', async () => {
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 60_000 });
    const began = performance.now();
    expect(await TOOLS.get_ticket_status(backend)).toEqual(noAnswer('http-timeout', 'open', true));
    expect(Math.round((performance.now() - began) / 1_000)).toBe(REQUEST_MS / 1_000);
  });

  it('that was ended before it began asks nothing', async () => {
    const answer = await TOOLS.check_availability(backend, attempt('tc_1', { signal: AbortSignal.abort() }));
    expect(answer).toMatchObject({ is: 'no-answer', so: 'open' });
    expect(team.requests).toEqual([]);
  });
});

describe('Trouble of the team', () => {
  it.each(ALL)('that cuts the connection leaves it open: %s', async (tool) => {
    expect(await failing(tool, { kind: 'cut' })).toEqual(noAnswer('http-cut', 'open', true));
  });

  const broken: [Fault, string][] = [
    [{ kind: 'status', status: 500 }, 'http-500'],
    [{ kind: 'status', status: 502, as: 'page' }, 'http-502'],
    [{ kind: 'status', status: 503 }, 'http-503'],
    [{ kind: 'malformed' }, 'http-unreadable'],
    [{ kind: 'huge' }, 'http-too-large'],
  ];
  const each = (tools: readonly ToolName[]) =>
    tools.flatMap((tool) => broken.map(([fault, reason]) => ({ tool, fault, reason })));
  it.each(each(LOOKING))('ends what only looks: $tool, $reason', async ({ tool, fault, reason }) => {
    expect(await failing(tool, fault)).toEqual(noAnswer(reason, 'never', true));
  });
  it.each(each(CHANGING))('leaves a change open: $tool, $reason', async ({ tool, fault, reason }) => {
    expect(await failing(tool, fault)).toEqual(noAnswer(reason, 'open', true));
  });

  it.each(ALL)('that keeps it from being there at all is told at once: %s', async (tool) => {
    await team.stop();
    expect(await TOOLS[tool](backend)).toEqual(noAnswer('http-unreachable', 'never', true));
  });
});

describe('The team may ask', () => {
  const busy = (seconds: string): Fault => ({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': seconds },
  });

  it.each(ALL)('for a moment more: %s', async (tool) => {
    const pending = await failing(tool, { kind: 'status', status: 202 });
    expect(pending).toEqual(noAnswer('http-202', 'open', false));
    expect(await TOOLS[tool](backend)).not.toMatchObject({ is: 'no-answer' });
  });

  it.each(ALL)('to be left alone for a short while: %s', async (tool) => {
    const answer = await failing(tool, busy('5'));
    expect(answer).toEqual({ ...noAnswer('http-429', 'open', false), retryAfterSeconds: 5 });
    const until = await failing(tool, busy(new Date(NOW + 20_000).toUTCString()));
    expect(until).toMatchObject({ so: 'open', retryAfterSeconds: 20 });
  });

  it.each(ALL)('to be left alone for longer than a caller waits: %s', async (tool) => {
    expect(await failing(tool, busy('90'))).toEqual(noAnswer('http-429', 'never', false));
  });
});

describe('The team says no', () => {
  const each = (statuses: readonly number[]) =>
    ALL.flatMap((tool) => statuses.map((status) => ({ tool, status })));

  it.each(each([400, 401, 403, 404, 410, 422]))('once and for all: $tool, $status', async ({
    tool,
    status,
  }) => {
    expect(await failing(tool, { kind: 'status', status })).toEqual(
      noAnswer(`http-${status}`, 'never', false),
    );
    expect(await TOOLS[tool](backend)).not.toMatchObject({ is: 'no-answer' });
  });

  it.each(
    ALL.filter((tool) => tool !== 'schedule_appointment'),
  )('with 409 also where nothing can be taken: %s', async (tool) => {
    const answer = await failing(tool, { kind: 'status', status: 409 });
    expect(answer).toEqual(noAnswer('http-409', 'never', false));
  });

  it.each(each([301, 302, 303, 307, 308]))('by sending us elsewhere: $tool, $status', async ({
    tool,
    status,
  }) => {
    const elsewhere = await always(200, '{"result":{}}');
    const answer = await failing(tool, { kind: 'status', status, headers: { location: elsewhere.url } });
    await elsewhere.stop();
    expect(answer).toEqual(noAnswer(`http-${status}`, 'never', false));
    expect(elsewhere.asked()).toBe(0);
    expect(team.requests).toHaveLength(1);
  });
});
