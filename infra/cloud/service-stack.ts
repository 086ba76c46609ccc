import {
  Annotations,
  CfnOutput,
  CfnParameter,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { requiredOf } from '../../lib/settings/read.ts';
import { about, isSecret, isSettingName, type SettingName } from '../settings.ts';
import { byFunction, type Caller, limits, placesOf, queueNames, routes } from '../topology/index.ts';
import { addAlarms } from './alarms.ts';
import type { Config } from './config.ts';
import { addDashboard } from './dashboard.ts';
import type { DataStack } from './data-stack.ts';
import { HandoffFunction, type HandoffFunctions } from './function.ts';
import type { Needs } from './needs.ts';

export type ServiceParts = { config: Config; data: DataStack; needs: Needs; bundles: string };

const SIGNED = 'The function authenticates the raw body before it reads it; an authorizer never sees a body.';
/** Why a route has no authorizer of API Gateway's. */
const AUTHORIZED: Record<Caller, string> = {
  vapi: SIGNED,
  twilio: SIGNED,
  link: 'The link is signed and expires; the function verifies it.',
  key: 'The function compares the key in constant time before it reads anything.',
  public: 'Public: it says only whether the service is up.',
};

/** `TWILIO_ACCOUNT_SID` as CloudFormation can name a parameter: `TwilioAccountSid`. */
const parameterName = (setting: string): string =>
  setting.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The limits of routes that have their own, in CloudFormation's words. */
function routeSettings(): Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }> {
  return Object.fromEntries(
    routes.flatMap(({ method, path, throttle }) =>
      throttle === undefined
        ? []
        : [
            [
              `${method} ${path}`,
              { ThrottlingRateLimit: throttle.ratePerSecond, ThrottlingBurstLimit: throttle.burst },
            ],
          ],
    ),
  );
}

