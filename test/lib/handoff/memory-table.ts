import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { scriptedDynamoDb } from '../aws/dynamodb-at.ts';

const attribute = z.record(z.string(), z.union([z.string(), z.boolean()]));
const key = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const putSchema = z.object({
  Item: key,
  ConditionExpression: z.optional(z.string()),
  ExpressionAttributeValues: z.optional(z.record(z.string(), attribute)),
});
const getSchema = z.object({ Key: key, ConsistentRead: z.literal(true) });
type Item = z.infer<typeof key>;

const nameOf = ({ pk, sk }: Item): string => `${pk.S}/${sk.S}`;

const holds = (found: Item | undefined, { ConditionExpression, ExpressionAttributeValues }: Put): boolean => {
  if (ConditionExpression === undefined) return true;
  if (ConditionExpression === 'attribute_not_exists(pk)') return found === undefined;
  return ConditionExpression.split(' AND ').every((part) => {
    const [, name, value] = /^(\w+) = (:\w+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) throw new Error(`a condition unknown here: ${part}`);
    return JSON.stringify(found?.[name]) === JSON.stringify(ExpressionAttributeValues?.[value]);
  });
};
type Put = z.infer<typeof putSchema>;

/** A table in memory, with as much of DynamoDB's language as guarded writes need. */
export class MemoryTable {
  readonly items = new Map<string, Item>();
  readonly client = scriptedDynamoDb((operation, input) => this.apply(operation, input));

  /** What the table does in one moment. */
  apply(operation: string, input: unknown): unknown {
    if (operation === 'GetItem') {
      const found = this.items.get(nameOf(getSchema.parse(input).Key));
      return found === undefined ? {} : { Item: found };
    }
    if (operation !== 'PutItem') throw new Error(`an operation unknown here: ${operation}`);
    const put = putSchema.parse(input);
    const name = nameOf(put.Item);
    if (!holds(this.items.get(name), put)) {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    }
    this.items.set(name, put.Item);
    return {};
  }
}
