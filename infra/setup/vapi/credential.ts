import { scryptSync } from 'node:crypto';
import { isObject, parsedJson } from '../../../lib/base/json.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';
import { type Difference, differences } from '../../../lib/vapi/differences.ts';
import { VAPI_SETTINGS } from '../../../lib/vapi/settings.ts';
import type { PlanRow } from '../plan.ts';
import type { Body } from './body.ts';
import { prefixOf, stageNamed } from './names.ts';
import { fieldsOf } from './shown.ts';
import type { Thing } from './things.ts';
import type { Wish } from './wanted.ts';

const WHAT = 'vapi.credential';
const NAME = 'webhooks';
export const SECRET = 'VAPI_SERVER_SECRET';

/** What is done about it. `id`: what the assistants are given. */
export type CredentialPlan = {
  row: PlanRow;
  todo:
    | { is: 'create'; body: Body | undefined }
    | { is: 'change'; id: string; body: Body; open: Body }
    | { is: 'nothing'; id: string | undefined };
};

/** Returns what to do in the dashboard where no key may do it. */
export function dashboardSteps(settings: Wish['settings']): string {
  const { type, ...fields } = openPlan(settings) ?? {};
  const values = Object.entries(fields).map(([field, value]) => `${field} ${String(value)}`);
  return [
    'In the dashboard of Vapi: Settings, Integrations, Custom Credentials, Add',
    `authentication ${String(type ?? 'X-Vapi-Secret')}${values.length > 0 ? ` with ${values.join(', ')}` : ''}`,
    `the secret is the (first) value of ${SECRET}`,
    'then write its id as VAPI_CREDENTIAL_ID into the settings and run it again.',
  ].join('; ');
}

/** Returns all of Vapi's plan but its secret; undefined for a way that is no custom credential. */
function openPlan(settings: Wish['settings']): Body | undefined {
  const { VAPI_AUTH, VAPI_AUTH_OPTIONS } = readSettings(
    { ...settings },
    only(VAPI_SETTINGS, 'VAPI_AUTH', 'VAPI_AUTH_OPTIONS'),
  );
  const given = parsedJson(VAPI_AUTH_OPTIONS ?? '{}');
  const options = isObject(given) ? given : {};
  const hmac = { type: 'hmac', algorithm: 'sha256', signatureEncoding: 'hex' };
  switch (VAPI_AUTH) {
    case 'hmac': {
      // Without a word about the time it is in the signature, as our webhook reads it.
      const format = options.includeTimestamp === false ? '{body}' : '{timestamp}.{body}';
      const timed = { timestampHeader: 'x-timestamp', includeTimestamp: true, payloadFormat: format };
      return { ...hmac, signatureHeader: 'x-signature', ...timed, ...options };
    }
    case 'hmac-body': {
      const untimed = { includeTimestamp: false, payloadFormat: '{body}' };
      return { ...hmac, signatureHeader: 'x-vapi-signature', ...untimed, ...options };
    }
    case 'bearer':
      return { type: 'bearer', headerName: 'authorization', bearerPrefixEnabled: true, ...options };
    case 'secret':
      return undefined;
  }
}

/** While rotating, Vapi signs with the first. */
function secretOf(settings: Wish['settings']): string | undefined {
  return settings[SECRET]?.split(',')[0]?.trim() || undefined;
}

/** The names made so far: each takes 20 ms, and a run asks for its own twice. */
const names = new Map<string, string>();

/** Vapi never tells a secret, and a credential has room for a name alone: by it a later run knows another secret. */
function nameFor(stage: string, secret: string): string {
  const prefix = prefixOf(stage);
  const asked = `${prefix}${secret}`;
  const name =
    names.get(asked) ?? `${prefix}key-${scryptSync(secret, prefix, 3, { N: 4096 }).toString('hex')}`;
  names.set(asked, name);
  return name;
}

/** Returns the credential as it is sent, and what of it can be read back. */
export function wantedCredential({ stage, settings }: Wish): { body: Body; open: Body } | undefined {
  const plan = openPlan(settings);
  const secret = secretOf(settings);
  if (plan === undefined || secret === undefined) return undefined;
  const open = { name: nameFor(stage, secret), authenticationPlan: plan };
  const secretField = plan.type === 'bearer' ? 'token' : 'secretKey';
  return {
    open,
    body: {
      provider: 'custom-credential',
      name: open.name,
      authenticationPlan: { ...plan, [secretField]: secret },
    },
  };
}

