import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { outputPlaceSchema } from '../conversation/events.ts';
import { type CallReport, REPORT_PARTS } from '../vapi/call-report.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, isExpired, N, S, type Table } from './table.ts';

const reportSchema = z.object({
  endedReason: z.string(),
  startedAt: z.exactOptional(z.int()),
  endedAt: z.exactOptional(z.int()),
  summary: z.exactOptional(z.string()),
  structured: z.exactOptional(z.record(z.string(), z.json())),
  outputs: z.exactOptional(z.array(outputPlaceSchema)),
  success: z.exactOptional(z.boolean()),
  fieldsFilled: z.int(),
  cut: z.exactOptional(z.array(z.enum(REPORT_PARTS))),
});
const itemSchema = z.optional(
  z.object({
    report: z.object({ S: z.string() }),
    transcript: z.optional(z.object({ S: z.string() })),
    expiresAt: z.object({ N: z.string() }),
  }),
);

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
export const reportStore = (table: Table, clock: Clock, retentionSeconds: number): ReportStore => {
  const { client, name } = table;
  const keyOf = (callId: string) => ({ pk: S(`CALL#${callId}`), sk: S('REPORT') });

  return {
    async save(callId, report, timestamp) {
      const { transcript, ...rest } = report;
      const Item = {
        ...keyOf(callId),
        report: S(JSON.stringify(rest)),
        ...(transcript !== undefined && { transcript: S(transcript) }),
        fieldsFilled: N(report.fieldsFilled),
        reportedAt: N(timestamp),
        expiresAt: expiresIn(retentionSeconds, clock),
      };
      const guard = {
        ConditionExpression:
          'attribute_not_exists(pk) OR fieldsFilled < :fieldsFilled' +
          ' OR (fieldsFilled = :fieldsFilled AND reportedAt <= :reportedAt) OR expiresAt <= :now',
        ExpressionAttributeValues: {
          ':fieldsFilled': Item.fieldsFilled,
          ':reportedAt': Item.reportedAt,
          ':now': expiresIn(0, clock),
        },
      };
      const saved = await guarded(client.send(PutItem, { TableName: name, Item, ...guard }));
      return saved === 'saved' ? 'saved' : 'poorer';
    },

    async load(callId) {
      const item = itemSchema.parse(await getItem(table, keyOf(callId)));
      if (item === undefined || isExpired(item.expiresAt, clock)) return undefined;
      const report: CallReport | undefined = reportSchema.safeParse(parsedJson(item.report.S)).data;
      if (report === undefined) throw new OtherVersion('record');
      return item.transcript === undefined ? report : { ...report, transcript: item.transcript.S };
    },
  };
};
