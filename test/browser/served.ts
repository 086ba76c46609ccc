import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import * as z from 'zod';

export const JSON_TYPE = { 'content-type': 'application/json' };

/** The headers of a page and of its data. */
export function headersWith(policy: string) {
  const headers = {
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return {
    html: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    json: { ...headers, ...JSON_TYPE },
  };
}

/** Answers with data, or with 304 who has it already. Returns whether they had. */
export function answerData(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  data: unknown,
): boolean {
  const body = JSON.stringify(data);
  const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
  const known = request.headers['if-none-match'] === etag;
  response.writeHead(known ? 304 : 200, { ...headers, etag });
  response.end(known ? undefined : body);
  return known;
}

/** Serves on loopback, on a free port. */
export async function listening(
  listener: RequestListener,
): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