/** What Vapi signs with by now is known to nobody here, and a new key in its place would be refused by what is deployed. */
const IN_USE = `Vapi signs with another key already, and ${SECRET} is not in the settings file: with a new one what is deployed would refuse every webhook. Put the one in use into the file`;

/**
 * `all`: undefined where the key cannot look. `isSecretNew`: the secret was made just now, so that nothing at Vapi can
 * have it yet.
 */
export function planCredential(
  wish: Wish,
  all: readonly Thing[] | undefined,
  { isSecretNew = false, adopt = false }: { isSecretNew?: boolean; adopt?: boolean } = {},
): CredentialPlan {
  const { stage, settings } = wish;
  const stored = settings.VAPI_CREDENTIAL_ID;
  const plan = openPlan(settings);
  const refuse = (why: string): CredentialPlan => ({
    row: { what: WHAT, name: NAME, action: 'refuse', fields: {}, why },
    todo: { is: 'nothing', id: undefined },
  });
  const byHand = (why: string): CredentialPlan =>
    isSecretNew && stored !== undefined && plan !== undefined
      ? refuse(`${IN_USE}; or take VAPI_CREDENTIAL_ID out of it.`)
      : {
          row: { what: WHAT, name: NAME, action: 'same', fields: {}, why },
          todo: { is: 'nothing', id: stored },
        };
  if (plan === undefined)
    return byHand(`VAPI_AUTH=secret has none that set-up makes. ${dashboardSteps(settings)}`);
  if (all === undefined && stored !== undefined) {
    return byHand(
      `Vapi shows this key no credentials: VAPI_CREDENTIAL_ID is taken as it is. For another one: ${dashboardSteps(settings)}`,
    );
  }
  const known = all?.find(({ id }) => id === stored);
  const own = (all ?? []).filter(({ name }) => name?.startsWith(`${prefixOf(stage)}key-`));
  if (known !== undefined && !own.includes(known) && (stageNamed(known.name) ?? stage) === stage) {
    return byHand('It was made by hand and is left as it is.');
  }
  const isKnownOurs = known !== undefined && own.includes(known);
  const [one, twin] = isKnownOurs ? [known] : own;
  if (twin !== undefined) {
    const why = `${own.length} at Vapi have names that begin with "${prefixOf(stage)}key-": delete all but one, or write the id of the right one into VAPI_CREDENTIAL_ID.`;
    return refuse(why);
  }
  const wanted = wantedCredential(wish);
  if (one !== undefined && isSecretNew && !adopt)
    return refuse(`${IN_USE}; --adopt writes a new one over it.`);
  if (one !== undefined) return changing(one, wanted);
  return {
    row: {
      what: WHAT,
      name: NAME,
      action: 'create',
      fields: { authentication: String(plan.type), secret: SECRET },
      ...(all === undefined && {
        why: `Vapi shows this key no credentials, and may not let it make one either. ${dashboardSteps(settings)}`,
      }),
    },
    todo: { is: 'create', body: wanted?.body },
  };
}

/** Which parts of a credential Vapi shows is not documented: what it does not show is taken to be there. */
export function credentialDifferences(open: Body, actual: Body): Difference[] {
  return differences(open, actual).filter(({ path, from }) => path === 'name' || from !== undefined);
}

function changing(thing: Thing, wanted: ReturnType<typeof wantedCredential>): CredentialPlan {
  const row = { what: WHAT, name: NAME };
  const found = wanted === undefined ? [] : credentialDifferences(wanted.open, thing.body);
  const others = found.filter(({ path }) => path !== 'name');
  const isNewSecret = wanted === undefined || thing.name !== wanted.open.name;
  if (found.length === 0 && !isNewSecret) {
    return { row: { ...row, action: 'same', fields: {} }, todo: { is: 'nothing', id: thing.id } };
  }
  const fields = {
    ...fieldsOf(others),
    ...(isNewSecret && { secret: { from: 'another one', to: SECRET } }),
  };
  return {
    row: { ...row, action: 'change', fields },
    todo: { is: 'change', id: thing.id, body: wanted?.body ?? {}, open: wanted?.open ?? {} },
  };
}
