import { type App, Tags } from 'aws-cdk-lib';
import type { Config } from './config.ts';
import { DataStack } from './data-stack.ts';
import type { Needs } from './needs.ts';
import { ServiceStack } from './service-stack.ts';

/** The two stacks of one stage: what is kept, and what a deployment replaces. */
export const addStacks = (
  app: App,
  parts: { config: Config; needs: Needs; bundles: string; account?: string },
): { data: DataStack; service: ServiceStack } => {
  const { config, needs, bundles, account } = parts;
  const { stage, region, isProtected } = config;
  const props = {
    env: { region, ...(account !== undefined && { account }) },
    terminationProtection: isProtected,
  };
  const data = new DataStack(app, `voice-handoff-${stage}-data`, config, props);
  const service = new ServiceStack(
    app,
    `voice-handoff-${stage}-service`,
    { config, data, needs, bundles },
    props,
  );
  Tags.of(app).add('service', 'voice-handoff');
  Tags.of(app).add('stage', stage);
  return { data, service };
};
