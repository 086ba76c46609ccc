import { mkdirSync, writeFileSync } from 'node:fs';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { type DoctorWorld, runDoctor } from '../../../../infra/setup/doctor/command.ts';
import { signingOf } from '../../../../lib/doctor/expected-of.ts';
import { well } from '../../../lib/doctor/examined.ts';
import { BASE, inOrder, NOW, NUMBER, SID, twilioWith } from '../../../lib/doctor/twilio-account.ts';
import { FALLBACK, ID, organisation, vapiWith } from '../../../lib/doctor/vapi-organisation.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();
let folders = 0;

const ENV = `STAGE=prod
TWILIO_ACCOUNT_SID=${SID.account}
TWILIO_AUTH_TOKEN=INVENTED_never_log_this_field
TWILIO_WORKSPACE_SID=${SID.workspace}
TWILIO_WORKFLOW_SID=${SID.workflow}
TWILIO_UNAVAILABLE_ACTIVITY_SID=${SID.unavailable}
HUMAN_AGENT_NUMBER=${FALLBACK}
VAPI_API_KEY=k9-Tb6hYd1sQf5Jc2
VAPI_SERVER_SECRET=q7-Zk4mNp2vRx8Lw3T
VAPI_CREDENTIAL_ID=${ID.credential}
VAPI_ASSISTANTS={"front-desk":"${ID.frontDesk}","support":"${ID.support}"}
VAPI_SQUAD_ID=${ID.squad}
VAPI_PHONE_NUMBER_ID=${ID.number}
MAX_CALLS=10
`;

/** A checkout with a stage `prod`, whose platforms are in order but for what is given. */
function world(given: { env?: string; twilio?: ReturnType<typeof inOrder>; team?: unknown } = {}) {
  folders += 1;
  const folder = at(`checkout-${folders}`);
  mkdirSync(folder);
  writeFileSync(`${folder}/.env.prod`, given.env ?? ENV);
  const outputs = { 'voice-handoff-prod-service': { VapiServerUrl: `${BASE}/webhook/vapi` } };
  writeFileSync(`${folder}/cdk-outputs.prod.json`, JSON.stringify(outputs));
  if (given.team !== undefined) writeFileSync(`${folder}/team.json`, JSON.stringify(given.team));
  const heard = { out: '', said: '', progress: 0 };
  const doctor: DoctorWorld = {
    env: {},
    folder,
    out: (text) => {
      heard.out += `${text}\n`;
    },
    say: (text) => {
      heard.said += `${text}\n`;
    },
    progress: (answers) => {
      heard.progress = answers;
    },
    colors: createColors(false),
    ports: ({ settings }) => ({
      twilio: twilioWith(given.twilio ?? inOrder()).api,
      vapi: vapiWith(organisation()).api,
      ask: well,
      signing: signingOf(settings),
      helpDesk: 'none',
      calendar: 'none',
      clock: () => NOW,
      wait: async () => undefined,
    }),
  };
  return { run: (...args: string[]) => runDoctor(['--stage', 'prod', ...args], doctor), heard };
}

