import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, parsedJson } from '../../../../lib/base/json.ts';
import { readBody, serve } from '../../lambda/http.ts';
import {
  type BodyFault,
  type Fault,
  faced,
  pageOf,
  Script,
  type StatusFault,
  spoiled,
  withoutField,
} from '../kit/faults.ts';
import { askedSchema, toolOf } from './asked.ts';
import { type Answer, type TeamRecords, teamOf } from './records.ts';
import { signatureCheck, type WebhookHeaders } from './signatures.ts';

export type TeamBackendOptions = {
  /** As the product has them, `whsec_...` or plain; a request signed with any of them is good. */
  secrets: readonly string[];
  /** ms since 1970: what is past, and how old a signature is. */
  clock?: () => number;
  port?: number;
};

/** One request, whatever became of it. */
export type TeamRequest = {
  /** What its path names. */
  tool: string | undefined;
  id: string | undefined;
  /** The attempt's, in seconds. */
  timestamp: string | undefined;
  signatures: number;
  /** Its JSON; undefined for what is none. */
  body: unknown;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

export type TeamBackend = TeamRecords & {
  /** For TOOLS_URL. */
  url: string;
  /** The operations are the tools: `schedule_appointment`. `slow`, always, makes it a slow one. */
  faults: Script<Fault | BodyFault>;
  requests: readonly TeamRequest[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;
const BASE = '/tools';

/**
 * A team's own system on loopback, behind one signed POST for each tool: it believes only what is signed, takes nothing
 * that the contract does not name, and gives what comes again with the same `webhook-id` the same answer.
 */
export async function startTeamBackend({
  secrets,
  clock = Date.now,
  port = 0,
}: TeamBackendOptions): Promise<TeamBackend> {
  const faults = new Script<Fault | BodyFault>();
  const records: TeamRecords = { tickets: new Map(), slots: new Set(), appointments: new Map() };
  const team = teamOf(records, clock);
  const requests: TeamRequest[] = [];
  const answered = new Map<string, Answer>();
  const stopping = new AbortController();
  const isSigned = signatureCheck(secrets, clock);

  const reply = (tool: string, type: string, raw: string, headers: WebhookHeaders): Answer => {
    const { id } = headers;
    if (id === undefined || !isSigned(raw, headers)) return refuse(401, 'not signed');
    if (!/^application\/json\b/.test(type)) return refuse(415, 'not JSON');
    const earlier = answered.get(id);
    if (earlier !== undefined) return earlier;
    const read = askedSchema.safeParse(parsedJson(raw));
    if (!read.success) return refuse(400, 'not what the contract names');
    if (read.data.tool !== tool) return refuse(400, 'another tool than the path names');
    if (read.data.toolCallId !== id) return refuse(400, 'another tool call than webhook-id names');
    const answer = team(read.data);
    answered.set(id, answer);
    return answer;
  };

  const server = await serve(async (request, response) => {
    const raw = await readBody(request, MAX_BODY_BYTES);
    const text = raw === 'too-large' ? '' : raw.toString('utf8');
    const headers = webhookHeadersOf(request);
    const tool = toolOf(request.url ?? '', BASE);
    const take = (): Answer => {
      if (tool === undefined) return refuse(404, 'no such tool');
      if (request.method !== 'POST') return refuse(405, 'POST alone');
      if (raw === 'too-large') return refuse(413, 'too large');
      return reply(tool, request.headers['content-type'] ?? '', text, headers);
    };
    const fault = tool === undefined ? undefined : faults.take(tool);
    const answer = faced(fault, take, failure, lacking);
    requests.push({
      tool,
      id: headers.id,
      timestamp: headers.timestamp,
      signatures: headers.signatures.length,
      body: parsedJson(text),
      status: answer === 'cut' ? 'cut' : answer.status,
    });
    if (fault?.kind === 'slow') {
      await sleep(fault.ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'status' && fault.as === 'page') {
      response.writeHead(answer.status, { 'content-type': 'text/html', ...fault.headers });
      response.end(pageOf(answer.status));
      return;
    }
    const more = fault?.kind === 'status' ? fault.headers : undefined;
    response.writeHead(answer.status, { 'content-type': 'application/json', ...more });
    const body = JSON.stringify(answer.body);
    response.end(spoiled(body, fault));
  }, port);

  return {
    ...records,
    url: `${server.url}${BASE}`,
    faults,
    requests,
    async stop() {
      stopping.abort();
      await server.stop();
    },
  };
}

function refuse(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

function failure({ kind, status }: StatusFault): Answer {
  // It goes on with it, and tells the rest when it is asked again.
  if (kind === 'status' && status === 202) return { status, body: { pending: true } };
  return refuse(status, 'scripted');
}

/** Without a field of the result. */
function lacking(body: unknown, field: string): unknown {
  return isObject(body) ? { ...body, result: withoutField(body.result, field) } : body;
}

function webhookHeadersOf({ headers }: IncomingMessage): WebhookHeaders {
  const one = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    id: one('webhook-id'),
    timestamp: one('webhook-timestamp'),
    signatures: (one('webhook-signature') ?? '').split(' ').filter(Boolean),
  };
}
