import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import * as z from 'zod/mini';
import { isObject, parsedJson } from '../../../../lib/base/json.ts';
import { type HandoffEnded, handoffEndedSchema } from '../../../../lib/crm/handoff-ended.ts';
import { type CallSummary, callSummarySchema } from '../../../../lib/crm/summary.ts';
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
  /** The operations are `summary` and `event`: what is delivered. */
  faults: Script<Fault>;
  /** What it took, by `webhook-id`: a delivery that comes again changes nothing. */
  taken: ReadonlyMap<string, unknown>;
  /** By call. */
  summaries: ReadonlyMap<string, CallSummary>;
  /** The highest edition, by handoff. */
  handoffs: ReadonlyMap<string, HandoffEnded>;
  requests: readonly CrmRequest[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;
const PATH = '/hooks/calls';

/** A real receiver answers 2xx to types that it does not know; here they are mistakes of ours. */
const knownSchema = z.discriminatedUnion('type', [callSummarySchema, handoffEndedSchema]);

const operationOf = (raw: Buffer | 'too-large'): 'summary' | 'event' => {
  const body = raw === 'too-large' ? undefined : parsedJson(raw.toString('utf8'));
  return isObject(body) && body.type === 'handoff.ended' ? 'event' : 'summary';
};

/**
 * A CRM on loopback with one hook: it believes only what is signed, tells repetitions by their id, and refuses what is
 * neither a summary nor an event of this version.
 */
export const startCrmSimulator = async ({
  secrets,
  port = 0,
}: CrmSimulatorOptions): Promise<CrmSimulator> => {
  const faults = new Script<Fault>();
  const taken = new Map<string, unknown>();
  const summaries = new Map<string, CallSummary>();
  const handoffs = new Map<string, HandoffEnded>();
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

  const keep = (known: z.infer<typeof knownSchema>): void => {
    if (known.type === 'call.summary') {
      summaries.set(known.call.id, known);
      return;
    }
    const { edition = 0 } = handoffs.get(known.handoff.id) ?? {};
    if (known.edition > edition) handoffs.set(known.handoff.id, known);
  };

  const take = (raw: Buffer | 'too-large', headers: Record<string, string>): number => {
    if (raw === 'too-large') return 413;
    const good = verified(raw.toString('utf8'), headers);
    const id = headers['webhook-id'];
    if (good === undefined || id === undefined) return 401;
    const known = knownSchema.safeParse(good.body);
    if (!known.success || known.data.id !== id) return 400;
    if (taken.has(id)) return 200;
    taken.set(id, good.body);
    keep(known.data);
    return 200;
  };

  const server = await serve(async (request, response) => {
    const at = Date.now();
    const headers = webhookHeaders(request.headers);
    const raw = await readBody(request, MAX_BODY_BYTES);
    const isHook = request.method === 'POST' && request.url === PATH;
    const fault = isHook ? faults.take(operationOf(raw)) : undefined;
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
    summaries,
    handoffs,
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
