import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DESK_SETTINGS } from '../../lib/desk/settings.ts';
import { HANDOFF_SETTINGS } from '../../lib/handoff/settings.ts';
import { SERVICE_SETTINGS } from '../../lib/lambda/settings.ts';
import { BadSettings, readSettings } from '../../lib/settings/read.ts';
import { type Declared, only, type SettingsOf } from '../../lib/settings/setting.ts';
import { routes } from '../topology/index.ts';
import { type AssistantOptions, assistantSettings } from './assistant.ts';
import type { DeskOptions } from './choices.ts';
import { deskAssistants, deskSquad } from './desk.ts';
import { ALL, BadDesk, deskKeys, SQUAD } from './names.ts';
import { ASSISTANT_SETTINGS } from './settings.ts';

const USAGE = 'npm run --silent assistant -- https://your-url [credentialId] [--name <assistant>]';

const fail = (problem: string): never => {
  console.error(`${problem}\nUsage: ${USAGE}`);
  process.exit(1);
};

/** The webhook under a base URL, or the URL itself when it leads there already. */
function webhookUrl(given: string): string {
  const path =
    routes.find((route) => route.function === 'vapi-webhook')?.path ?? fail('There is no webhook.');
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' || url.hostname === '') {
    return fail(`"${given}" is no https URL: the address of the deployment or of the tunnel.`);
  }
  const base = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  return base.endsWith(path) ? base : `${base}${path}`;
}

/** Reads settings as the functions do. */
function read<D extends Declared>(declared: D): SettingsOf<D> {
  try {
    return readSettings(process.env, declared);
  } catch (error) {
    if (error instanceof BadSettings) return fail(error.message);
    throw error;
  }
}

/** The departments and skills. */
function readTeamWords(): DeskOptions['teamWords'] {
  const { DEPARTMENTS: departments, SKILLS: skills } = read(only(HANDOFF_SETTINGS, 'DEPARTMENTS', 'SKILLS'));
  return { departments, skills };
}

const LANGUAGE = only(SERVICE_SETTINGS, 'LANGUAGE');

/** What is chosen of the one assistant. A wrong `LANGUAGE` does not stop it: a desktop has one of its own. */
function readOwn(): Pick<AssistantOptions, 'language'> {
  try {
    return { language: readSettings(process.env, LANGUAGE).LANGUAGE };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    console.error(`${error.problems.join(', ')}: what is said word for word is in English.`);
    return {};
  }
}

/** What the team chooses of the assistants of the desk. */
function readDesk(): Pick<DeskOptions, 'choices' | 'language' | 'saved' | 'maxCallSeconds'> {
  const {
    ASSISTANT_OPTIONS: choices = {},
    LANGUAGE: language,
    VAPI_ASSISTANTS: saved,
    MAX_CALL_SECONDS: maxCallSeconds,
  } = read({
    ...ASSISTANT_SETTINGS,
    ...LANGUAGE,
    ...only(DESK_SETTINGS, 'VAPI_ASSISTANTS', 'MAX_CALL_SECONDS'),
  });
  return { choices, language, saved, maxCallSeconds };
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

/** What is called so: one assistant of the desk, the squad that joins them, or all of these by their names. */
function named(name: string, options: DeskOptions): unknown {
  try {
    const assistants = deskAssistants(options);
    if (name === ALL) return Object.fromEntries([...assistants, [SQUAD, deskSquad(options)]]);
    if (name === SQUAD) return deskSquad(options);
    const names = [...deskKeys(options), SQUAD, ALL].join(', ');
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
const serverUrl = webhookUrl(given);
if (credentialId === '') {
  console.error(
    'No credentialId: choose the credential at the server URL in Vapi, or every webhook gets 401.',
  );
}
if (existsSync('.env')) process.loadEnvFile('.env');
const options: AssistantOptions = {
  serverUrl,
  ...(credentialId !== '' && { credentialId }),
  teamWords: readTeamWords(),
};
const printed =
  name === undefined
    ? assistantSettings({ ...options, ...readOwn() })
    : named(name, { ...options, ...readDesk() });
console.log(JSON.stringify(printed, null, 2));
