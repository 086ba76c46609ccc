import {
  type Functions,
  type HttpHandler,
  type HttpHandlers,
  type ScheduledHandler,
  type Topology,
  topology,
  type WorkerHandler,
  type WorkerHandlers,
} from '../../../../infra/local/functions.ts';
import {
  type FunctionName,
  functionNames,
  type HttpName,
  isScheduled,
  isWorker,
  type QueueName,
} from '../../../../infra/topology/index.ts';

const ok: HttpHandler = async () => ({ statusCode: 204 });
const nothing: WorkerHandler & ScheduledHandler = async () => undefined;

/** Something for each of these functions, by its name. */
const each = <N extends FunctionName, T>(names: readonly N[], made: T): Record<N, T> =>
  Object.fromEntries(names.map((name) => [name, made])) as Record<N, T>;
const workers = functionNames.filter(isWorker);
const others = functionNames.filter((name): name is HttpName => !isWorker(name) && !isScheduled(name));
const scheduled = functionNames.filter(isScheduled);

/** Every HTTP function is this one. */
export const httpHandlers = (handler: HttpHandler): HttpHandlers => each(others, handler);

/** All functions, small: those that are not given answer 204 or do nothing. */
export const smallFunctions = (given: Partial<Functions> = {}): Functions => ({
  ...each(others, () => ok),
  ...each(workers, () => nothing),
  ...each(scheduled, () => nothing),
  ...given,
});

/** The workers, of which those that are not given do nothing. */
export const smallWorkers = (given: Partial<WorkerHandlers>): WorkerHandlers => ({
  ...each(workers, nothing),
  ...given,
});

/** The product's topology with other values for one of its queues and the timeout of that queue's worker. */
export const queueWith = (
  name: QueueName,
  given: Partial<Topology['queues'][QueueName]>,
  timeoutSeconds = 10,
): Topology => {
  const spec = { ...topology.queues[name], ...given };
  const worker = { timeoutSeconds };
  return {
    ...topology,
    functions: { ...topology.functions, [spec.worker]: worker },
    queues: { ...topology.queues, [name]: spec },
  };
};

export const handoffQueueWith = (
  given: Partial<Topology['queues']['handoff']>,
  timeoutSeconds?: number,
): Topology => queueWith('handoff', given, timeoutSeconds);
