import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assistantSettings } from '../../../infra/assistants/assistant.ts';
import { assistantCommand } from '../../../infra/assistants/command.ts';
import { deskAssistants, deskSquad } from '../../../infra/assistants/desk.ts';
import { outboundAssistant } from '../../../infra/assistants/outbound.ts';

const file = fileURLToPath(new URL('../../../infra/assistants/print.ts', import.meta.url));
/** In a process of its own, as npm starts it. */
const run = (args: string[], env: Record<string, string> = {}, cwd?: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LANGUAGE: '', ...env },
  });
  return { status, stdout, stderr };
};
/** What the process prints: each of its own would take 0.4 s of CPU. */
const printWith = (env: Record<string, string>, ...args: string[]) =>
  assistantCommand({
    args,
    environment: { ...process.env, LANGUAGE: '', ...env },
    file: { values: {}, problems: [] },
  });
const print = (...args: string[]) => printWith({}, ...args);
const teamWords = { departments: ['sales', 'support', 'billing'], skills: [] };
const serverUrl = 'https://hooks.example.com/webhook/vapi';

describe('npm run assistant', () => {
  it('prints the settings as JSON, and nothing else', () => {
    const { status, stdout, stderr } = run(['https://hooks.example.com', 'credential-1']);
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

  it('names everything that is wrong at once, in the environment and in `.env`, misspelt names too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'voice-handoff-assistant-'));
    writeFileSync(join(folder, '.env'), 'DEPARTMETS=returns\nSKILLS=refunds\nVAPI_APIKEY=k9\n');
    const { status, stdout, stderr } = run(
      ['https://hooks.example.com', 'credential-1', '--name', 'all'],
      { LANGUAGE: 'it_IT', DEPARTMENTS: 'Billing,billing', ASSISTANT_OPTION: '{}' },
      folder,
    );
    rmSync(folder, { recursive: true });
    expect([status, stdout]).toEqual([1, '']);
    for (const problem of [
      'DEPARTMETS is no setting; did you mean DEPARTMENTS?',
      'VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?',
      'ASSISTANT_OPTION is no setting; did you mean ASSISTANT_OPTIONS?',
      'DEPARTMENTS holds two values that sound alike',
      'LANGUAGE is none of',
    ]) {
      expect(stderr).toContain(problem);
    }
    expect(stderr).not.toMatch(/ at |k9/);
  });

  it('reads `.env`, and the environment goes before it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'voice-handoff-assistant-'));
    writeFileSync(join(folder, '.env'), 'DEPARTMENTS=returns\nSKILLS=refunds\n');
    const { stdout } = run(['https://hooks.example.com', 'credential-1'], { DEPARTMENTS: 'sales' }, folder);
    rmSync(folder, { recursive: true });
    const words = { departments: ['sales'], skills: ['refunds'] };
    expect(JSON.parse(stdout)).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords: words }),
    );
  });

  const connected = { HELP_DESK: 'zendesk', CALENDAR: 'google', TOOL_BUDGET_MS: '4000' };
  const toolsUrl = 'https://hooks.example.com/webhook/vapi/tools';
  const teamTools = { url: toolsUrl, budgetMs: 4000, systems: ['help-desk', 'calendar'] } as const;

  it('has it look up tickets and book appointments where the settings say in which systems', () => {
    const { stdout } = printWith(connected, 'https://hooks.example.com', 'credential-1');
    expect(JSON.parse(stdout)).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords, teamTools }),
    );
    expect(stdout).toContain(`"url": "${toolsUrl}"`);
  });

  it.each([
    [{ HELP_DESK: 'http' }, ['get_ticket_status', 'get_ticket_details']],
    [{ CALENDAR: 'calcom' }, ['check_availability', 'schedule_appointment', 'cancel_appointment']],
    [{}, []],
  ])('with %j has it ask that alone', (env, names) => {
    const { stdout } = printWith(env, 'https://hooks.example.com', 'credential-1');
    const asked = JSON.parse(stdout).model.tools.flatMap(
      (tool: { server?: object; function: { name: string } }) =>
        tool.server === undefined ? [] : [tool.function.name],
    );
    expect(asked).toEqual(names);
  });

  it.each([
    ['https://hooks.example.com/', serverUrl, toolsUrl],
    [serverUrl, serverUrl, toolsUrl],
    [toolsUrl, serverUrl, toolsUrl],
    [
      'https://hooks.example.com/prod',
      'https://hooks.example.com/prod/webhook/vapi',
      'https://hooks.example.com/prod/webhook/vapi/tools',
    ],
  ])('knows both of our URLs beside %s', (url, ofAssistant, ofTools) => {
    const { server, model } = JSON.parse(printWith(connected, url, 'credential-1').stdout);
    expect([server.url, model.tools.at(-1).server.url]).toEqual([ofAssistant, ofTools]);
  });

  it.each([
    [{ HELP_DESK: 'jira' }, 'HELP_DESK'],
    [{ CALENDAR: 'outlook' }, 'CALENDAR'],
    [{ TOOL_BUDGET_MS: '10001' }, 'TOOL_BUDGET_MS'],
  ])('refuses %j, which no function would take', (env, setting) => {
    const { status, stdout, stderr } = printWith(env, 'https://hooks.example.com', 'credential-1');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(setting);
  });

  it('lets a call last as long as places for calls are held', () => {
    const { stdout } = printWith({ MAX_CALL_SECONDS: '1800' }, 'https://hooks.example.com', 'credential-1');
    expect(JSON.parse(stdout).maxDurationSeconds).toBe(1800);
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

  it('prints the one assistant as it is, whatever is chosen for those of the desk', () => {
    const { stdout } = printWith(
      { ASSISTANT_OPTIONS: 'nonsense', VAPI_ASSISTANTS: '{"sales": "id"}', LANGUAGE: 'it_IT' },
      'https://hooks.example.com',
      'credential-1',
    );
    expect(JSON.parse(stdout)).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords }),
    );
  });
});

