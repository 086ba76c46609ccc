import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Metafile } from 'esbuild';
import { bundleFunctions } from '../../../infra/bundling.ts';
import { readConfig } from '../../../infra/cloud/config.ts';
import { loadNeeds } from '../../../infra/cloud/needs.ts';
import { addStacks } from '../../../infra/cloud/stacks.ts';

export type Resource = {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties, read by tests only
  Properties: any;
  DeletionPolicy?: string;
  Metadata?: Record<string, unknown>;
};

export type Synthesized = {
  app: App;
  data: Template;
  service: Template;
  bundles: string;
  metafile: Metafile;
  /** The folder with the templates and the assets. */
  output: string;
};

/** What CDK's command line puts into the context besides the user's own. */
const COMMAND_LINE = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

type Bundled = { folder: string; metafile: Metafile };
let bundling: Promise<Bundled> | undefined;
let used = 0;

/** Every function, bundled once for all who have the bundles at the same time. */
const bundled = (): Promise<Bundled> => {
  used += 1;
  bundling ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-bundles-'));
    return { folder, metafile: await bundleFunctions(folder) };
  })();
  return bundling;
};
const unused = async ({ folder }: Bundled): Promise<void> => {
  used -= 1;
  if (used > 0) return;
  bundling = undefined;
  await rm(folder, { recursive: true });
};

/** Both stacks as `npm run synth` makes them, in a folder of its own. */
export const synthesize = async (
  context: Record<string, unknown> = {},
  prepare: (app: App) => void = () => undefined,
): Promise<Synthesized & { remove(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-synth-'));
  const output = join(folder, 'cdk.out');
  const [needs, code] = await Promise.all([loadNeeds(), bundled()]);
  const { folder: bundles, metafile } = code;
  const app = new App({
    context: { ...COMMAND_LINE, ...context },
    outdir: output,
    analyticsReporting: false,
  });
  prepare(app);
  const { data, service } = addStacks(app, { config: readConfig(context), needs, bundles });
  return {
    app,
    data: Template.fromStack(data),
    service: Template.fromStack(service),
    bundles,
    metafile,
    output,
    async remove() {
      await rm(folder, { recursive: true });
      await unused(code);
    },
  };
};

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
