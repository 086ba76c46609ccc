import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assistantSettings } from '../../../infra/assistants/assistant.ts';

const file = fileURLToPath(new URL('../../../infra/assistants/print.ts', import.meta.url));
const printWith = (env: Record<string, string>, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
};
const print = (...args: string[]) => printWith({}, ...args);
const teamWords = { departments: ['sales', 'support', 'billing'], skills: [] };
const serverUrl = 'https://hooks.example.com/webhook/vapi';

describe('npm run assistant', () => {
  it('prints the settings as JSON, and nothing else', () => {
    const { status, stdout, stderr } = print('https://hooks.example.com', 'credential-1');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords }),
    );
  });

  it.each([
    ['https://hooks.example.com/', serverUrl],
    [serverUrl, serverUrl],
    ['https://hooks.example.com/prod/', 'https://hooks.example.com/prod/webhook/vapi'],
    ['https://hooks.example.com:8443', 'https://hooks.example.com:8443/webhook/vapi'],
  ])('knows where the webhook is under %s', (url, webhook) => {
    expect(JSON.parse(print(url, 'credential-1').stdout).server.url).toBe(webhook);
  });

  it('says what a server without a credential is in for', () => {
    const { status, stdout, stderr } = print('https://hooks.example.com');
    expect([status, stderr]).toEqual([0, expect.stringContaining('401')]);
    expect(JSON.parse(stdout)).toEqual(assistantSettings({ serverUrl, teamWords }));
  });

  it('names the departments and skills of the settings', () => {
    const env = { DEPARTMENTS: 'Ventas, Facturación', SKILLS: 'reembolsos' };
    const { stdout } = printWith(env, 'https://hooks.example.com', 'credential-1');
    const words = { departments: ['Ventas', 'Facturación'], skills: ['reembolsos'] };
    expect(JSON.parse(stdout)).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords: words }),
    );
  });

  it('refuses departments that a model could not tell apart', () => {
    const { status, stdout, stderr } = printWith(
      { DEPARTMENTS: 'Billing,billing' },
      'https://hooks.example.com',
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('DEPARTMENTS holds two values that sound alike');
  });

  it.each([
    ['no URL', [], 'The URL is missing'],
    ['an empty URL', [''], 'The URL is missing'],
    ['what is no URL', ['hooks.example.com'], '"hooks.example.com" is no https URL'],
    ['a URL that Vapi cannot trust', ['http://hooks.example.com'], 'is no https URL'],
    ['too much', ['https://hooks.example.com', 'credential-1', 'more'], 'one argument too many: "more"'],
  ])('refuses %s, and says how it is used', (_what, args, problem) => {
    const { status, stdout, stderr } = print(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(problem);
    expect(stderr).toContain('npm run --silent assistant -- https://your-url [credentialId]');
  });
});
