import { parseArgs } from 'node:util';
import { OUTBOUND } from '../../lib/desk/assistants.ts';
import { BadSettings, type Env, readSettings } from '../../lib/settings/read.ts';
import type { Declared, SettingsOf } from '../../lib/settings/setting.ts';
import { namesInEnvironment } from '../setting-names.ts';
import type { SettingsFile } from '../settings-file.ts';
import { type AssistantOptions, assistantSettings } from './assistant.ts';
import type { DeskOptions } from './choices.ts';
import { deskChosen, eachChosen, LANGUAGE, OF_DESK, OF_EACH } from './chosen.ts';
import { deskAssistants, deskSquad } from './desk.ts';
import { ALL, BadDesk, deskKeys, SQUAD } from './names.ts';
import { outboundAssistant } from './outbound.ts';
import { PATHS, urlsAt } from './urls.ts';

const USAGE = 'npm run --silent assistant -- https://your-url [credentialId] [--name <assistant>]';

/** What the command is given: its arguments, the environment, and `.env`. */
type Given = { args: readonly string[]; environment: Env; file: SettingsFile };

/** What it says, each without the end of its last line. */
type Answer = { status: 0 | 1; stdout: string; stderr: string };

/** What was given makes no assistant. */
class Refused extends Error {}

const fail = (problem: string): never => {
  throw new Refused(`${problem}\nUsage: ${USAGE}`);
};

/** Returns what `npm run assistant` answers. */
export function assistantCommand(given: Given): Answer {
  const warnings: string[] = [];
  try {
    const printed = chosen(given, (warning) => warnings.push(warning));
    return { status: 0, stdout: JSON.stringify(printed, null, 2), stderr: warnings.join('\n') };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 1, stdout: '', stderr: [...warnings, error.message].join('\n') };
  }
}

function chosen({ args, environment, file }: Given, warn: (warning: string) => void): unknown {
  const { positionals, name } = readArguments(args);
  const [url = '', credentialId = '', ...rest] = positionals;
  if (url === '') fail('The URL is missing: where Vapi reaches the deployment or the tunnel.');
  if (rest.length > 0) fail(`There is one argument too many: "${rest[0]}".`);
  const { serverUrl, toolsUrl } = urlsUnder(url);
  if (credentialId === '') {
    warn('No credentialId: choose the credential at the server URL in Vapi, or every webhook gets 401.');
  }
  const server = { serverUrl, ...(credentialId !== '' && { credentialId }) };
  const env = { ...file.values, ...environment };
  const read = <D extends Declared>(declared: D) => readNamed(env, declared, file.problems);
  if (name !== undefined) return named(name, { ...server, ...deskChosen(read(OF_DESK), toolsUrl) });
  const own = eachChosen(read(OF_EACH), toolsUrl);
  return assistantSettings({ ...server, ...own, ...languageOf(env, warn) });
}

function readArguments(args: readonly string[]): { positionals: string[]; name: string | undefined } {
  try {
    const options = { name: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { positionals, name: values.name };
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
}

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

/** Reads settings as the functions do, and their names as `npm start` does: a misspelt one would print another assistant. */
function readNamed<D extends Declared>(env: Env, declared: D, ofFile: readonly string[]): SettingsOf<D> {
  const given = Object.keys(env).filter((name) => env[name]?.trim());
  const problems = new Set([...ofFile, ...namesInEnvironment(given)]);
  try {
    const settings = readSettings(env, declared);
    if (problems.size === 0) return settings;
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    for (const problem of error.problems) problems.add(problem);
  }
  return fail(new BadSettings([...problems]).message);
}

/** The language of the one assistant. A wrong `LANGUAGE` does not stop it: a desktop has one of its own. */
function languageOf(env: Env, warn: (warning: string) => void): Pick<AssistantOptions, 'language'> {
  try {
    return { language: readSettings(env, LANGUAGE).LANGUAGE };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    warn(`${error.problems.join(', ')}: what is said word for word is in English.`);
    return {};
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
