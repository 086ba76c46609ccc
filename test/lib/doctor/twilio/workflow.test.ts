import { describe, expect, it } from 'vitest';
import { checkOf, examined, expected, inOrder, TEAM, withTwilio } from '../examined.ts';
import { BASE, ROUTING, type Row, SID } from '../twilio-account.ts';

const workflow = (id: string, change: Row) =>
  withTwilio(id, ({ workflows }) => ({
    workflows: { [SID.workflow]: { ...workflows[SID.workflow], ...change } },
  }));

const [SUPPORT = { filter_friendly_name: '', expression: '', targets: [] }] = ROUTING.task_routing.filters;

const routed = (change: { filter?: object; routing?: object }) =>
  workflow('twilio.workflow-targets', {
    configuration: JSON.stringify({
      task_routing: {
        ...ROUTING.task_routing,
        filters: [{ ...SUPPORT, ...change.filter }],
        ...change.routing,
      },
    }),
  });

describe('The workflow of handoffs', () => {
  it('fails when it is not there', async () => {
    const twilio = { ...inOrder(), workflows: {} };
    expect(await checkOf('twilio.workflow-callbacks', { twilio })).toMatchObject({
      status: 'fail',
      what: 'The workflow of handoffs is not there: no caller reaches an agent.',
      fix: 'Check TWILIO_WORKFLOW_SID.',
    });
  });

  it('fails when that of callbacks is not there', async () => {
    const expectations = expected({ TWILIO_CALLBACK_WORKFLOW_SID: `WW${'9'.repeat(32)}` });
    expect(await checkOf('twilio.workflow-callbacks', { expectations })).toMatchObject({
      status: 'fail',
      what: 'The workflow of callbacks is not there: callbacks reach nobody.',
    });
  });

  it('fails when it asks somebody else about offers, or nobody', async () => {
    expect(
      await workflow('twilio.workflow-callbacks', {
        assignment_callback_url: 'https://old.example.net/assignment',
      }),
    ).toMatchObject({
      status: 'fail',
      what: 'The assignment callback of "voice-handoff:prod" leads elsewhere: agents are offered callers whom we never ring them for.',
    });
    expect((await workflow('twilio.workflow-callbacks', { assignment_callback_url: null })).what).toContain(
      'has no assignment callback',
    );
  });

  it('warns without a fallback, or with one that fails together with the first', async () => {
    expect(
      await workflow('twilio.workflow-callbacks', { fallback_assignment_callback_url: null }),
    ).toMatchObject({
      status: 'warn',
      what: 'There is no fallback callback: one failed request costs the caller an agent.',
    });
    const twice = { fallback_assignment_callback_url: `${BASE}/webhook/twilio/assignment` };
    expect(await workflow('twilio.workflow-callbacks', twice)).toMatchObject({
      status: 'warn',
      what: 'The fallback is the callback once more: what fails once fails twice.',
    });
  });

  it('warns of callbacks that can be read on the way', async () => {
    const open = 'http://handoff.example.com';
    const check = await checkOf('twilio.workflow-callbacks', {
      expectations: expected({}, { baseUrl: open }),
      twilio: {
        ...inOrder(),
        workflows: {
          [SID.workflow]: {
            ...inOrder().workflows[SID.workflow],
            assignment_callback_url: `${open}/webhook/twilio/assignment`,
            fallback_assignment_callback_url: `${open}/webhook/twilio/assignment/fallback`,
          },
        },
      },
    });
    expect(check).toMatchObject({
      status: 'warn',
      what: 'The callbacks are http: who is calling can be read on the way.',
    });
  });

  it('fails when one agent has the whole time of a caller, and warns when one has no time to pick up', async () => {
    expect(await workflow('twilio.reservation-timeout', { task_reservation_timeout: 120 })).toMatchObject({
      status: 'fail',
      what: 'An agent has 120 s of the 30 s that a caller waits: only one is ever tried.',
    });
    expect(await workflow('twilio.reservation-timeout', { task_reservation_timeout: 6 })).toMatchObject({
      status: 'warn',
    });
    expect(await workflow('twilio.reservation-timeout', { task_reservation_timeout: 15 })).toMatchObject({
      status: 'ok',
      what: 'An agent has 15 s, so that 2 can be tried in 30 s.',
    });
  });

  it('fails when its configuration cannot be read', async () => {
    expect(await workflow('twilio.workflow-targets', { configuration: '--- yaml' })).toMatchObject({
      status: 'fail',
      what: 'The configuration of "voice-handoff:prod" cannot be read: nobody knows whom it asks.',
    });
  });

  it('fails when it gives up before its callers do', async () => {
    expect(await routed({ filter: { targets: [{ queue: SID.support, timeout: 20 }] } })).toMatchObject({
      status: 'fail',
      what: '"support" gives up after 20 s, though its callers are promised 30 s.',
    });
  });

  it('fails when a queue is not there, or holds nobody at the end', async () => {
    expect((await routed({ routing: { default_filter: { queue: 'WQ0' } } })).what).toBe(
      'It leads to queues that are not there (WQ0): their callers reach nobody.',
    );
    expect(
      await withTwilio('twilio.workflow-targets', ({ load }) => ({
        load: { ...load, total_eligible_workers: 0 },
      })),
    ).toMatchObject({
      status: 'fail',
      what: '"support" ends at a queue that no agent is in: its callers wait for nobody.',
    });
  });

  it('fails without a default filter', async () => {
    expect(await routed({ routing: { default_filter: null } })).toMatchObject({
      status: 'fail',
      what: 'There is no default filter: a caller whom no filter fits is given up at once.',
    });
  });

  it('fails for a name with a hyphen, and warns of attributes that no task of ours carries', async () => {
    expect(await routed({ filter: { expression: "customer-tier == 'gold'" } })).toMatchObject({
      status: 'fail',
      what: 'Names with a hyphen (customer-tier) cannot stand in an expression: its callers match nothing.',
    });
    const targets = [{ queue: SID.all, known_worker_sid: 'task.preferred_worker_sid' }];
    expect(await routed({ filter: { targets } })).toMatchObject({
      status: 'warn',
      what: 'Our tasks never carry preferred_worker_sid: what asks for it finds nobody, while the caller waits.',
    });
  });
});

