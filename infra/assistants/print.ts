import { parseArgs } from 'node:util';
import { OUTBOUND } from '../../lib/desk/assistants.ts';
import { BadSettings, readSettings } from '../../lib/settings/read.ts';
import type { Declared, SettingsOf } from '../../lib/settings/setting.ts';
import { namesInEnvironment } from '../setting-names.ts';
import { readSettingsFile } from '../settings-file.ts';
import { type AssistantOptions, assistantSettings } from './assistant.ts';
import type { DeskOptions } from './choices.ts';
import { deskChosen, eachChosen, LANGUAGE, OF_DESK, OF_EACH } from './chosen.ts';
import { deskAssistants, deskSquad } from './desk.ts';
import { ALL, BadDesk, deskKeys, SQUAD } from './names.ts';
import { outboundAssistant } from './outbound.ts';
import { PATHS, urlsAt } from './urls.ts';

const USAGE = 'npm run --silent assistant -- https://your-url [credentialId] [--name <assistant>]';

const fail = (problem: string): never => {
  console.error(`${problem}\nUsage: ${USAGE}`);
  process.exit(1);
};

/** The URLs of ours under a base URL, or beside one of them. */
function urlsUnder(given: string): { serverUrl: string; toolsUrl: string } {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' || url.hostname === '') {
    return fail(`"${given}" is no https URL: the address of the deployment or of the tunnel.`);
  }
  const whole = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const path = Object.values(PATHS).find((one) => whole.endsWith(one)) ?? '';
  const base = whole.slice(0, whole.length - path.length);
  return urlsAt(base);
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

/** What is chosen of the one assistant. A wrong `LANGUAGE` does not stop it: a desktop has one of its own. */
function readOwn(toolsUrl: string): Omit<AssistantOptions, 'serverUrl' | 'credentialId'> {
  const own = eachChosen(read(OF_EACH), toolsUrl);
  try {
    return { ...own, language: readSettings(env, LANGUAGE).LANGUAGE };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    console.error(`${error.problems.join(', ')}: what is said word for word is in English.`);
    return own;
  }
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
    : named(name, { ...server, ...deskChosen(read(OF_DESK), toolsUrl) });
console.log(JSON.stringify(printed, null, 2));
