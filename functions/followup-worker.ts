import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import {
  keepCallback,
  keepUnlessKept,
  loadCallback,
  settleCallback,
  takeCallback,
} from '../lib/aws/callback-store.ts';
import { onceStore } from '../lib/aws/once-store.ts';
import { sqsClient } from '../lib/aws/queue.ts';
import { keepReview, settleReview, takeReview } from '../lib/aws/review-store.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { agentPages } from '../lib/base/signed-link.ts';
import { createCallback } from '../lib/followup/callback-task.ts';
import { createReview, reviewMessageSchema } from '../lib/followup/review-task.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import { callbackMessageSchema } from '../lib/handoff/record/callback-request.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { ADMITTING, admitting } from '../lib/lambda/wiring/callbacks.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { followUpTasks, TASKROUTER } from '../lib/lambda/wiring/platforms.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = {
  ...TELEMETRY,
  ...TASKROUTER,
  ...FOLLOWUP_SETTINGS,
  ...ADMITTING,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME', 'PUBLIC_BASE_URL', 'LINK_SIGNING_KEY'),
};

const messageSchema = z.union([callbackMessageSchema, reviewMessageSchema]);

/** Makes the tasks for which nobody waits on the line, callbacks and reviews: the worker of their queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('followup-worker', settings);
  const { log, count } = telemetry;
  const records = table(settings.TABLE_NAME);
  const once = onceStore(records, now);
  const common = { once, clock: now, newOwner: randomUUID, log, count };
  const callbacks = {
    ...common,
    tasks: followUpTasks(settings, settings.TWILIO_CALLBACK_WORKFLOW_SID),
    loadCallback: loadCallback(records, now),
    keepCallback: keepCallback(records, now),
    keepUnlessKept: keepUnlessKept(records, now),
    settleCallback: settleCallback(records, now),
    takeCallback: takeCallback(records, now),
    ...admitting(settings),
  };
  const reviews = {
    ...common,
    tasks: followUpTasks(settings, settings.TWILIO_REVIEW_WORKFLOW_SID),
    keepReview: keepReview(records, now),
    settleReview: settleReview(records, now),
    takeReview: takeReview(records, now),
    ...agentPages(settings.PUBLIC_BASE_URL, settings.LINK_SIGNING_KEY?.[0]),
  };
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.FOLLOWUP_QUEUE_URL),
    async work(record) {
      const message = messageIn(messageSchema, record.body);
      if ('callback' in message) await createCallback(message, callbacks);
      else await createReview(message, reviews);
    },
  });
};

export const handler = entry(create, needs);
