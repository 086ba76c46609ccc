import { defineConfig } from 'vitest/config';

/**
 * The tests of the heart and of the stores that are run for each mutant (`npm run mutation`): the tables, which say
 * what is right. Those
 * that play thousands of runs would take an hour more, and a mutant that never ends is waited for as long as they take.
 */
export default defineConfig({
  test: {
    include: [
      'test/lib/outbox/**/*.test.ts',
      'test/lib/handoff/**/*.test.ts',
      // The stores, against the emulated table.
      'test/lib/aws/{*-store,board-lists,caller-memory,due-list,asked,other-version,outcome}*.test.ts',
    ],
    exclude: ['**/*.property.test.ts'],
    setupFiles: 'test/simulated-time/in-tests.ts',
    env: { AWS_REGION: 'us-west-2', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    testTimeout: 60_000,
    restoreMocks: true,
    isolate: false,
  },
});