/** What a deployment replaces: the API, the functions, and what watches over them. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, parts: ServiceParts, props: StackProps) {
    super(scope, id, props);
    const { config, data, needs, bundles } = parts;
    const { stage } = config;

    const api = new HttpApi(this, 'Api', {
      apiName: `voice-handoff-${stage}`,
      description: `Voice Handoff, ${stage}: the webhooks of Vapi and Twilio`,
      createDefaultStage: false,
    });
    const baseUrl =
      config.publicBaseUrl ??
      (config.domain === undefined ? api.apiEndpoint : `https://${config.domain.name}`);

    const known = {
      ...config.settings,
      ...placesOf(stage, data.table.tableName, (name) => data.queues[name].queue.queueUrl),
      PUBLIC_BASE_URL: baseUrl,
    };
    const values = { ...known, ...this.asked(needs, known) };
    const all = byFunction(
      (name) => new HandoffFunction(this, { name, stage, bundles, needs: needs[name], values, data }),
    );

    const added = routes.map((route) => {
      const [made] = api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: new HttpLambdaIntegration(`${route.function}-integration`, all[route.function].function),
      });
      if (made !== undefined) {
        Validations.of(made).acknowledge({ id: 'AwsSolutions-APIG4', reason: AUTHORIZED[route.caller] });
      }
      return made;
    });
    this.serve(api, config).node.addDependency(...added.filter((route) => route !== undefined));
    this.feed(all, data);
    const watched = { config, functions: all, data, api, alarmEmail: this.alarmEmail(config) };
    const topic = addAlarms(this, watched);
    addDashboard(this, watched);

    for (const { path, paste } of routes) {
      if (paste === undefined) continue;
      const { output, where, overrides = '' } = paste;
      new CfnOutput(this, output, { description: where, value: `${baseUrl}${path}${overrides}` });
    }
    new CfnOutput(this, 'AlarmTopicArn', { description: 'Where alarms go', value: topic.topicArn });
    for (const name of queueNames) {
      new CfnOutput(this, parameterName(`redrive_${name.replaceAll('-', '_')}`), {
        description: `Sends the dead letters through the ${name} queue once more (infra/runbook.md#dead-letters)`,
        value: `aws sqs start-message-move-task --region ${this.region} --source-arn ${data.queues[name].deadLetters.queueArn}`,
      });
    }
  }

  /** A parameter without a default for every required setting that is not given: no deployment goes without it. */
  private asked(
    needs: Needs,
    known: Partial<Record<SettingName, string>>,
  ): Partial<Record<SettingName, string>> {
    const missing = [...new Set(Object.values(needs).flatMap(requiredOf))]
      .filter(isSettingName)
      .filter((name) => !isSecret(name) && known[name] === undefined);
    if (missing.length > 0) {
      Annotations.of(this).addWarningV2(
        'voice-handoff:not-given',
        `Not given, so the deployment asks for it: ${missing.join(', ')}. Give each with -c NAME=value, or under "context" in cdk.json.`,
      );
    }
    return Object.fromEntries(
      missing.map((name) => {
        const { pattern, example } = about(name);
        const checked = pattern && {
          allowedPattern: pattern,
          constraintDescription: `looks like ${example}`,
        };
        return [
          name,
          new CfnParameter(this, parameterName(name), { description: name, ...checked }).valueAsString,
        ];
      }),
    );
  }

  /** A protected stage is not deployed without somebody who hears its alarms. */
  private alarmEmail({ alarmEmail, isProtected }: Config): string | undefined {
    if (alarmEmail !== undefined) return alarmEmail;
    Annotations.of(this).addWarningV2(
      'voice-handoff:no-alarm-email',
      isProtected
        ? 'Not given, so the deployment asks for it: alarmEmail (-c alarmEmail=...).'
        : 'No -c alarmEmail=...: alarms go to a topic that nobody has subscribed to.',
    );
    if (!isProtected) return undefined;
    return new CfnParameter(this, 'AlarmEmail', {
      description: 'alarmEmail: who gets the alarms',
      allowedPattern: '[^\\s@]+@[^\\s@]+\\.[^\\s@]+',
      constraintDescription: 'is an e-mail address',
    }).valueAsString;
  }

  private serve(api: HttpApi, { stage, domain }: Config): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      // Under this prefix the log service's policy for deliveries does not grow with every API.
      logGroupName: `/aws/vendedlogs/voice-handoff-${stage}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const served = new HttpStage(this, 'DefaultStage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: limits.throttle.ratePerSecond, burstLimit: limits.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route, never the path: that of the agent page holds a token. No addresses of people either.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTime',
            routeKey: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
            integrationError: '$context.integrationErrorMessage',
            bytes: '$context.responseLength',
          }),
        ),
      },
    });
    // A stage takes limits only of routes that are there.
    const { defaultChild } = served.node;
    if (defaultChild instanceof CfnStage) defaultChild.routeSettings = routeSettings();
    if (domain === undefined) return served;
    const name = new DomainName(this, 'Domain', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
    });
    new ApiMapping(this, 'Mapping', { api, domainName: name, stage: served });
    new CfnOutput(this, 'DomainTarget', {
      description: `The name that ${domain.name} has to be a CNAME of`,
      value: name.regionalDomainName,
    });
    return served;
  }

  /** Each queue feeds its worker; the bound on concurrency leaves the account's other functions theirs. */
  private feed(all: HandoffFunctions, data: DataStack): void {
    for (const { queue, spec } of Object.values(data.queues)) {
      const { function: worker } = all[spec.worker];
      worker.addToRolePolicy(
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:GetQueueAttributes',
          ],
          resources: [queue.queueArn],
        }),
      );
      new EventSourceMapping(this, `${spec.worker}-source`, {
        target: worker,
        eventSourceArn: queue.queueArn,
        batchSize: spec.batchSize,
        maxBatchingWindow: Duration.seconds(0),
        maxConcurrency: spec.maxConcurrency,
        reportBatchItemFailures: true,
      });
    }
  }
}
