import { placesOf, queueNames } from '../topology/index.ts';
import { CREDENTIALS, REGION, sqsClient } from './aws/aws.ts';
import type { RequestCounts } from './aws/counting.ts';
import { type DeadLetter, readDeadLetters } from './aws/dead-letters.ts';
import { type EmulatorOptions, type Emulators, startEmulators } from './aws/emulators.ts';
import {
  createHandlers,
  type Functions,
  loadFunctions,
  type Topology,
  topology as wholeTopology,
} from './functions.ts';
import { type FrontOptions, type RequestSeen, startFront } from './lambda/api-gateway.ts';
import { type PollerFailure, type Pollers, startPollers } from './lambda/pollers.ts';
import { startSchedules } from './lambda/schedules.ts';

export type SystemOptions = {
  /** 0 or none takes any free one. */
  port?: number;
  /** What every function sees, besides what the system itself knows (table, queues, endpoints). */
  env: Record<string, string>;
  /** In place of the modules under functions/. */
  functions?: Functions;
  topology?: Topology;
  external?: EmulatorOptions['external'];
  ports?: EmulatorOptions['ports'];
  unrouted?: FrontOptions['unrouted'];
  onRequest?: (seen: RequestSeen) => void;
  onFailure?: (failure: PollerFailure) => void;
};

export type System = {
  url: string;
  /** The environment that the functions were made with. */
  env: Record<string, string>;
  emulators: Emulators;
  idle: Pollers['idle'];
  counts(): RequestCounts;
  deadLetters(): Promise<DeadLetter[]>;
  stop(): Promise<void>;
};

/**
 * The whole product in this process: its own functions behind an HTTP front, fed from emulated queues, on an
 * emulated table. One at a time in a process: the AWS settings are the process's own, as they are in Lambda.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const topology = options.topology ?? wholeTopology;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const made = options.functions ?? (await loadFunctions());
    const emulators = await startEmulators({
      topology,
      ...(options.external && { external: options.external }),
      ...(options.ports && { ports: options.ports }),
    });
    stops.push(emulators.stop);

    const front = await startFront({
      port: options.port ?? 0,
      topology,
      ...(options.unrouted && { unrouted: options.unrouted }),
      ...(options.onRequest && { onRequest: options.onRequest }),
    });
    stops.push(front.stop);

    const env = environment(options.env, front.url, emulators);
    stops.push(shareAwsSettings(env));
    const { http, workers, scheduled } = createHandlers(made, env);
    front.open(http);

    const pollers = startPollers({
      sqsUrl: emulators.sqsUrl,
      queueUrls: emulators.queueUrls,
      workers,
      topology,
      ...(options.onFailure && { onFailure: options.onFailure }),
    });
    stops.push(pollers.stop);
    stops.push(startSchedules(scheduled, topology).stop);

    return {
      url: front.url,
      env,
      emulators,
      idle: pollers.idle,
      counts: emulators.counts,
      deadLetters: () => deadLettersOf(emulators),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(
  given: Record<string, string>,
  url: string,
  emulators: Emulators,
): Record<string, string> {
  return {
    PUBLIC_BASE_URL: url,
    ...given,
    ...placesOf('local', emulators.tableName, (name) => emulators.queueUrls[name]),
    AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamoUrl,
    AWS_ENDPOINT_URL_SQS: emulators.sqsUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  };
}

/** Would send the SDK after other credentials than ours. */
const FOREIGN_AWS_SETTINGS = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];
let awsSettingsTaken = false;

/** The AWS SDK takes its settings from the process, not from `create(env)`. Gives back how to undo it. */
function shareAwsSettings(env: Record<string, string>): () => Promise<void> {
  if (awsSettingsTaken) throw new Error('only one local system at a time can run in a process');
  awsSettingsTaken = true;
  const names = [...Object.keys(env).filter((name) => name.startsWith('AWS_')), ...FOREIGN_AWS_SETTINGS];
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) set(name, env[name]);
  return async () => {
    for (const [name, value] of before) set(name, value);
    awsSettingsTaken = false;
  };
}

async function deadLettersOf({ sqsUrl, deadLetterUrls }: Emulators): Promise<DeadLetter[]> {
  const client = sqsClient(sqsUrl, true);
  try {
    const all = await Promise.all(
      queueNames.map((name) => readDeadLetters(client, name, deadLetterUrls[name])),
    );
    return all.flat();
  } finally {
    client.destroy();
  }
}