describe('npm run doctor', () => {
  it('ends with 0 while nothing has failed, and says how much is as it should be', async () => {
    const { run, heard } = world();
    expect(await run()).toBe(0);
    const lines = heard.out.trimEnd().split('\n');
    expect(lines[0]).toBe(
      '! tools.help-desk  HELP_DESK is not set: callers who ask for a ticket hear that it cannot be looked up.',
    );
    expect(lines[1]).toBe('    Connect one (docs/tools.md), or leave the tools out.');
    expect(lines.at(-1)).toBe('0 failed, 2 warnings, 1 skipped, 33 ok');
    expect(lines).toContain('✔ vapi.key  Vapi takes the key.');
    expect(heard.progress).toBeGreaterThan(20);
  });

  it('ends with 1 when a check failed, which comes first', async () => {
    const has = inOrder();
    const { run, heard } = world({ twilio: { ...has, account: { ...has.account, status: 'closed' } } });
    expect(await run()).toBe(1);
    const marks = heard.out
      .split('\n')
      .map((line) => line[0])
      .filter((mark) => mark !== undefined && '✖!–✔'.includes(mark));
    expect(marks.join('')).toMatch(/^✖+!+–+✔+$/);
    expect(heard.out.split('\n').at(-2)).toBe('1 failed, 2 warnings, 1 skipped, 32 ok');
  });

  it('says what to run for this very stage', async () => {
    const has = inOrder();
    const { run, heard } = world({
      twilio: { ...has, workspace: { ...has.workspace, event_callback_url: '' } },
    });
    await run();
    expect(heard.out).toContain('\n    Run `npm run setup -- --stage prod --apply`.\n');
  });

  it('prints JSON alone, the same checks in the same order', async () => {
    const { run, heard } = world();
    expect(await run('--json')).toBe(0);
    const { ok, checks } = JSON.parse(heard.out);
    expect(ok).toBe(true);
    expect(checks[0]).toEqual({
      id: 'tools.help-desk',
      status: 'warn',
      what: 'HELP_DESK is not set: callers who ask for a ticket hear that it cannot be looked up.',
      fix: 'Connect one (docs/tools.md), or leave the tools out.',
    });
    expect(heard.said).toBe('');
  });

  it('names all faults of the settings at once, and looks at everything else', async () => {
    const env = ENV.replace('MAX_CALLS=10', 'MAX_CALLS=ten').replace(
      /VAPI_SERVER_SECRET=.*\n/,
      'VAPI_SERVR_SECRET=x\n',
    );
    const { run, heard } = world({ env });
    expect(await run('--json')).toBe(1);
    const { checks } = JSON.parse(heard.out);
    const [first] = checks;
    expect(first.id).toBe('settings');
    expect(first.what).toContain('MAX_CALLS is not a whole number');
    expect(first.what).toContain('VAPI_SERVR_SECRET is no setting; did you mean VAPI_SERVER_SECRET?');
    expect(first.what).toContain('VAPI_SERVER_SECRET is not set');
    expect(checks.filter(({ status }: { status: string }) => status === 'fail')).toHaveLength(1);
    expect(checks.map(({ id }: { id: string }) => id)).toContain(`twilio.number:${NUMBER}`);
  });

  it('holds assistants against what set-up would write for the team', async () => {
    const team = {
      company: 'Example Energy',
      departments: { support: {} },
      agents: [{ name: 'amara.osei', contact: '+14155550177', departments: ['support'], languages: ['en'] }],
      numbers: [{ number: NUMBER, answeredBy: 'vapi' }],
    };
    const { run, heard } = world({ team, env: `${ENV}DEPARTMENTS=support\n` });
    await run('--json');
    const { checks } = JSON.parse(heard.out);
    const support = checks.find(({ id }: { id: string }) => id === 'vapi.assistant:support');
    expect(support.status).toBe('fail');
    expect(support.what).toContain('It lacks ');
    expect(support.what).toContain('Differs from what set-up writes: ');
    expect(checks.find(({ id }: { id: string }) => id === 'twilio.worker:amara.osei')).toMatchObject({
      status: 'warn',
      what: 'Differs from team.json: languages. Other callers reach them than the team wants.',
    });
  });

  it('names what is wrong with the team’s file', async () => {
    const { run, heard } = world({ team: { departments: {} } });
    expect(await run('--json')).toBe(1);
    expect(JSON.parse(heard.out).checks[0].what).toContain('agents');
  });

  it('ends with 2 for a command line that it does not know', async () => {
    const { run, heard } = world();
    expect(await run('--fix')).toBe(2);
    expect(heard.said).toContain("Unknown option '--fix'");
    expect(heard.said).toContain('Usage: npm run doctor');
    expect(heard.out).toBe('');
  });
});
