import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  functionNames,
  functions,
  limits,
  MEMORY_MB,
  queueNames,
  queues,
  routes,
} from '../../../infra/topology/index.ts';
import { LEASE_MS } from '../../../lib/outbox/claims.ts';
import { outlineOf } from './outline.ts';
import { GIVEN, ofType, stacksIn, synthesize, type Templates } from './synthesized.ts';

const CERTIFICATE = 'arn:aws:acm:us-west-2:000000000000:certificate/1';
let dev: Templates;
let prod: Templates;
let domain: Templates;
beforeAll(async () => {
  dev = await synthesize();
  prod = await synthesize({ stage: 'prod', ...GIVEN });
  domain = await synthesize({ ...GIVEN, domainName: 'voice.example.com', certificateArn: CERTIFICATE });
});

describe('The templates', () => {
  it('hold these resources, alarms, permissions and settings', async () => {
    await expect(outlineOf(dev)).toMatchFileSnapshot('outline.txt');
  });
});

describe('Every function of the topology', () => {
  it.each(functionNames)('%s is there with its log group, its alarms and a source or a route', (name) => {
    const { pace, timeoutSeconds } = functions[name];
    const memoryMb = MEMORY_MB[pace];
    const functionName = `voice-handoff-dev-${name}`;
    dev.service.hasResource('AWS::Lambda::Function', {
      Properties: {
        FunctionName: functionName,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: memoryMb,
        Timeout: timeoutSeconds,
        Environment: { Variables: Match.objectLike({ STAGE: 'dev' }) },
      },
      Metadata: Match.objectLike({
        SamResourceId: name,
        'aws:cdk:path': `voice-handoff-dev-service/${name}/Resource`,
      }),
    });
    dev.service.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/lambda/${functionName}`,
      RetentionInDays: 30,
    });
    const [id] = ofType(dev.service, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties.FunctionName === functionName)
      .map(([logicalId]) => logicalId);
    for (const metric of ['Errors', 'Throttles']) {
      dev.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: metric,
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: id } }],
      });
    }
  });

  it('has a route of its own, and no other route is served', () => {
    const served = ofType(dev.service, 'AWS::ApiGatewayV2::Route').map(
      ([, { Properties }]) => Properties.RouteKey,
    );
    expect(served.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});

describe('The API', () => {
  it('is throttled, and its access log names routes, never paths or addresses', () => {
    const [[, stage] = []] = ofType(dev.service, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: limits.throttle.ratePerSecond,
      ThrottlingBurstLimit: limits.throttle.burst,
    });
    const { Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(path|identity|authorizer)/);
  });

  it('limits what anybody can call by the route, so that no callback waits behind it', () => {
    const [[, stage] = []] = ofType(dev.service, 'AWS::ApiGatewayV2::Stage');
    const { RouteSettings: own } = stage?.Properties ?? {};
    expect(own).toEqual({
      'GET /health': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
      'GET /agent/{token}': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 },
      'GET /agent/{token}/data': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 },
      'POST /outbound/calls': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      'GET /outbound/calls/{id}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      'POST /outbound/calls/{id}/cancel': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      ...Object.fromEntries(
        [
          'POST /outbound/campaigns',
          'GET /outbound/campaigns',
          'GET /outbound/campaigns/{id}',
          'GET /outbound/campaigns/{id}/results',
          'POST /outbound/campaigns/{id}/pause',
          'POST /outbound/campaigns/{id}/resume',
          'POST /outbound/campaigns/{id}/cancel',
        ].map((route) => [route, { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }]),
      ),
      'GET /campaign/{token}': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 },
      'GET /campaign/{token}/data': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 },
      ...Object.fromEntries(
        [
          'GET /board/{token}',
          'GET /board/{token}/data',
          'GET /board/{token}/handoffs',
          'GET /board/{token}/handoffs.csv',
        ].map((route) => [route, { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 200 }]),
      ),
      'POST /outbound/do-not-call': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      'GET /outbound/do-not-call/{number}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      'DELETE /outbound/do-not-call/{number}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const platforms = routes.filter(({ caller }) => caller === 'twilio' || caller === 'vapi');
    for (const { method, path, throttle } of platforms) {
      expect(own).not.toHaveProperty([`${method} ${path}`]);
      expect(throttle).toBeUndefined();
    }
    // A stage that names a route which is not there yet cannot be made.
    const keys = ofType(dev.service, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(keys));
  });

  it('is known to the functions by the name of its own domain where it has one', () => {
    const urls = ofType(domain.service, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.Environment.Variables.PUBLIC_BASE_URL ?? [],
    );
    expect(new Set(urls)).toEqual(new Set(['https://voice.example.com']));
    domain.service.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'voice.example.com',
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: CERTIFICATE })],
    });
    domain.service.hasOutput('DomainTarget', {});
    domain.service.hasOutput('TwilioWorkspaceEventUrl', {
      Value: 'https://voice.example.com/webhook/twilio/events#rc=2&rp=ct,rt,5xx',
    });
  });

  it('may stand behind a proxy of the team: then PUBLIC_BASE_URL says how it is reached', async () => {
    const made = await synthesize({ PUBLIC_BASE_URL: 'https://proxy.example.com/voice/' });
    made.service.hasOutput('VapiServerUrl', { Value: 'https://proxy.example.com/voice/webhook/vapi' });
  });
});

describe('The outputs', () => {
  it('are every URL to paste, named by where it goes; retried ones carry the overrides of Twilio', () => {
    const base = { 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiEndpoint'] };
    const url = (path: string) => ({ 'Fn::Join': ['', [base, path]] });
    const { Outputs: outputs } = dev.service.toJSON();
    const pasted = {
      VapiServerUrl: '/webhook/vapi',
      TwilioWorkflowAssignmentUrl: '/webhook/twilio/assignment',
      TwilioWorkflowFallbackUrl: '/webhook/twilio/assignment/fallback',
      TwilioWorkspaceEventUrl: '/webhook/twilio/events#rc=2&rp=ct,rt,5xx',
      TwilioNumberStatusUrl: '/webhook/twilio/status#rc=2&rp=ct,rt,5xx',
      HealthUrl: '/health',
    };
    for (const [name, path] of Object.entries(pasted)) expect(outputs[name].Value).toEqual(url(path));
    for (const [output, queue] of [
      ['RedriveHandoff', 'handoffdead'],
      ['RedriveCallEvents', 'calleventsdead'],
      ['RedriveFollowups', 'followupsdead'],
      ['RedriveCrm', 'crmdead'],
    ] as const) {
      const command = JSON.stringify(outputs[output]);
      expect(command).toContain('aws sqs start-message-move-task');
      expect(command).toMatch(new RegExp(`--source-arn .*-data:ExportsOutputFnGetAtt${queue}[0-9A-F]{8}Arn`));
    }
    dev.data.hasOutput('TableName', {});
    dev.data.hasOutput('SecretName', {});
  });
});

describe('The queues', () => {
  it.each(
    Object.entries(queues),
  )('%s is encrypted and gives up into dead letters kept for 14 days', (name, spec) => {
    const encrypted = { SqsManagedSseEnabled: true };
    dev.data.hasResourceProperties('AWS::SQS::Queue', {
      ...encrypted,
      QueueName: `voice-handoff-dev-${name}`,
      VisibilityTimeout: spec.visibilitySeconds,
      RedrivePolicy: { maxReceiveCount: spec.maxReceives, deadLetterTargetArn: Match.anyValue() },
    });
    dev.data.hasResourceProperties('AWS::SQS::Queue', {
      ...encrypted,
      QueueName: `voice-handoff-dev-${name}-dead`,
      MessageRetentionPeriod: 14 * 86_400,
      RedriveAllowPolicy: Match.objectLike({ redrivePermission: 'byQueue' }),
    });
    // Lambda refuses less than the time-out; a lease that still held would make the message wait once more.
    expect(spec.visibilitySeconds).toBeGreaterThan(functions[spec.worker].timeoutSeconds);
    expect(spec.visibilitySeconds * 1000).toBeGreaterThan(LEASE_MS);
  });

  it('have each a way back for what failed, and each an alarm on it', () => {
    const redrives = Object.keys(dev.service.findOutputs('*')).filter((name) => name.startsWith('Redrive'));
    expect(redrives).toHaveLength(queueNames.length);
    for (const name of queueNames) {
      dev.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `voice-handoff-dev-${name}-dead-letters`,
        Threshold: 1,
        Dimensions: [
          {
            Name: 'QueueName',
            Value: {
              'Fn::ImportValue': Match.stringLikeRegexp(
                `GetAtt${name.replaceAll('-', '')}dead[0-9A-F]{8}QueueName`,
              ),
            },
          },
        ],
      });
    }
  });

  it('tell by the age of a message when nobody takes it; that of a summary only after the hour of a hook that is down', () => {
    const late = ofType(dev.service, 'AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) =>
      Properties.AlarmName.endsWith('-oldest-message') ? [[Properties.AlarmName, Properties.Threshold]] : [],
    );
    expect(late).toEqual([
      ['voice-handoff-dev-handoff-oldest-message', 60],
      ['voice-handoff-dev-tools-oldest-message', 60],
      ['voice-handoff-dev-outbound-oldest-message', 300],
      ['voice-handoff-dev-call-events-oldest-message', 300],
      ['voice-handoff-dev-followups-oldest-message', 300],
      ['voice-handoff-dev-crm-oldest-message', 4500],
    ]);
    expect(4500).toBeGreaterThan(queues.crm.visibilitySeconds * queues.crm.maxReceives);
  });

  it('give the CRM an hour: twelve tries, five minutes apart', () => {
    const { visibilitySeconds, maxReceives } = queues.crm;
    expect(visibilitySeconds * maxReceives).toBe(3600);
  });

  it.each(Object.values(queues))('feed $worker, so many at a time and each message for itself', (spec) => {
    dev.service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: spec.batchSize,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: spec.maxConcurrency },
    });
    dev.service.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `voice-handoff-dev-${spec.worker}`,
      RecursiveLoop: 'Allow',
    });
  });
});

describe('The data', () => {
  it('lies in one encrypted table on demand that expires what is old and can be set back in time', () => {
    dev.data.resourceCountIs('AWS::DynamoDB::Table', 1);
    dev.data.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('and the secret outlive their stack on every stage but dev and those that are disposable', async () => {
    const live = await stacksIn({ ...GIVEN, stage: 'live' });
    const trial = await stacksIn({ ...GIVEN, stage: 'trial', disposable: 'true' });
    const kept = [prod.data, Template.fromStack(live.data)];
    const gone = [dev.data, Template.fromStack(trial.data)];
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret']) {
      for (const data of kept) {
        data.hasResource(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      }
      for (const data of gone) data.hasResource(type, { DeletionPolicy: 'Delete' });
    }
    for (const data of kept) {
      data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    }
    for (const data of gone) {
      data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
    }
    expect([live.data, live.service].map((stack) => stack.terminationProtection)).toEqual([true, true]);
    expect([trial.data, trial.service].map((stack) => stack.terminationProtection)).toEqual([false, false]);
  });

  it('has one secret, whose keys are empty but for the one that nobody has to know', () => {
    dev.data.resourceCountIs('AWS::SecretsManager::Secret', 1);
    const [[, secret] = []] = ofType(dev.data, 'AWS::SecretsManager::Secret');
    const { GenerateSecretString: made } = secret?.Properties ?? {};
    expect(JSON.parse(made.SecretStringTemplate)).toEqual({
      VAPI_API_KEY: '',
      VAPI_SERVER_SECRET: '',
      TWILIO_AUTH_TOKEN: '',
    });
    expect(made.GenerateStringKey).toBe('LINK_SIGNING_KEY');
  });

  it('has a secret that no upgrade writes anew: what CloudFormation makes it of is what it always was', () => {
    const [[, secret] = []] = ofType(dev.data, 'AWS::SecretsManager::Secret');
    // A changed word here, and the next deployment empties the keys of every stage (aws/aws-cdk issue 19985).
    expect(secret?.Properties.GenerateSecretString).toEqual({
      SecretStringTemplate: '{"VAPI_API_KEY":"","VAPI_SERVER_SECRET":"","TWILIO_AUTH_TOKEN":""}',
      GenerateStringKey: 'LINK_SIGNING_KEY',
      ExcludePunctuation: true,
      PasswordLength: 48,
    });
    expect(secret?.Properties.Description).toContain('CRM_HOOK_SECRET may be added');
  });
});

describe('A deployment that is not complete', () => {
  it('is asked for every setting that was not given, and has no default for any', () => {
    const { Parameters: parameters } = dev.service.toJSON();
    for (const name of ['TwilioAccountSid', 'TwilioWorkspaceSid', 'TwilioWorkflowSid']) {
      expect(parameters[name]).toMatchObject({ Type: 'String', AllowedPattern: expect.any(String) });
      expect(parameters[name].Default).toBeUndefined();
    }
  });

  it('is asked on a protected stage who gets the alarms', async () => {
    const { alarmEmail: _, ...settings } = GIVEN;
    const made = await synthesize({ stage: 'prod', ...settings });
    const asked = Object.keys(made.service.toJSON().Parameters);
    expect(asked.filter((name) => name !== 'BootstrapVersion')).toEqual(['AlarmEmail']);
    made.service.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: { Ref: 'AlarmEmail' } });
  });

  it('has nothing left to ask for once all of them are given', () => {
    const asked = Object.keys(prod.service.toJSON().Parameters ?? {});
    expect(asked.filter((name) => name !== 'BootstrapVersion')).toEqual([]);
    prod.service.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'voice-handoff-prod-handoff-worker',
      Environment: { Variables: Match.objectLike({ TWILIO_WORKFLOW_SID: GIVEN.TWILIO_WORKFLOW_SID }) },
    });
  });
});

describe('The alarms', () => {
  it('go to one topic, which alarms may publish to and a person has subscribed to', () => {
    for (const [, { Properties }] of ofType(prod.service, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Alarms/) }]);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
      // What always happens is missed; everything else may be quiet at night.
      const always = Properties.AlarmName.endsWith('-sweeper-stopped');
      expect(Properties.TreatMissingData).toBe(always ? 'breaching' : 'notBreaching');
    }
    prod.service.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      }),
    });
    prod.service.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: GIVEN.alarmEmail,
    });
  });
});
