import { defineConfig } from 'vitest/config';

/** The end-to-end files, the simulators and the stores, which spend their time on real sockets and timers. */
const WAITING = ['test/e2e/**/*.test.ts', 'test/infra/local/**/*.test.ts', 'test/lib/aws/**/*.test.ts'];
const BROWSER = ['test/browser/**/*.test.ts'];
/** What looks at the templates and bundles of one synthesis. */
const CLOUD = ['test/infra/cloud/**/*.test.ts'];

/** A process for each file; more of them than this starve each other of the time in which AWS must answer. */
// Once more where real time ran out on a busy machine: what is wrong fails twice.
const waiting = { maxWorkers: 3, retry: 1, sequence: { groupOrder: 0 } };
/** Computes only: a process for each core, and what is loaded is loaded once in it. */
const computing = { isolate: false, maxWorkers: '100%', sequence: { groupOrder: 1 } };

export default defineConfig({
  test: {
    // Nets for what hangs; no test is made to be fast by them.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
    // What Lambda would give; valid nowhere.
    env: { AWS_REGION: 'us-west-2', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    projects: [
      { extends: true, test: { name: 'waiting', include: WAITING, ...waiting } },
      {
        extends: true,
        test: { name: 'browser', include: BROWSER, globalSetup: 'test/browser/installed.ts', ...waiting },
      },
      {
        extends: true,
        test: { name: 'cloud', include: CLOUD, globalSetup: 'test/infra/cloud/synthesis.ts', ...computing },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...WAITING, ...BROWSER, ...CLOUD],
          ...computing,
        },
      },
    ],
  },
});
