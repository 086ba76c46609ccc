import type { RequestSeen } from '../../infra/local/lambda/api-gateway.ts';
import type { Product } from '../e2e/product.ts';

export type LatencyFigures = {
  calls: number;
  ack: Percentiles;
  escalationToTask: Percentiles;
  assignmentToTransfer: Percentiles;
  requests: Counts & { perCall: number };
  /** Requests that each function answered for one call, and the size of its record at the end. */
  servedPerCall: Record<string, number>;
  recordBytes: number;
};
export type Percentiles = { p50: number; p95: number; p99: number; max: number };

export const percentiles = (values: readonly number[]): Percentiles => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
};

const ASKED_AFTER_MS = 50;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls one after the other, from the escalation's webhook to the end of the conversation. Times are taken at the
 * simulators' sockets: when a webhook was sent and answered, when a request arrived.
 */
export const measureLatency = async (
  product: Product,
  calls: number,
  done: (calls: number) => void,
): Promise<LatencyFigures> => {
  const { vapi, twilio, system } = product;
  twilio.addWorker({ name: 'bench', contactUri: '+14155550177' });
  // As Vapi does it: the report follows the status by some time, and transfer updates are off by default.
  vapi.deliveries.always('end-of-call-report', { delayMs: 300 });
  // What it tells of a transfer comes after the answer to whoever asked for it.
  vapi.deliveries.always('status-update:forwarding', { delayMs: 100 });
  vapi.deliveries.always('transfer-update', { drop: true });
  // TaskRouter asks about an assignment some time after it has answered who made the task.
  twilio.deliveries.always('assignment', { delayMs: ASKED_AFTER_MS });
  const ack: number[] = [];
  const toTask: number[] = [];
  const toTransfer: number[] = [];
  const offered = new Map<string, number>();
  twilio.on(({ what, callId, at }) => {
    if (what === 'agent-offered' && callId !== undefined) offered.set(callId, at + ASKED_AFTER_MS);
  });
  // The first calls warm up what a running container has warm.
  const warmUp = Math.min(20, calls);
  let before = system.counts();
  let servedBefore = 0;
  const recordBytes: number[] = [];
  for (let number = 0; number < warmUp + calls; number += 1) {
    if (number === warmUp) {
      await pause(3_500);
      before = system.counts();
      servedBefore = product.served.length;
    }
    const call = await vapi.startCall({
      caller: '+14155550123',
      messages: [{ role: 'bot', message: 'Hello, how can I help you?' }],
    });
    call.addMessage('user', 'I want to talk to a person.');
    const asked = performance.timeOrigin + performance.now();
    await call.askForHuman({ reason: 'bench', summary: 'A caller of the bench wants a person.' });
    const answered = performance.timeOrigin + performance.now();
    await product.talking(call);
    const created = twilio.requests.find(
      ({ operation, params }) => operation === 'create-task' && params.Attributes?.includes(call.id),
    );
    const transfer = call.transfers[0];
    const offer = offered.get(call.id);
    await call.endConversation();
    const record = await product.ended(call.id);
    if (number < warmUp) continue;
    recordBytes.push(Buffer.byteLength(JSON.stringify(record)));
    ack.push(answered - asked);
    if (created !== undefined) toTask.push(created.at - asked);
    if (transfer !== undefined && offer !== undefined) toTransfer.push(transfer.at - offer);
    done(ack.length);
  }
  await vapi.idle();
  // The windows of the last calls still come, and count.
  await pause(3_500);
  await product.system.idle({ delayed: true });
  const requests = difference(system.counts(), before);
  return {
    calls,
    ack: percentiles(ack),
    escalationToTask: percentiles(toTask),
    assignmentToTransfer: percentiles(toTransfer),
    servedPerCall: perCall(product.served.slice(servedBefore), calls),
    recordBytes: percentiles(recordBytes).p50,
    requests: { ...requests, perCall: requestsIn(requests) / calls },
  };
};

/** Requests that each function answered, for one call. */
export const perCall = (served: readonly RequestSeen[], calls: number): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { function: name = 'none' } of served) counts[name] = (counts[name] ?? 0) + 1 / calls;
  return counts;
};

/** Requests by operation. */
export type Counts = { sqs: Record<string, number>; dynamodb: Record<string, number> };

/** All of them together, without empty receives. */
export const requestsIn = ({ sqs, dynamodb }: Counts): number =>
  [...Object.entries(sqs), ...Object.entries(dynamodb)].reduce(
    (sum, [operation, count]) => sum + (operation.includes('(empty)') ? 0 : count),
    0,
  );

/** What was asked between two moments. */
export const difference = (after: Counts, before: Counts): Counts => ({
  sqs: minus(after.sqs, before.sqs),
  dynamodb: minus(after.dynamodb, before.dynamodb),
});

const minus = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));
