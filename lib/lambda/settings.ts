import * as z from 'zod/mini';
import { rulesSchema } from '../conversation/rules.ts';
import { openingHoursSchema } from '../handoff/ask/opening-hours.ts';
import { TRANSFER_MODES } from '../handoff/record/handoff.ts';
import { STRATEGY_CHOICES } from '../handoff/record/strategy.ts';
import { receiverUrlProblem, signingSecretProblem } from '../http/receiver.ts';
import { ownIntentWordsSchema } from '../language/intent/settings.ts';
import { SCHEMES, vapiAuthentication } from '../vapi/authentication.ts';
import { isLogLevel } from './telemetry.ts';

export type Env = Record<string, string | undefined>;

const required = () => z.string().check(z.minLength(1));
const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const listOf = (fallback?: string) => {
  const text = fallback === undefined ? required() : z._default(z.string(), fallback);
  return z.pipe(text, z.pipe(z.transform(list), z.array(z.string()).check(z.minLength(1, 'holds no value'))));
};
const httpUrl = () => z.url({ protocol: /^https?$/, error: 'is not a http(s) URL' });
const sid = (prefix: string) =>
  z.string().check(z.regex(new RegExp(`^${prefix}[0-9A-Za-z]+$`), `does not look like ${prefix}...`));
const e164 = () => z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'is not a phone number in E.164 form'));
/** JSON text of something; what is no JSON is left to the schema to refuse. */
const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
/** Text with which nothing is wrong, by the words of whoever knows; they never quote it. */
const sound = (problemOf: (text: string) => string | undefined) =>
  z.string().check(({ value: input, issues }) => {
    const message = problemOf(input);
    if (message !== undefined) issues.push({ code: 'custom', input, message });
  });
const flag = (fallback: 'true' | 'false') =>
  z.pipe(
    z._default(z.enum(['true', 'false'], 'is neither true nor false'), fallback),
    z.transform((word) => word === 'true'),
  );
const wholeNumber = (fallback: string, most: number) =>
  z.pipe(
    z._default(z.string().check(z.regex(/^\d+$/, 'is not a whole number')), fallback),
    z.pipe(
      z.transform(Number),
      z.int().check(z.minimum(1, 'is less than 1'), z.maximum(most, `is more than ${most}`)),
    ),
  );

/** Every setting by its environment name. Secrets stand among them under the same names. */
const schemas = {
  STAGE: z._default(z.string(), 'dev'),
  LOG_LEVEL: z._default(
    z.string().check(z.refine(isLogLevel, 'is none of info, warn, error, silent')),
    'info',
  ),
  TABLE_NAME: required(),
  HANDOFF_QUEUE_URL: httpUrl(),
  CALL_EVENTS_QUEUE_URL: httpUrl(),
  CRM_QUEUE_URL: httpUrl(),
  PUBLIC_BASE_URL: httpUrl(),
  VAPI_API_URL: z._default(httpUrl(), 'https://api.vapi.ai'),
  VAPI_CONTROL_HOSTS: listOf('.vapi.ai'),
  VAPI_AUTH: z._default(z.enum(SCHEMES, `is none of ${SCHEMES.join(', ')}`), 'hmac'),
  VAPI_AUTH_OPTIONS: z.optional(z.string()),
  VAPI_TRANSFER_MODE: z._default(
    z.enum(TRANSFER_MODES, `is none of ${TRANSFER_MODES.join(', ')}`),
    'warm-transfer-experimental',
  ),
  VAPI_API_KEY: required(),
  VAPI_SERVER_SECRET: listOf(),
  TWILIO_ACCOUNT_SID: sid('AC'),
  TWILIO_WORKSPACE_SID: sid('WS'),
  TWILIO_WORKFLOW_SID: sid('WW'),
  TWILIO_TASKROUTER_URL: z._default(httpUrl(), 'https://taskrouter.twilio.com'),
  TWILIO_API_URL: z._default(httpUrl(), 'https://api.twilio.com'),
  TWILIO_NUMBER: z.optional(e164()),
  TWILIO_FLEX_WORKFLOW: flag('false'),
  TWILIO_CALLBACK_WORKFLOW_SID: z.optional(sid('WW')),
  TWILIO_UNAVAILABLE_ACTIVITY_SID: z.optional(sid('WA')),
  TWILIO_AUTH_TOKEN: listOf(),
  LINK_SIGNING_KEY: z.optional(listOf()),
  HUMAN_AGENT_NUMBER: z.optional(e164()),
  HANDOFF_WINDOW_SECONDS: wholeNumber('30', 900),
  RETENTION_DAYS: wholeNumber('7', 365),
  ESCALATION_RULES: z.pipe(z._default(z.string(), '{}'), z.pipe(z.transform(json), rulesSchema)),
  INTENT_KEYWORDS: z.pipe(z._default(z.string(), '{}'), z.pipe(z.transform(json), ownIntentWordsSchema)),
  MUTE_ON_INTERRUPTION: flag('false'),
  REQUIRED_FIELDS: z.pipe(z._default(z.string(), ''), z.transform(list)),
  CRM_HOOK_URL: z.optional(sound(receiverUrlProblem)),
  CRM_HOOK_SECRET: z.optional(listOf()),
  TWILIO_REVIEW_WORKFLOW_SID: z.optional(sid('WW')),
  BRIDGE: z._default(z.enum(STRATEGY_CHOICES, `is none of ${STRATEGY_CHOICES.join(', ')}`), 'auto'),
  OPENING_HOURS: z.optional(z.pipe(z.string(), z.pipe(z.transform(json), openingHoursSchema))),
  ESCALATION_TOOLS: listOf('escalate_to_human,escalateToHuman,escalate,transfer_to_human'),
};
type Schemas = typeof schemas;
export type SettingName = keyof Schemas;
export type Settings<N extends SettingName> = { [K in N]: z.output<Schemas[K]> };

