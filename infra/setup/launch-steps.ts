import { parseArgs } from 'node:util';
import { BadArguments } from './arguments.ts';

export const LAUNCH_USAGE = 'Usage: npm run launch -- [--stage dev] [--yes] [-c name=value ...]';

/** One command of the launch; `shows` is run before the question, so that people know what they agree to. */
export type Step = {
  question: string;
  shows?: readonly string[];
  runs: readonly string[];
  /** `again`: only if the settings of the stage are others than at the deployment before. */
  deploys?: 'always' | 'again';
};

export type LaunchArguments = {
  stage: string | undefined;
  /** Nothing is asked. */
  yes: boolean;
  /** For the deployment. */
  context: readonly string[];
};

/** Returns what the command line asks for. Throws `BadArguments`. */
export function launchArguments(args: readonly string[]): LaunchArguments {
  const options = {
    stage: { type: 'string' },
    yes: { type: 'boolean', default: false },
    context: { type: 'string', short: 'c', multiple: true },
  } as const;
  try {
    const { stage, yes, context = [] } = parseArgs({ args: [...args], options }).values;
    return { stage, yes, context };
  } catch (error) {
    if (error instanceof TypeError) throw new BadArguments(error.message.split('. ')[0] ?? '');
    throw error;
  }
}

/**
 * Returns the steps: only a deployment has the address that the second set-up tells the platforms. What Vapi has made for
 * that address has ids that the functions have to know, so then it is deployed once more.
 */
export function launchSteps(stage: string, { yes, context }: LaunchArguments): Step[] {
  const of = (script: string, ...args: string[]) => [`infra/setup/${script}`, '--stage', stage, ...args];
  const setUp = {
    ...(!yes && { shows: of('setup.ts') }),
    runs: of('setup.ts', '--apply'),
  };
  // CDK asks about rights by itself, on a terminal alone.
  const approval = yes ? ['--require-approval', 'never'] : [];
  const deployment = of('deploy.ts', ...context.flatMap((one) => ['-c', one]), ...approval);
  return [
    { question: `Set up ${stage} at Twilio, Vapi and AWS as shown?`, ...setUp },
    { question: `Deploy ${stage} to AWS?`, runs: deployment, deploys: 'always' },
    { question: 'Tell the platforms where it is, as shown?', ...setUp },
    { question: `Deploy ${stage} once more, with what was made?`, runs: deployment, deploys: 'again' },
    { question: 'Look whether all of it works?', runs: of('doctor.ts') },
  ];
}

export type LaunchWorld = {
  /** Runs one of our commands; its exit code. */
  run(command: readonly string[]): Promise<number>;
  /** Undefined where there is nobody to ask. */
  ask: ((question: string) => Promise<boolean>) | undefined;
  /** What a deployment would be given now. */
  settings(): string;
  say(line: string): void;
};

/** Takes one step after the other, up to the first that fails or is not wanted; returns the exit code. */
export async function takeSteps(steps: readonly Step[], yes: boolean, world: LaunchWorld): Promise<number> {
  const { run, ask, say } = world;
  if (!yes && ask === undefined) {
    say('There is no terminal to ask on, and --yes is not given: nothing was done.');
    return 2;
  }
  let deployed: string | undefined;
  for (const [at, { question, shows, runs, deploys }] of steps.entries()) {
    const settings = deploys === undefined ? undefined : world.settings();
    if (deploys === 'again' && settings === deployed) continue;
    deployed = settings ?? deployed;
    const place = `${at + 1} of ${steps.length}`;
    const shown = shows === undefined ? 0 : await run(shows);
    if (shown === 0 && !yes && !(await ask?.(`[${place}] ${question}`))) {
      say(`Stopped before step ${place}. Run it again to go on: what is done is found done.`);
      return 1;
    }
    if (yes) say(`[${place}] ${question.replace(/(?:,? as shown)?\?$/, ' ...')}`);
    const code = shown === 0 ? await run(runs) : shown;
    if (code !== 0) {
      say(`Stopped at step ${place}: it ended with ${code}. Mend what it says, then run the launch again.`);
      return code;
    }
  }
  return 0;
}
