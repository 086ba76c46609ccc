import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CREDENTIALS, REGION } from '../../infra/local/aws/aws.ts';
import { startEmulators } from '../../infra/local/aws/emulators.ts';
import { dynamoDb } from '../../lib/aws/dynamodb/operations.ts';
import { placeStore } from '../../lib/aws/place-store.ts';

export type PlaceFigures = {
  calls: number;
  room: number;
  taken: number;
  full: number;
  /** Free places that were given to nobody, at once or when all had been given back. */
  lost: number;
  beyond: number;
  /** Who got no answer, after trying for long. */
  undecided: number;
  /** For one call: until it has its place or hears that there is none, and to give it back. */
  requestsToAsk: number;
  requestsToFree: number;
};

/** Three of five find a place. */
const ROOM_SHARE = 0.6;
const LONGEST_CALL_MS = 3_600_000;
/** For one of the client's connections: all ask at once. */
const WAIT_MS = 600_000;

/**
 * More calls than there are places, all of them at once on the emulated table; then who has one gives it back, and as
 * many others take them again.
 */
export const measurePlaces = async (calls: number, done: (calls: number) => void): Promise<PlaceFigures> => {
  const room = Math.floor(calls * ROOM_SHARE);
  const emulators = await startEmulators();
  // Without the product's time limits: here one process is the callers and the table.
  const client = new DynamoDBClient({
    endpoint: emulators.dynamoUrl,
    region: REGION,
    credentials: CREDENTIALS,
    requestHandler: { socketAcquisitionWarningTimeout: WAIT_MS },
  });
  try {
    const table = { name: emulators.tableName, client: dynamoDb(async () => client) };
    const rules = { maxCalls: room, reservedForInbound: 0 };
    const places = placeStore(table, Date.now, rules, LONGEST_CALL_MS);
    const requests = () => Object.values(emulators.counts().dynamodb).reduce((sum, count) => sum + count, 0);
    let answered = 0;
    const ask = async (prefix: string, count: number) => {
      const before = requests();
      const answers = await Promise.all(
        Array.from({ length: count }, async (_, number) => {
          const holder = `${prefix}-${number}`;
          const is = await places.take(holder, 'inbound').catch(() => 'undecided' as const);
          answered += 1;
          done(Math.min(calls, answered));
          return { holder, is };
        }),
      );
      const taken = answers.flatMap(({ holder, is }) => (is === 'taken' ? [holder] : []));
      const full = answers.filter(({ is }) => is === 'full').length;
      return { taken, full, requests: requests() - before };
    };
    const first = await ask('first', calls);
    const before = requests();
    await Promise.all(first.taken.map((holder) => places.free(holder)));
    const toFree = requests() - before;
    const again = await ask('again', room);
    const taken = first.taken.length;
    return {
      calls,
      room,
      taken,
      full: first.full,
      lost: Math.max(0, room - taken) + Math.max(0, room - again.taken.length),
      beyond: Math.max(0, taken - room),
      undecided: calls - taken - first.full,
      requestsToAsk: first.requests / calls,
      requestsToFree: toFree / taken,
    };
  } finally {
    client.destroy();
    await emulators.stop();
  }
};