describe('npm run assistant in another language', () => {
  it('has the one assistant say there in it whatever is said word for word', () => {
    const { stdout } = printWith({ LANGUAGE: 'de_AT:de:en' }, 'https://hooks.example.com', 'credential-1');
    const printed = JSON.parse(stdout);
    expect(printed).toEqual(
      assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords, language: 'de' }),
    );
    expect(printed.firstMessage).toBe('Guten Tag, wie kann ich Ihnen helfen?');
    expect(printed.hooks[0].do).toEqual([{ type: 'say', exact: 'Ich bin noch für Sie da.' }]);
    expect(stdout).not.toMatch(/One moment|Just a moment|I am still|I am sorry/);
  });

  it('says that it is in English where a desktop has a language that we do not speak', () => {
    const { status, stdout, stderr } = printWith(
      { LANGUAGE: 'it_IT' },
      'https://hooks.example.com',
      'credential-1',
    );
    expect([status, JSON.parse(stdout).firstMessage]).toEqual([0, 'Hello, how can I help you?']);
    expect(stderr).toContain('LANGUAGE is none of en, es, de, fr');
  });
});

describe('npm run assistant --name', () => {
  const ids = Object.fromEntries(
    ['front-desk', 'sales', 'support', 'billing'].map((name) => [name, `id-${name}`]),
  );
  const options = { serverUrl, credentialId: 'credential-1', teamWords };
  const args = ['https://hooks.example.com', 'credential-1', '--name'];

  it.each(['front-desk', 'billing'])('prints the assistant %s', (name) => {
    const { status, stdout, stderr } = print(...args, name);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(deskAssistants(options).get(name));
  });

  it('prints the squad with its assistants, or with their ids where they are saved', () => {
    expect(JSON.parse(print(...args, 'squad').stdout)).toEqual(deskSquad(options));
    const { stdout } = printWith({ VAPI_ASSISTANTS: JSON.stringify(ids) }, ...args, 'squad');
    expect(JSON.parse(stdout)).toEqual({
      name: 'squad',
      members: Object.values(ids).map((assistantId) => ({ assistantId })),
    });
  });

  it('prints everything by its name', () => {
    const env = { DEPARTMENTS: 'support,Après-vente', VAPI_ASSISTANTS: JSON.stringify(ids) };
    const all = JSON.parse(printWith(env, '--name=all', 'https://hooks.example.com').stdout);
    expect(Object.keys(all)).toEqual(['front-desk', 'support', 'Après-vente', 'squad']);
    expect(all['Après-vente'].name).toBe('Après-vente');
    expect(all['front-desk'].server).not.toHaveProperty('credentialId');
    expect(all.squad.members.slice(0, 2)).toEqual([
      { assistantId: 'id-front-desk' },
      { assistantId: 'id-support' },
    ]);
    expect(all.squad.members[2].assistant).toEqual(all['Après-vente']);
  });

  it('prints what the team has chosen', () => {
    const choices = { company: 'Example Energy', keyTerms: ['Voltara'], recording: true };
    const env = { ASSISTANT_OPTIONS: JSON.stringify(choices), LANGUAGE: 'es', MAX_CALL_SECONDS: '1800' };
    const { stdout } = printWith({ ...env, CALENDAR: 'google' }, ...args, 'sales');
    const teamTools = { url: `${serverUrl}/tools`, budgetMs: 2500, systems: ['calendar'] } as const;
    const chosen = { ...options, choices, teamTools, language: 'es', maxCallSeconds: 1800 } as const;
    expect(JSON.parse(stdout)).toEqual(deskAssistants(chosen).get('sales'));
  });

  it('prints the assistant that calls people, where its first words can say who calls', () => {
    const choices = { company: 'Example Energy' };
    const { status, stdout } = printWith(
      { ASSISTANT_OPTIONS: JSON.stringify(choices), HELP_DESK: 'zendesk' },
      ...args,
      'outbound',
    );
    const teamTools = { url: `${serverUrl}/tools`, budgetMs: 2500, systems: ['help-desk'] } as const;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(outboundAssistant({ ...options, choices, teamTools }));
  });

  it.each([
    ['nobody', [...args, ''], {}, 'There are front-desk, sales, support, billing, outbound, squad, all.'],
    ['somebody else', [...args, 'Sales'], {}, 'There is no assistant "Sales". There are front-desk, sales,'],
    ['another option', [...args, 'sales', '--verbose'], {}, "'--verbose'"],
    ['a call by nobody', [...args, 'outbound'], {}, 'must hear at once who calls and that it is an AI'],
    ['a department with the name of the squad', [...args, 'all'], { DEPARTMENTS: 'squad' }, 'called "squad"'],
    [
      'choices that are none',
      [...args, 'all'],
      { ASSISTANT_OPTIONS: '{"voices": 1}' },
      'has no option voices',
    ],
    ['ids that are none', [...args, 'squad'], { VAPI_ASSISTANTS: '["a"]' }, 'VAPI_ASSISTANTS'],
  ])('refuses %s, and says how it is used', (_what, given, env, problem) => {
    const { status, stdout, stderr } = printWith(env, ...given);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(problem);
    expect(stderr).toContain('Usage: npm run --silent assistant -- https://your-url [credentialId]');
  });
});
