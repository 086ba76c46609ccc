import { randomUUID } from 'node:crypto';
import { onceStore } from '../lib/aws/once-store.ts';
import { sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { crmMessageSchema, deliver, subjectOf } from '../lib/crm/crm-worker.ts';
import { crmHook } from '../lib/crm/hook.ts';
import { CRM_SETTINGS } from '../lib/crm/settings.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = {
  ...only(SERVICE_SETTINGS, 'STAGE', 'LOG_LEVEL', 'TABLE_NAME'),
  ...only(CRM_SETTINGS, 'CRM_QUEUE_URL', 'CRM_HOOK_URL', 'CRM_HOOK_SECRET'),
};

/**
 * Posts the one summary of each call, and an event for each handoff that ends, to the CRM's hook: the worker of the CRM
 * queue.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { CRM_HOOK_URL: url, CRM_HOOK_SECRET: secrets = [] } = settings;
  const telemetry = telemetryFor('crm-worker', settings);
  const { log, count } = telemetry;
  // Messages that were queued before the hook was taken out of the settings are let go.
  const hook = url === undefined ? undefined : crmHook({ url, secrets, clock: now });
  const once = onceStore(table(settings.TABLE_NAME), now);
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.CRM_QUEUE_URL),
    async work(record) {
      const message = messageIn(crmMessageSchema, record.body);
      if (hook === undefined) log.warn(subjectOf(message), { callId: message.callId, event: 'no-hook' });
      else await deliver(message, { once, hook, newOwner: randomUUID, log, count });
    },
  });
};

export const handler = entry(create, needs);