/** With one queue more, of our name. */
function withQueue(department: string) {
  const has = inOrder();
  const more = {
    ...has.queues[0],
    sid: `WQ${'0'.repeat(32)}`,
    friendly_name: `voice-handoff:prod:${department}`,
  };
  return { ...has, queues: [...has.queues, more] };
}

describe('A task queue', () => {
  const queue = (change: Row) =>
    withTwilio('twilio.queue:support', ({ queues }) => ({
      queues: queues.map((one) => (one.sid === SID.support ? { ...one, ...change } : one)),
    }));
  const load = (change: Row) =>
    withTwilio('twilio.queue:support', (has) => ({ load: { ...has.load, ...change } }));

  it('fails when nobody is in it, and says who waits', async () => {
    expect(
      await load({ total_eligible_workers: 0, total_available_workers: 0, longest_task_waiting_age: 512 }),
    ).toMatchObject({
      status: 'fail',
      what: 'No agent is in it, and somebody has waited for 9 min: its callers wait for nobody.',
    });
  });

  it('warns when nobody is available', async () => {
    expect(await load({ total_available_workers: 0 })).toMatchObject({
      status: 'warn',
      what: 'None of its agents is available at this moment: its callers get a callback at best.',
    });
  });

  it('fails for an empty expression, and one that asks for a list that nobody has', async () => {
    expect(await queue({ target_workers: '' })).toMatchObject({
      status: 'fail',
      what: 'Its expression is empty: its callers wait for ever.',
    });
    expect(await queue({ target_workers: "department HAS 'support'" })).toMatchObject({
      status: 'fail',
      what: 'Its expression asks for a list "department" that no agent has: it finds nobody.',
    });
  });

  it('warns when several telephones ring for one caller', async () => {
    expect(await queue({ max_reserved_workers: 5 })).toMatchObject({
      status: 'warn',
      what: 'It rings 5 agents at once: all but one pick up for nothing.',
    });
  });

  it('is not judged where no workflow leads to it: its department may be gone', async () => {
    const all = await examined({ twilio: withQueue('sales') });
    expect(all.map(({ id }) => id)).not.toContain('twilio.queue:sales');
  });

  it('fails where a department’s own is not led to, or is not there', async () => {
    const team = { ...TEAM, departments: ['support', 'sales'] };
    const expectations = expected({}, { team });
    const id = 'twilio.queue:sales';
    expect(await checkOf(id, { twilio: withQueue('sales'), expectations })).toMatchObject({
      status: 'fail',
      what: expect.stringContaining('No workflow leads to the queue of the department'),
    });
    expect(await checkOf(id, { expectations })).toMatchObject({
      status: 'fail',
      what: expect.stringContaining('The department has no queue'),
    });
  });

  it('is skipped only as far as it was not told', async () => {
    const check = await withTwilio('twilio.queue:support', () => ({
      refused: { '/RealTimeStatistics': { status: 403, code: 70051 } },
    }));
    expect(check).toMatchObject({
      status: 'ok',
      what: 'Its expression can find agents; how many it finds was not told.',
    });
  });
});
