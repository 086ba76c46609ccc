import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Check } from '../../../lib/doctor/check.ts';
import type { Expectations } from '../../../lib/doctor/expectations.ts';
import { expectedOf } from '../../../lib/doctor/expected-of.ts';
import { settingsCheck } from '../../../lib/doctor/settings-check.ts';
import { BadSettings, type Env, requiredOf } from '../../../lib/settings/read.ts';
import { about, isSettingName, SETTINGS } from '../../settings.ts';
import { BadOutputs, baseUrlOf, readOutputs } from '../stage/outputs.ts';
import { stageSettings } from '../stage/settings.ts';
import { type Stage, stageOf } from '../stage/stage.ts';
import { BadTeam, readTeam } from '../team/read.ts';
import { TEAM_SETTINGS } from '../team/settings.ts';
import type { Team } from '../team/team.ts';
import { wantedAssistants } from '../vapi/wanted.ts';
import { lenient } from './lenient.ts';

export type DoctorContext = {
  stage: Stage;
  /** What is given, by setting name. */
  values: Readonly<Record<string, string>>;
  /** The same, read as far as it can be. */
  settings: ReturnType<typeof readLeniently>;
  expected: Expectations;
  /** What is wrong with all of it. */
  check: Check;
};

/** What is known of a stage before it is read as a whole. */
export type Given = Pick<DoctorContext, 'stage' | 'values'> & {
  /** Where the platforms reach us. */
  baseUrl: string | undefined;
  /** Undefined where nobody has said what the team wants. */
  team: Team | undefined;
  problems: readonly string[];
};

const readLeniently = (values: DoctorContext['values']) => lenient(values, SETTINGS);

/** A deployment has a URL of its own; everything else that is required has to be given. */
const NOT_NEEDED = 'PUBLIC_BASE_URL';

function missingIn(values: DoctorContext['values'], problems: readonly string[]): string[] {
  return requiredOf(SETTINGS)
    .filter(isSettingName)
    .filter((name) => !about(name).isProvided && name !== NOT_NEEDED && values[name] === undefined)
    .map((name) => `${name} is not set`)
    .filter((problem) => !problems.includes(problem));
}

/** Reads; a file with a fault counts as one that is not there. */
function attempt<T>(read: () => T, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadTeam || error instanceof BadSettings) problems.push(...error.problems);
    else if (error instanceof BadOutputs) problems.push(error.message);
    else throw error;
    return undefined;
  }
}

function teamOf(team: Team): NonNullable<Expectations['team']> {
  const { departments, agents, numbers } = team;
  return { agents, numbers, departments: Object.keys(departments) };
}

/** Returns what the team of a folder wants; undefined without a file of it, or for one with a fault. */
export function teamIn(folder: string, { TEAM_FILE }: DoctorContext['values'], problems: string[]) {
  const file = resolve(folder, TEAM_FILE ?? TEAM_SETTINGS.TEAM_FILE.fallback ?? '');
  return existsSync(file) ? attempt(() => readTeam(file), problems) : undefined;
}

/** Reads all files of a stage. Throws `BadStage` for its name alone: every other fault is a check of its own. */
export function readContext(option: string | undefined, env: Env, folder: string): DoctorContext {
  const stage = stageOf(option, env, folder);
  const { values, problems: wrong, missing } = stageSettings(stage.file, env);
  const told = [...wrong, ...missing];
  const problems = [...told, ...missingIn(values, told)];
  const team = teamIn(folder, values, problems);
  const outputs = attempt(() => readOutputs(stage.outputs), problems);
  return contextOf({ stage, values, team, baseUrl: baseUrlOf(values, outputs, stage), problems });
}

/** Returns the same for what is read already. */
export function contextOf({ stage, values, team, baseUrl, problems: seen }: Given): DoctorContext {
  const problems = [...seen];
  const settings = readLeniently(values);
  const wanted =
    team === undefined || baseUrl === undefined
      ? undefined
      : attempt(
          () =>
            wantedAssistants(
              { stage: stage.name, team, settings: values, baseUrl },
              { credentialId: settings.VAPI_CREDENTIAL_ID, assistants: settings.VAPI_ASSISTANTS ?? {} },
            ).bodies,
          problems,
        );
  const expected = expectedOf(settings, {
    stage: stage.name,
    baseUrl,
    team: team === undefined ? undefined : teamOf(team),
    ...(wanted !== undefined && { wanted }),
  });
  return {
    stage,
    values,
    settings,
    expected,
    check: settingsCheck([...new Set(problems)], team !== undefined),
  };
}
