import { isObject, parsedJson } from '../../../lib/base/json.ts';
import { isOneOf } from '../../../lib/base/same-secret.ts';
import { STAGE_SECRETS } from '../../settings.ts';
import { type PlanRow, SetupFailed } from '../plan.ts';
import { type Outputs, outputNamed } from '../stage/outputs.ts';
import type { WalkOptions } from '../walks.ts';
import { NO_CREDENTIALS, type SecretRead, type Secrets } from './secret.ts';
import { secretsManager } from './secrets-manager.ts';

export type SecretSetup = WalkOptions & {
  /** Of the stage's deployment; undefined before the first, when AWS is asked nothing. */
  outputs: Outputs | undefined;
  /** By default AWS's own, in the region of the deployment. */
  secrets?: (place: { region?: string }) => Secrets;
};

const WHAT = 'aws.secret';
const AGAIN = 'Run it again.';

/** Returns where the stage's secret is; undefined before its first deployment. */
export function secretOf(
  outputs: Outputs | undefined,
  stage: string,
): { name: string; region?: string } | undefined {
  const name = outputNamed(outputs, stage, 'SecretName');
  if (name === undefined) return undefined;
  const url = outputNamed(outputs, stage, 'SecretConsoleUrl') ?? '';
  const region = /^https:\/\/([a-z0-9-]+)\.console\./.exec(url)?.[1];
  return { name, ...(region !== undefined && { region }) };
}

/** Returns those keys of the secret that are given, in the order of the settings. */
function given(settings: WalkOptions['settings']): [name: string, value: string][] {
  return STAGE_SECRETS.flatMap((name): [string, string][] => {
    const value = settings[name];
    return value === undefined ? [] : [[name, value]];
  });
}

/** Decides about the secret: `text` is what it is to hold, where that is something else. */
export function planSecret(
  secretName: string,
  { settings, adopt, made = [] }: Pick<SecretSetup, 'settings' | 'adopt' | 'made'>,
  before: string,
): { row: PlanRow; text?: string } {
  const row = { what: WHAT, name: secretName };
  const held = parsedJson(before === '' ? '{}' : before);
  if (!isObject(held)) {
    const why = 'It holds no JSON object: whatever it holds would be lost. Empty it, then run it again.';
    return { row: { ...row, action: 'refuse', fields: {}, why } };
  }
  const keys = given(settings).map(([name, value]) => ({ name, value, is: compared(held[name], value) }));
  const fields = Object.fromEntries(keys.map(({ name, is }) => [name, is]));
  const inUse = keys
    .filter(({ name, is }) => is === 'new value' && made.includes(name))
    .map(({ name }) => name);
  if (inUse.length > 0 && !adopt) {
    const why = `The stage has ${inUse.join(', ')} already, and what is signed with it would be refused. Put it into the settings file; --adopt writes a new one over it.`;
    return { row: { ...row, action: 'refuse', fields, why } };
  }
  if (keys.every(({ is }) => is === 'same')) return { row: { ...row, action: 'same', fields } };
  const next = { ...held, ...Object.fromEntries(keys.map(({ name, value }) => [name, value])) };
  return { row: { ...row, action: 'change', fields }, text: JSON.stringify(next) };
}

function compared(held: unknown, value: string): 'same' | 'set' | 'new value' {
  if (typeof held !== 'string' || held === '') return 'set';
  return isOneOf(value, [held]) ? 'same' : 'new value';
}

/** Returns what a stage's secret holds. Throws `SetupFailed`. */
export async function heldBy(
  secrets: Pick<Secrets, 'read'>,
  name: string,
): Promise<Extract<SecretRead, { is: 'read' }>> {
  const what = `${WHAT} ${name}`;
  const there = await secrets.read(name);
  if (there.is === 'missing') {
    const remedy = 'Deploy the stage again, or use the account and region of its deployment.';
    throw new SetupFailed(what, 'AWS has no such secret', remedy);
  }
  if (there.is === 'failed') throw failed(what, there.why);
  return there;
}

/** Brings the keys that are given into the stage's secret, and leaves all others. Throws `SetupFailed`. */
export async function setUpSecret(options: SecretSetup): Promise<void> {
  const { mode, stage, settings, tell, outputs, secrets = secretsManager } = options;
  const secret = secretOf(outputs, stage);
  if (secret === undefined) {
    const fields = Object.fromEntries(given(settings).map(([name]) => [name, 'set']));
    tell({ what: WHAT, name: 'secret', action: 'create', fields, later: true });
    return;
  }
  const { name, ...place } = secret;
  const what = `${WHAT} ${name}`;
  const manager = secrets(place);
  const there = await heldBy(manager, name);
  const { row, text } = planSecret(name, options, there.text);
  tell(row);
  if (mode === 'plan' || text === undefined) return;
  const written = await manager.write(name, { version: there.version, text });
  if (written.is === 'failed') throw failed(what, written.why);
  if (written.is === 'overtaken') {
    throw new SetupFailed(what, 'somebody else changed it in between', `${AGAIN} Nothing was written over.`);
  }
}

function failed(what: string, why: string): SetupFailed {
  const remedy =
    why === NO_CREDENTIALS
      ? 'Sign in to AWS as for the deployment (AWS_PROFILE, aws sso login), then run it again.'
      : AGAIN;
  return new SetupFailed(what, why, remedy);
}
