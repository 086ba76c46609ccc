import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { isPassing, RefusedForGood, Unavailable } from '../../base/trouble.ts';
import type { Telemetry } from '../telemetry.ts';
import { thrownAt } from '../thrown-at.ts';
import { DEAD_LINK, Refusal } from './refusal.ts';

/** A request as it came: nothing decoded, nothing believed. Header names are lower-case. */
export type RawRequest = {
  method: string;
  path: string;
  rawQueryString: string;
  pathParameters: Record<string, string | undefined>;
  headers: Record<string, string | undefined>;
  rawBody: Buffer;
};

export type Answer =
  | { status: number; body?: unknown }
  /** `policy`: what the page may load and run (Content-Security-Policy). */
  | { status: number; html: string; policy: string }
  /** JSON for such a page; `as`: the same without what changes by itself, by which it is known again. */
  | { status: 200; data: unknown; as?: unknown }
  /** A file for a spreadsheet. */
  | { status: 200; csv: string; fileName: string }
  /** Instructions for a leg at Twilio. */
  | { status: number; twiml: string };

type Result = APIGatewayProxyStructuredResultV2;
type Internal = { started: number; bytes: number };
type Middleware = middy.MiddlewareObj<APIGatewayProxyEventV2, Result, Error, Context, Internal>;
export type WebhookHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Result>;

/** The body as the bytes that were on the wire, and the route as configured, without API Gateway's stage. */
const readRequest = (event: APIGatewayProxyEventV2): RawRequest => ({
  method: event.requestContext.http.method,
  path: event.requestContext.routeKey?.split(' ')[1] ?? event.rawPath,
  rawQueryString: event.rawQueryString ?? '',
  pathParameters: event.pathParameters ?? {},
  headers: Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  rawBody: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
});

const json = (status: number, body: unknown): Result =>
  body === undefined
    ? // TaskRouter wants the type even where there is nothing of it.
      { statusCode: status, headers: { 'content-type': 'application/json' } }
    : { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };

/** Personal data: no caching, no referrer. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Returns 304 if the client already has this body (ETag): a page asks for it every other second. */
const unlessKnown = (body: string, known: string | undefined, as = body): Result => {
  const etag = `"${createHash('sha256').update(as).digest('base64url').slice(0, 22)}"`;
  const headers = { ...PRIVATE, 'content-type': 'application/json', etag };
  return known === etag ? { statusCode: 304, headers } : { statusCode: 200, headers, body };
};

const resultOf = (answer: Answer, known: string | undefined): Result => {
  const { status: statusCode } = answer;
  if ('html' in answer) {
    const { html: body, policy } = answer;
    const type = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
    return { statusCode, headers: { ...PRIVATE, ...type }, body };
  }
  if ('data' in answer) {
    const as = answer.as === undefined ? undefined : JSON.stringify(answer.as);
    return unlessKnown(JSON.stringify(answer.data), known, as);
  }
  if ('csv' in answer) {
    const disposition = `attachment; filename="${answer.fileName}"`;
    const headers = {
      ...PRIVATE,
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': disposition,
    };
    return { statusCode, headers, body: answer.csv };
  }
  if ('twiml' in answer) return { statusCode, headers: { 'content-type': 'text/xml' }, body: answer.twiml };
  return json(statusCode, answer.body);
};

const refused = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  // Sent again it would be refused again.
  if (error instanceof RefusedForGood) {
    return new Refusal('invalid', 'The request holds something that cannot be stored.', error.reason);
  }
  if (isPassing(error)) {
    return new Refusal(
      'unavailable',
      'The work could not be queued; please send it again.',
      error instanceof Unavailable ? error.dependency : error.name,
    );
  }
  return new Refusal('internal', 'Something went wrong.', error instanceof Error ? error.name : 'unknown');
};

const kindOf = ({ status, reason }: Refusal): 'credential' | 'input' | 'unavailable' | 'internal' => {
  if (reason === DEAD_LINK) return 'input';
  if (status === 401 || status === 403) return 'credential';
  if (status === 503) return 'unavailable';
  return status >= 500 ? 'internal' : 'input';
};

/** Every error becomes its status, a JSON body and one log line: no message of what went wrong inside, only the place. */
const typedErrors = ({ log, count }: Telemetry): Middleware => ({
  onError(request) {
    const refusal = refused(request.error);
    const { status, code, reason, message } = refusal;
    const place = code === 'internal' ? thrownAt(request.error) : {};
    const line = { status, reason, bytes: request.internal.bytes, ...place };
    if (status >= 500) log.error('refused', line);
    else log.warn('refused', line);
    count(`refused_${kindOf(refusal)}`);
    request.response = json(status, { error: { code, message } });
  },
});

/** How long the answer took, whatever it was; then the metrics of this invocation leave in one line. */
const measured = ({ count, time, flush }: Telemetry, now: () => number): Middleware => {
  const done: NonNullable<Middleware['after']> = ({ internal }) => {
    time('answer_ms', now() - internal.started);
    flush();
  };
  return {
    before({ internal }) {
      internal.started = now();
      internal.bytes = 0;
    },
    after(request) {
      count('answered');
      return done(request);
    },
    onError: done,
  };
};

/**
 * The pipeline of every webhook: raw body, size limit, authentication, and only then parsing and the answer.
 * Each step throws a `Refusal` for what it will not take.
 */
export const webhook = <Authentic, Input>(options: {
  maxBytes: number;
  telemetry: Telemetry;
  now: () => number;
  authenticate: (request: RawRequest) => Promise<Authentic>;
  parse: (request: RawRequest, authentic: Authentic) => Input;
  answer: (input: Input) => Promise<Answer>;
}): WebhookHandler => {
  const { maxBytes, telemetry, now, authenticate, parse, answer } = options;
  const sized: Middleware = {
    before({ event, internal }) {
      internal.bytes = Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      if (internal.bytes > maxBytes) {
        throw new Refusal('too_large', `The body is larger than ${maxBytes} bytes.`);
      }
    },
  };
  return middy<APIGatewayProxyEventV2, Result, Error, Context, Internal>()
    .use(measured(telemetry, now))
    .use(typedErrors(telemetry))
    .use(sized)
    .handler(async (event) => {
      const request = readRequest(event);
      const answered = await answer(parse(request, await authenticate(request)));
      return resultOf(answered, request.headers['if-none-match']);
    });
};
