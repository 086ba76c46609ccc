import type { APIGatewayProxyEventV2, Context, SQSRecord } from 'aws-lambda';
import { type Telemetry, telemetry } from '../../../lib/lambda/telemetry.ts';

export const T0 = 1_800_000_000_000;

type Request = {
  method?: string;
  path?: string;
  /** The route as configured; `path` where nothing is said. */
  routeKey?: string;
  rawPath?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  base64?: boolean;
};

/** A request as API Gateway's HTTP API hands it to a function. */
export const request = (given: Request = {}): APIGatewayProxyEventV2 => {
  const { method = 'POST', path = '/webhook/vapi', query = '', headers = {}, body } = given;
  const { routeKey = `${method} ${path}`, rawPath = path, base64 = false } = given;
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: query,
    headers: { 'content-type': 'application/json', ...headers },
    requestContext: {
      accountId: '111111111111',
      apiId: 'api',
      domainName: 'handoff.example.com',
      domainPrefix: 'handoff',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: 'prod',
      time: '21/Nov/2026:00:00:00 +0000',
      timeEpoch: T0,
    },
    isBase64Encoded: base64,
    ...(body === undefined ? {} : { body }),
  };
};

export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:test',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 10_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

export const record = (messageId: string, body: string, receives = 1): SQSRecord => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(T0),
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: String(T0),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:handoff',
  awsRegion: 'eu-west-1',
});

/** Telemetry whose lines are kept; each reading of its clock is 5 ms later than the one before. */
export const watching = (): {
  telemetry: Telemetry;
  now: () => number;
  lines: Record<string, unknown>[];
  logged: () => Record<string, unknown>[];
  metrics: () => Record<string, unknown>;
} => {
  const lines: Record<string, unknown>[] = [];
  let readings = 0;
  const now = () => T0 + 5 * readings++;
  const write = (line: string) => {
    const read: Record<string, unknown> = JSON.parse(line);
    lines.push(read);
  };
  return {
    telemetry: telemetry({ service: 'test', stage: 'dev', level: 'info', metrics: true, now, write }),
    now,
    lines,
    logged: () => lines.filter((line) => !('_aws' in line)),
    metrics: () => {
      const [written, ...more] = lines.filter((line) => '_aws' in line);
      if (written === undefined || more.length > 0) throw new Error('not one line of metrics');
      const { _aws, stage, service, ...values } = written;
      return values;
    },
  };
};
