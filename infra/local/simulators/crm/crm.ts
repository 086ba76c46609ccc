import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { readBody, serve } from '../../lambda/http.ts';
import { type Fault, Script } from '../kit/faults.ts';

export type CrmSimulatorOptions = {
  /** As the hook has them, `whsec_...` or plain; a delivery signed with any of them is good. */
  secrets: readonly string[];
  port?: number;
};

/** One delivery, whatever became of it. */
export type CrmRequest = {
  id: string | undefined;
  /** ms since 1970, by the clock of the CRM */
  at: number;
  /** The attempt's, in seconds. */
  timestamp: string | undefined;
  signatures: number;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

export type CrmSimulator = {
  /** For CRM_HOOK_URL. */
  url: string;
  /** The only operation is `summary`. */
  faults: Script<Fault>;
  /** What it took, by `webhook-id`: a delivery that comes again changes nothing. */
  taken: ReadonlyMap<string, unknown>;
  requests: readonly CrmRequest[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;
const PATH = '/hooks/calls';

/** A CRM on loopback with one hook: it believes only what is signed, and tells repetitions by their id. */
export const startCrmSimulator = async ({
  secrets,
  port = 0,
}: CrmSimulatorOptions): Promise<CrmSimulator> => {
  const faults = new Script<Fault>();
  const taken = new Map<string, unknown>();
  const requests: CrmRequest[] = [];
  const stopping = new AbortController();
  const verifiers = secrets.map(
    (secret) => new Webhook(secret.startsWith('whsec_') ? secret : Buffer.from(secret).toString('base64')),
  );

  /** Undefined where no secret fits, or the timestamp is more than five minutes off. */
  const verified = (body: string, headers: Record<string, string>): { body: unknown } | undefined => {
    for (const verifier of verifiers) {
      try {
        return { body: verifier.verify(body, headers) };
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
      }
    }
    return undefined;
  };

  const take = (raw: Buffer | 'too-large', headers: Record<string, string>): number => {
    if (raw === 'too-large') return 413;
    const good = verified(raw.toString('utf8'), headers);
    const id = headers['webhook-id'];
    if (good === undefined || id === undefined) return 401;
    if (!taken.has(id)) taken.set(id, good.body);
    return 200;
  };

  const server = await serve(async (request, response) => {
    const at = Date.now();
    const headers = webhookHeaders(request.headers);
    const raw = await readBody(request, MAX_BODY_BYTES);
    const isHook = request.method === 'POST' && request.url === PATH;
    const fault = isHook ? faults.take('summary') : undefined;
    const status = isHook ? faced(fault, () => take(raw, headers)) : 404;
    requests.push({
      id: headers['webhook-id'],
      at,
      timestamp: headers['webhook-timestamp'],
      signatures: (headers['webhook-signature'] ?? '').split(' ').filter(Boolean).length,
      status,
    });
    if (fault?.kind === 'slow') {
      await sleep(fault.ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (status === 'cut') {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, fault?.kind === 'status' ? fault.headers : {}).end();
  }, port);

  return {
    url: `${server.url}${PATH}`,
    faults,
    taken,
    requests,
    async stop() {
      stopping.abort();
      await server.stop();
    },
  };
};

/** The status under a fault. What the CRM refuses stays refused, unless the fault comes first. */
const faced = (fault: Fault | undefined, take: () => number): number | 'cut' => {
  if (fault?.kind === 'cut') return 'cut';
  if (fault?.kind === 'status') return fault.status;
  const status = take();
  if (fault?.kind === 'lost-answer') return 'cut';
  return fault?.kind === 'status-after-effect' && status < 400 ? fault.status : status;
};

const webhookHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('webhook-') && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
