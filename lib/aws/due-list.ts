import type { Due } from '../outbox/sweep.ts';
import { Query } from './dynamodb/operations.ts';
import { type Item, N, notTaken, S, type Table } from './table.ts';

/**
 * The table's index of lists: an item is on the list that its `list` names, in the order of its `at` (ms since 1970).
 * What is due is on one of these, by its call: one partition of an index takes 1,000 writes a second, less than 50
 * new calls a second bring.
 */
const LISTS = 4;
export const INDEX = 'lists';

const listName = (name: number | 'OUTBOUND') => `DUE#${name}`;
const listOf = (callId: string): string =>
  listName([...callId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % LISTS);

const NUMBERS: readonly number[] = [...Array(LISTS).keys()];
/** The lists of what belongs to a call and is due at some time: of everything that goes on. */
export const DUE_LISTS: readonly string[] = NUMBERS.map(listName);

/**
 * The attributes by which an item is on its list; in whole seconds, so that most writes leave the index alone. `facts`
 * is what the list shows of it to people (infra/topology).
 */
export const dueAttributes = (callId: string, at: number | undefined, facts?: object): Item =>
  at === undefined
    ? {}
    : {
        list: S(listOf(callId)),
        at: N(Math.ceil(at / 1000) * 1000),
        ...(facts !== undefined && { facts: S(JSON.stringify(facts)) }),
      };

/** The same for what stands under an id of ours: it is kept for months, so it is due however long ago that was. */
export const ownDueAttributes = (at: number | undefined): Item =>
  at === undefined ? {} : { list: S(listName('OUTBOUND')), at: N(Math.ceil(at / 1000) * 1000) };

/** A record that is due, by the key under which it is kept. */
export type DueRecord = Due & { callId: string } & (
    | { kind: KindOfCall }
    | { kind: 'tool'; toolCallId: string }
    /** An outbound call of ours, or a campaign, under its own id. */
    | { kind: 'outbound' | 'campaign' }
  );
type KindOfCall = 'handoff' | 'call' | 'callback' | 'review';

const PREFIX = 'CALL#';
/** What stands under an id of ours. */
const OWN = [
  ['outbound', 'OUTBOUND#'],
  ['campaign', 'CAMPAIGN#'],
] as const;
const TOOL = 'TOOL#';
const KIND: Readonly<Record<string, KindOfCall>> = {
  HANDOFF: 'handoff',
  CALL: 'call',
  CALLBACK: 'callback',
  REVIEW: 'review',
};

/** Of a call that goes on; a task for which nobody is on the line may come later. */
const WAITED_FOR: readonly DueRecord['kind'][] = ['handoff', 'call', 'tool'];

const recordOf = ({ pk, sk, at: due, list }: Item): DueRecord[] => {
  const about = (kind: DueRecord['kind']) => ({
    ...{ at: Number(due?.N), list: list?.S ?? '', callerWaits: WAITED_FOR.includes(kind) },
  });
  for (const [kind, prefix] of OWN) {
    if (!pk?.S?.startsWith(prefix)) continue;
    const id = pk.S.slice(prefix.length);
    return [{ key: `${kind} ${id}`, kind, callId: id, ...about(kind) }];
  }
  const callId = pk?.S?.slice(PREFIX.length);
  const sort = sk?.S ?? '';
  if (callId === undefined) return [];
  if (sort.startsWith(TOOL)) {
    const toolCallId = sort.slice(TOOL.length);
    return [{ key: `tool ${callId} ${toolCallId}`, kind: 'tool', callId, toolCallId, ...about('tool') }];
  }
  const kind = KIND[sort];
  return kind === undefined ? [] : [{ key: `${kind} ${callId}`, kind, callId, ...about(kind) }];
};

/**
 * What was due in a span (ms since 1970), the longest overdue first. The index follows the table within moments, so
 * that what has just been done may still be in it. Throws `Unavailable`.
 */
export const dueBetween =
  ({ client, name }: Table) =>
  async (from: number, to: number, most: number): Promise<DueRecord[]> => {
    const names = [...NUMBERS, 'OUTBOUND' as const];
    const lists = names.map(async (list) => {
      const { Items = [] } = await client
        .send(Query, {
          TableName: name,
          IndexName: INDEX,
          KeyConditionExpression: '#list = :list AND #at BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#list': 'list', '#at': 'at' },
          ExpressionAttributeValues: {
            ':list': S(listName(list)),
            ':from': N(list === 'OUTBOUND' ? 0 : from),
            ':to': N(to),
          },
          Limit: Math.ceil(most / LISTS),
        })
        .catch(notTaken);
      return Items.flatMap(recordOf);
    });
    return (await Promise.all(lists)).flat().toSorted((a, b) => a.at - b.at);
  };
