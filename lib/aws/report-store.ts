import * as z from 'zod/mini';
import { type Clock, Unavailable } from '../handoff/ports.ts';
import { type CallReport, REPORT_PARTS } from '../vapi/call-report.ts';
import { AwsRefused } from './client.ts';
import type { Table } from './handoff-store.ts';

const reportSchema = z.object({
  endedReason: z.string(),
  startedAt: z.exactOptional(z.int()),
  endedAt: z.exactOptional(z.int()),
  summary: z.exactOptional(z.string()),
  structured: z.exactOptional(z.record(z.string(), z.json())),
  success: z.exactOptional(z.boolean()),
  richness: z.int(),
  cut: z.exactOptional(z.array(z.enum(REPORT_PARTS))),
});
const gotSchema = z.object({
  Item: z.optional(
    z.object({
      report: z.object({ S: z.string() }),
      transcript: z.optional(z.object({ S: z.string() })),
      expiresAt: z.object({ N: z.string() }),
    }),
  ),
});

export type ReportStore = {
  /**
   * Keeps the richer of two reports, of two as rich ones the later (`timestamp` in ms). The same report again is
   * `saved` again: the answer to its first write may have been lost.
   */
  save(callId: string, report: CallReport, timestamp: number): Promise<'saved' | 'poorer'>;
  load(callId: string): Promise<CallReport | undefined>;
};

/**
 * The last report of each call as one item, `CALL#<vapi call id>` / `REPORT`, for `retentionSeconds` from its last
 * write. The transcript stands beside the rest, where its quotes and line ends need no escape. Throws `Unavailable`.
 */
export const reportStore = ({ client, name }: Table, clock: Clock, retentionSeconds: number): ReportStore => {
  const keyOf = (callId: string) => ({ pk: { S: `CALL#${callId}` }, sk: { S: 'REPORT' } });
  const nowSeconds = () => Math.floor(clock() / 1000);

  return {
    async save(callId, report, timestamp) {
      const { transcript, ...rest } = report;
      const now = nowSeconds();
      const Item = {
        ...keyOf(callId),
        report: { S: JSON.stringify(rest) },
        ...(transcript !== undefined && { transcript: { S: transcript } }),
        richness: { N: String(report.richness) },
        reportedAt: { N: String(timestamp) },
        expiresAt: { N: String(now + retentionSeconds) },
      };
      const guard = {
        ConditionExpression:
          'attribute_not_exists(pk) OR richness < :richness' +
          ' OR (richness = :richness AND reportedAt <= :reportedAt) OR expiresAt <= :now',
        ExpressionAttributeValues: {
          ':richness': Item.richness,
          ':reportedAt': Item.reportedAt,
          ':now': { N: String(now) },
        },
      };
      try {
        await client.call('PutItem', { TableName: name, Item, ...guard });
        return 'saved';
      } catch (error) {
        if (error instanceof AwsRefused && error.name === 'ConditionalCheckFailedException') return 'poorer';
        throw new Unavailable('table', error);
      }
    },

    async load(callId) {
      const answer = await client
        .call('GetItem', { TableName: name, Key: keyOf(callId), ConsistentRead: true })
        .catch((error: unknown) => {
          throw new Unavailable('table', error);
        });
      const item = gotSchema.parse(answer).Item;
      // TTL deletes within days, not at once: an expired item is none.
      if (item === undefined || Number(item.expiresAt.N) <= nowSeconds()) return undefined;
      const report: CallReport = reportSchema.parse(JSON.parse(item.report.S));
      return item.transcript === undefined ? report : { ...report, transcript: item.transcript.S };
    },
  };
};
