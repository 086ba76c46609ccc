import { describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { EVENTS } from '../../../../infra/setup/twilio/events.ts';
import { Account, type Fault } from './account.ts';
import { BASE, differing, lines, run, stageNamed, TEAM } from './setting-up.ts';

const NUMBER = {
  phone_number: '+14155550199',
  voice_url: 'https://demo.twilio.com/welcome/voice/',
  status_callback: '',
};

const ALL = [
  '+ twilio.workspace voice-handoff:dev',
  '+ twilio.activity missed a call',
  '+ twilio.queue sales',
  '+ twilio.queue support',
  '+ twilio.queue billing',
  '+ twilio.queue all',
  '+ twilio.workflow handoffs',
  '+ twilio.workflow callbacks',
  '+ twilio.worker amara.osei',
  '+ twilio.capacity amara.osei',
  '+ twilio.worker lee.park',
  '+ twilio.capacity lee.park',
  '+ twilio.timeout-activity missed a call',
  '~ twilio.number +1415…0199',
  '+ twilio.event-callback events',
];

function emptyAccount(): Account {
  const account = new Account();
  account.number(NUMBER);
  return account;
}

describe('Setting up an empty account', () => {
  it('tells everything that it would make, in order, and only reads', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    expect(lines(await run(account, stage, { mode: 'plan' }))).toEqual(ALL);
    expect(account.writes).toBe(0);
    expect(account.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(stage).toEqual(stageNamed('dev'));
  });

  it('makes what it told, and tells the same rows while it does', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    const planned = await run(account, stage, { mode: 'plan' });
    const told = await run(account, stage);
    expect(lines(told)).toEqual(lines(planned));
    expect(told.map(({ why }) => why)).toEqual(planned.map(({ why }) => why));

    const sid = (kind: string, name: string) => account.named(kind, name).sid;
    const [sales, support, billing, all] = ['sales', 'support', 'billing', 'all'].map((name) =>
      sid('TaskQueues', `voice-handoff:dev:${name}`),
    );
    expect(account.named('Workspaces', 'voice-handoff:dev')).toMatchObject({
      multi_task_enabled: true,
      template: 'NONE',
      timeout_activity_sid: sid('Activities', 'voice-handoff:dev:missed a call'),
      event_callback_url: `${BASE}/webhook/twilio/events#rc=2&rp=ct,rt,5xx`,
      events_filter: EVENTS.join(','),
    });
    expect(account.named('TaskQueues', 'voice-handoff:dev:support')).toMatchObject({
      target_workers: "departments HAS 'support'",
      max_reserved_workers: 1,
      task_order: 'FIFO',
    });
    const handoffs = account.named('Workflows', 'voice-handoff:dev:handoffs');
    expect(handoffs).toMatchObject({
      assignment_callback_url: `${BASE}/webhook/twilio/assignment`,
      fallback_assignment_callback_url: `${BASE}/webhook/twilio/assignment/fallback`,
      task_reservation_timeout: 15,
    });
    const targets = (queue: string | undefined) => [
      { queue, timeout: 15, skip_if: 'workers.available == 0' },
      { queue: all, timeout: 45 },
    ];
    expect(JSON.parse(String(handoffs.configuration))).toEqual({
      task_routing: {
        filters: [
          { filter_friendly_name: 'sales', expression: "department == 'sales'", targets: targets(sales) },
          {
            filter_friendly_name: 'support',
            expression: "department == 'support'",
            targets: targets(support),
          },
          {
            filter_friendly_name: 'billing',
            expression: "department == 'billing'",
            targets: targets(billing),
          },
        ],
        default_filter: { queue: all },
      },
    });
    const callbacks = account.named('Workflows', 'voice-handoff:dev:callbacks');
    expect(callbacks).not.toHaveProperty('assignment_callback_url');
    expect(JSON.parse(String(callbacks.configuration))).toEqual({
      task_routing: {
        filters: [
          {
            filter_friendly_name: 'callbacks and reviews',
            expression: "type IN ['callback_request', 'review_request']",
            targets: [{ queue: all }],
          },
        ],
        default_filter: { queue: all },
      },
    });
    expect(JSON.parse(String(account.named('Workers', 'amara.osei').attributes))).toEqual({
      contact_uri: '+14155550177',
      departments: ['billing', 'support'],
      languages: ['en', 'es'],
      managed_by: 'voice-handoff:dev',
    });
    const voice = account.all('Channels').filter((row) => row.task_channel_unique_name === 'voice');
    expect(voice.map((row) => [row.configured_capacity, row.available])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(account.named('IncomingPhoneNumbers', '+14155550199')).toMatchObject({
      voice_url: `${BASE}/webhook/twilio/voice`,
      voice_fallback_url: 'https://api.vapi.ai/twilio/inbound_call',
      status_callback: `${BASE}/webhook/twilio/status#rc=2&rp=ct,rt,5xx`,
    });
    expect(stage.settings).toEqual({
      ...stageNamed('dev').settings,
      TWILIO_WORKSPACE_SID: sid('Workspaces', 'voice-handoff:dev'),
      TWILIO_WORKFLOW_SID: handoffs.sid,
      TWILIO_CALLBACK_WORKFLOW_SID: callbacks.sid,
      TWILIO_REVIEW_WORKFLOW_SID: callbacks.sid,
      TWILIO_UNAVAILABLE_ACTIVITY_SID: sid('Activities', 'voice-handoff:dev:missed a call'),
    });
  });

  it('has nothing left to do afterwards, also for whoever has only the account', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    await run(account, stage);
    const written = account.writes;
    expect(differing(await run(account, stage))).toEqual([]);
    const elsewhere = stageNamed('dev');
    expect(differing(await run(account, elsewhere))).toEqual([]);
    expect(account.writes).toBe(written);
    expect(elsewhere.settings).toEqual(stage.settings);
  });

  it('leaves what needs a URL until there is one', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    const rows = await run(account, stage, { baseUrl: undefined });
    expect(lines(rows).filter((line) => line.endsWith('(after the deployment)'))).toEqual([
      '+ twilio.workflow-callbacks handoffs (after the deployment)',
      '+ twilio.number +1415…0199 (after the deployment)',
      '+ twilio.event-callback events (after the deployment)',
    ]);
    expect(account.named('Workflows', 'voice-handoff:dev:handoffs')).not.toHaveProperty(
      'assignment_callback_url',
    );
    expect(account.named('Workspaces', 'voice-handoff:dev')).not.toHaveProperty('event_callback_url');
    expect(account.named('IncomingPhoneNumbers', '+14155550199')).toMatchObject(NUMBER);
    expect(stage.settings.TWILIO_WORKFLOW_SID).toBeDefined();

    expect(differing(await run(account, stage))).toEqual([
      '~ twilio.workflow handoffs',
      '~ twilio.number +1415…0199',
      '~ twilio.event-callback events',
    ]);
    expect(differing(await run(account, stage))).toEqual([]);
  });

  it('reads lists to their end', async () => {
    const account = emptyAccount();
    account.pageSize = 1;
    const stage = stageNamed('dev');
    await run(account, stage);
    expect(differing(await run(account, stage))).toEqual([]);
  });
});

