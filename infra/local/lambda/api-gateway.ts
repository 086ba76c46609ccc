import type { IncomingMessage, ServerResponse } from 'node:http';
import { atMost } from '../../../lib/http/at-most.ts';
import type { FunctionName } from '../../topology/index.ts';
import {
  type HttpHandler,
  type HttpHandlers,
  type Topology,
  topology as wholeTopology,
} from '../functions.ts';
import { answerOf, type HttpAnswer, internalError, notFound, tooLarge, tooMany } from './gateway-answer.ts';
import { gatewayEvent, matchRoute, targetOf } from './gateway-event.ts';
import { readBody, serve } from './http.ts';
import { invoke } from './invoke.ts';
import { throttled } from './throttle.ts';

/** One answered request. `routeKey` is the route's pattern, never the path itself, which may hold a token. */
export type RequestSeen = {
  routeKey?: string;
  function?: FunctionName;
  status: number;
  durationMs: number;
  outcome: 'answered' | 'not-found' | 'too-large' | 'throttled' | 'threw' | 'timed-out' | 'malformed';
  error?: unknown;
};

/** A request that no route takes. */
export type Unrouted = {
  method: string;
  rawPath: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
};

export type FrontOptions = {
  /** 0 takes any free one. */
  port?: number;
  topology?: Topology;
  /** What the local system serves beside the product's routes; undefined for what is not there either. */
  unrouted?: (request: Unrouted) => Promise<HttpAnswer | undefined>;
  onRequest?: (seen: RequestSeen) => void;
};
/**
 * Invocations of one function at one time. In the cloud each has a container of its own; here they share two cores
 * and the clients' time-outs, so in a burst the rest waits outside, where no time-out runs.
 */
const AT_ONCE = 6;

export type Front = {
  url: string;
  /** Gives the front its functions, which may need to know its address; requests wait until then. */
  open(functions: HttpHandlers): void;
  stop(): Promise<void>;
};

type Served = { answer: HttpAnswer } & Omit<RequestSeen, 'status' | 'durationMs'>;

/** Serves the topology's routes on loopback as an HTTP API with Lambda proxy integrations would. */
export async function startFront(options: FrontOptions = {}): Promise<Front> {
  const { functions, routes, maxBodyBytes } = options.topology ?? wholeTopology;
  const { promise: ready, resolve: open } = Promise.withResolvers<HttpHandlers>();
  const gates = new Map<FunctionName, ReturnType<typeof atMost>>();
  const gateOf = (name: FunctionName) => {
    const known = gates.get(name) ?? atMost(AT_ONCE);
    gates.set(name, known);
    return known;
  };

  // The limit of all others is the cloud's alone: here one machine is slower than that.
  const throttles = new Map(
    routes.flatMap((route) =>
      route.throttle ? [[route, throttled(route.throttle, Date.now)] as const] : [],
    ),
  );

  const answer = async (request: IncomingMessage): Promise<Served> => {
    const target = targetOf(request);
    const body = await readBody(request, maxBodyBytes);
    if (body === 'too-large') return { answer: tooLarge(), outcome: 'too-large' };
    const method = request.method ?? '';
    const match = matchRoute(routes, method, target.rawPath);
    const handlers: Partial<Record<FunctionName, HttpHandler>> = await ready;
    const handler = match && handlers[match.route.function];
    if (!match || !handler) {
      const { headers } = request;
      const own = await options.unrouted?.({ method, rawPath: target.rawPath, headers, body });
      return own ? { answer: own, outcome: 'answered' } : { answer: notFound(), outcome: 'not-found' };
    }

    const name = match.route.function;
    if (throttles.get(match.route)?.()) return { function: name, answer: tooMany(), outcome: 'throttled' };
    const event = gatewayEvent(request, target, match, body, new Date());
    const invocation = await gateOf(name)(() => invoke(name, functions[name], handler, event));
    const answered = answerOf(invocation);
    const seen = { routeKey: event.routeKey, function: name };
    if (answered === 'malformed') return { ...seen, answer: internalError(), outcome: 'malformed' };
    if (invocation.is === 'returned') return { ...seen, answer: answered, outcome: 'answered' };
    if (invocation.is === 'timed-out') return { ...seen, answer: answered, outcome: 'timed-out' };
    return { ...seen, answer: answered, outcome: 'threw', error: invocation.error };
  };

  const server = await serve(async (request, response) => {
    const begun = performance.now();
    const { answer: given, ...seen } = await answer(request);
    write(response, given);
    options.onRequest?.({ ...seen, status: given.status, durationMs: performance.now() - begun });
  }, options.port ?? 0);

  return { url: server.url, open, stop: server.stop };
}

function write(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const { 'content-length': _, ...own } = headers;
  const bodiless = status === 204 || status === 304;
  if (bodiless) delete own['content-type'];
  response.writeHead(status, bodiless ? own : { ...own, 'content-length': String(body.length) });
  response.end(bodiless ? undefined : body);
}
