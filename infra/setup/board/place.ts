import { basename, join } from 'node:path';
import { isObject, parsedJson } from '../../../lib/base/json.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';
import { LOCAL_LINK_SIGNING_KEY } from '../../local/local-values.ts';
import { startSettings } from '../../local/start-settings.ts';
import { SETTINGS } from '../../settings.ts';
import { readSettingsFile, settingsGiven } from '../../settings-file.ts';
import type { Secrets } from '../aws/secret.ts';
import { heldBy, secretOf } from '../aws/set-up.ts';
import { BadOutputs, baseUrlOf, type Outputs, readOutputs } from '../stage/outputs.ts';
import { stageSettings } from '../stage/settings.ts';
import type { Stage } from '../stage/stage.ts';

/** Where a board is, and the key by which its functions know a link. */
export type Place = { baseUrl: string; key: string };

const KEY = 'LINK_SIGNING_KEY';

/** The key that signs; those behind it are only still good. Throws `BadSettings` for one that no function would take. */
function signingKey(text: string | undefined, where = ''): string | undefined {
  try {
    return readSettings({ [KEY]: text }, only(SETTINGS, KEY)).LINK_SIGNING_KEY?.[0];
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    throw new BadSettings(error.problems.map((problem) => `${problem}${where}`));
  }
}

function outputsOf(stage: Stage, problems: string[]): Outputs | undefined {
  try {
    return readOutputs(stage.outputs);
  } catch (error) {
    if (!(error instanceof BadOutputs)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

/** A deployment generates the key where the stage's file names none: it stands in the secret alone. */
async function generatedKey(
  { name, ...place }: { name: string; region?: string },
  stage: Stage,
  secrets: (place: { region?: string }) => Secrets,
): Promise<string> {
  const { text } = await heldBy(secrets(place), name);
  const held = parsedJson(text);
  const given = isObject(held) && typeof held[KEY] === 'string' ? held[KEY] : undefined;
  const key = signingKey(given, ` (in the secret ${name})`);
  if (key !== undefined) return key;
  throw new BadSettings([
    `${KEY} is neither in ${basename(stage.file)} nor in the secret ${name}: write one into the file, then npm run setup --${stage.option} --apply`,
  ]);
}

/** Returns where the board of a deployed stage is. Throws `BadSettings`, or `SetupFailed` where AWS cannot be asked. */
export async function deployedPlace(
  stage: Stage,
  env: Env,
  secrets: (place: { region?: string }) => Secrets,
): Promise<Place> {
  const { values, problems: wrong } = stageSettings(stage.file, env);
  const problems = [...wrong];
  const outputs = outputsOf(stage, problems);
  const isUnreadable = problems.length > wrong.length;
  const baseUrl = baseUrlOf(values, outputs, stage);
  const secret = secretOf(outputs, stage.name);
  const file = basename(stage.outputs);
  const unsaid = (what: string, isNotIn: string) =>
    `${what} is not set, and ${file} ${isNotIn}: npm run deploy --${stage.option} writes it`;
  const noKey = unsaid(KEY, 'names no secret that holds one');
  if (!isUnreadable) {
    if (baseUrl === undefined) problems.push(unsaid('PUBLIC_BASE_URL', 'tells no address'));
    if (values[KEY] === undefined && secret === undefined) problems.push(noKey);
  }
  if (problems.length > 0 || baseUrl === undefined) throw new BadSettings(problems);
  const given = signingKey(values[KEY]);
  if (given !== undefined) return { baseUrl, key: given };
  if (secret === undefined) throw new BadSettings([noKey]);
  return { baseUrl, key: await generatedKey(secret, stage, secrets) };
}

/** Returns where the board of the system on this machine is, by what `npm start` goes by. Throws `BadSettings`. */
export function localPlace(env: Env, folder: string): Place {
  const file = readSettingsFile(join(folder, '.env'));
  const given = settingsGiven(file.values, env);
  const started = startSettings(given, file.problems);
  const { PUBLIC_BASE_URL: publicUrl, LINK_SIGNING_KEY: text } = started.env;
  const problems: string[] = [];
  if (publicUrl === undefined && started.port === 0) {
    problems.push(
      'PORT is 0: only npm start itself knows where it serves. Open the board from its start page',
    );
  }
  // Where people call, npm start makes up another one each time, which nobody else knows.
  if (text !== given[KEY] && text !== LOCAL_LINK_SIGNING_KEY) {
    problems.push(
      `${KEY} is not set, and a platform is real: npm start makes one up. Write one into .env (npm run setup -- --apply does), or open the board from its start page`,
    );
  }
  const key = signingKey(text);
  if (problems.length > 0 || key === undefined) throw new BadSettings(problems);
  return { baseUrl: publicUrl ?? `http://127.0.0.1:${started.port}`, key };
}
