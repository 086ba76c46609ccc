import { unknownName } from '../setting-names.ts';
import { missingBeside, wrongIn } from '../setting-problems.ts';
import { about, isSettingName, SETTING_NAMES, type SettingName } from '../settings.ts';

/** What one stage is deployed with, from CDK's context (`-c name=value`, or an object under the stage's name). */
export type Config = {
  stage: string;
  /** Its table and secret are kept on deletion, and neither stack can be deleted by mistake. */
  isProtected: boolean;
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
/** The only one that nobody has to call disposable. */
const DEFAULT_STAGE = 'dev';
const OPTIONS = {
  region: { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, problem: 'is not a region of AWS' },
  alarmEmail: { pattern: /^(?!you@example\.)[^\s@]+@[^\s@]+\.[^\s@]+$/, problem: 'is not an e-mail address' },
  domainName: { pattern: /^([a-z0-9-]+\.)+[a-z]{2,}$/, problem: 'is not a domain name' },
  certificateArn: { pattern: /^arn:aws[\w-]*:acm:/, problem: 'is not the ARN of a certificate of ACM' },
  runbookUrl: { pattern: /^https:\/\/\S+$/, problem: 'is not a https URL' },
  disposable: { pattern: /^(true|false)$/, problem: 'is neither true nor false' },
  stage: {
    pattern: /^[a-z][a-z0-9-]{0,19}$/,
    problem: 'is not a name of lower-case letters, digits and dashes (at most 20)',
  },
} as const;
type Option = keyof typeof OPTIONS;
const isOption = (name: string): name is Option => Object.hasOwn(OPTIONS, name);

/** What CDK itself keeps there: its feature flags, what it has looked up, and options of its command line. */
const OF_CDK = /[:/@]|^(?:cli-telemetry|acknowledged-issue-numbers)$/;

/** What can be given, for whoever has misspelt it. */
const KNOWN = [...Object.keys(OPTIONS), ...SETTING_NAMES.filter((name) => !about(name).isProvided)];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).trim();

type Context = Readonly<Record<string, unknown>>;

const isSection = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the names alone tell: those of the command line, and those in the section of any stage. */
const nameProblems = (context: Context, isWithin = false): string[] =>
  Object.entries(context).flatMap(([name, value]) => {
    // It is chosen before its section is read.
    if (isWithin && name === 'stage')
      return ['stage stands in the section of a stage, where nobody reads it'];
    if (isOption(name) || isSettingName(name) || OF_CDK.test(name)) return [];
    const isStage = !isWithin && OPTIONS.stage.pattern.test(name) && isSection(value);
    return isStage ? nameProblems(value, true) : [unknownName(name, KNOWN)];
  });

/**
 * Reads the context. What stands under the stage's name counts for that stage alone; `-c` on the command line goes
 * before it. Throws `BadContext` for all that is unknown, missing or wrong.
 */
export const readConfig = (context: Context): Config => {
  const problems = [...new Set(nameProblems(context))];
  const own = context[textOf(context.stage ?? DEFAULT_STAGE)];
  const given = { ...(isSection(own) ? own : {}), ...context };

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
    }
  }
  problems.push(...wrongIn(settings), ...missingBeside(settings, { inSecret: true }));

  const {
    stage = DEFAULT_STAGE,
    disposable = 'false',
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
  if (publicBaseUrl !== undefined && /^http:/i.test(publicBaseUrl)) {
    problems.push('PUBLIC_BASE_URL is not a https URL');
  }
  if (problems.length > 0) throw new BadContext(problems);
  return {
    stage,
    isProtected: stage !== DEFAULT_STAGE && disposable !== 'true',
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
