import { BadSettings, readSettings } from '../../lib/settings/read.ts';
import { only } from '../../lib/settings/setting.ts';
import { about, isSettingName, SETTINGS, type SettingName } from '../settings.ts';

/** What one stage is deployed with, from CDK's context (`-c name=value`, or an object under the stage's name). */
export type Config = {
  stage: string;
  /** A stage that is kept on deletion. */
  isProduction: boolean;
  region: string;
  /** Settings of the functions, checked; whatever is not here has its default, or is asked for at deployment. */
  settings: Partial<Record<SettingName, string>>;
  /** The base URL when it is neither the API's own nor that of `domain`. */
  publicBaseUrl?: string;
  domain?: { name: string; certificateArn: string };
  alarmEmail?: string;
  /** Where infra/runbook.md can be read; every alarm links into it. */
  runbookUrl: string;
};

/** Names every context value that is wrong, all at once. */
export class BadContext extends Error {
  override name = 'BadContext';
  constructor(problems: readonly string[]) {
    super(`Context values are missing or wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Vapi's servers are there (Vapi: server events), and every webhook pays for the distance. */
const REGION = 'us-west-2';
const OPTIONS = {
  region: { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, problem: 'is not a region of AWS' },
  alarmEmail: { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, problem: 'is not an e-mail address' },
  domainName: { pattern: /^([a-z0-9-]+\.)+[a-z]{2,}$/, problem: 'is not a domain name' },
  certificateArn: { pattern: /^arn:aws[\w-]*:acm:/, problem: 'is not the ARN of a certificate of ACM' },
  runbookUrl: { pattern: /^https:\/\/\S+$/, problem: 'is not a https URL' },
} as const;
type Option = keyof typeof OPTIONS;
const isOption = (name: string): name is Option => Object.hasOwn(OPTIONS, name);

/** Ours are written like this; everything else in the context belongs to CDK. */
const LOOKS_LIKE_A_SETTING = /^[A-Z][A-Z0-9_]+$/;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).trim();

/**
 * Reads the context. What stands under the stage's name counts for that stage alone; `-c` on the command line goes
 * before it. Throws `BadContext`.
 */
export const readConfig = (context: Readonly<Record<string, unknown>>): Config => {
  const problems: string[] = [];
  const stage = textOf(context.stage ?? 'dev');
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new BadContext(['stage is not a name of lower-case letters, digits and dashes (at most 20)']);
  }
  const own = context[stage];
  const given = {
    ...(typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {}),
    ...context,
  };

  const settings: Partial<Record<SettingName, string>> = {};
  const options: Partial<Record<Option, string>> = {};
  for (const [name, value] of Object.entries(given)) {
    const text = textOf(value);
    if (isOption(name)) {
      const { pattern, problem } = OPTIONS[name];
      if (pattern.test(text)) options[name] = text;
      else problems.push(`${name} ${problem}`);
    } else if (isSettingName(name)) {
      const { isSecret, isProvided } = about(name);
      if (isProvided) problems.push(`${name} is set by the deployment itself`);
      else if (isSecret) problems.push(`${name} is a secret: it belongs into the stage's secret alone`);
      else settings[name] = text;
    } else if (LOOKS_LIKE_A_SETTING.test(name)) problems.push(`${name} is no setting`);
  }
  problems.push(...settingProblems(settings));

  const {
    region = REGION,
    runbookUrl = 'infra/runbook.md',
    alarmEmail,
    domainName,
    certificateArn,
  } = options;
  if (domainName === undefined && certificateArn !== undefined) problems.push('domainName is not given');
  if (domainName !== undefined && certificateArn === undefined) problems.push('certificateArn is not given');
  const { PUBLIC_BASE_URL: publicBaseUrl, ...ofFunctions } = settings;
  if (domainName !== undefined && publicBaseUrl !== undefined) {
    problems.push('PUBLIC_BASE_URL is given beside domainName, which already says it');
  }
  if (publicBaseUrl?.startsWith('http:')) problems.push('PUBLIC_BASE_URL is not a https URL');
  if (problems.length > 0) throw new BadContext(problems);
  return {
    stage,
    isProduction: stage === 'prod',
    region,
    settings: ofFunctions,
    runbookUrl,
    ...(publicBaseUrl === undefined ? {} : { publicBaseUrl: publicBaseUrl.replace(/\/+$/, '') }),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(domainName === undefined || certificateArn === undefined
      ? {}
      : { domain: { name: domainName, certificateArn } }),
  };
};

const settingProblems = (settings: Partial<Record<SettingName, string>>): readonly string[] => {
  try {
    readSettings(settings, only(SETTINGS, ...Object.keys(settings).filter(isSettingName)));
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
};
