import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { routes } from '../../../infra/topology/index.ts';
import { GIVEN, stacksIn } from './synthesized.ts';

const violationsOf = (app: App) => new AwsSolutionsChecks(app).validateScope(app).violations;

describe("cdk-nag's AwsSolutions pack", () => {
  it.each([
    {},
    { stage: 'prod', ...GIVEN, domainName: 'voice.example.com', certificateArn: 'arn:aws:acm:x' },
  ])('finds nothing in the stacks of %o', async (context) => {
    const { app } = await stacksIn(context);
    expect(violationsOf(app)).toEqual([]);
  });

  it('would find something: it does so in a stack that cares for nothing', () => {
    const app = new App();
    new Topic(new Stack(app, 'careless'), 'topic');
    expect(violationsOf(app).map(({ ruleName }) => ruleName)).toContainEqual(expect.stringContaining('SNS3'));
  });

  it('is told to be quiet with a reason only: the routes authenticate by themselves, the secret is rotated elsewhere', async () => {
    const { app } = await stacksIn({});
    const acknowledged = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:acknowledged-rules'))
      .flatMap(({ data }): [string, string][] => Object.entries(data));
    expect(acknowledged.map(([rule]) => rule.split('-').at(-1)).toSorted()).toEqual([
      ...routes.map(() => 'APIG4'),
      'SMG4',
    ]);
    for (const [, reason] of acknowledged) expect(reason.length).toBeGreaterThan(30);
  });
});
