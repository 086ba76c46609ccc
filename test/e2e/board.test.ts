import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { boardToken, linkToken } from '../../lib/base/signed-link.ts';
import type { BoardData, Figures, HandoffPage } from '../../lib/board/data.ts';
import type { Outcome } from '../../lib/handoff/record/handoff.ts';
import type { Product } from './product.ts';
import { type Stage, startStage } from './scenarios.ts';

const WINDOW_MS = 4_000;
const ABANDONS_MS = 5_000;
/** How far what was watched from outside may be from what the product noted. */
const CLOSE_MS = 400;

const boardOf = ({ system }: Product) => {
  const [key = ''] = (system.env.LINK_SIGNING_KEY ?? '').split(',');
  const token = boardToken({ expiresAt: Math.floor(Date.now() / 1000) + 3_600 }, key);
  return `${system.url}/board/${token}`;
};
const dataOf = async (product: Product): Promise<BoardData> =>
  (await fetch(`${boardOf(product)}/data`)).json() as Promise<BoardData>;
const search = async (product: Product, query = ''): Promise<HandoffPage> =>
  (await fetch(`${boardOf(product)}/handoffs?${query}`)).json() as Promise<HandoffPage>;

/** A handoff as it was played, from outside: nothing of it is read from the product. */
type Played = { outcome: Outcome; askedAt: number; joinedAt?: number; endedAt: number; department: string };

/** The figures by the definitions, from what was played. */
const recomputed = (all: readonly Played[]) => {
  const of = (...outcomes: Outcome[]) => all.filter(({ outcome }) => outcomes.includes(outcome));
  const joined = of('completed');
  const leftAtOnce = of('caller_left').filter(({ askedAt, endedAt }) => endedAt - askedAt <= ABANDONS_MS);
  const counted = all.length - of('canceled').length - leftAtOnce.length;
  const waits = joined.map(({ askedAt, joinedAt = Number.NaN }) => joinedAt - askedAt);
  return {
    asked: all.length,
    connected: joined.length,
    serviceLevel: counted === 0 ? null : waits.filter((wait) => wait <= WINDOW_MS).length / counted,
    abandoned: of('caller_left').length,
    noAgent: of('no_agent').length,
    failed: of('bridge_failed', 'task_failed').length,
    canceled: of('canceled').length,
    transferred: of('transferred').length,
    wait: waits.reduce((sum, wait) => sum + wait, 0) / (waits.length || 1) / 1_000,
    talk:
      joined.reduce((sum, { joinedAt = 0, endedAt }) => sum + endedAt - joinedAt, 0) /
      (joined.length || 1) /
      1_000,
  };
};

const same = (shown: Figures | undefined, played: readonly Played[]) => {
  const { wait, talk, ...counts } = recomputed(played);
  expect(shown).toMatchObject(counts);
  if (counts.connected === 0) return;
  expect(Math.abs((shown?.averageSpeedOfAnswerSeconds ?? 0) - wait)).toBeLessThan(CLOSE_MS / 1_000);
  expect(Math.abs((shown?.averageTalkSeconds ?? 0) - talk)).toBeLessThan(CLOSE_MS / 1_000);
};

