import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundling.ts';
import { BadContext, readConfig } from './cloud/config.ts';
import { loadNeeds } from './cloud/needs.ts';
import { addStacks } from './cloud/stacks.ts';

const main = async (): Promise<void> => {
  // CDK's command line names its output folder and, with credentials, the account.
  const { CDK_OUTDIR: output = 'cdk.out', CDK_DEFAULT_ACCOUNT: account } = process.env;
  const app = new App();
  const config = readConfig(app.node.getAllContext());
  const bundles = join(output, 'bundles');
  const [needs, metafile] = await Promise.all([loadNeeds(), bundleFunctions(bundles)]);
  await writeFile(join(bundles, 'metafile.json'), JSON.stringify(metafile));
  addStacks(app, { config, needs, bundles, ...(account !== undefined && { account }) });
  app.synth();
};

main().catch((error: unknown) => {
  console.error(error instanceof BadContext ? error.message : error);
  process.exit(1);
});
