import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { startTwilioSimulator } from '../../../infra/local/simulators/twilio/twilio.ts';
import { startVapiSimulator } from '../../../infra/local/simulators/vapi/vapi.ts';
import { runSetup } from '../../../infra/setup/command.ts';
import { runDoctor } from '../../../infra/setup/doctor/command.ts';
import { ports } from '../../../infra/setup/doctor/platforms.ts';
import type { PlanRow } from '../../../infra/setup/plan.ts';
import { walks } from '../../../infra/setup/platforms.ts';
import { printedVapi } from '../../../infra/setup/printed.ts';
import type { Team } from '../../../infra/setup/team/team.ts';
import type { Check } from '../../../lib/doctor/check.ts';
import { GIVEN } from './world.ts';

export const NUMBERS = { vapi: '+14155550199', us: '+14155550198' };
export const BASE = 'https://me.example.com';
export const TEAM: Team = {
  company: 'Example Energy',
  departments: { sales: {}, support: {}, billing: {} },
  agents: [
    {
      name: 'amara.osei',
      contact: '+14155550177',
      departments: ['sales', 'support', 'billing'],
      languages: ['en'],
    },
  ],
  numbers: [
    { number: NUMBERS.vapi, answeredBy: 'vapi' },
    { number: NUMBERS.us, answeredBy: 'us' },
  ],
};
const HOSTS = ['TASKROUTER', 'API', 'MONITOR', 'VOICE', 'TRUSTHUB'];

type Env = Record<string, string>;
const AT_BASE: Env = { PUBLIC_BASE_URL: BASE };

/** What set-up has planned or done, as `--json` tells it. */
export type SetUpSaid = { code: number; plan: PlanRow[]; applied: boolean };

/** Two empty accounts and a checkout, over which the commands themselves run. */
export async function openPlatforms(team: Team = TEAM, more = '', name = '.env') {
  const folder = mkdtempSync(join(tmpdir(), 'voice-handoff-platforms-'));
  const file = join(folder, name);
  const twilio = await startTwilioSimulator({
    accountSid: GIVEN.TWILIO_ACCOUNT_SID,
    authToken: GIVEN.TWILIO_AUTH_TOKEN,
    numbers: Object.values(NUMBERS),
  });
  const vapi = await startVapiSimulator({ apiKey: GIVEN.VAPI_API_KEY, secret: 'nobody signs with this' });
  vapi.onImport((number) => void twilio.console.setNumber(number, { voiceUrl: vapi.inboundUrl }));
  const settings = {
    ...GIVEN,
    ...Object.fromEntries(HOSTS.map((host) => [`TWILIO_${host}_URL`, twilio.url])),
    VAPI_API_URL: vapi.url,
  };
  const lines = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
  const setTeam = (wanted: Team): void => writeFileSync(join(folder, 'team.json'), JSON.stringify(wanted));
  setTeam(team);
  writeFileSync(file, [...lines, more, ''].join('\n'));

  const world = (env: Env) => {
    const heard = { out: '' };
    const out = (text: string) => {
      heard.out += `${text}\n`;
    };
    const quiet = { say: () => undefined, progress: () => undefined, colors: createColors(false) };
    return { heard, world: { env, folder, out, ...quiet } };
  };
  const setUp = async (args: string[], env: Env = AT_BASE): Promise<SetUpSaid> => {
    const { heard, world: own } = world(env);
    const code = await runSetup([...args, '--json'], { ...own, walks, printed: printedVapi });
    return { code, ...JSON.parse(heard.out) };
  };
  const doctor = async (env: Env = AT_BASE): Promise<{ code: number; checks: Check[] }> => {
    const { heard, world: own } = world(env);
    const code = await runDoctor(['--json'], {
      ...own,
      ports: (context) => ({
        ...ports(context),
        ask: async ({ url, headers = {} }) => {
          const isKnown = url.endsWith('/health') || Object.keys(headers).length > 1;
          return { is: 'answered', status: isKnown ? 200 : 401, body: { stage: 'local' } };
        },
      }),
    });
    return { code, checks: JSON.parse(heard.out).checks };
  };
  return {
    folder,
    twilio,
    vapi,
    setTeam,
    setUp,
    doctor,
    file: () => readFileSync(file, 'utf8'),
    write: (text: string) => writeFileSync(file, text),
    voiceUrlOf: (number: string) =>
      twilio.state().numbers.find(({ phone_number }) => phone_number === number)?.voice_url,
    async close() {
      await vapi.stop();
      await twilio.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The rows that write something now. */
export const writes = ({ plan }: SetUpSaid): PlanRow[] =>
  plan.filter(({ action, later }) => action !== 'same' && later === undefined);

/** One check of all. */
export function checkNamed({ checks }: { checks: readonly Check[] }, id: string): Check {
  const found = checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}
