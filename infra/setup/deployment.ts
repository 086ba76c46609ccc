import type { Env } from '../../lib/settings/read.ts';
import { isOfDeployment, isSettingName } from '../settings.ts';
import { stageSettings } from './stage/settings.ts';
import { stageOf } from './stage/stage.ts';

/** A deployment that cannot begin: the command line or the stage's settings are wrong. */
export class BadDeployment extends Error {
  override name = 'BadDeployment';
}

/** Takes `--stage` out of a command line; everything else is for CDK. Throws `BadDeployment`. */
export function stageIn(args: readonly string[]): { option: string | undefined; rest: readonly string[] } {
  const at = args.findIndex((arg) => arg === '--stage' || arg.startsWith('--stage='));
  const arg = args[at];
  if (arg === undefined) return { option: undefined, rest: args };
  const isApart = arg === '--stage';
  const option = isApart ? args[at + 1] : arg.slice('--stage='.length);
  if (!option || option.startsWith('-')) throw new BadDeployment('--stage needs a name: --stage dev');
  const rest = args.toSpliced(at, isApart ? 2 : 1);
  if (stageIn(rest).option !== undefined) throw new BadDeployment('--stage is given twice');
  return { option, rest };
}

const OTHER_STAGE = /^(?:-c=?|--context=)?stage=(.*)$/;

/** CDK reads a value only as far as its first line; JSON means the same with a blank there. */
const onOneLine = (value: string): string => value.replace(/\s*\n\s*/g, ' ');

/** Returns what a stage's settings give to a deployment. Never a secret: a command line can be read by others. */
export function contextOf(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    isSettingName(name) && isOfDeployment(name) ? ['-c', `${name}=${onOneLine(value)}`] : [],
  );
}

/**
 * Returns CDK's command line. With a stage, that of `--stage` or `STAGE`, its settings go before the context of cdk.json,
 * and what is given here goes before its settings. Throws `BadDeployment` or `BadStage`.
 */
export function cdkArguments(args: readonly string[], env: Env, folder: string): string[] {
  const { option, rest } = stageIn(args);
  if (option === undefined && !env.STAGE?.trim()) return ['deploy', '--all', ...rest];
  const stage = stageOf(option, env, folder);
  const other = rest.map((arg) => OTHER_STAGE.exec(arg)?.[1]).find((name) => name && name !== stage.name);
  if (other !== undefined) {
    const given = option === undefined ? `STAGE=${stage.name}` : `--stage ${option}`;
    throw new BadDeployment(`${given} and -c stage=${other} are two stages`);
  }
  const { values, problems } = stageSettings(stage.file, env);
  if (problems.length > 0) {
    throw new BadDeployment(
      ['Settings are missing or wrong:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
    );
  }
  const context = ['-c', `stage=${stage.name}`, ...contextOf(values)];
  return ['deploy', '--all', ...context, '--outputs-file', stage.outputs, ...rest];
}
