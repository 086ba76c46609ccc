import * as z from 'zod/mini';

export type OutgoingRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | URLSearchParams;
  /** Milliseconds for the whole attempt, the answer's body included. */
  timeoutMs: number;
  /** How long the answer's body may be, unpacked. With 0 it is not read: the answer counts from its head. */
  maxBytes: number;
  /** Ends the attempt too: the time limit of an operation that the request is a part of. */
  signal?: AbortSignal;
};

export type Outcome =
  | { is: 'answered'; status: number; headers: Headers; body: string }
  /** Not a byte of it went out. */
  | { is: 'not-sent'; why: 'unreachable' }
  /** It may have arrived; no whole answer came back. */
  | { is: 'lost'; why: 'timeout' | 'cut' | 'too-large' };

/**
 * Sends one request, once. Follows no redirect: it is an answer like any other. A body within its limit is read to the
 * end, so that the connection serves the next request. Never throws for what the other side does.
 */
export async function send(request: OutgoingRequest): Promise<Outcome> {
  const { url, timeoutMs, maxBytes, signal, ...sent } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      ...sent,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const { status, headers } = response;
    const body = maxBytes === 0 ? await leave(response) : await read(response, maxBytes);
    return body === undefined ? { is: 'lost', why: 'too-large' } : { is: 'answered', status, headers, body };
  } catch (error) {
    return failedWith(error);
  }
}

async function leave(response: Response): Promise<string> {
  await response.body?.cancel().catch(() => undefined);
  return '';
}

/** Counts what comes out of the unpacking: 400 kB of gzip can hold 400 MB. To leave the loop ends the connection. */
async function read(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Only what fails before the first byte goes out proves that nothing was asked. */
const BEFORE_SENDING = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
];
const withCause = z.object({ cause: z.object({ code: z.string() }) });

function failedWith(error: unknown): Outcome {
  if (error instanceof Error && error.name === 'TimeoutError') return { is: 'lost', why: 'timeout' };
  const code = withCause.safeParse(error).data?.cause.code;
  return code !== undefined && BEFORE_SENDING.includes(code)
    ? { is: 'not-sent', why: 'unreachable' }
    : { is: 'lost', why: 'cut' };
}