/** Names every setting that is missing or wrong, never its value: it may be a secret. */
export class BadSettings extends Error {
  override name = 'BadSettings';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings are missing or wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const KINDS: Partial<Record<string, string>> = {
  object: 'a JSON object',
  boolean: 'true or false',
};

/** For schemas that have no words of their own: zod/mini says "Invalid input" of everything. */
const inWords = (issue: z.core.$ZodRawIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has no option ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return `is not ${KINDS[issue.expected] ?? issue.expected}`;
    default:
      return 'is not a value that it may have';
  }
};

/** The named settings, parsed once. An empty value counts as not set. Throws `BadSettings` for all faults at once. */
export const readSettings = <N extends SettingName>(env: Env, ...names: N[]): Settings<N> => {
  const shape = Object.fromEntries(names.map((name) => [name, schemas[name]])) as Pick<Schemas, N>;
  const given = Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = z.object(shape).safeParse(given, { error: inWords });
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    return name in given ? `${path.join('.')} ${message}` : `${name} is not set`;
  });
  problems.push(...optionProblems(given), ...hookProblems(given, names));
  if (parsed.success && problems.length === 0) return parsed.data as Settings<N>;
  throw new BadSettings([...new Set(problems)]);
};

/** The options of the authentication depend on its scheme, so they are read together. */
const optionProblems = (given: Record<string, string>): string[] => {
  const scheme = SCHEMES.find((one) => one === (given.VAPI_AUTH ?? 'hmac'));
  if (scheme === undefined || given.VAPI_AUTH_OPTIONS === undefined) return [];
  const authentication = vapiAuthentication(scheme, given.VAPI_AUTH_OPTIONS);
  return authentication.is === 'invalid' ? [`VAPI_AUTH_OPTIONS ${authentication.problem}`] : [];
};

/** A hook that could not tell who is calling would have to believe anybody: nothing goes out unsigned. */
const hookProblems = (given: Record<string, string>, names: readonly SettingName[]): string[] => {
  const asked = names.includes('CRM_HOOK_SECRET') && given.CRM_HOOK_URL !== undefined;
  if (asked && given.CRM_HOOK_SECRET === undefined)
    return ['CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is'];
  return list(given.CRM_HOOK_SECRET ?? '').flatMap((secret) => {
    const problem = signingSecretProblem(secret);
    return problem === undefined ? [] : [`CRM_HOOK_SECRET ${problem}`];
  });
};

const SECRETS: readonly SettingName[] = [
  'VAPI_API_KEY',
  'VAPI_SERVER_SECRET',
  'TWILIO_AUTH_TOKEN',
  'LINK_SIGNING_KEY',
  'CRM_HOOK_SECRET',
];

/** Whether a setting is a key of the secret that `SECRET_ARN` names, not a plain value. */
export const isSecret = (name: SettingName): boolean => SECRETS.includes(name);

/** Whether a function that needs it cannot do without it. */
export const isRequired = (name: SettingName): boolean => !schemas[name].safeParse(undefined).success;

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(schemas, name);

/** Every setting by its name. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(schemas).filter(isSettingName);

/** Every setting at once: for whoever runs all functions together. Throws `BadSettings`. */
export const readAllSettings = (env: Env): Settings<SettingName> => readSettings(env, ...SETTING_NAMES);
