import * as z from 'zod/mini';
import type { Invocation } from './invoke.ts';

export type HttpAnswer = {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const resultSchema = z.object({
  statusCode: z.int().check(z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), scalar)),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** API Gateway's own words for its own failures. */
export const gatewayMessage = (status: number, message: string): HttpAnswer => json(status, { message });

export const notFound = (): HttpAnswer =>
  json(404, { error: { code: 'not_found', message: 'There is no such route.' } });

export const tooMany = (): HttpAnswer => gatewayMessage(429, 'Too Many Requests');

export const tooLarge = (): HttpAnswer =>
  json(413, { error: { code: 'too_large', message: 'The body is larger than an HTTP API takes.' } });

/**
 * What an HTTP API makes of a function's result. One without a `statusCode` is taken as the JSON body of a
 * 200; a throw, a timeout and a result of the wrong shape are all the same 500 to the client.
 */
export function answerOf(invocation: Invocation): HttpAnswer | 'malformed' {
  if (invocation.is !== 'returned') return internalError();
  const { value } = invocation;
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const result = resultSchema.safeParse(value);
  if (!result.success) return 'malformed';
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.data;
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      ...Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, held]) => [name.toLowerCase(), String(held)]),
      ),
      ...(cookies && cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

export const internalError = (): HttpAnswer => gatewayMessage(500, 'Internal Server Error');

function json(status: number, body: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  };
}
