import { createHash, createHmac } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, SourceData } from '@smithy/types';

/** The services that are spoken to, each by the name under which a request is signed. */
const SERVICES = {
  dynamodb: { target: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0', env: 'DYNAMODB' },
  sqs: { target: 'AmazonSQS', contentType: 'application/x-amz-json-1.0', env: 'SQS' },
  secretsmanager: {
    target: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    env: 'SECRETS_MANAGER',
  },
} as const;
export type AwsService = keyof typeof SERVICES;

/** The service answered, and refused; `name` is its error code. */
export class AwsRefused extends Error {
  override readonly name: string;
  readonly status: number;
  constructor(name: string, status: number) {
    super(`${name} (${status})`);
    this.name = name;
    this.status = status;
  }
}

export type AwsClient = {
  /** The service's answer as parsed JSON. Throws `AwsRefused`, or the transport's error when there is none. */
  call(operation: string, input: object): Promise<unknown>;
  destroy(): void;
};

class Sha256 implements Checksum {
  readonly #hash;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {}
}

const bytesOf = (data: SourceData): string | Uint8Array => {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};

/** Lambda gives a function its role's credentials and its region in the environment, and nowhere else. */
const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const credentials = async () => {
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  return {
    accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
};

const endpointOf = (service: AwsService): string => {
  const given = process.env[`AWS_ENDPOINT_URL_${SERVICES[service].env}`] || process.env.AWS_ENDPOINT_URL;
  if (given) return given;
  const region = fromEnvironment('AWS_REGION');
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
};

const THROTTLED = /Throttl|RequestLimitExceeded|ProvisionedThroughputExceeded|TooManyRequests|SlowDown/;

/**
 * Speaks AWS's JSON protocol with the SDK's own signing, transport and retry. The SDK's clients themselves are
 * left out: with SQS's and DynamoDB's, vapi-webhook was 297 kB and took 105 ms to load and answer its first tool
 * call, a function that only sends a message with the SDK 68 ms (two cores, Node 24). Three tries of at most
 * 1 second each are short enough that a webhook can still answer 503.
 */
export const awsClient = (
  service: AwsService,
  options: { endpoint?: string; userAgent?: string } = {},
): AwsClient => {
  const { target, contentType } = SERVICES[service];
  const transport = new NodeHttpHandler({
    connectionTimeout: 800,
    requestTimeout: 1000,
    throwOnRequestTimeout: true,
  });
  const signer = new SignatureV4({
    service,
    region: async () => fromEnvironment('AWS_REGION'),
    credentials,
    sha256: Sha256,
  });
  const retries = new StandardRetryStrategy({ maxAttempts: 3 });

  const attempt = async (operation: string, body: string): Promise<unknown> => {
    const url = new URL(options.endpoint ?? endpointOf(service));
    const request = new HttpRequest({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname,
      headers: {
        host: url.host,
        'content-type': contentType,
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': options.userAgent ?? 'voice-handoff',
        'x-amz-target': `${target}.${operation}`,
      },
      body,
    });
    const { response } = await transport.handle(HttpRequest.clone(await signer.sign(request)));
    const chunks: Buffer[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    if (response.statusCode < 300) return JSON.parse(text);
    throw new AwsRefused(errorCode(text), response.statusCode);
  };

  return {
    async call(operation, input) {
      const body = JSON.stringify(input);
      let token = await retries.acquireInitialRetryToken(service);
      for (;;) {
        try {
          const answer = await attempt(operation, body);
          retries.recordSuccess(token);
          return answer;
        } catch (error) {
          const errorType = retryable(error);
          if (errorType === undefined) throw error;
          token = await retries.refreshRetryTokenForRetry(token, { errorType }).catch(() => {
            throw error;
          });
        }
      }
    },
    destroy: () => transport.destroy(),
  };
};

/** What may go well the next time: no answer, an answer that was cut off, a server's error, a throttle. */
const retryable = (error: unknown): 'THROTTLING' | 'TRANSIENT' | undefined => {
  if (!(error instanceof AwsRefused)) return 'TRANSIENT';
  if (error.status === 429 || THROTTLED.test(error.name)) return 'THROTTLING';
  return error.status >= 500 ? 'TRANSIENT' : undefined;
};

/** `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}` */
const errorCode = (text: string): string => {
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?([\w.]+)/.exec(text)?.[1];
  return type ?? 'UnknownError';
};
