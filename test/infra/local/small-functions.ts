import {
  type Functions,
  type HttpHandler,
  type HttpHandlers,
  type Topology,
  topology,
  type WorkerHandler,
} from '../../../infra/local/functions.ts';

const ok: HttpHandler = async () => ({ statusCode: 204 });

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
  'handoff-worker': (): WorkerHandler => async () => undefined,
  ...given,
});

/** The product's topology with other values for the handoff queue and its worker's timeout. */
export const handoffQueueWith = (
  given: Partial<Topology['queues']['handoff']>,
  timeoutSeconds = 10,
): Topology => ({
  ...topology,
  functions: { ...topology.functions, 'handoff-worker': { entry: 'handoff-worker', timeoutSeconds } },
  queues: { ...topology.queues, handoff: { ...topology.queues.handoff, ...given } },
});
