import type { IncomingHttpHeaders } from 'node:http';
import { OWN_USER_AGENT } from './aws.ts';

/** Requests per operation, made by functions and pollers; empty long polls are counted apart. */
export type RequestCounts = { sqs: Record<string, number>; dynamodb: Record<string, number> };

export const EMPTY_RECEIVE = 'ReceiveMessage (empty)';

/** The operation of a JSON-protocol request (`AmazonSQS.SendMessage`), unless the system itself made it. */
export function operationOf(headers: IncomingHttpHeaders): string | undefined {
  if (headers['user-agent']?.includes(OWN_USER_AGENT)) return undefined;
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : undefined;
}

export function count(counts: Record<string, number>, operation: string): void {
  counts[operation] = (counts[operation] ?? 0) + 1;
}
