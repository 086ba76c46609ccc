import { createColors } from 'picocolors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linesOf, setUpSaid } from '../../../infra/local/set-up-said.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../../../infra/local/simulators/twilio/twilio.ts';
import { startVapiSimulator, type VapiSimulator } from '../../../infra/local/simulators/vapi/vapi.ts';
import { startSettings } from '../../../infra/local/start-settings.ts';
import type { Check } from '../../../lib/doctor/check.ts';

const colors = createColors(false);
const HERE = 'http://127.0.0.1:3000';

const check = (id: string, status: Check['status'], fix?: string): Check => ({
  id,
  status,
  what: `What ${id} found.`,
  ...(fix !== undefined && { fix }),
});
const said = (...checks: Check[]) => linesOf(checks, HERE, colors);

describe('What npm start says of the set-up', () => {
  it('is one line where nothing would cost a caller anything', () => {
    expect(said(check('vapi.key', 'ok'), check('vapi.squad', 'skipped'))).toEqual([
      'Set-up: one check, nothing that would cost a caller anything',
    ]);
  });

  it('is what has failed before what is warned of, and the keys and the way to us before all else', () => {
    const lines = said(
      check('twilio.balance', 'warn', 'Add money.'),
      check('twilio.capacity:amara.osei', 'fail', 'Mend it.'),
      check('vapi.key', 'fail', 'Check VAPI_API_KEY.'),
      check('vapi.squad', 'ok'),
    );
    expect(lines).toEqual([
      'Set-up: what would cost a caller something',
      '✖ vapi.key  What vapi.key found. Check VAPI_API_KEY.',
      '✖ twilio.capacity:amara.osei  What twilio.capacity:amara.osei found. Mend it.',
      '! twilio.balance  What twilio.balance found. Add money.',
    ]);
  });

  it('is never more than eight lines, and says where the others are', () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      check(`twilio.worker:${at}`, 'fail', 'Run `npm run setup -- --apply`.'),
    );
    const lines = said(...many);
    expect(lines).toHaveLength(8);
    expect(lines.at(-2)).toContain('A tunnel with a new name? `npm run setup -- --apply`');
    expect(lines.at(-1)).toContain('15 more: npm run doctor');
  });

  it('names the tunnel where nobody comes through to us, and not a deployment', () => {
    const [, line] = said(check('ours.health', 'fail', 'Deploy the stage; its logs say more.'));
    expect(line).toContain(`Check that PUBLIC_BASE_URL (the tunnel) leads to ${HERE}.`);
    expect(line).not.toContain('Deploy');
  });
});

describe('The set-up that npm start looks at', () => {
  const KEYS = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}7`,
    TWILIO_AUTH_TOKEN: 'q7-Zk4mNp2vRx8Lw3',
    TWILIO_WORKSPACE_SID: `WS${'0'.repeat(31)}7`,
    TWILIO_WORKFLOW_SID: `WW${'0'.repeat(31)}7`,
    VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2',
    VAPI_SERVER_SECRET: 'w4-Gh8jRt6yUi2Pq0Lm',
  };
  const HOSTS = ['TASKROUTER', 'API', 'MONITOR', 'VOICE', 'TRUSTHUB'];
  let twilio: TwilioSimulator;
  let vapi: VapiSimulator;

  beforeEach(async () => {
    twilio = await startTwilioSimulator({
      accountSid: KEYS.TWILIO_ACCOUNT_SID,
      authToken: KEYS.TWILIO_AUTH_TOKEN,
      workspaceSid: KEYS.TWILIO_WORKSPACE_SID,
      workflowSid: KEYS.TWILIO_WORKFLOW_SID,
    });
    vapi = await startVapiSimulator({ apiKey: KEYS.VAPI_API_KEY, secret: KEYS.VAPI_SERVER_SECRET });
  });
  afterEach(async () => {
    await vapi.stop();
    await twilio.stop();
  });

  const settings = (given: Record<string, string> = {}) => {
    const hosts = HOSTS.map((host) => [`TWILIO_${host}_URL`, twilio.url]);
    return startSettings({ ...KEYS, ...Object.fromEntries(hosts), VAPI_API_URL: vapi.url, ...given });
  };
  const looked = (of: ReturnType<typeof settings>) =>
    setUpSaid(of, { url: HERE, folder: '/nowhere', colors });

  it('is none where both platforms are simulated: nothing is asked', async () => {
    expect(await looked(startSettings({}))).toEqual([]);
    expect([...twilio.requests, ...vapi.requests]).toEqual([]);
  });

  it('is only read, and tells what it would cost a caller', async () => {
    const lines = await looked(settings());
    expect(lines[0]).toBe('Set-up: what would cost a caller something');
    expect(lines.some((line) => line.startsWith('✖ '))).toBe(true);
    expect(lines.length).toBeLessThanOrEqual(8);
    const asked = [...twilio.requests, ...vapi.requests].map(({ operation }) => operation);
    expect(asked).not.toEqual([]);
    expect(asked.filter((operation) => /^(create|update|delete)/.test(operation))).toEqual([]);
    for (const secret of [KEYS.TWILIO_AUTH_TOKEN, KEYS.VAPI_API_KEY, KEYS.VAPI_SERVER_SECRET]) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  });

  it('is one line for a platform that does not answer', async () => {
    await vapi.stop();
    const lines = await looked(settings());
    expect(lines.filter((line) => line.includes(' vapi.'))).toEqual([
      expect.stringMatching(/^✖ vapi\.key {2}Vapi does not answer/),
    ]);
  });

  it('leaves a platform out that is simulated', async () => {
    const { VAPI_API_KEY, VAPI_SERVER_SECRET } = KEYS;
    const mixed = startSettings({ VAPI_API_KEY, VAPI_SERVER_SECRET, VAPI_API_URL: vapi.url });
    const lines = await looked(mixed);
    expect(lines.filter((line) => line.includes(' twilio.'))).toEqual([]);
    expect(vapi.requests.length).toBeGreaterThan(0);
  });

  it('is one line where it cannot be looked at', async () => {
    expect(await looked(settings({ STAGE: 'example' }))).toEqual([
      'Set-up: not looked at (STAGE cannot be "example": .env.example is committed)',
    ]);
  });
});
