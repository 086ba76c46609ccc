import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';

export type Received = {
  method: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** The port of the connection it came by. */
  port: number | undefined;
};

/** What the server does with one request. `cut` and `silent` happen after the request was read. */
export type Answer =
  | {
      status: number;
      json?: unknown;
      text?: string;
      headers?: Record<string, string>;
      delayMs?: number;
    }
  | 'cut'
  | 'cut-midway'
  | 'silent';

/** A server that gives the answers of a test in turn and keeps what it was asked. */
export async function scriptedTaskRouter(): Promise<
  HttpServer & { received: Received[]; answers: (Answer | ((request: Received) => Answer))[] }
> {
  const received: Received[] = [];
  const answers: (Answer | ((request: Received) => Answer))[] = [];
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 1_000_000);
    const url = new URL(request.url ?? '', 'http://localhost');
    const asked: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(body.toString()),
      headers: request.headers,
      port: request.socket.remotePort,
    };
    received.push(asked);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const answer = typeof next === 'function' ? next(asked) : (next ?? { status: 500 });
    if (typeof answer === 'object' && answer.delayMs) await sleep(answer.delayMs);
    give(response, answer);
  });
  return { ...server, received, answers };
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === 'silent') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  if (answer === 'cut-midway') {
    response.writeHead(201, { 'content-length': '1000' });
    response.write('{"sid":', () => response.destroy());
    return;
  }
  const body = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(body);
}

/** The `number`th task, as a list or a fetch shows it. */
export function task(number: number, changed: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sid: taskSid(number),
    assignment_status: 'pending',
    attributes: '{}',
    date_created: '2026-11-21T02:00:10Z',
    ...changed,
  };
}

export function taskSid(number: number): string {
  return `WT${number.toString(16).padStart(32, '0')}`;
}

export function list(tasks: unknown[], nextPageUrl: string | null = null, delayMs = 0): Answer {
  return { status: 200, delayMs, json: { tasks, meta: { key: 'tasks', next_page_url: nextPageUrl } } };
}

export function problem(status: number, code: number, headers: Record<string, string> = {}): Answer {
  const json = { status, code, message: 'The attributes of +14155550123 are wrong', more_info: 'https://x' };
  return { status, json, headers };
}
