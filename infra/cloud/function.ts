import { join } from 'node:path';
import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { secretsOf } from '../../lib/settings/read.ts';
import type { Declared } from '../../lib/settings/setting.ts';
import { HANDLER } from '../bundling.ts';
import {
  type FunctionName,
  functions,
  isWorker,
  MEMORY_MB,
  queueNames,
  queueOperations,
  table as wholeTable,
} from '../topology/index.ts';
import type { DataStack } from './data-stack.ts';
import { environmentProblem } from './environment-size.ts';

export type HandoffFunctionProps = {
  name: FunctionName;
  stage: string;
  /** The folder in which every function has its bundle. */
  bundles: string;
  /** The settings that its code reads. */
  needs: Declared;
  /** The plain values of those that are given. */
  values: Readonly<Record<string, string>>;
  data: DataStack;
};

export type HandoffFunctions = Record<FunctionName, HandoffFunction>;

/** Declared empty, so that SAM's env file can point them at emulators: it overrides declared names only. */
const ENDPOINTS = { table: 'AWS_ENDPOINT_URL_DYNAMODB', queue: 'AWS_ENDPOINT_URL_SQS' } as const;

/** One function of the topology with a log group, a role and settings of its own. */
export class HandoffFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, props: HandoffFunctionProps) {
    const { name, stage, bundles, needs, data } = props;
    super(scope, `${name}-parts`);
    const { pace, timeoutSeconds, table, readsLists, sends, watchesQueues, everyMinute, everyHour } =
      functions[name];
    const functionName = `voice-handoff-${stage}-${name}`;
    const secrets = secretsOf(needs);

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const allow = (service: string, actions: readonly string[], resource: string) =>
      role.addToPolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: actions.map((action) => `${service}:${action}`),
          resources: [resource],
        }),
      );
    allow('logs', ['CreateLogStream', 'PutLogEvents'], logGroup.logGroupArn);
    if (table !== undefined) allow('dynamodb', table, data.table.tableArn);
    if (readsLists) allow('dynamodb', ['Query'], `${data.table.tableArn}/index/${wholeTable.index.name}`);
    for (const queue of queueNames) {
      const actions = queueOperations(name, queue);
      if (actions.length > 0) allow('sqs', actions, data.queues[queue].queue.queueArn);
    }
    if (secrets.length > 0) allow('secretsmanager', ['GetSecretValue'], data.secret.secretArn);

    const environment = {
      ...Object.fromEntries(Object.keys(needs).map((setting) => [setting, props.values[setting] ?? ''])),
      ...(secrets.length > 0 && { SECRET_ARN: data.secret.secretArn }),
      ...((table || readsLists) && { [ENDPOINTS.table]: '' }),
      ...((sends || watchesQueues) && { [ENDPOINTS.queue]: '' }),
    };
    const problem = environmentProblem(environment);
    if (problem !== undefined) Annotations.of(this).addError(`${name}: ${problem}`);

    // Directly in the stack, so that its path ends with the name by which SAM finds it.
    this.function = new LambdaFunction(scope, name, {
      functionName,
      description: `Voice Handoff, ${stage}: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(bundles, name)),
      handler: HANDLER,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: MEMORY_MB[pace],
      role,
      logGroup,
      environment,
      // A worker sends the later steps of a handoff to its own queue: at most a few dozen messages in a quarter of
      // an hour, which Lambda would take for an endless loop and cut after 16.
      ...(isWorker(name) && { recursiveLoop: RecursiveLoop.ALLOW }),
    });
    if (everyMinute) this.runEvery('EveryMinute', Duration.minutes(1), this.function);
    if (everyHour) this.runEvery('EveryHour', Duration.hours(1), this.function);
    const resource = this.function.node.defaultChild as CfnFunction;
    resource.addMetadata('SamResourceId', name);
  }

  /** Whatever goes wrong with one invocation, the next one does its work. */
  private runEvery(id: string, period: Duration, target: LambdaFunction): void {
    new Rule(this, id, {
      schedule: Schedule.rate(period),
      targets: [new LambdaTarget(target, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  }
}
