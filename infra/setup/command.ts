import { isAbsolute, join } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { BadSettings, type Env } from '../../lib/settings/read.ts';
import { isOfDeployment, isSettingName } from '../settings.ts';
import { settingsText } from '../settings-file.ts';
import { BadArguments, type Platform, type SetupArguments, setupArguments, USAGE } from './arguments.ts';
import { type OwnSettings, ownSettings, ownSettingsWalk } from './own-settings.ts';
import { failureLines, lastLine, type NextStep, onOneLine, planLines } from './print-plan.ts';
import { faultsOf } from './required.ts';
import { keepIn } from './stage/keep.ts';
import { BadOutputs, baseUrlOf, baseUrlWarning, type Outputs, readOutputs } from './stage/outputs.ts';
import { stageSettings } from './stage/settings.ts';
import { BadStage, type Stage, stageOf } from './stage/stage.ts';
import { namesWritten } from './stage/written.ts';
import { BadTeam, readTeam } from './team/read.ts';
import { TEAM_SETTINGS } from './team/settings.ts';
import type { Team } from './team/team.ts';
import { isRefused, type Walk, type Walked, walkAll } from './walks.ts';

/** What set-up goes by, all of it read and without a fault. */
export type SetupContext = {
  stage: Stage;
  team: Team;
  /** What is given, and the keys that are made where none is. */
  settings: Readonly<Record<string, string>>;
  /** The names of the keys that were made just now. */
  made?: readonly string[];
  outputs: Outputs | undefined;
  baseUrl: string | undefined;
  /** The one platform that is looked after; undefined for all of them. */
  only?: Platform | undefined;
};

/** What the command works with: the machine's, or a test's. */
export type SetupWorld = {
  env: Env;
  /** Where the files are; empty for the one in which the command was started. */
  folder: string;
  out(text: string): void;
  /** For people, while it works: never where the result goes. */
  say(text: string): void;
  colors: Colors;
  walks(context: SetupContext): Readonly<Record<Platform, Walk>>;
  /** What Vapi would get. */
  printed(context: SetupContext): unknown;
};

/** Settings or the team's file are wrong; every line is one fault. */
class Faults extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

function attempt<T>(read: () => T, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadTeam) problems.push(...error.problems);
    else if (error instanceof BadOutputs) problems.push(error.message);
    else throw error;
    return undefined;
  }
}

/** Reads all files before anything is asked. Throws `Faults` for all that is wrong, `BadStage` for the stage's name. */
function readContext(
  { stage: option, only, print }: SetupArguments,
  { env, folder }: SetupWorld,
): { context: SetupContext; own: OwnSettings } {
  const stage = stageOf(option, env, folder);
  const { values, problems: wrong, missing } = stageSettings(stage.file, env);
  const problems = [...wrong, ...missing, ...(print === undefined ? faultsOf(values, only) : [])];
  const { TEAM_FILE = TEAM_SETTINGS.TEAM_FILE.fallback ?? '' } = values;
  const teamFile = isAbsolute(TEAM_FILE) ? TEAM_FILE : join(folder, TEAM_FILE);
  const team = attempt(() => readTeam(teamFile), problems);
  const outputs = attempt(() => readOutputs(stage.outputs), problems);
  if (team === undefined || problems.length > 0) throw new Faults(problems);
  const written = namesWritten(settingsText(stage.file).text).filter((name) => !env[name]?.trim());
  const own = ownSettings(values, team, { only, written, isDeployed: outputs !== undefined });
  const settings = { ...values, ...own.made };
  const made = Object.keys(own.made);
  return {
    own,
    context: { stage, team, settings, made, outputs, only, baseUrl: baseUrlOf(values, outputs, stage) },
  };
}

async function walked(
  { apply, only, adopt }: SetupArguments,
  { context, own }: ReturnType<typeof readContext>,
  world: SetupWorld,
): Promise<Walked> {
  const { stage, ...given } = context;
  const { twilio, vapi, aws } = world.walks(context);
  // An import into Vapi writes the voice URL at Twilio: what that is to be is written after it.
  const chosen = only === undefined ? [vapi, twilio, aws] : [{ twilio, vapi, aws }[only]];
  return walkAll([ownSettingsWalk(own), ...chosen], {
    ...given,
    stage: stage.name,
    adopt,
    apply,
    keep: keepIn(stage.file),
    say: (line) => world.say(world.colors.dim(onOneLine(line))),
  });
}

function printText(result: Walked, step: NextStep, { out, say, colors }: SetupWorld): void {
  for (const line of planLines(result.plan, colors)) out(line);
  if (result.failed === undefined) out(lastLine(result, step));
  else for (const line of failureLines(result.failed, colors)) say(line);
}

/** Runs the command; returns its exit code: 1 where something failed, 2 for bad settings or a refusal. */
export async function runSetup(args: readonly string[], world: SetupWorld): Promise<0 | 1 | 2> {
  const { out, say } = world;
  const asJson = args.includes('--json');
  const refuse = (heading: string, problems: readonly string[], usage = ''): 2 => {
    const failed = { what: 'settings', why: heading, problems };
    if (asJson) out(JSON.stringify({ plan: [], applied: false, failed }, null, 2));
    say([heading, ...problems.map((problem) => `  ${problem}`), ...(usage ? [usage] : [])].join('\n'));
    return 2;
  };
  try {
    const wanted = setupArguments(args);
    const read = readContext(wanted, world);
    const { stage, baseUrl } = read.context;
    const warning = baseUrl === undefined ? undefined : baseUrlWarning(baseUrl);
    if (warning !== undefined) say(world.colors.yellow(`Warning: ${warning}`));
    if (wanted.print !== undefined) {
      out(JSON.stringify(world.printed(read.context), null, 2));
      return 0;
    }
    const result = await walked(wanted, read, world);
    const { plan, applied, failed, kept } = result;
    const step = {
      option: stage.option,
      further: `${wanted.only ? ` --only ${wanted.only}` : ''}${wanted.adopt ? ' --adopt' : ''}`,
      hasBaseUrl: baseUrl !== undefined,
      needsDeployment: kept.some((name) => isSettingName(name) && isOfDeployment(name)),
    };
    if (asJson) out(JSON.stringify({ plan, applied, ...(failed && { failed }) }, null, 2));
    else printText(result, step, world);
    if (failed !== undefined) return 1;
    return isRefused(plan) ? 2 : 0;
  } catch (error) {
    if (error instanceof BadArguments) return refuse(error.message, [], USAGE);
    if (error instanceof BadStage) return refuse(error.message, []);
    if (error instanceof Faults || error instanceof BadSettings) {
      return refuse('Settings, or what the team wants, are missing or wrong:', error.problems);
    }
    throw error;
  }
}
