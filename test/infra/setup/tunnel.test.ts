import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createColors } from 'picocolors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTwilioSimulator, type TwilioSimulator } from '../../../infra/local/simulators/twilio/twilio.ts';
import { startVapiSimulator, type VapiSimulator } from '../../../infra/local/simulators/vapi/vapi.ts';
import { runSetup } from '../../../infra/setup/command.ts';
import { walks } from '../../../infra/setup/platforms.ts';
import { printedVapi } from '../../../infra/setup/printed.ts';
import { temporaryFolder } from './folder.ts';
import { GIVEN, TEAM } from './world.ts';

const at = temporaryFolder();
const MONDAY = 'https://shy-lamp.tunnel.example.com';
const TUESDAY = 'https://loud-river.tunnel.example.com';
const NUMBERS = { vapi: '+14155550199', us: '+14155550198' };

let folder: string;
let folders = 0;
let twilio: TwilioSimulator;
let vapi: VapiSimulator;

beforeEach(async () => {
  folders += 1;
  folder = at(`checkout-${folders}`);
  mkdirSync(folder);
  const numbers = [
    { number: NUMBERS.vapi, answeredBy: 'vapi' },
    { number: NUMBERS.us, answeredBy: 'us' },
  ];
  writeFileSync(`${folder}/team.json`, JSON.stringify({ ...TEAM, company: 'Example Energy', numbers }));
  twilio = await startTwilioSimulator({
    accountSid: GIVEN.TWILIO_ACCOUNT_SID,
    authToken: GIVEN.TWILIO_AUTH_TOKEN,
    numbers: Object.values(NUMBERS),
  });
  vapi = await startVapiSimulator({ apiKey: GIVEN.VAPI_API_KEY, secret: 'nobody signs with this' });
  vapi.onImport((number) => void twilio.console.setNumber(number, { voiceUrl: vapi.inboundUrl }));
  const hosts = ['TASKROUTER', 'API'].map((host) => `TWILIO_${host}_URL=${twilio.url}`);
  const keys = Object.entries(GIVEN).map(([name, value]) => `${name}=${value}`);
  writeFileSync(`${folder}/.env`, [...keys, ...hosts, `VAPI_API_URL=${vapi.url}`, ''].join('\n'));
});
afterEach(async () => {
  await vapi.stop();
  await twilio.stop();
});

type Row = { what: string; name: string; action: string; why?: string; later?: true };

/** `npm run setup -- --apply` with `.env` alone, through this tunnel. */
async function apply(tunnel: string, ...args: string[]): Promise<{ code: number; plan: Row[] }> {
  let out = '';
  const code = await runSetup(['--apply', '--json', ...args], {
    env: { PUBLIC_BASE_URL: tunnel },
    folder,
    out: (text) => {
      out += text;
    },
    say: () => undefined,
    colors: createColors(false),
    walks,
    printed: printedVapi,
  });
  return { code, plan: (JSON.parse(out) as { plan: Row[] }).plan };
}
const written = ({ plan }: { plan: Row[] }) =>
  plan.filter(({ action, later }) => action !== 'same' && later === undefined);
/** All that the platforms hold of it. */
const held = () =>
  JSON.stringify([
    twilio.state(),
    ...(['assistant', 'squad', 'phone-number'] as const).map((kind) => vapi.saved(kind)),
  ]);

describe('A tunnel to this machine', () => {
  it('is wired by one run, and again by one run when it has another name', async () => {
    expect((await apply(MONDAY)).code).toBe(0);
    expect(held()).toContain(MONDAY);
    expect(written(await apply(MONDAY))).toEqual([]);

    const tuesday = await apply(TUESDAY);
    expect(tuesday.code).toBe(0);
    expect(written(tuesday).filter(({ action }) => action !== 'change')).toEqual([]);
    expect(held()).not.toContain(MONDAY);
    expect(held()).toContain(TUESDAY);
    expect(written(await apply(TUESDAY))).toEqual([]);
    const { numbers } = twilio.state();
    expect(numbers.map(({ phone_number, voice_url }) => [phone_number, voice_url])).toEqual([
      [NUMBERS.vapi, vapi.inboundUrl],
      [NUMBERS.us, `${TUESDAY}/webhook/twilio/voice`],
    ]);
  });

  it('leaves its name to the environment: what is written into .env is good for the next one', async () => {
    await apply(MONDAY);
    const before = readFileSync(`${folder}/.env`, 'utf8');
    await apply(TUESDAY);
    expect(readFileSync(`${folder}/.env`, 'utf8')).toBe(before);
    expect(Object.keys(parseEnv(before))).not.toContain('PUBLIC_BASE_URL');
  });

  it('takes no number from another deployment, and nothing at all is written then', async () => {
    await apply(MONDAY);
    twilio.console.setNumber(NUMBERS.us, { voiceUrl: 'https://live.example.com/webhook/twilio/voice' });
    const before = held();
    const { code, plan } = await apply(TUESDAY);
    expect(code).toBe(2);
    expect(plan.filter(({ action }) => action === 'refuse')).toMatchObject([
      { what: 'twilio.number', name: '+1415…0198', why: expect.stringContaining('another deployment') },
    ]);
    expect(held()).toBe(before);
    expect((await apply(TUESDAY, '--adopt')).code).toBe(0);
    expect(held()).not.toContain('live.example.com');
  });
});
