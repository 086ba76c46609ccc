import { prices } from '../../infra/prices.ts';
import { functionNames, functions, MEMORY_MB } from '../../infra/topology/index.ts';
import type { LatencyFigures } from './latency.ts';

/** USD for 1,000 handed-over calls, from the requests that were counted. */
export type CostFigures = {
  api: number;
  lambda: number;
  sqs: number;
  dynamodb: number;
  logs: number;
  total: number;
  /** What the sum is made of, for one call. */
  perCall: {
    apiRequests: number;
    workerInvocations: number;
    gbSeconds: number;
    sqsRequests: number;
    readUnits: number;
    writeUnits: number;
    logKB: number;
  };
};

/**
 * Not measured here, because it is the network of the account that decides: how long an invocation lasts in Lambda.
 * A webhook waits for one or two requests to DynamoDB or SQS, a worker for two or three to Twilio or Vapi.
 */
export const ASSUMED_MS = { webhook: 25, worker: 250 } as const;
/** Bytes written for one invocation: its metrics and lines (measured: 1.9 and 1.5 kB), and Lambda's own three. */
const LOG_BYTES = { webhook: 2_300, worker: 1_900, access: 250 } as const;

/** An index takes an item that has moved off its list and puts it on again (DynamoDB: secondary indexes). */
const MOVED_ON_LIST_UNITS = 2;

export const costOf = (latency: LatencyFigures): CostFigures => {
  const { sqs, dynamodb } = latency.requests;
  const each = (count: number | undefined) => (count ?? 0) / latency.calls;
  const served = Object.entries(latency.servedPerCall);
  const apiRequests = served.reduce((sum, [, count]) => sum + count, 0);
  const workerInvocations = each(sqs.DeleteMessage) + each(sqs.DeleteMessageBatch);
  const gigabytes = (name: string) =>
    functionNames.filter((own) => own === name).reduce((_, own) => MEMORY_MB[functions[own].pace] / 1024, 0);
  const gbSeconds =
    served.reduce((sum, [name, count]) => sum + (count * gigabytes(name) * ASSUMED_MS.webhook) / 1000, 0) +
    (workerInvocations * gigabytes('handoff-worker') * ASSUMED_MS.worker) / 1000;
  const sqsRequests = Object.entries(sqs).reduce(
    (sum, [operation, count]) => sum + (operation.includes('(empty)') ? 0 : each(count)),
    0,
  );
  const readUnits = each(dynamodb.GetItem) * Math.ceil(latency.recordBytes / 4096);
  // A handoff's record each time, and its place on the list of what is due; a note beside it takes one unit.
  const writeUnits =
    each(dynamodb.PutItem) * (Math.ceil(latency.recordBytes / 1024) + MOVED_ON_LIST_UNITS) +
    each(dynamodb.UpdateItem);
  const logKB =
    (apiRequests * (LOG_BYTES.webhook + LOG_BYTES.access) + workerInvocations * LOG_BYTES.worker) / 1000;

  const calls = 1_000;
  const cost = {
    api: calls * apiRequests * prices.httpApiRequest,
    lambda:
      calls * ((apiRequests + workerInvocations) * prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond),
    sqs: calls * sqsRequests * prices.sqsRequest,
    dynamodb: calls * (readUnits * prices.dynamoReadUnit + writeUnits * prices.dynamoWriteUnit),
    logs: (calls * logKB * prices.logGigabyte) / 1e6,
  };
  const total = Object.values(cost).reduce((sum, one) => sum + one, 0);
  const perCall = { apiRequests, workerInvocations, gbSeconds, sqsRequests, readUnits, writeUnits, logKB };
  return { ...cost, total, perCall };
};
