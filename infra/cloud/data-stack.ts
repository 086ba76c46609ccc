import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { requiredOf } from '../../lib/settings/read.ts';
import { SETTINGS, STAGE_SECRETS } from '../settings.ts';
import { byQueue, type QueueName, queues, RETENTION_SECONDS, table } from '../topology/index.ts';
import type { Config } from './config.ts';

export type QueueWithDeadLetters = { queue: Queue; deadLetters: Queue; spec: (typeof queues)[QueueName] };

/** CloudFormation generates this one; nobody outside has to know it. */
const GENERATED = 'LINK_SIGNING_KEY';

/** What outlives a deployment: the table, the queues with the messages in them, and the secret. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly queues: Record<QueueName, QueueWithDeadLetters>;
  readonly secret: Secret;

  constructor(scope: Construct, id: string, config: Config, props: StackProps) {
    super(scope, id, props);
    const { stage, isProtected } = config;
    const removalPolicy = isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new Table(this, 'Table', {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      sortKey: { name: table.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: table.ttlAttribute,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy,
    });

    const { name: indexName, partitionKey, sortKey, shown } = table.index;
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.NUMBER },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...shown],
    });

    this.queues = byQueue((name) => this.queueOf(name, stage));

    const secrets = STAGE_SECRETS.filter((name) => name !== GENERATED);
    const required = requiredOf(SETTINGS);
    const keys = secrets.filter((name) => required.includes(name));
    const optional = secrets.filter((name) => !required.includes(name));
    this.secret = new Secret(this, 'Secret', {
      description: `Voice Handoff, ${stage}: ${keys.join(', ')} have to be filled in, ${optional.join(', ')} may be added; ${GENERATED} was generated.`,
      // Never to be changed: CloudFormation writes the secret anew when one word here differs, over what the team has
      // filled in (aws/aws-cdk issue 19985). A key that comes later is therefore optional and added by hand.
      generateSecretString: {
        secretStringTemplate: JSON.stringify(Object.fromEntries(keys.map((key) => [key, '']))),
        generateStringKey: GENERATED,
        excludePunctuation: true,
        passwordLength: 48,
      },
      removalPolicy,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Its values are made by Vapi and Twilio and can only be rotated there; old and new are valid side by side.',
    });

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'SecretName', {
      description: 'Fill in its empty keys before anything else',
      value: this.secret.secretName,
    });
    new CfnOutput(this, 'SecretConsoleUrl', {
      value: `https://${Aws.REGION}.console.aws.amazon.com/secretsmanager/secret?name=${this.secret.secretName}`,
    });
  }

  private queueOf(name: QueueName, stage: string): QueueWithDeadLetters {
    const spec = queues[name];
    const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const queueName = `voice-handoff-${stage}-${name}`;
    // By its name: the dead-letter queue is made before the queue that names it.
    const source = Queue.fromQueueArn(
      this,
      `${name}-source`,
      this.formatArn({ service: 'sqs', resource: queueName }),
    );
    // So that a message that can never be handled does not keep a worker busy for ever.
    const deadLetters = new Queue(this, `${name}-dead`, {
      ...encrypted,
      queueName: `${queueName}-dead`,
      retentionPeriod: Duration.seconds(RETENTION_SECONDS.deadLetters),
      redriveAllowPolicy: { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [source] },
    });
    const queue = new Queue(this, name, {
      ...encrypted,
      queueName,
      visibilityTimeout: Duration.seconds(spec.visibilitySeconds),
      retentionPeriod: Duration.seconds(RETENTION_SECONDS.queue),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: spec.maxReceives },
    });
    return { queue, deadLetters, spec };
  }
}
