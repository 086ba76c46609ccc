import { NodeHttpHandler } from '@smithy/node-http-handler';
import { defaultProvider, fromEnvironment } from './credentials.ts';

/** One attempt with its whole answer. */
const ATTEMPT_MS = 1_000;
/** After this no further attempt begins: the shortest time-out is 5 s, and a webhook has to answer 503 before it. */
const ATTEMPTS_MS = 3_400;
/** DynamoDB's longest answer is 1 MB of items, and escaping at most doubles it; SQS and Secrets Manager give less. */
const MAX_ANSWER_BYTES = 4_000_000;

/** The SDK's transport stops waiting at the head of an answer; this one ends attempts whose body stalls or never ends. */
class BoundedTransport extends NodeHttpHandler {
  override async handle(...[request]: Parameters<NodeHttpHandler['handle']>) {
    const deadline = AbortSignal.timeout(ATTEMPT_MS);
    try {
      const { response } = await super.handle(request, { abortSignal: deadline });
      response.body = await wholeOf(response.body);
      return { response };
    } catch (error) {
      // Its reason is a `TimeoutError`, which the SDK tries again.
      throw deadline.aborted ? deadline.reason : error;
    }
  }
}

const wholeOf = async (body: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** For every request: a service may ask for pauses of seconds between the attempts. */
export const inTime = () => ({ abortSignal: AbortSignal.timeout(ATTEMPTS_MS) });

/** What all clients are made with. What is not given here the SDK looks for in files, before its first request. */
export const settingsFor = (endpoint?: string) => ({
  region: async () => fromEnvironment('AWS_REGION'),
  credentials: defaultProvider(),
  ...(endpoint && { endpoint }),
  ignoreConfiguredEndpointUrls: true,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: [],
  userAgentAppId: async () => undefined,
  defaultsMode: 'standard' as const,
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: new BoundedTransport(),
});

/**
 * The one client of a service in a container. Another endpoint in the environment gets a client of its own: the
 * local system and tests run one after the other in a process. An endpoint that is declared empty is none.
 */
export const onePerContainer = <Client>(
  service: 'DYNAMODB' | 'SQS' | 'SECRETS_MANAGER',
  make: (settings: ReturnType<typeof settingsFor>) => Client,
): (() => Client) => {
  const clients = new Map<string, Client>();
  return () => {
    const endpoint = process.env[`AWS_ENDPOINT_URL_${service}`] || process.env.AWS_ENDPOINT_URL || '';
    const client = clients.get(endpoint) ?? make(settingsFor(endpoint));
    clients.set(endpoint, client);
    return client;
  };
};
