import { dependencies } from '../lib/aws/health.ts';
import { sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { entry } from '../lib/lambda/entry.ts';
import { webhook } from '../lib/lambda/pipelines/webhook.ts';
import { recent } from '../lib/lambda/recent.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = only(SERVICE_SETTINGS, 'STAGE', 'LOG_LEVEL', 'TABLE_NAME', 'QUEUE_URLS');

/** Anybody can ask: however often, table and queues are asked this rarely by one container. */
const FRESH_MS = 5_000;

/** Whether the service and what it stands on are there: `GET /health`; 503 when a dependency is down. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('health', settings);
  const records = table(settings.TABLE_NAME);
  const sqs = sqsClient();
  const ask = recent(() => dependencies(records, sqs, settings.QUEUE_URLS), FRESH_MS, now);
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async () => undefined,
    parse: () => undefined,
    async answer() {
      const asked = await ask();
      const healthy = asked.every((one) => one.healthy);
      for (const { name, healthy: works } of asked) telemetry.count(`${name}_down`, works ? 0 : 1);
      const states = asked.map(({ name, healthy: works }) => [name, works ? 'healthy' : 'down']);
      return {
        status: healthy ? 200 : 503,
        body: {
          status: healthy ? 'healthy' : 'unhealthy',
          stage: settings.STAGE,
          dependencies: Object.fromEntries(states),
        },
      };
    },
  });
};

export const handler = entry(create, needs);
