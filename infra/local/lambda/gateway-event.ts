import { isUtf8 } from 'node:buffer';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Topology } from '../functions.ts';

type Route = Topology['routes'][number];

/** The only content types whose bodies an HTTP API hands on as text; a form, too, arrives as base64. */
const TEXT_TYPES = /^(text\/.+|application\/(json|xml|javascript))$/;
/** Headers of the one hop to the gateway, and the cookies, which have their own field. */
const NOT_HANDED_ON = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'cookie']);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type Target = { rawPath: string; rawQueryString: string };
export type Match = { route: Route; pathParameters: Record<string, string> };

export function targetOf(request: IncomingMessage): Target {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return mark < 0
    ? { rawPath: url, rawQueryString: '' }
    : { rawPath: url.slice(0, mark), rawQueryString: url.slice(mark + 1) };
}

/** The route of a request; one without variables goes before one with them, as in API Gateway. */
export function matchRoute(routes: readonly Route[], method: string, rawPath: string): Match | undefined {
  const matches = routes.flatMap((route) => {
    const pathParameters = route.method === method ? matchPath(route.path, rawPath) : undefined;
    return pathParameters ? [{ route, pathParameters }] : [];
  });
  return matches.find((match) => !match.route.path.includes('{')) ?? matches[0];
}

function matchPath(pattern: string, rawPath: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = rawPath.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return undefined;
    if (name !== undefined) parameters[name] = decode(value);
  }
  return parameters;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The event of an HTTP API with payload format 2.0, as the deployed function would get it. */
export function gatewayEvent(
  request: IncomingMessage,
  target: Target,
  match: Match,
  body: Buffer,
  now: Date,
): APIGatewayProxyEventV2 {
  const { route, pathParameters } = match;
  const routeKey = `${route.method} ${route.path}`;
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const domainName = (request.headers.host ?? 'localhost').replace(/:\d+$/, '');
  const headers = headersOf(request, sourceIp);
  const query = queryOf(target.rawQueryString);
  const cookies = request.headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== '');
  const text = isText(headers['content-type'], body);
  return {
    version: '2.0',
    routeKey,
    rawPath: target.rawPath,
    rawQueryString: target.rawQueryString,
    ...(cookies && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: {
        method: route.method,
        path: target.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

function isText(contentType: string | undefined, body: Buffer): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return TEXT_TYPES.test(type) && isUtf8(body);
}

function headersOf(request: IncomingMessage, sourceIp: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = (request.rawHeaders[i] ?? '').toLowerCase();
    const value = request.rawHeaders[i + 1] ?? '';
    if (NOT_HANDED_ON.has(name)) continue;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  const through = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = through === undefined ? sourceIp : `${through}, ${sourceIp}`;
  headers['x-forwarded-port'] ??= String(request.socket.localPort ?? '');
  headers['x-forwarded-proto'] ??= 'http';
  headers['x-amzn-trace-id'] ??=
    `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return headers;
}

/** Decoded; a repeated name has its values joined by commas. Absent when there is no query. */
function queryOf(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === '') return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const earlier = query[name];
    query[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return query;
}

function commonLogTime(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getUTCDate())}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;
}