describe('A request that fails on the way', () => {
  const complete = async () => {
    const account = emptyAccount();
    await run(account, stageNamed('dev'));
    return account;
  };
  /** By names: SIDs count how often something was made. */
  const meaning = (account: Account): unknown => {
    const names = new Map<string, string>();
    for (const kind of ['Workspaces', 'Activities', 'TaskQueues', 'Workflows', 'Workers', 'Channels']) {
      for (const [index, row] of account.all(kind).entries()) names.set(row.sid, `${kind}-${index}`);
    }
    return [...names].reduce(
      (text, [sid, name]) => text.replaceAll(sid, name),
      JSON.stringify(account.state),
    );
  };
  const faults: Fault[] = ['lost-before', 'lost-after', 'failed', 'refused'];

  it.each(faults)('leaves no twin and nothing out, whichever it is: %s', async (fault) => {
    const wanted = await complete();
    for (let at = 0; at < wanted.writes; at += 1) {
      const account = emptyAccount();
      const stage = stageNamed('dev');
      account.fail([[at, fault]]);
      const failure = await run(account, stage).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined) expect(failure, `write ${at}`).toBeInstanceOf(SetupFailed);
      account.fail([]);
      await run(account, stage);
      expect(meaning(account), `write ${at}`).toEqual(meaning(wanted));
      expect(differing(await run(account, stage)), `write ${at}`).toEqual([]);
    }
  });

  it('goes on with what was made after all, without making it again', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    account.fail([
      [0, 'lost-after'],
      [6, 'lost-after'],
    ]);
    await run(account, stage);
    expect(account.all('Workspaces')).toHaveLength(1);
    expect(stage.settings.TWILIO_WORKFLOW_SID).toBe(
      account.named('Workflows', 'voice-handoff:dev:handoffs').sid,
    );
  });

  it('keeps what was made before it at once', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    account.fail([[2, 'failed']]);
    await expect(run(account, stage)).rejects.toThrow('twilio.queue sales');
    expect(stage.settings).toMatchObject({
      TWILIO_WORKSPACE_SID: account.named('Workspaces', 'voice-handoff:dev').sid,
      TWILIO_UNAVAILABLE_ACTIVITY_SID: account.named('Activities', 'voice-handoff:dev:missed a call').sid,
    });
  });

  it('says what Twilio said, without the number of an agent', async () => {
    const account = emptyAccount();
    account.fail([[8, 'refused']]);
    const failure = run(account, stageNamed('dev'));
    await expect(failure).rejects.toThrow(
      'twilio.worker amara.osei was not made: twilio-400, 20001, The contact +1415…0177 is no good',
    );
    await expect(failure).rejects.toMatchObject({ remedy: expect.stringContaining('Run it again') });
  });

  it('says that the credentials are no good', async () => {
    const stage = stageNamed('dev');
    const account = new Account();
    Object.defineProperty(account, 'api', {
      value: async () => ({ is: 'refused', status: 401, body: { code: 20003, message: 'Authenticate' } }),
    });
    await expect(run(account, stage)).rejects.toMatchObject({
      remedy: expect.stringContaining('TWILIO_AUTH_TOKEN'),
    });
  });
});

describe('A team that changes', () => {
  it('gets a queue, a filter and a worker more, and notes who left', async () => {
    const account = emptyAccount();
    const stage = stageNamed('dev');
    await run(account, stage);
    const [amara] = TEAM.agents;
    const newcomer = {
      name: 'robin.vale',
      contact: '+14155550178',
      departments: ['returns'],
      languages: ['de'],
    };
    const team = {
      ...TEAM,
      departments: { ...TEAM.departments, returns: {} },
      agents: [...(amara === undefined ? [] : [amara]), newcomer],
    };
    const before = account.named('Workers', 'lee.park');
    const rows = await run(account, stage, { team });
    expect(differing(rows)).toEqual([
      '+ twilio.queue returns',
      '~ twilio.workflow handoffs',
      '+ twilio.worker robin.vale',
      '+ twilio.capacity robin.vale',
    ]);
    expect(rows.find(({ name }) => name === 'lee.park')).toMatchObject({
      action: 'same',
      why: expect.stringContaining('Not in team.json any more'),
    });
    expect(account.named('Workers', 'lee.park')).toEqual(before);
    expect(differing(await run(account, stage, { team }))).toEqual([]);
  });
});
