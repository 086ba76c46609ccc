import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { defaultProvider, fromEnvironment } from './credentials.ts';

const ATTEMPTS = 3;
/** One attempt with its whole answer, by steps: a process that stands still (frozen, without CPU) ages by one of them. */
const ATTEMPT_MS = 1_000;
const STEPS = 4;
/**
 * The longest pause before another attempt: three attempts end within 3.4 s, because the shortest time-out of a
 * function is 5 s, and a webhook has to answer 503 before it.
 */
const PAUSE_MS = 200;
/** DynamoDB's longest answer is 1 MB of items, and escaping at most doubles it; SQS and Secrets Manager give less. */
const MAX_ANSWER_BYTES = 4_000_000;

/** By this name the SDK knows that another attempt may help. */
class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/** The SDK's transport stops waiting at the head of an answer; this one ends attempts whose body stalls or never ends. */
class BoundedTransport extends NodeHttpHandler {
  override async handle(...[request]: Parameters<NodeHttpHandler['handle']>) {
    // Taken back at the end: a signal that runs out unseen (`AbortSignal.timeout`) costs more than the wait itself.
    const attempt = new AbortController();
    let left = STEPS;
    const timer = setInterval(() => {
      left -= 1;
      if (left === 0) attempt.abort();
    }, ATTEMPT_MS / STEPS);
    try {
      const { response } = await super.handle(request, { abortSignal: attempt.signal });
      response.body = await wholeOf(response.body);
      return { response };
    } catch (error) {
      throw attempt.signal.aborted ? new TimeoutError(`no whole answer within ${ATTEMPT_MS} ms`) : error;
    } finally {
      clearInterval(timer);
    }
  }
}

/** The SDK's own, but that it never pauses long: where a service asks for more, there is no other attempt. */
class BoundedRetries extends StandardRetryStrategy {
  constructor() {
    const backoff = {
      computeNextBackoffDelay: () => Math.random() * PAUSE_MS,
      setDelayBase: () => undefined,
    };
    super({ maxAttempts: ATTEMPTS, backoff });
  }

  override async refreshRetryTokenForRetry(
    ...[token, failed]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ) {
    const askedFor = (failed.retryAfterHint?.getTime() ?? 0) - Date.now();
    if (askedFor > PAUSE_MS) throw new Error(`a pause of ${askedFor} ms was asked for`);
    return super.refreshRetryTokenForRetry(token, failed);
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

/**
 * What all clients are made with. What is not given here the SDK looks for in files, before its first request. No
 * request has options of its own: so a command's middlewares are put together once for a container.
 */
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
  retryStrategy: new BoundedRetries(),
  maxAttempts: ATTEMPTS,
  requestHandler: new BoundedTransport(),
  cacheMiddleware: true,
});

/**
 * The one client of a service in a container. Another endpoint in the environment gets a client of its own: the
 * local system and tests run one after the other in a process. An endpoint that is declared empty is none.
 */
export const onePerContainer = <Client extends { middlewareStack: { remove(name: string): boolean } }>(
  service: 'DYNAMODB' | 'SQS' | 'SECRETS_MANAGER',
  make: (settings: ReturnType<typeof settingsFor>) => Client,
): (() => Client) => {
  const clients = new Map<string, Client>();
  return () => {
    const endpoint = process.env[`AWS_ENDPOINT_URL_${service}`] || process.env.AWS_ENDPOINT_URL || '';
    const known = clients.get(endpoint);
    if (known !== undefined) return known;
    const client = make(settingsFor(endpoint));
    // It copies all that is sent and answered, for a log that there is none of.
    client.middlewareStack.remove('loggerMiddleware');
    clients.set(endpoint, client);
    return client;
  };
};
