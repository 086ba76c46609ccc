import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Metafile } from 'esbuild';
import { inject } from 'vitest';
import { readConfig } from '../../../infra/cloud/config.ts';
import { loadNeeds } from '../../../infra/cloud/needs.ts';
import { addStacks } from '../../../infra/cloud/stacks.ts';
import { functionNames } from '../../../infra/topology/index.ts';
import type { Said } from './synthesis.ts';

export type Resource = {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties, read by tests only
  Properties: any;
  DeletionPolicy?: string;
  DependsOn?: string[];
  Metadata?: Record<string, unknown>;
};

export type Templates = { data: Template; service: Template };
export type Synthesized = Templates & {
  bundles: string;
  /** The folder with the templates and the assets. */
  output: string;
};

/** What CDK's command line puts into the context besides the user's own. */
const COMMAND_LINE = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/** What `npm run synth` has said and made in this run, once it has ended. Throws when it failed. */
export async function synthesis(): Promise<Said & { output: string }> {
  const folder = inject('synthesis');
  const file = join(folder, 'said.json');
  while (!existsSync(file)) await pause(50);
  const said: Said = await read(file);
  if (said.failed) throw new Error(said.stderr);
  return { ...said, output: join(folder, 'out') };
}

async function read(file: string) {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function made(): Promise<Synthesized> {
  const { output } = await synthesis();
  const bundles = join(output, 'bundles');
  const template = async (stack: string) =>
    Template.fromJSON(await read(join(output, `voice-handoff-dev-${stack}.template.json`)));
  return {
    data: await template('data'),
    service: await template('service'),
    bundles,
    output,
  };
}
let once: Promise<Synthesized> | undefined;

/** What esbuild says of the bundles of `npm run synth`. */
export async function readMetafile({ bundles }: Synthesized): Promise<Metafile> {
  return read(join(bundles, 'metafile.json'));
}

/** A file for each function in place of its bundle: CDK would read and copy 20 MB of bundles for each context. */
async function bundlesIn(folder: string): Promise<string> {
  for (const name of functionNames) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'index.mjs'), '');
  }
  return folder;
}

async function newStacks(context: Record<string, unknown>) {
  const folder = await mkdtemp(join(inject('synthesis'), 'context-'));
  const [needs, bundles] = await Promise.all([loadNeeds(), bundlesIn(join(folder, 'bundles'))]);
  const outdir = join(folder, 'cdk.out');
  const app = new App({ context: { ...COMMAND_LINE, ...context }, outdir, analyticsReporting: false });
  return { app, ...addStacks(app, { config: readConfig(context), needs, bundles }) };
}
const known = new Map<string, ReturnType<typeof newStacks>>();

/** Both stacks, made once for each context in a process, without the code of the functions. */
export function stacksIn(context: Record<string, unknown>): ReturnType<typeof newStacks> {
  const asked = JSON.stringify(context);
  const stacks = known.get(asked) ?? newStacks(context);
  known.set(asked, stacks);
  return stacks;
}

/** Both stacks as `npm run synth` has made them; in another context, as it would. */
export async function synthesize(): Promise<Synthesized>;
export async function synthesize(context: Record<string, unknown>): Promise<Templates>;
export async function synthesize(context?: Record<string, unknown>): Promise<Templates> {
  if (context === undefined) {
    once ??= made();
    return once;
  }
  const { data, service } = await stacksIn(context);
  return { data: Template.fromStack(data), service: Template.fromStack(service) };
}

/** The resources of a template that are of this type, by their logical ids. */
export const ofType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type)) as [string, Resource][];

/** A complete configuration, as a team would give it. */
export const GIVEN = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_WORKSPACE_SID: `WS${'0'.repeat(32)}`,
  TWILIO_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
  alarmEmail: 'on-call@example.com',
};
