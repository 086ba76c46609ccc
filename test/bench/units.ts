import type { AttributeValue, ServiceInputTypes } from '@aws-sdk/client-dynamodb';
import { dynamoDbClient } from '../../lib/aws/dynamodb/client.ts';

/** What requests to the table are charged by: a read of 4 KB, a write of 1 KB. */
export type Units = { read: number; write: number };

type Item = Record<string, AttributeValue>;

const isWrite = (command = ''): boolean => /^(Put|Update|BatchWrite)/.test(command);

function itemsIn(input: ServiceInputTypes): Item[] {
  if ('Item' in input) return input.Item === undefined ? [] : [input.Item];
  if (!('RequestItems' in input)) return [];
  return Object.values(input.RequestItems ?? {}).flatMap((requests) =>
    Array.isArray(requests) ? requests.flatMap(({ PutRequest }) => PutRequest?.Item ?? []) : [],
  );
}

const unitsOf = (consumed: object): number =>
  'CapacityUnits' in consumed ? Number(consumed.CapacityUnits ?? 0) : 0;

/**
 * Counts, from now on, what DynamoDB would charge for the requests of the product that runs in this process. To be
 * called before its first request: then the client puts together what each request passes.
 */
export function countUnits(): Units {
  const units = { read: 0, write: 0 };
  const lists = new Map<string, string>();

  /** The emulator leaves the index out: an item that comes to a list, leaves it or moves on it is written there. */
  const onLists = (items: readonly Item[]) => {
    for (const { pk, sk, list, at } of items) {
      const key = `${pk?.S} ${sk?.S}`;
      const before = lists.get(key);
      const place = list === undefined ? undefined : `${list.S} ${at?.N}`;
      if (place !== before) units.write += Number(before !== undefined) + Number(place !== undefined);
      if (place === undefined) lists.delete(key);
      else lists.set(key, place);
    }
  };

  dynamoDbClient().middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const kind = isWrite(commandName) ? 'write' : 'read';
        const items = itemsIn(args.input);
        try {
          const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' as const };
          const { output, ...rest } = await next({ ...args, input });
          const consumed = 'ConsumedCapacity' in output ? (output.ConsumedCapacity ?? []) : [];
          units[kind] += [consumed].flat().reduce((sum, one) => sum + unitsOf(one), 0);
          onLists(items);
          return { output, ...rest };
        } catch (error) {
          // A write whose condition does not hold is charged as well, and does not say with how much.
          units[kind] += Math.max(1, Math.ceil(JSON.stringify(items).length / 1_024));
          throw error;
        }
      },
    { step: 'initialize' },
  );
  return units;
}
