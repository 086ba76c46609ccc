import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmulators } from '../../../infra/local/aws/emulators.ts';
import type { Env, Functions } from '../../../infra/local/functions.ts';
import { type System, type SystemOptions, startSystem } from '../../../infra/local/system.ts';
import { placesOf } from '../../../infra/topology/index.ts';
import { handoffQueueWith, smallFunctions } from './lambda/small-functions.ts';

let system: System | undefined;
const start = async (options: Partial<SystemOptions> = {}) => {
  system = await startSystem({ env: {}, functions: smallFunctions(), ...options });
  return system;
};
afterEach(async () => {
  await system?.stop();
  system = undefined;
});

/** A webhook that queues what it gets, and a worker that writes it down: with clients of the SDK's own settings. */
const webhookToTable = (): Partial<Functions> => ({
  'vapi-webhook': (env) => {
    const sqs = new SQSClient();
    return async (event) => {
      await sqs.send(
        new SendMessageCommand({ QueueUrl: env.HANDOFF_QUEUE_URL, MessageBody: event.body ?? '' }),
      );
      return { statusCode: 200, body: '{}' };
    };
  },
  'handoff-worker': (env) => {
    const dynamo = new DynamoDBClient();
    return async (event) => {
      for (const { body } of event.Records) {
        const Item = { pk: { S: `CALL#${body}` }, sk: { S: 'HANDOFF' } };
        await dynamo.send(new PutItemCommand({ TableName: env.TABLE_NAME, Item }));
        await dynamo.send(new GetItemCommand({ TableName: env.TABLE_NAME, Key: Item }));
      }
    };
  },
});

const webhook = (body: string) =>
  fetch(`${system?.url}/webhook/vapi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

describe('the local system', () => {
  it('takes a webhook through the queue to the table, and counts what it cost', async () => {
    const { idle, counts } = await start({ functions: smallFunctions(webhookToTable()) });
    expect((await webhook('c1')).status).toBe(200);
    await idle();
    const { sqs, dynamodb } = counts();
    expect(dynamodb).toEqual({ PutItem: 1, GetItem: 1 });
    expect(sqs).toMatchObject({ SendMessage: 1, ReceiveMessage: 1, DeleteMessage: 1 });
    expect(Object.keys(sqs)).not.toContain('GetQueueAttributes');
  });

  it('gives every function its environment, with its own address as the public one', async () => {
    const seen: Env[] = [];
    const { url, emulators } = await start({
      env: { HANDOFF_WINDOW_SECONDS: '5' },
      functions: smallFunctions({
        health: (env) => {
          seen.push(env);
          return async () => ({});
        },
      }),
    });
    expect(seen).toEqual([
      {
        HANDOFF_WINDOW_SECONDS: '5',
        PUBLIC_BASE_URL: url,
        ...placesOf('local', emulators.tableName, (name) => emulators.queueUrls[name]),
        AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamoUrl,
        AWS_ENDPOINT_URL_SQS: emulators.sqsUrl,
        AWS_REGION: 'us-west-2',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    ]);
  });

  it('keeps a public address that is given to it', async () => {
    const { env } = await start({ env: { PUBLIC_BASE_URL: 'https://voice.example.test' } });
    expect(env.PUBLIC_BASE_URL).toBe('https://voice.example.test');
  });

  it('shows what ended in a dead-letter queue, and again when asked again', async () => {
    const { idle, deadLetters } = await start({
      topology: handoffQueueWith({ visibilitySeconds: 1, maxReceives: 1 }),
      functions: smallFunctions({
        ...webhookToTable(),
        'handoff-worker': () => async () => Promise.reject(new Error('poison')),
      }),
    });
    await webhook('bad');
    await idle();
    expect(await deadLetters()).toMatchObject([{ queue: 'handoff', body: 'bad' }]);
    expect(await deadLetters()).toHaveLength(1);
  });

  it('uses emulators that run already, with their table and queues, and leaves them running', async () => {
    const running = await startEmulators();
    const external = { dynamoUrl: running.dynamoUrl, sqsUrl: running.sqsUrl };
    const { emulators, idle } = await start({ external, functions: smallFunctions(webhookToTable()) });
    expect(emulators.queueUrls).toEqual(running.queueUrls);
    await webhook('c1');
    await idle();
    await system?.stop();
    expect(running.counts().dynamodb).toEqual({ PutItem: 1, GetItem: 1 });
    await running.stop();
  });

  it('leaves no address in use and no setting behind when it stops', async () => {
    const before = { ...process.env };
    const handles = () =>
      process.getActiveResourcesInfo().filter((kind) => /TCP(Server|Socket)Wrap|Timeout/.test(kind)).length;
    const open = handles();
    const { url, emulators } = await start({ functions: smallFunctions(webhookToTable()) });
    await webhook('c1');
    await system?.idle();
    await system?.stop();
    for (const address of [url, emulators.dynamoUrl, emulators.sqsUrl]) {
      await expect(fetch(address)).rejects.toThrow();
    }
    expect(process.env).toEqual(before);
    // The test's own clients (fetch, the functions' SDK clients) close their sockets once the other end has.
    await expect.poll(handles).toBeLessThanOrEqual(open);
  });

  it('refuses to be two in one process, and one whose function cannot be made leaves nothing behind', async () => {
    await start();
    await expect(startSystem({ env: {}, functions: smallFunctions() })).rejects.toThrow('only one');
    await system?.stop();
    const broken = smallFunctions({
      health: () => {
        throw new Error('no such setting');
      },
    });
    await expect(startSystem({ env: {}, functions: broken })).rejects.toThrow('no such setting');
    await start();
  });
});
