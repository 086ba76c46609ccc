import type { RequestSeen } from '../../infra/local/lambda/api-gateway.ts';
import { prices } from '../../infra/prices.ts';
import { type FunctionName, functionNames, functions, MEMORY_MB } from '../../infra/topology/index.ts';
import { type Counts, type LatencyFigures, perCall, requestsIn } from './latency.ts';
import type { Units } from './units.ts';

/** USD for 1,000 handed-over calls or attempts of a campaign, from the requests that were counted. */
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
/** How it ended and who called, and the first of them on its list. */
const KEPT_UNITS = 3;
/** A call on the list of live ones, and off it. */
const LIVE_UNITS = 2;

type Counted = {
  calls: number;
  sqs: Counts['sqs'];
  /** Requests that each function answered for one call. */
  servedPerCall: Record<string, number>;
  worker: FunctionName;
  /** For one call. */
  units: Units;
};

function costOf({ calls, sqs, servedPerCall, worker, units }: Counted): CostFigures {
  const each = (count: number | undefined) => (count ?? 0) / calls;
  const served = Object.entries(servedPerCall);
  const apiRequests = served.reduce((sum, [, count]) => sum + count, 0);
  const workerInvocations = each(sqs.DeleteMessage) + each(sqs.DeleteMessageBatch);
  const gigabytes = (name: string) =>
    functionNames.filter((own) => own === name).reduce((_, own) => MEMORY_MB[functions[own].pace] / 1024, 0);
  const gbSeconds =
    served.reduce((sum, [name, count]) => sum + (count * gigabytes(name) * ASSUMED_MS.webhook) / 1000, 0) +
    (workerInvocations * gigabytes(worker) * ASSUMED_MS.worker) / 1000;
  const sqsRequests = each(requestsIn({ sqs, dynamodb: {} }));
  const { read: readUnits, write: writeUnits } = units;
  const logKB =
    (apiRequests * (LOG_BYTES.webhook + LOG_BYTES.access) + workerInvocations * LOG_BYTES.worker) / 1000;

  const thousand = 1_000;
  const cost = {
    api: thousand * apiRequests * prices.httpApiRequest,
    lambda:
      thousand *
      ((apiRequests + workerInvocations) * prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond),
    sqs: thousand * sqsRequests * prices.sqsRequest,
    dynamodb: thousand * (readUnits * prices.dynamoReadUnit + writeUnits * prices.dynamoWriteUnit),
    logs: (thousand * logKB * prices.logGigabyte) / 1e6,
  };
  const total = Object.values(cost).reduce((sum, one) => sum + one, 0);
  const of = { apiRequests, workerInvocations, gbSeconds, sqsRequests, readUnits, writeUnits, logKB };
  return { ...cost, total, perCall: of };
}

/**
 * Of handed-over calls: a handoff's record each time, and its place on the list of what is due; a note beside it takes
 * one unit, and what is kept of it for the board takes some.
 */
export const costOfCalls = ({ calls, requests, servedPerCall, recordBytes }: LatencyFigures): CostFigures => {
  const { sqs, dynamodb } = requests;
  const each = (count: number | undefined) => (count ?? 0) / calls;
  const read = each(dynamodb.GetItem) * Math.ceil(recordBytes / 4096);
  const write =
    each(dynamodb.PutItem) * (Math.ceil(recordBytes / 1024) + MOVED_ON_LIST_UNITS) +
    each(dynamodb.UpdateItem) +
    each(dynamodb.BatchWriteItem) * KEPT_UNITS +
    LIVE_UNITS;
  return costOf({ calls, sqs, servedPerCall, worker: 'handoff-worker', units: { read, write } });
};

/** Of a campaign's attempts, from the units of all that they asked of the table. */
export const costOfAttempts = ({
  attempts,
  requests,
  served,
  units,
}: {
  attempts: number;
  requests: Counts;
  served: readonly RequestSeen[];
  units: Units;
}): CostFigures =>
  costOf({
    ...{ calls: attempts, sqs: requests.sqs, servedPerCall: perCall(served, attempts) },
    ...{ worker: 'outbound-worker', units: { read: units.read / attempts, write: units.write / attempts } },
  });
