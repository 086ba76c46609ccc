import type { Colors } from 'picocolors/types.js';
import type { Check } from '../../../lib/doctor/check.ts';
import { examine } from '../../../lib/doctor/examine.ts';
import { contextOf } from '../../setup/doctor/context.ts';
import { ports } from '../../setup/doctor/platforms.ts';
import { countsLine, findingLine } from '../../setup/doctor/print-checks.ts';
import type { PlanRow } from '../../setup/plan.ts';
import { walks } from '../../setup/platforms.ts';
import type { Team } from '../../setup/team/team.ts';
import { type Walked, walkAll } from '../../setup/walks.ts';
import { startTwilioSimulator } from '../simulators/twilio/twilio.ts';
import { startVapiSimulator } from '../simulators/vapi/vapi.ts';

const NUMBER = '+14155550199';

/** As little as a company can begin with. */
const TEAM: Team = {
  company: 'Example Energy',
  departments: { sales: {}, support: {}, billing: {} },
  agents: [
    {
      name: 'amara.osei',
      contact: '+14155550177',
      departments: ['billing', 'support'],
      languages: ['en', 'es'],
    },
    { name: 'ben.castro', contact: '+14155550178', departments: ['sales'], languages: [] },
  ],
  numbers: [{ number: NUMBER, answeredBy: 'vapi' }],
};

const KEYS = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}2`,
  TWILIO_AUTH_TOKEN: 'local-twilio-token-of-set-up',
  VAPI_API_KEY: 'local-vapi-key-of-set-up',
  HUMAN_AGENT_NUMBER: '+14155550100',
};
const STAGE = { name: 'demo', file: '.env.demo', outputs: 'cdk-outputs.demo.json', option: ' --stage demo' };
const TWILIO_HOSTS = ['TASKROUTER', 'API', 'MONITOR', 'VOICE', 'TRUSTHUB'];

/** What came of it, as lines for people. */
export type SetUp = { good: boolean; lines: string[] };

/** Of the settings of a running system those that are its own, and not of the platforms that it works with. */
const OF_SYSTEM = ['VAPI_SERVER_SECRET', 'MAX_CALLS'];
const isShownByCalls = { missing: 'A call of the demo books an appointment' };

/** Sets two empty accounts up for the system at `baseUrl`, whose settings are `env`, and has the doctor look at it all. */
export async function setUpEmptyAccounts(
  baseUrl: string,
  env: Readonly<Record<string, string>>,
  colors: Colors,
): Promise<SetUp> {
  const twilio = await startTwilioSimulator({
    accountSid: KEYS.TWILIO_ACCOUNT_SID,
    authToken: KEYS.TWILIO_AUTH_TOKEN,
    numbers: [NUMBER],
  });
  const vapi = await startVapiSimulator({ apiKey: KEYS.VAPI_API_KEY, secret: env.VAPI_SERVER_SECRET ?? '' });
  vapi.onImport((number) => void twilio.console.setNumber(number, { voiceUrl: vapi.inboundUrl }));
  try {
    const settings: Record<string, string> = {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => OF_SYSTEM.includes(name))),
      ...KEYS,
      ...Object.fromEntries(TWILIO_HOSTS.map((host) => [`TWILIO_${host}_URL`, twilio.url])),
      VAPI_API_URL: vapi.url,
    };
    const given = { team: TEAM, settings, outputs: undefined, baseUrl };
    const platforms = walks({ ...given, stage: STAGE });
    const walked = await walkAll([platforms.vapi, platforms.twilio], {
      ...given,
      stage: STAGE.name,
      adopt: false,
      apply: true,
      keep: async (values) => void Object.assign(settings, values),
      say: () => undefined,
    });
    // What agents do themselves when they begin to work.
    if (walked.applied)
      for (const { name } of TEAM.agents) twilio.console.setWorker(name, { activity: 'Available' });
    const context = contextOf({ stage: STAGE, values: settings, team: TEAM, baseUrl, problems: [] });
    const checks = await examine(
      context.expected,
      { ...ports(context), helpDesk: isShownByCalls, calendar: isShownByCalls },
      { withProbe: false, asStranger: true },
    );
    return setUpShown(walked, checks, colors);
  } finally {
    await vapi.stop();
    await twilio.stop();
  }
}

/** One line for each kind of thing, with the names of those that are made; and what the doctor has found. */
export function setUpShown(walked: Walked, checks: readonly Check[], colors: Colors): SetUp {
  const failed = checks.filter(({ status }) => status === 'fail');
  const warned = checks.filter(({ status }) => status === 'warn');
  const good = walked.applied && failed.length === 0;
  const kinds = [...Map.groupBy(walked.plan, ({ what }) => what)];
  return {
    good,
    lines: [
      colors.bold('Set-up of two empty accounts') + colors.dim(' (npm run setup)'),
      ...kinds.map(([what, rows]) => kindLine(what, rows, colors)),
      walked.applied
        ? `  ${written(walked.plan)}; the doctor: ${countsLine(checks, colors)}`
        : notWritten(walked, colors),
      ...(warned.length === 0 ? [] : [colors.dim(`  Warned of: ${warned.map(({ id }) => id).join(', ')}`)]),
      ...failed.map((check) => `  ${findingLine(check, colors)}`),
    ],
  };
}

function written(plan: readonly PlanRow[]): string {
  const count = (action: PlanRow['action']) => plan.filter((row) => row.action === action).length;
  return `Written: ${count('create')} created, ${count('change')} changed`;
}

function notWritten({ plan, failed }: Walked, colors: Colors): string {
  const refused = plan.find(({ action }) => action === 'refuse');
  const { what = '', why = '' } = failed ?? refused ?? {};
  return colors.red(`  Not written. ${what}: ${why}`);
}

const WHAT_WIDTH = 24;

function kindLine(what: string, rows: readonly PlanRow[], colors: Colors): string {
  const isNew = rows.every(({ action }) => action === 'create');
  const head = isNew ? colors.green(`  + ${what}`) : colors.yellow(`  ~ ${what}`);
  const padding = ' '.repeat(Math.max(1, WHAT_WIDTH - what.length));
  return `${head}${padding}${colors.dim(rows.map(({ name }) => name).join(', '))}`;
}
