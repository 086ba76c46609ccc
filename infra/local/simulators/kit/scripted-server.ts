import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parsedJson } from '../../../../lib/base/json.ts';
import { readBody, serve } from '../../lambda/http.ts';
import { type BodyFault, type Fault, faced, pageOf, Script, type StatusFault, spoiled } from './faults.ts';

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** What a calendar can do wrong: also this very answer in place of its own, without any effect. */
export type CalendarFault = Fault | BodyFault | ({ kind: 'answer' } & Answer);

export type Received = {
  method: string;
  pathname: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Whatever it says it is. */
  text: string;
  /** Undefined for what is no JSON. */
  json: unknown;
};

/** One request, whatever became of it. */
export type Seen<Operation> = {
  operation: Operation | 'unknown';
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Its JSON; undefined for what is none. */
  body: unknown;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

export type ScriptedServer<Operation> = {
  url: string;
  faults: Script<CalendarFault>;
  requests: readonly Seen<Operation>[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;

/** A platform's server on loopback that does wrong what its script says, operation by operation. */
export async function startScriptedServer<Operation extends string>({
  port,
  answer,
  refuse,
}: {
  port: number;
  /** What a request asks for, and how it is answered; undefined for what the platform does not have. */
  answer: (received: Received) => { operation: Operation; answer: () => Answer } | undefined;
  /** As the platform words it. */
  refuse: (status: number, pathname: string) => Answer;
}): Promise<ScriptedServer<Operation>> {
  const faults = new Script<CalendarFault>();
  const requests: Seen<Operation>[] = [];
  const stopping = new AbortController();

  const server = await serve(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const raw = await readBody(request, MAX_BODY_BYTES);
    const { pathname, searchParams: query } = new URL(url, 'http://calendar');
    const text = raw === 'too-large' ? '' : raw.toString('utf8');
    const json = parsedJson(text);
    const asked = answer({ method, pathname, query, headers, text, json });
    const fault = asked === undefined ? undefined : faults.take(asked.operation);
    const own = (): Answer => {
      if (raw === 'too-large') return refuse(413, pathname);
      return asked?.answer() ?? refuse(404, pathname);
    };
    const failure = (of: StatusFault): Answer => {
      const refused = refuse(of.status, pathname);
      return of.kind === 'status' ? { ...refused, headers: { ...refused.headers, ...of.headers } } : refused;
    };
    const given = fault?.kind === 'answer' ? fault : faced(fault, own, failure);
    const status = given === 'cut' ? 'cut' : given.status;
    requests.push({
      operation: asked?.operation ?? 'unknown',
      ...{ method, path: url, headers, body: json, status },
    });
    if (fault?.kind === 'slow') {
      await sleep(fault.ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (given === 'cut') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'status' && fault.as === 'page') {
      response.writeHead(given.status, { 'content-type': 'text/html', ...given.headers });
      response.end(pageOf(given.status));
      return;
    }
    if (given.body === undefined) {
      response.writeHead(given.status, given.headers).end();
      return;
    }
    response.writeHead(given.status, { 'content-type': 'application/json; charset=UTF-8', ...given.headers });
    const body = JSON.stringify(given.body, undefined, 1);
    response.end(spoiled(body, fault?.kind === 'answer' ? undefined : fault));
  }, port);

  return {
    url: server.url,
    faults,
    requests,
    async stop() {
      stopping.abort();
      await server.stop();
    },
  };
}
