import { describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { Account, type Row } from './account.ts';
import { BASE, differing, lines, run, type Stage, stageNamed, TEAM } from './setting-up.ts';

const THEIR_EVENTS = 'https://flex-owner.example.net/events?key=INVENTED_secret';

/** A workspace that somebody else has made, which the settings name. */
function shared(of: Record<string, unknown> = {}): {
  account: Account;
  stage: Stage;
  workspace: Row;
  home: string;
} {
  const account = new Account();
  account.number({ phone_number: '+14155550199', voice_url: '' });
  const workspace = account.add('/Workspaces', {
    friendly_name: 'Flex Task Assignment',
    multi_task_enabled: true,
    ...of,
  });
  const stage = stageNamed('dev');
  stage.settings.TWILIO_WORKSPACE_SID = workspace.sid;
  return { account, stage, workspace, home: `/Workspaces/${workspace.sid}` };
}

const refusals = (rows: Awaited<ReturnType<typeof run>>) =>
  rows.filter(({ action }) => action === 'refuse').map(({ what, name, why }) => `${what} ${name}: ${why}`);

describe('What somebody else has made', () => {
  it('is not overwritten: the URL of the events, of which nobody is told more than the host', async () => {
    const { account, stage, workspace } = shared({ event_callback_url: THEIR_EVENTS });
    const rows = await run(account, stage, { mode: 'plan' });
    expect(refusals(rows)).toEqual([
      expect.stringMatching(/^twilio.event-callback events: .*--adopt.*Event Streams/),
    ]);
    expect(JSON.stringify(rows)).toContain('https://flex-owner.example.net/…');
    expect(JSON.stringify(rows)).not.toContain('INVENTED_secret');
    // Should it appear between plan and apply, it is still not overwritten.
    await expect(run(account, stage)).rejects.toThrow(SetupFailed);
    expect(workspace.event_callback_url).toBe(THEIR_EVENTS);
  });

  it('is refused before a deployment already', async () => {
    const { account, stage } = shared({ event_callback_url: THEIR_EVENTS });
    account.named('IncomingPhoneNumbers', '+14155550199').voice_url = 'https://pbx.example.net/in';
    const rows = await run(account, stage, { mode: 'plan', baseUrl: undefined });
    expect(refusals(rows)).toEqual([
      expect.stringContaining('twilio.number +1415…0199: '),
      expect.stringContaining('twilio.event-callback events: '),
    ]);
    const adopting = await run(account, stage, { mode: 'plan', baseUrl: undefined, adopt: true });
    expect(refusals(adopting)).toEqual([]);
  });

  it('is taken over when asked for', async () => {
    const { account, stage, workspace } = shared({
      event_callback_url: THEIR_EVENTS,
      multi_task_enabled: false,
    });
    expect(refusals(await run(account, stage, { mode: 'plan' }))).toHaveLength(2);
    await run(account, stage, { adopt: true });
    expect(workspace).toMatchObject({
      friendly_name: 'Flex Task Assignment',
      multi_task_enabled: true,
      event_callback_url: `${BASE}/webhook/twilio/events#rc=2&rp=ct,rt,5xx`,
      timeout_activity_sid: stage.settings.TWILIO_UNAVAILABLE_ACTIVITY_SID,
    });
    expect(differing(await run(account, stage))).toEqual([]);
  });

  it('keeps the activity of a missed call, and its agents to itself', async () => {
    const { account, stage, workspace } = shared();
    const { timeout_activity_sid: before } = workspace;
    const rows = await run(account, stage);
    expect(rows.find(({ what }) => what === 'twilio.timeout-activity')).toMatchObject({
      action: 'same',
      why: expect.stringContaining('"Offline"'),
    });
    expect(workspace.timeout_activity_sid).toBe(before);
    expect(account.named('TaskQueues', 'voice-handoff:dev:all').target_workers).toBe(
      "managed_by == 'voice-handoff:dev'",
    );
    expect(account.named('TaskQueues', 'voice-handoff:dev:sales').target_workers).toBe(
      "departments HAS 'sales' AND managed_by == 'voice-handoff:dev'",
    );
    expect(differing(await run(account, stage))).toEqual([]);
  });

  it.each<[what: string, kind: string, row: Record<string, unknown>, refused: string]>([
    [
      'a queue',
      'TaskQueues',
      {
        friendly_name: 'voice-handoff:dev:support',
        target_workers: '1==1',
        max_reserved_workers: 1,
        task_order: 'LIFO',
      },
      'twilio.queue support',
    ],
    [
      'a workflow',
      'Workflows',
      { friendly_name: 'voice-handoff:dev:handoffs', configuration: '{}' },
      'twilio.workflow handoffs',
    ],
    [
      'a worker',
      'Workers',
      { friendly_name: 'Amara.Osei', attributes: '{"full_name":"Amara Osei","contact_uri":"+14155550177"}' },
      'twilio.worker amara.osei',
    ],
  ])('is not changed because it has the same name, but taken over when asked for: %s', async (_, kind, row, refused) => {
    const { account, stage, home } = shared();
    const theirs = account.add(`${home}/${kind}`, row);
    const before = { ...theirs };
    const rows = await run(account, stage, { mode: 'plan' });
    expect(refusals(rows)).toEqual([expect.stringContaining(`${refused}: `)]);
    expect(theirs).toEqual(before);
    await run(account, stage, { adopt: true });
    expect(account.all(kind).filter(({ sid }) => sid === theirs.sid)).not.toEqual([before]);
    expect(differing(await run(account, stage, { adopt: true }))).toEqual([]);
    expect(JSON.stringify(theirs)).toContain(kind === 'Workers' ? 'Amara Osei' : 'voice-handoff:dev');
  });

  it('is not changed because the settings name it: a workflow of their own', async () => {
    const { account, stage, home } = shared();
    const theirs = account.add(`${home}/Workflows`, { friendly_name: 'Support', configuration: '{}' });
    stage.settings.TWILIO_WORKFLOW_SID = theirs.sid;
    const rows = await run(account, stage, { mode: 'plan' });
    expect(refusals(rows)).toEqual([expect.stringMatching(/^twilio.workflow handoffs: .*settings/)]);
  });

  it.each<[what: string, number: Record<string, unknown>, answeredBy: 'us' | 'vapi']>([
    ['a voice URL', { voice_url: 'https://pbx.example.net/in' }, 'us'],
    ['a voice URL, over which Vapi would write', { voice_url: 'https://pbx.example.net/in' }, 'vapi'],
    ['a status callback', { voice_url: '', status_callback: 'https://bills.example.net/' }, 'us'],
    [
      'a voice URL of another deployment',
      { voice_url: 'https://prod.example.com/webhook/twilio/voice' },
      'us',
    ],
  ])('is not overwritten at a number: %s', async (_, of, answeredBy) => {
    const account = new Account();
    const number = account.number({ phone_number: '+14155550199', ...of });
    const before = { ...number };
    const stage = stageNamed('dev');
    const team = { ...TEAM, numbers: [{ number: '+14155550199', answeredBy }] };
    expect(refusals(await run(account, stage, { mode: 'plan', team }))).toEqual([
      expect.stringMatching(/^twilio.number \+1415…0199: .*--adopt/),
    ]);
    await expect(run(account, stage, { team })).rejects.toThrow(SetupFailed);
    expect(number).toEqual(before);
    await run(account, stage, { team, adopt: true });
    expect(differing(await run(account, stage, { team }))).toEqual([]);
  });

  it.each<[what: string, number: Record<string, unknown> | undefined]>([
    ['on a trunk', { trunk_sid: 'TK00000000000000000000000000000001' }],
    ['of an application', { voice_application_sid: 'AP00000000000000000000000000000001' }],
    ['of another account', undefined],
  ])('has no voice URL to be written, a number %s', async (_, of) => {
    const account = new Account();
    if (of !== undefined) account.number({ phone_number: '+14155550199', ...of });
    const stage = stageNamed('dev');
    expect(refusals(await run(account, stage, { mode: 'plan', adopt: true }))).toHaveLength(1);
    const team = { ...TEAM, numbers: [{ number: '+14155550199', answeredBy: 'vapi' as const }] };
    const rows = await run(account, stage, { mode: 'plan', team });
    const [number] = rows.filter(({ what }) => what === 'twilio.number');
    expect(number).toMatchObject({ action: 'same', why: expect.any(String) });
  });

  it('is not replaced by a new workspace where the settings name one that is not there', async () => {
    const account = new Account();
    const stage = stageNamed('dev');
    stage.settings.TWILIO_WORKSPACE_SID = 'WS00000000000000000000000000000009';
    const team = { ...TEAM, numbers: [] };
    const rows = await run(account, stage, { mode: 'plan', team });
    expect(lines(rows)).toEqual(['! twilio.workspace WS00000000000000000000000000000009']);
    await expect(run(account, stage, { team })).rejects.toThrow('TWILIO_WORKSPACE_SID');
    expect(account.writes).toBe(0);
  });

  it('is not used for missed calls where agents are offered calls', async () => {
    const account = new Account();
    const stage = stageNamed('dev');
    const team = { ...TEAM, numbers: [] };
    await run(account, stage, { team });
    account.named('Activities', 'voice-handoff:dev:missed a call').available = true;
    expect(refusals(await run(account, stage, { mode: 'plan', team, adopt: true }))).toEqual([
      expect.stringContaining('twilio.activity missed a call'),
    ]);
  });
});

describe('Two stages in one account', () => {
  const team = { ...TEAM, numbers: [] };

  it('have everything twice, and neither sees the other', async () => {
    const account = new Account();
    const [dev, prod] = [stageNamed('dev'), stageNamed('prod')];
    await run(account, dev, { team });
    const ofDev = () =>
      [...account.rows].filter(([collection]) =>
        collection.startsWith(`/Workspaces/${dev.settings.TWILIO_WORKSPACE_SID}`),
      );
    const before = structuredClone(ofDev());
    await run(account, prod, { team, baseUrl: 'https://prod.example.com' });
    expect(account.all('Workspaces')).toHaveLength(2);
    expect(ofDev()).toEqual(before);
    expect(differing(await run(account, dev, { team }))).toEqual([]);
    expect(differing(await run(account, prod, { team, baseUrl: 'https://prod.example.com' }))).toEqual([]);
  });

  it('share a workspace without touching each other’s agents and events, even when asked to adopt', async () => {
    const { account, stage: dev } = shared();
    const prod = stageNamed('prod');
    prod.settings.TWILIO_WORKSPACE_SID = dev.settings.TWILIO_WORKSPACE_SID ?? '';
    await run(account, dev, { team });
    const rows = await run(account, prod, { team, mode: 'plan', baseUrl: 'https://prod.example.com' });
    expect(refusals(rows)).toEqual([
      expect.stringMatching(/^twilio.worker amara.osei: .*voice-handoff:dev/),
      expect.stringMatching(/^twilio.worker lee.park: .*voice-handoff:dev/),
      expect.stringMatching(/^twilio.event-callback events: .*another deployment/),
    ]);
    const adopting = await run(account, prod, { team, mode: 'plan', adopt: true });
    expect(refusals(adopting).filter((line) => line.startsWith('twilio.worker'))).toHaveLength(2);
    expect(differing(await run(account, dev, { team }))).toEqual([]);
  });
});
