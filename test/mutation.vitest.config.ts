import { defineConfig } from 'vitest/config';

/**
 * The tests of the heart that are run for each mutant (`npm run mutation`): the tables, which say what is right. Those
 * that play thousands of runs would take an hour more, and a mutant that never ends is waited for as long as they take.
 */
export default defineConfig({
  test: {
    include: ['test/lib/outbox/**/*.test.ts', 'test/lib/handoff/**/*.test.ts'],
    exclude: ['**/*.property.test.ts'],
    testTimeout: 60_000,
    restoreMocks: true,
    isolate: false,
  },
});
