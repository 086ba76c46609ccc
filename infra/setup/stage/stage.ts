import { join } from 'node:path';
import type { Env } from '../../../lib/settings/read.ts';
import { readSettingsFile } from '../../settings-file.ts';

/** One deployment beside others, and the files in which this checkout knows it. */
export type Stage = {
  name: string;
  /** Its settings: `.env.<stage>`, or `.env` where no stage was named. */
  file: string;
  /** What its last deployment has put out. */
  outputs: string;
  /** How a command is told of it: ` --stage dev`, or nothing. */
  option: string;
};

/** The stage's name is none that a stage can have. */
export class BadStage extends Error {
  override name = 'BadStage';
}

/** As a deployment takes it. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;
const WITHOUT_NAME = 'dev';
/** Its file would be `.env.example`, which is no secret. */
const TAKEN = 'example';

/**
 * Returns the stage of `--stage`, else that of `STAGE`; without either the one that `.env` names, else `dev`, with the
 * settings of `.env`. Throws `BadStage`.
 */
export function stageOf(option: string | undefined, env: Env, folder = ''): Stage {
  const given = option ?? (env.STAGE?.trim() || undefined);
  const unnamed = join(folder, '.env');
  const name = given ?? (readSettingsFile(unnamed).values.STAGE?.trim() || WITHOUT_NAME);
  const from = option === undefined ? 'STAGE' : '--stage';
  if (!NAME.test(name)) {
    throw new BadStage(`${from} is not a name of lower-case letters, digits and dashes (at most 20)`);
  }
  if (name === TAKEN) throw new BadStage(`${from} cannot be "${TAKEN}": .env.${TAKEN} is committed`);
  return {
    name,
    file: given === undefined ? unnamed : join(folder, `.env.${name}`),
    outputs: join(folder, `cdk-outputs.${name}.json`),
    option: given === undefined ? '' : ` --stage ${name}`,
  };
}

/** Returns the stage for a command that works with a stage's own file: `dev` where none is named. Throws `BadStage`. */
export function namedStageOf(option: string | undefined, env: Env, folder = ''): Stage {
  const { name } = stageOf(option, env, folder);
  return stageOf(name, env, folder);
}
