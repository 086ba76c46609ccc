import { describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { Account, type Row } from './account.ts';
import { BASE, differing, run, type Stage, stageNamed, TEAM } from './setting-up.ts';

async function setUp(team = TEAM): Promise<{ account: Account; stage: Stage }> {
  const account = new Account();
  account.number({ phone_number: '+14155550199', voice_url: 'https://demo.twilio.com/welcome/voice/' });
  const stage = stageNamed('dev');
  await run(account, stage, { team });
  return { account, stage };
}

function remove(account: Account, row: Row): void {
  for (const [collection, rows] of account.rows) {
    account.rows.set(
      collection,
      rows.filter((one) => one !== row),
    );
  }
}

const configured = (row: Row) => JSON.parse(String(row.configuration)) as unknown;

describe('What somebody changed by hand in Twilio', () => {
  it.each<[what: string, kind: string, name: string, change: Record<string, unknown>, told: string]>([
    [
      'a queue for other agents',
      'TaskQueues',
      'voice-handoff:dev:support',
      { target_workers: '1==1' },
      '~ twilio.queue support',
    ],
    [
      'several phones at once',
      'TaskQueues',
      'voice-handoff:dev:all',
      { max_reserved_workers: 5 },
      '~ twilio.queue all',
    ],
    [
      'another configuration',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { configuration: '{"task_routing":{"filters":[]}}' },
      '~ twilio.workflow handoffs',
    ],
    [
      'a configuration that is none',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { configuration: 'task_routing:' },
      '~ twilio.workflow handoffs',
    ],
    [
      'a longer offer',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { task_reservation_timeout: 120 },
      '~ twilio.workflow handoffs',
    ],
    [
      'an assignment callback',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { assignment_callback_url: 'https://x.example.net/' },
      '~ twilio.workflow handoffs',
    ],
    [
      'no fallback',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { fallback_assignment_callback_url: null },
      '~ twilio.workflow handoffs',
    ],
    [
      'a time-out of callbacks',
      'Workflows',
      'voice-handoff:dev:callbacks',
      { task_reservation_timeout: 120 },
      '~ twilio.workflow callbacks',
    ],
    [
      'the name of a workflow',
      'Workflows',
      'voice-handoff:dev:handoffs',
      { friendly_name: 'Our calls' },
      '~ twilio.workflow handoffs',
    ],
    [
      'the name of an agent',
      'Workers',
      'amara.osei',
      { friendly_name: 'amara' },
      '~ twilio.worker amara.osei',
    ],
    [
      'multi-tasking',
      'Workspaces',
      'voice-handoff:dev',
      { multi_task_enabled: false },
      '~ twilio.workspace voice-handoff:dev',
    ],
    [
      'where a missed call leads',
      'Workspaces',
      'voice-handoff:dev',
      { timeout_activity_sid: 'WA00000000000000000000000000000003' },
      '~ twilio.timeout-activity missed a call',
    ],
    [
      'fewer events',
      'Workspaces',
      'voice-handoff:dev',
      { events_filter: 'task.canceled' },
      '~ twilio.event-callback events',
    ],
    [
      'an old address',
      'Workspaces',
      'voice-handoff:dev',
      { event_callback_url: 'https://old.example.com/webhook/twilio/events' },
      '~ twilio.event-callback events',
    ],
    [
      'no status callback',
      'IncomingPhoneNumbers',
      '+14155550199',
      { status_callback: '' },
      '~ twilio.number +1415…0199',
    ],
    [
      'a voice URL that is asked by GET',
      'IncomingPhoneNumbers',
      '+14155550199',
      { voice_method: 'GET' },
      '~ twilio.number +1415…0199',
    ],
  ])('is told and brought back: %s', async (_, kind, name, change, told) => {
    const { account, stage } = await setUp();
    const row = account.named(kind, name);
    const before = { ...row };
    Object.assign(row, change);
    const rows = await run(account, stage, { mode: 'plan' });
    expect(differing(rows)).toEqual([told]);
    expect(differing(await run(account, stage))).toEqual([told]);
    expect(row).toEqual(before);
    expect(differing(await run(account, stage))).toEqual([]);
  });

  it.each<[what: string, kind: string, name: string, told: string[]]>([
    [
      'a queue',
      'TaskQueues',
      'voice-handoff:dev:support',
      ['+ twilio.queue support', '~ twilio.workflow handoffs'],
    ],
    ['a workflow', 'Workflows', 'voice-handoff:dev:handoffs', ['+ twilio.workflow handoffs']],
    [
      'the workflow of callbacks',
      'Workflows',
      'voice-handoff:dev:callbacks',
      ['+ twilio.workflow callbacks'],
    ],
    [
      'the activity',
      'Activities',
      'voice-handoff:dev:missed a call',
      ['+ twilio.activity missed a call', '~ twilio.timeout-activity missed a call'],
    ],
    ['a worker', 'Workers', 'lee.park', ['+ twilio.worker lee.park', '+ twilio.capacity lee.park']],
  ])('is made again where it was deleted: %s', async (_, kind, name, told) => {
    const { account, stage } = await setUp();
    remove(account, account.named(kind, name));
    expect(differing(await run(account, stage))).toEqual(told);
    expect(Object.values(stage.settings)).toEqual(
      expect.arrayContaining(
        ['Workflows', 'Activities'].includes(kind) ? [account.named(kind, name).sid] : [],
      ),
    );
    expect(differing(await run(account, stage))).toEqual([]);
    expect(stage.settings.TWILIO_REVIEW_WORKFLOW_SID).toBe(stage.settings.TWILIO_CALLBACK_WORKFLOW_SID);
  });

  it('is told and brought back: capacity, contact and departments of an agent', async () => {
    const { account, stage } = await setUp();
    const worker = account.named('Workers', 'amara.osei');
    worker.attributes = JSON.stringify({
      contact_uri: '+14155550100',
      departments: 'billing',
      full_name: 'Amara Osei',
      managed_by: 'voice-handoff:dev',
    });
    const line = account.all('Channels').find((row) => row.task_channel_unique_name === 'voice');
    Object.assign(line ?? {}, { configured_capacity: 0, available: false });
    const rows = await run(account, stage);
    expect(rows.filter(({ action }) => action === 'change')).toEqual([
      {
        what: 'twilio.worker',
        name: 'amara.osei',
        action: 'change',
        fields: {
          contact_uri: { from: '+1415…0100', to: '+1415…0177' },
          departments: { from: 'billing', to: 'billing, support' },
          languages: { from: 'none', to: 'en, es' },
        },
      },
      {
        what: 'twilio.capacity',
        name: 'amara.osei',
        action: 'change',
        fields: { 'calls at one time': { from: '0', to: '1' }, available: { from: 'false', to: 'true' } },
      },
    ]);
    expect(JSON.parse(String(worker.attributes))).toMatchObject({
      full_name: 'Amara Osei',
      contact_uri: '+14155550177',
      departments: ['billing', 'support'],
    });
    expect(line).toMatchObject({ configured_capacity: 1, available: true });
  });

  it('stays where it means the same: how JSON is written, the order of events', async () => {
    const { account, stage } = await setUp();
    const handoffs = account.named('Workflows', 'voice-handoff:dev:handoffs');
    handoffs.configuration = JSON.stringify(configured(handoffs), null, 2).replace(
      /"timeout": (\d+)/g,
      '"timeout": "$1"',
    );
    const workspace = account.named('Workspaces', 'voice-handoff:dev');
    workspace.events_filter = String(workspace.events_filter).split(',').reverse().join(',');
    const worker = account.named('Workers', 'amara.osei');
    worker.attributes = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(String(worker.attributes)) as object).reverse()),
    );
    expect(differing(await run(account, stage))).toEqual([]);
  });

  it('stays where somebody has chosen: the activity of the settings, a workflow for reviews, a fallback', async () => {
    const { account, stage } = await setUp();
    account.named('Activities', 'voice-handoff:dev:missed a call').friendly_name = 'Break';
    const home = `/Workspaces/${stage.settings.TWILIO_WORKSPACE_SID}`;
    const theirs = account.add(`${home}/Workflows`, { friendly_name: 'Reviews', configuration: '{}' });
    stage.settings.TWILIO_REVIEW_WORKFLOW_SID = theirs.sid;
    const number = account.named('IncomingPhoneNumbers', '+14155550199');
    number.voice_fallback_url = 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001';
    const rows = await run(account, stage);
    expect(differing(rows)).toEqual([]);
    expect(rows.filter(({ why }) => why !== undefined).map(({ why }) => why)).toEqual([
      '"Break" is it, as TWILIO_UNAVAILABLE_ACTIVITY_SID says.',
      'The fallback stays: https://handler.twilio.com/…. --adopt puts https://api.vapi.ai/twilio/inbound_call there.',
    ]);
    expect(stage.settings.TWILIO_REVIEW_WORKFLOW_SID).toBe(theirs.sid);
  });

  it('stays where a workspace is called otherwise, and is told', async () => {
    const { account, stage } = await setUp();
    account.named('Workspaces', 'voice-handoff:dev').friendly_name = 'Our calls';
    const rows = await run(account, stage);
    expect(differing(rows)).toEqual([]);
    expect(rows[0]).toMatchObject({ name: 'Our calls', why: expect.stringContaining('its name too') });
  });

  describe('at another address', () => {
    const tomorrow = { baseUrl: 'https://new.example.com' };

    it.each([
      'us',
      'vapi',
    ] as const)('goes along, a number too that is answered by %s', async (answeredBy) => {
      const team = { ...TEAM, numbers: [{ number: '+14155550199', answeredBy }] };
      const { account, stage } = await setUp(team);
      const rows = await run(account, stage, { ...tomorrow, team });
      expect(differing(rows)).toEqual([
        '~ twilio.workflow handoffs',
        '~ twilio.number +1415…0199',
        '~ twilio.event-callback events',
      ]);
      expect(rows.filter(({ why }) => why !== undefined)).toEqual([]);
      expect(JSON.stringify(account.state)).not.toContain(BASE);
      expect(differing(await run(account, stage, { ...tomorrow, team }))).toEqual([]);
    });

    it('goes along after all, whatever failed on the way', async () => {
      for (let at = 0; at < 3; at += 1) {
        const { account, stage } = await setUp();
        account.fail([[at, 'failed']]);
        await expect(run(account, stage, tomorrow), `write ${at}`).rejects.toThrow(SetupFailed);
        account.fail([]);
        await run(account, stage, tomorrow);
        expect(JSON.stringify(account.state), `write ${at}`).not.toContain(BASE);
      }
    });

    it.each([
      ['leads to another deployment than our workspace', 'https://live.example.com/webhook/twilio/voice', {}],
      ['leads to our address, but not as we write it', `${BASE}/v2/webhook/twilio/voice`, {}],
      ['has only a name to tell that the workspace is ours', undefined, { TWILIO_WORKSPACE_SID: '' }],
    ])('does not go along, a number that %s', async (_, voiceUrl, settings) => {
      const { account, stage } = await setUp();
      const number = account.named('IncomingPhoneNumbers', '+14155550199');
      if (voiceUrl !== undefined) number.voice_url = voiceUrl;
      Object.assign(stage.settings, settings);
      const rows = await run(account, stage, { ...tomorrow, mode: 'plan' });
      expect(differing(rows)).toContain('! twilio.number +1415…0199');
      await run(account, stage, { ...tomorrow, adopt: true });
      expect(number.voice_url).toBe('https://new.example.com/webhook/twilio/voice');
    });

    it('does not go along where our workspace tells nobody its events: the address is not known then', async () => {
      const { account, stage } = await setUp();
      account.named('Workspaces', 'voice-handoff:dev').event_callback_url = '';
      const rows = await run(account, stage, { ...tomorrow, mode: 'plan' });
      expect(differing(rows)).toContain('! twilio.number +1415…0199');
    });
  });

  it('follows a number that Vapi is to answer from now on', async () => {
    const { account, stage } = await setUp();
    const team = { ...TEAM, numbers: [{ number: '+14155550199', answeredBy: 'vapi' as const }] };
    await run(account, stage, { team });
    expect(account.named('IncomingPhoneNumbers', '+14155550199')).toMatchObject({
      voice_url: 'https://api.vapi.ai/twilio/inbound_call',
      voice_fallback_url: `${BASE}/webhook/twilio/voice`,
      status_callback: `${BASE}/webhook/twilio/status#rc=2&rp=ct,rt,5xx`,
    });
    expect(differing(await run(account, stage, { team }))).toEqual([]);
  });
});
