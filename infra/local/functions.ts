import type { APIGatewayProxyEventV2, Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { entryFile } from '../bundling.ts';
import {
  type FunctionName,
  type FunctionSpec,
  functionNames,
  functions,
  type HttpName,
  isScheduled,
  isWorker,
  limits,
  type QueueName,
  type QueueSpec,
  queues,
  type Route,
  routes,
  type ScheduledName,
  type WorkerName,
} from '../topology/index.ts';

export type Env = Record<string, string | undefined>;
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;
export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<unknown>;

export type HttpHandlers = Record<HttpName, HttpHandler>;
export type ScheduledHandler = (event: ScheduledEvent, context: Context) => Promise<unknown>;
export type ScheduledHandlers = Record<ScheduledName, ScheduledHandler>;
export type WorkerHandlers = Record<WorkerName, WorkerHandler>;
/** How each function is made from its environment, as a function's module exports it (`create`). */
export type Functions = Record<HttpName, (env: Env) => HttpHandler> &
  Record<WorkerName, (env: Env) => WorkerHandler> &
  Record<ScheduledName, (env: Env) => ScheduledHandler>;

/** The parts of the topology that the local system runs from; a test may shorten its times. */
export type Topology = {
  functions: Record<FunctionName, Pick<FunctionSpec, 'timeoutSeconds' | 'everyMinute' | 'everyHour'>>;
  routes: readonly Pick<Route, 'method' | 'path' | 'function' | 'throttle'>[];
  queues: Record<QueueName, QueueSpec & { worker: WorkerName }>;
  maxBodyBytes: number;
};

export const topology: Topology = { functions, routes, queues, maxBodyBytes: limits.maxBodyBytes };

/** Loads every function's own module from functions/. Throws when one is missing or has no `create`. */
export async function loadFunctions(): Promise<Functions> {
  const loaded = await Promise.all(
    functionNames.map(async (name) => {
      const module: unknown = await import(/* @vite-ignore */ entryFile(name));
      if (!hasCreate(module)) throw new Error(`functions/${name}.ts exports no \`create\``);
      return [name, module.create] as const;
    }),
  );
  const all: Partial<Functions> = Object.fromEntries(loaded);
  if (!isComplete(all)) throw new Error('a function of the topology was not loaded');
  return all;
}

export type Handlers = { http: HttpHandlers; workers: WorkerHandlers; scheduled: ScheduledHandlers };

/** Makes every handler, once, as a cold start does. */
export function createHandlers(made: Functions, env: Env): Handlers {
  const http: Partial<HttpHandlers> = {};
  const workers: Partial<WorkerHandlers> = {};
  const scheduled: Partial<ScheduledHandlers> = {};
  for (const name of functionNames) {
    if (isWorker(name)) workers[name] = made[name](env);
    else if (isScheduled(name)) scheduled[name] = made[name](env);
    else http[name] = made[name](env);
  }
  const isHttp = (name: FunctionName) => !isWorker(name) && !isScheduled(name);
  if (!hasAll(http, isHttp) || !hasAll(workers, isWorker) || !hasAll(scheduled, isScheduled)) {
    throw new Error('a function of the topology was not created');
  }
  return { http, workers, scheduled };
}

/** What a function's module exports cannot be checked further than this: its handler takes what Lambda gives. */
function hasCreate(
  module: unknown,
): module is { create: (env: Env) => HttpHandler & WorkerHandler & ScheduledHandler } {
  return (
    typeof module === 'object' && module !== null && 'create' in module && typeof module.create === 'function'
  );
}

function isComplete(some: Partial<Functions>): some is Functions {
  return functionNames.every((name) => some[name] !== undefined);
}

function hasAll<T extends object>(some: Partial<T>, wanted: (name: FunctionName) => boolean): some is T {
  return functionNames.filter(wanted).every((name) => name in some);
}
