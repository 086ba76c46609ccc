import {
  type Functions,
  type HttpHandler,
  type HttpHandlers,
  type Topology,
  topology,
  type WorkerHandler,
  type WorkerHandlers,
} from '../../../../infra/local/functions.ts';
import type { QueueName } from '../../../../infra/topology/index.ts';

const ok: HttpHandler = async () => ({ statusCode: 204 });
const nothing: WorkerHandler = async () => undefined;

/** Every HTTP function is this one. */
export const httpHandlers = (handler: HttpHandler): HttpHandlers => ({
  'vapi-webhook': handler,
  'twilio-assignment': handler,
  'twilio-assignment-fallback': handler,
  'twilio-events': handler,
  'twilio-status': handler,
  'twiml-agent': handler,
  'twiml-agent-decision': handler,
  'twiml-caller': handler,
  'twiml-wait': handler,
  'agent-page': handler,
  health: handler,
});

/** All functions, small: those that are not given answer 204 or do nothing. */
export const smallFunctions = (given: Partial<Functions> = {}): Functions => ({
  'vapi-webhook': () => ok,
  'twilio-assignment': () => ok,
  'twilio-assignment-fallback': () => ok,
  'twilio-events': () => ok,
  'twilio-status': () => ok,
  'twiml-agent': () => ok,
  'twiml-agent-decision': () => ok,
  'twiml-caller': () => ok,
  'twiml-wait': () => ok,
  'agent-page': () => ok,
  health: () => ok,
  'handoff-worker': () => nothing,
  'call-events-worker': () => nothing,
  'crm-worker': () => nothing,
  ...given,
});

/** The workers, of which those that are not given do nothing. */
export const smallWorkers = (given: Partial<WorkerHandlers>): WorkerHandlers => ({
  'handoff-worker': nothing,
  'call-events-worker': nothing,
  'crm-worker': nothing,
  ...given,
});

/** The product's topology with other values for one of its queues and the timeout of that queue's worker. */
export const queueWith = (
  name: QueueName,
  given: Partial<Topology['queues'][QueueName]>,
  timeoutSeconds = 10,
): Topology => {
  const spec = { ...topology.queues[name], ...given };
  const worker = { entry: spec.worker, timeoutSeconds };
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
