import { afterAll, beforeAll } from 'vitest';
import { type Emulators, startEmulators, TABLE_NAME } from '../../../infra/local/aws/emulators.ts';
import type { DynamoDb } from '../../../lib/aws/dynamodb/operations.ts';
import type { Table } from '../../../lib/aws/table.ts';

/** The emulated table for one file of tests, there before the first of them; `clientAt` makes the client that asks it. */
export const emulatedTable = (
  clientAt: (endpoint: string) => DynamoDb,
): { records: Table; running(): Emulators } => {
  let started: { emulators: Emulators; client: DynamoDb } | undefined;
  const running = () => {
    if (started === undefined) throw new Error('the table is there from the first test on');
    return started;
  };
  beforeAll(async () => {
    const emulators = await startEmulators();
    started = { emulators, client: clientAt(emulators.dynamoUrl) };
  });
  afterAll(() => running().emulators.stop());
  return {
    records: {
      client: { send: (operation, input) => running().client.send(operation, input) },
      name: TABLE_NAME,
    },
    running: () => running().emulators,
  };
};
