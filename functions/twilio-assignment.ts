import { handoffQueue, sqsClient } from '../lib/aws/handoff-queue.ts';
import { handoffStore, table } from '../lib/aws/handoff-store.ts';
import { answerAssignment } from '../lib/handoff/assignment.ts';
import { entry } from '../lib/lambda/entry.ts';
import { now, telemetryFor } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/twilio-webhook.ts';
import { parseAssignment } from '../lib/twilio/callbacks.ts';

/** TaskRouter reserved an agent: `POST /webhook/twilio/assignment`. */
export const create = (env: Env, service = 'twilio-assignment') => {
  const settings = readSettings(
    env,
    ...TWILIO_SETTINGS,
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'TWILIO_WORKSPACE_SID',
    'TWILIO_UNAVAILABLE_ACTIVITY_SID',
  );
  const telemetry = telemetryFor(service, settings);
  const { TWILIO_UNAVAILABLE_ACTIVITY_SID: unavailableActivitySid } = settings;
  const ports = {
    store: handoffStore(table(settings.TABLE_NAME), now),
    queue: handoffQueue(sqsClient(), settings.HANDOFF_QUEUE_URL),
    clock: now,
    log: telemetry.log,
    count: telemetry.count,
    workspaceSid: settings.TWILIO_WORKSPACE_SID,
    ...(unavailableActivitySid === undefined ? {} : { unavailableActivitySid }),
  };
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseAssignment,
    answer: async (assignment) => ({ status: 200, body: await answerAssignment(assignment, ports) }),
  });
};

export const handler = entry(create);
