import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** End to end, the simulators, and what talks to the outside: real sockets, and timers on a clock that is simulated. */
const WAITING = [
  'test/simulated-time/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/infra/local/**/*.test.ts',
  'test/lib/aws/**/*.test.ts',
  'test/lib/crm/hook.test.ts',
  'test/lib/http/signed-delivery.test.ts',
  'test/lib/twilio/{leg-search,legs,reservations,task-search,taskrouter,workers}.test.ts',
  'test/lib/tools/backends/*.test.ts',
  'test/lib/vapi/calls*.test.ts',
  'test/bench/campaign.test.ts',
  'test/infra/setup/**/*.test.ts',
];
/** Unpacked by threads, of which the simulated clock does not know. */
const UNPACKING = ['test/lib/http/request.test.ts'];
/** Other processes, and one that stands still for a time: there it is real. */
const REAL = [
  'test/e2e/commands.test.ts',
  'test/infra/setup/{board,deploy,setup}.test.ts',
  'test/lib/aws/client.test.ts',
];
const BROWSER = ['test/browser/**/*.test.ts'];
/** What looks at the templates and bundles of one synthesis. */
const CLOUD = ['test/infra/cloud/**/*.test.ts'];

export default defineConfig({
  test: {
    // Nets for what hangs; no test is made to be fast by them.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
    // A process for each core, and what is loaded is loaded once in it.
    isolate: false,
    maxWorkers: '100%',
    env: {
      // What Lambda would give; valid nowhere.
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      // Tests start the commands fifty times; compiled anew, each takes twice the CPU.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)),
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'waiting',
          include: WAITING,
          exclude: REAL,
          setupFiles: 'test/simulated-time/in-tests.ts',
        },
      },
      { extends: true, test: { name: 'real-time', include: [...REAL, ...UNPACKING] } },
      {
        extends: true,
        test: { name: 'browser', include: BROWSER, globalSetup: 'test/browser/installed.ts' },
      },
      {
        extends: true,
        test: {
          name: 'cloud',
          include: CLOUD,
          globalSetup: 'test/infra/cloud/synthesis.ts',
          // CDK's own check of a template takes most of a synthesis and fails none: what it finds, `npm run synth` says.
          env: { CDK_VALIDATION: 'false' },
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          setupFiles: 'test/plain-expect.ts',
          include: ['test/**/*.test.ts'],
          exclude: [...WAITING, ...UNPACKING, ...BROWSER, ...CLOUD],
        },
      },
    ],
  },
});
