import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { readHandoff } from '../../../lib/aws/handoff-store.ts';
import { OtherVersion } from '../../../lib/base/trouble.ts';
import { handoffOf } from '../../../lib/handoff/ports/store.ts';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { dynamoClient } from '../aws/aws.ts';

/** A page of a scan is 1 MB: a table of this machine that is larger is read in part. */
const MOST_PAGES = 20;

export type Records = {
  /** The handoffs of the table, the newest first. */
  read(): Promise<Handoff[]>;
  stop(): void;
};

/** Looks into the table as no function of the product does: at all handoffs at once. */
export function lookInto(dynamoUrl: string, tableName: string): Records {
  const client = dynamoClient(dynamoUrl, true);
  let reading: Promise<Handoff[]> | undefined;

  const readAll = async (): Promise<Handoff[]> => {
    const handoffs: Handoff[] = [];
    let from: ScanCommandOutput['LastEvaluatedKey'];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: 'sk = :handoff',
          ExpressionAttributeValues: { ':handoff': { S: 'HANDOFF' } },
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      for (const item of Items) {
        const handoff = known(item);
        if (handoff !== undefined) handoffs.push(handoff);
      }
      from = LastEvaluatedKey;
      if (from === undefined) break;
    }
    return handoffs.sort((one, other) => other.request.requestedAt - one.request.requestedAt);
  };

  return {
    /** Whoever asks while it is being read gets the same answer. */
    read() {
      reading ??= readAll().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    stop: () => client.destroy(),
  };
}

/** Not the record of another version. */
function known(item: Parameters<typeof readHandoff>[0]): Handoff | undefined {
  try {
    return handoffOf(readHandoff(item, Date.now));
  } catch (error) {
    if (error instanceof OtherVersion) return undefined;
    throw error;
  }
}