describe.each([
  'vapi-transfer',
  'conference',
  'enqueue',
] as const)('The board, with the strategy %s', (strategy) => {
  let stage: Stage;
  const played: Played[] = [];
  /** When agent and caller came together, as it was seen at Twilio. */
  const together = new Map<string, number>();
  const TOGETHER = {
    'vapi-transfer': 'agent-accepted',
    conference: 'conference-joined',
    enqueue: 'caller-dequeued',
  };

  beforeAll(async () => {
    stage = await startStage(strategy);
    stage.product.twilio.on(({ what, callId, callSid, at }) => {
      if (what !== TOGETHER[strategy]) return;
      for (const id of [callId, callSid]) if (id !== undefined) together.set(id, at);
    });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  const escalated = async (department: string) => {
    const call = await stage.caller();
    const askedAt = Date.now();
    await call.askForHuman({ reason: 'wants a person', department });
    return { call, askedAt, department };
  };
  type Asked = Awaited<ReturnType<typeof escalated>>;
  /** The end, as the record's state shows it from outside: the word of the test says which one it has to be. */
  const ends = async ({ call, askedAt, department }: Asked, outcome: Outcome) => {
    const { progress } = await stage.ended(call);
    expect(progress).toMatchObject({ state: 'ended', outcome });
    const endedAt = progress.state === 'ended' ? progress.at : Number.NaN;
    const joinedAt =
      outcome === 'completed' ? (together.get(call.id) ?? together.get(call.callSid ?? '')) : undefined;
    played.push({ outcome, askedAt, endedAt, department, ...(joinedAt !== undefined && { joinedAt }) });
  };
  const twiceAndLate = () => {
    const { twilio, vapi } = stage.product;
    for (const type of [
      'assignment',
      'voice-status',
      'conference',
      'reservation.accepted',
      'task.completed',
    ]) {
      twilio.deliveries.always(type, { copies: 2, delayMs: type === 'assignment' ? 0 : 120 });
    }
    for (const type of ['tool-calls', 'status-update:ended', 'end-of-call-report']) {
      vapi.deliveries.always(type, { copies: 2 });
    }
  };

  it('counts a talk', async () => {
    stage.agents('takes');
    const asked = await escalated('billing');
    await stage.talk(asked.call);
    await ends(asked, 'completed');
  });

  it('counts a talk once of which everything is told twice and late', async () => {
    twiceAndLate();
    stage.agents('takes');
    const asked = await escalated('billing');
    await stage.talk(asked.call);
    await ends(asked, 'completed');
  });

  it('counts a talk whose events of TaskRouter never came: a look finds it, and it has begun before', async () => {
    const { product } = stage;
    for (const type of ['reservation.accepted', 'task.completed', 'reservation.created']) {
      product.twilio.deliveries.always(type, { drop: true });
    }
    stage.agents('takes');
    const asked = await escalated('sales');
    if (strategy === 'enqueue') {
      await product.until(asked.call.id, ({ progress }) => progress.state === 'connected', 90_000);
    }
    await stage.talk(asked.call);
    await ends(asked, 'completed');
  });

  it('counts who was told that nobody is there', async () => {
    await ends(await escalated('sales'), 'no_agent');
  });

  it('counts who left at once, though nothing but a look told of it', async () => {
    const asked = await escalated('sales');
    await stage.product.until(asked.call.id, ({ progress }) => progress.state === 'queued');
    twiceAndLate();
    await asked.call.hangUp();
    await ends(asked, 'caller_left');
  });

  it('counts who took it back', async () => {
    const asked = await escalated('support');
    const state = strategy === 'enqueue' ? 'requested' : 'queued';
    await stage.product.until(asked.call.id, ({ progress }) => [state, 'queued'].includes(progress.state));
    await asked.call.askForHuman({}, { toolName: 'cancel_handoff', toolCallId: 'call_cancel' });
    await ends(asked, 'canceled');
  });

  it('counts whom an agent had taken, and nobody could join them', async () => {
    const { vapi, twilio } = stage.product;
    if (strategy === 'vapi-transfer') vapi.faults.always('transfer', { kind: 'status', status: 400 });
    else if (strategy === 'conference') twilio.faults.always('update-call', { kind: 'status', status: 400 });
    else return;
    stage.agents('takes');
    const asked = await escalated('billing');
    await stage.product.until(asked.call.id, ({ progress }) => progress.state === 'ended');
    // What is still owed can be done again.
    for (const faults of [vapi.faults, twilio.faults]) faults.clear();
    await stage.product.ended(asked.call.id, 120_000);
    await ends(asked, 'bridge_failed');
  });

  it('counts a transfer of which nothing tells whether it was answered, until a report does', async () => {
    if (strategy !== 'vapi-transfer') return;
    const { product } = stage;
    product.vapi.deliveries.always('end-of-call-report', { drop: true });
    stage.agents('takes');
    const asked = await escalated('support');
    await stage.talk(asked.call);
    await ends(asked, 'transferred');
    const before = (await dataOf(product)).today;
    expect(before).toMatchObject({ transferred: 1 });
    product.vapi.deliveries.clear();
    const transfers = [{ destination: { type: 'number', number: '+14155550170' }, status: 'completed' }];
    const said = {
      endedReason: 'assistant-forwarded-call',
      summary: 'They talked.',
      transcript: 'AI: Hello.',
    };
    await asked.call.send('end-of-call-report', { ...said, artifact: { messages: [], transfers } });
    await product.until(
      asked.call.id,
      ({ progress }) => progress.state === 'ended' && progress.outcome === 'completed',
    );
    const last = played.pop();
    const joinedAt = together.get(asked.call.id);
    if (last !== undefined && joinedAt !== undefined)
      played.push({ ...last, outcome: 'completed', joinedAt });
    const after = (await dataOf(product)).today;
    expect(after).toMatchObject({ transferred: 0, connected: before.connected + 1, asked: before.asked });
  });

  it('counts what TaskRouter refused', async () => {
    if (strategy === 'enqueue') return;
    stage.product.twilio.faults.next('create-task', { kind: 'status', status: 403 });
    await ends(await escalated('support'), 'task_failed');
  });

  it('has the figures that are computed from what was played: in all, by department, by strategy', async () => {
    const { today } = await dataOf(stage.product);
    same(today, played);
    same(today.byStrategy[strategy], played);
    for (const department of ['billing', 'sales', 'support']) {
      same(
        today.byDepartment[department],
        played.filter((one) => one.department === department),
      );
    }
    const hours = Object.values(today.byHour).reduce((sum, { asked }) => sum + asked, 0);
    expect(hours).toBe(played.length);
  });

  it('lists each of them once, and as a file', async () => {
    const { handoffs, cursor } = await search(stage.product);
    expect(cursor).toBeUndefined();
    expect(handoffs.map(({ outcome }) => outcome).toSorted()).toEqual(
      played.map(({ outcome }) => outcome).toSorted(),
    );
    for (const row of handoffs) expect(row).toMatchObject({ state: 'ended', strategy, caller: '•••• 0123' });
    const found = await search(stage.product, 'department=Sales&outcome=no_agent');
    expect(found.handoffs).toHaveLength(1);
    const csv = await (await fetch(`${boardOf(stage.product)}/handoffs.csv?department=sales`)).text();
    expect(csv.trim().split('\r\n')).toHaveLength(
      1 + played.filter(({ department }) => department === 'sales').length,
    );
    expect(csv).not.toContain('+1415555');
  });
});

describe('The board, while it goes on,', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage('conference', { HANDOFF_WINDOW_SECONDS: '20' });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  const until = async (holds: (data: BoardData) => boolean) => {
    for (const end = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const data = await dataOf(stage.product);
      if (holds(data)) return data;
      if (Date.now() > end) throw new Error(JSON.stringify(data.now));
    }
  };

  it('shows who waits, who is rung and who talks, and the agents as TaskRouter has them', async () => {
    expect((await dataOf(stage.product)).now).toEqual({ waiting: [], ringing: [], talking: [], calls: 0 });
    const call: SimulatedCall = await stage.caller();
    await call.askForHuman({ reason: 'charged twice', department: 'billing', customer_name: 'Robin Vale' });
    const waiting = await until(({ now }) => now.waiting.length === 1);
    expect(waiting.now).toMatchObject({
      waiting: [
        {
          callId: call.id,
          name: 'Robin Vale',
          caller: '•••• 0123',
          reason: 'charged twice',
          department: 'billing',
        },
      ],
      calls: 1,
    });
    expect(waiting.today).toMatchObject({ asked: 1, connected: 0 });
    stage.agents('takes');
    const talking = await until(({ now }) => now.talking.length === 1);
    expect(talking.now).toMatchObject({
      waiting: [],
      talking: [{ callId: call.id, agent: 'agent-0' }],
      calls: 1,
    });
    await until(
      ({ agents }) => agents.is === 'known' && agents.byActivity.Available?.[0]?.name === 'agent-0',
    );
    await stage.talk(call);
    await stage.ended(call);
    const over = await until(({ now }) => now.calls === 0);
    expect(over.now.talking).toEqual([]);
    expect(over.today).toMatchObject({ asked: 1, connected: 1, serviceLevel: 1 });
  });

  it('leads from each handoff to the page about it', async () => {
    const { handoffs } = await search(stage.product);
    const page = await fetch(handoffs[0]?.pageUrl ?? '');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('charged twice')]);
  });

  it('does without the agents where TaskRouter does not answer', async () => {
    stage.product.twilio.faults.always('list-workers', { kind: 'status', status: 503 });
    const { agents } = await until((data) => data.agents.is === 'unknown');
    expect(agents).toEqual({ is: 'unknown' });
  });

  it('is shown to nobody with another link, a broken one or an old one', async () => {
    const { system } = stage.product;
    const [key = ''] = (system.env.LINK_SIGNING_KEY ?? '').split(',');
    const expiresAt = Math.floor(Date.now() / 1000) + 3_600;
    const others = [
      linkToken({ callId: 'board', handoffId: String(expiresAt), expiresAt }, key),
      boardToken({ expiresAt }, 'another key that signs nothing here'),
      boardToken({ expiresAt: expiresAt - 7_200 }, key),
      'x',
    ];
    for (const token of others) {
      const page = await fetch(`${system.url}/board/${token}`);
      expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
      for (const path of ['data', 'handoffs', 'handoffs.csv']) {
        const answer = await fetch(`${system.url}/board/${token}/${path}`);
        expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'forbidden' } }]);
      }
    }
    const own = boardToken({ expiresAt }, key);
    expect((await fetch(`${system.url}/agent/${own}`)).status).toBe(403);
    expect((await fetch(`${system.url}/campaign/${own}`)).status).toBe(403);
  });

  it('names the field of a search that cannot be meant', async () => {
    const answer = await fetch(`${boardOf(stage.product)}/handoffs?from=yesterday`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      error: { code: 'invalid', field: 'from', message: 'from is not a day like 2026-11-30' },
    });
  });
});
