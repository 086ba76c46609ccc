import { parseArgs } from 'node:util';
import { OUTBOUND } from '../../lib/desk/assistants.ts';
import { DESK_SETTINGS } from '../../lib/desk/settings.ts';
import { HANDOFF_SETTINGS } from '../../lib/handoff/settings.ts';
import { SERVICE_SETTINGS } from '../../lib/lambda/settings.ts';
import { BadSettings, readSettings } from '../../lib/settings/read.ts';
import { type Declared, only, type SettingsOf } from '../../lib/settings/setting.ts';
import { TOOL_SETTINGS } from '../../lib/tools/settings.ts';
import { namesInEnvironment } from '../setting-names.ts';
import { readSettingsFile } from '../settings-file.ts';
import { type FunctionName, routes } from '../topology/index.ts';
import { type AssistantOptions, assistantSettings } from './assistant.ts';
import type { DeskOptions } from './choices.ts';
import { deskAssistants, deskSquad } from './desk.ts';
import { ALL, BadDesk, deskKeys, SQUAD } from './names.ts';
import { outboundAssistant } from './outbound.ts';
import { ASSISTANT_SETTINGS } from './settings.ts';
import { SYSTEMS, type TeamTools } from './systems.ts';

const USAGE = 'npm run --silent assistant -- https://your-url [credentialId] [--name <assistant>]';

const fail = (problem: string): never => {
  console.error(`${problem}\nUsage: ${USAGE}`);
  process.exit(1);
};

function pathOf(name: FunctionName): string {
  return routes.find((route) => route.function === name)?.path ?? fail('There is no webhook.');
}

const PATHS = { webhook: pathOf('vapi-webhook'), tools: pathOf('vapi-tools') };

/** The URLs of ours under a base URL, or beside one of them. */
function urlsUnder(given: string): { serverUrl: string; toolsUrl: string } {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' || url.hostname === '') {
    return fail(`"${given}" is no https URL: the address of the deployment or of the tunnel.`);
  }
  const whole = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const path = Object.values(PATHS).find((one) => whole.endsWith(one)) ?? '';
  const base = whole.slice(0, whole.length - path.length);
  return { serverUrl: `${base}${PATHS.webhook}`, toolsUrl: `${base}${PATHS.tools}` };
}

const file = readSettingsFile('.env');
const env = { ...file.values, ...process.env };

/** Reads settings as the functions do, and their names as `npm start` does: a misspelt one would print another assistant. */
function read<D extends Declared>(declared: D): SettingsOf<D> {
  const given = Object.keys(env).filter((name) => env[name]?.trim());
  const problems = new Set([...file.problems, ...namesInEnvironment(given)]);
  try {
    const settings = readSettings(env, declared);
    if (problems.size === 0) return settings;
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    for (const problem of error.problems) problems.add(problem);
  }
  return fail(new BadSettings([...problems]).message);
}

/** The departments and skills. */
const TEAM = only(HANDOFF_SETTINGS, 'DEPARTMENTS', 'SKILLS');
const LANGUAGE = only(SERVICE_SETTINGS, 'LANGUAGE');
const LONGEST = only(DESK_SETTINGS, 'MAX_CALL_SECONDS');

/** Which systems the team has connected, and how long they may take. */
const SYSTEMS_OF_TEAM = only(TOOL_SETTINGS, 'HELP_DESK', 'CALENDAR', 'TOOL_BUDGET_MS');

function teamToolsOf(
  { HELP_DESK, CALENDAR, TOOL_BUDGET_MS }: SettingsOf<typeof SYSTEMS_OF_TEAM>,
  url: string,
): TeamTools {
  const connected = { 'help-desk': HELP_DESK, calendar: CALENDAR };
  const systems = SYSTEMS.filter((one) => connected[one] !== undefined);
  return { url, budgetMs: TOOL_BUDGET_MS, systems };
}

function teamWordsOf({ DEPARTMENTS, SKILLS }: SettingsOf<typeof TEAM>): DeskOptions['teamWords'] {
  return { departments: DEPARTMENTS, skills: SKILLS };
}

/** What is chosen of the one assistant. A wrong `LANGUAGE` does not stop it: a desktop has one of its own. */
function readOwn(toolsUrl: string): Omit<AssistantOptions, 'serverUrl' | 'credentialId'> {
  const settings = read({ ...TEAM, ...SYSTEMS_OF_TEAM, ...LONGEST });
  const own = {
    teamWords: teamWordsOf(settings),
    teamTools: teamToolsOf(settings, toolsUrl),
    maxCallSeconds: settings.MAX_CALL_SECONDS,
  };
  try {
    return { ...own, language: readSettings(env, LANGUAGE).LANGUAGE };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    console.error(`${error.problems.join(', ')}: what is said word for word is in English.`);
    return own;
  }
}

/** What the team chooses of the assistants of the desk. */
function readDesk(toolsUrl: string): Omit<DeskOptions, 'serverUrl' | 'credentialId'> {
  const settings = read({
    ...TEAM,
    ...SYSTEMS_OF_TEAM,
    ...LANGUAGE,
    ...ASSISTANT_SETTINGS,
    ...LONGEST,
    ...only(DESK_SETTINGS, 'VAPI_ASSISTANTS'),
  });
  return {
    teamWords: teamWordsOf(settings),
    teamTools: teamToolsOf(settings, toolsUrl),
    choices: settings.ASSISTANT_OPTIONS ?? {},
    language: settings.LANGUAGE,
    saved: settings.VAPI_ASSISTANTS,
    maxCallSeconds: settings.MAX_CALL_SECONDS,
  };
}

function readArguments(): { positionals: string[]; name: string | undefined } {
  try {
    const options = { name: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    return { positionals, name: values.name };
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
}

/**
 * What is called so: one assistant of the desk, the squad that joins them, or all of these by their names; or the
 * assistant that calls people.
 */
function named(name: string, options: DeskOptions): unknown {
  try {
    if (name === OUTBOUND) return outboundAssistant(options);
    const assistants = deskAssistants(options);
    if (name === ALL) return Object.fromEntries([...assistants, [SQUAD, deskSquad(options)]]);
    if (name === SQUAD) return deskSquad(options);
    const names = [...deskKeys(options), OUTBOUND, SQUAD, ALL].join(', ');
    return assistants.get(name) ?? fail(`There is no assistant "${name}". There are ${names}.`);
  } catch (error) {
    if (error instanceof BadDesk) return fail(error.message);
    throw error;
  }
}

const { positionals, name } = readArguments();
const [given = '', credentialId = '', ...rest] = positionals;
if (given === '') fail('The URL is missing: where Vapi reaches the deployment or the tunnel.');
if (rest.length > 0) fail(`There is one argument too many: "${rest[0]}".`);
const { serverUrl, toolsUrl } = urlsUnder(given);
if (credentialId === '') {
  console.error(
    'No credentialId: choose the credential at the server URL in Vapi, or every webhook gets 401.',
  );
}
const server = { serverUrl, ...(credentialId !== '' && { credentialId }) };
const printed =
  name === undefined
    ? assistantSettings({ ...server, ...readOwn(toolsUrl) })
    : named(name, { ...server, ...readDesk(toolsUrl) });
console.log(JSON.stringify(printed, null, 2));
