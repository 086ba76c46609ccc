import type { Clock } from '../base/clock.ts';
import { type BreakerStore, breakerSchema, UNBROKEN } from '../tools/run/breaker.ts';
import { S, type Table } from './table.ts';
import { versionedRecords } from './versioned-records.ts';

/** What is known of each system's troubles as one item, `SYSTEM#<name>` / `BREAKER`. */
export const breakerStore = (table: Table, clock: Clock): BreakerStore => {
  const { load, save } = versionedRecords(table, clock, {
    keyOf: (system) => ({ pk: S(`SYSTEM#${system}`), sk: S('BREAKER') }),
    attribute: 'breaker',
    schema: breakerSchema,
    none: UNBROKEN,
  });
  return {
    async load(system) {
      const { value: breaker, version } = await load(system);
      return { breaker, version };
    },
    save,
  };
};
