import type { Clock } from '../../../lib/base/clock.ts';
import { boardPage, LINK_SECONDS } from '../../../lib/base/signed-link.ts';
import { BadSettings, type Env } from '../../../lib/settings/read.ts';
import { BadArguments } from '../arguments.ts';
import type { Secrets } from '../aws/secret.ts';
import { SetupFailed } from '../plan.ts';
import { BadStage, stageOf } from '../stage/stage.ts';
import { BOARD_USAGE, boardArguments } from './arguments.ts';
import { deployedPlace, localPlace } from './place.ts';

/** What the command works with: the machine's, or a test's. */
export type BoardWorld = {
  env: Env;
  folder: string;
  /** The link, and nothing else. */
  out(text: string): void;
  /** For people. */
  say(text: string): void;
  clock: Clock;
  secrets(place: { region?: string }): Secrets;
  /** Whether the page behind a link is there. */
  opens(link: string): Promise<boolean>;
};

const HOURS = LINK_SECONDS / 3600;

async function printLink(args: readonly string[], world: BoardWorld): Promise<void> {
  const { env, folder, out, say, clock, secrets, opens } = world;
  const stage = stageOf(boardArguments(args).stage, env, folder);
  // Without a stage nothing is deployed: it is the system on this machine.
  const isLocal = stage.option === '';
  const { baseUrl, key } = isLocal ? localPlace(env, folder) : await deployedPlace(stage, env, secrets);
  const link = boardPage(baseUrl, key, clock());
  out(link);
  say(`Good for ${HOURS} hours, for whoever has it.`);
  if (isLocal && !(await opens(link))) {
    say('Nothing opens there yet: it needs npm start, in another terminal and with the same settings.');
  }
}

/** Runs the command; returns its exit code: 1 where AWS could not be asked, 2 for settings that are missing or wrong. */
export async function runBoard(args: readonly string[], world: BoardWorld): Promise<0 | 1 | 2> {
  try {
    await printLink(args, world);
    return 0;
  } catch (error) {
    if (error instanceof SetupFailed) {
      world.say(`${error.message}\n  ${error.remedy}`);
      return 1;
    }
    if (error instanceof BadArguments || error instanceof BadStage) {
      world.say(`${error.message}\n${BOARD_USAGE}`);
      return 2;
    }
    if (!(error instanceof BadSettings)) throw error;
    world.say(error.message);
    return 2;
  }
}
