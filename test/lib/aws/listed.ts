import { INDEX } from '../../../lib/aws/due-list.ts';
import { Query } from '../../../lib/aws/dynamodb/operations.ts';
import type { Table } from '../../../lib/aws/table.ts';
import { parsedJson } from '../../../lib/base/json.ts';
import { followupFactsSchema } from '../../../lib/followup/facts.ts';

/** The callbacks and reviews that wait, as the index alone tells them, sorted by call and kind. */
export const listedFollowups = async ({ client, name }: Table) => {
  const lists = await Promise.all(
    [0, 1, 2, 3].map((list) =>
      client.send(Query, {
        TableName: name,
        IndexName: INDEX,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':list': { S: `DUE#${list}` } },
      }),
    ),
  );
  return lists
    .flatMap(({ Items = [] }) => Items)
    .filter(({ sk }) => sk?.S === 'CALLBACK' || sk?.S === 'REVIEW')
    .map(({ pk, sk, at, facts }) => ({
      what: `${sk?.S} of ${pk?.S?.slice('CALL#'.length)}`,
      at: Number(at?.N),
      facts: followupFactsSchema.parse(parsedJson(facts?.S ?? '')),
    }))
    .toSorted((a, b) => (a.what < b.what ? -1 : 1));
};
