import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { BadArguments } from './arguments.ts';
import { runChild } from './child.ts';
import { contextOf } from './deployment.ts';
import { LAUNCH_USAGE, launchArguments, launchSteps, takeSteps } from './launch-steps.ts';
import { stageSettings } from './stage/settings.ts';
import { BadStage, namedStageOf } from './stage/stage.ts';

/** `npm run launch -- [--stage dev] [--yes]`: set-up, deployment, set-up, and the doctor. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Only a clear yes is one: every step but the last writes. */
async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return /^y(?:es)?$/i.test((await Promise.race([terminal.question(`${question} [y/N] `), closed])).trim());
  } finally {
    terminal.close();
  }
}

async function main(): Promise<number> {
  const wanted = launchArguments(process.argv.slice(2));
  const { name, file } = namedStageOf(wanted.stage, process.env);
  return await takeSteps(launchSteps(name, wanted), wanted.yes, {
    run: ([script = '', ...args]) => runChild(process.execPath, [`${ROOT}${script}`, ...args]),
    ask: process.stdin.isTTY ? ask : undefined,
    settings: () => JSON.stringify(contextOf(stageSettings(file, process.env).values)),
    say: (line) => console.error(line),
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isOurs = error instanceof BadArguments || error instanceof BadStage;
    console.error(isOurs ? `${error.message}\n${LAUNCH_USAGE}` : error);
    process.exit(isOurs ? 2 : 1);
  },
);
