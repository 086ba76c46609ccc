import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.ts';
import { BadDeployment, cdkArguments } from './deployment.ts';
import { BadStage } from './stage/stage.ts';

/** `npm run deploy -- [--stage dev] [what CDK takes]`. */
const BIN = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

async function main(): Promise<number> {
  const args = cdkArguments(process.argv.slice(2), process.env, '');
  // npm puts it there too; run by Node alone, it is still found.
  const path = [process.env.PATH, join(BIN)].filter(Boolean).join(delimiter);
  return await runChild('cdk', args, { ...process.env, PATH: path });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isOurs = error instanceof BadDeployment || error instanceof BadStage;
    console.error(isOurs ? error.message : error);
    process.exit(isOurs ? 2 : 1);
  },
);
