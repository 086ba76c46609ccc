import { answerAssignment } from '../../inbound/assignment.ts';
import { type Env, readSettings } from '../../settings/read.ts';
import { only } from '../../settings/setting.ts';
import { parseAssignment } from '../../twilio/callbacks.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../wiring/handoffs.ts';
import { TWILIO_WEBHOOK, twilioWebhook } from './twilio-webhook.ts';
import type { WebhookHandler } from './webhook.ts';

export const ASSIGNMENT_WEBHOOK = {
  ...TWILIO_WEBHOOK,
  ...HANDOFF_SERVICE,
  ...only(TWILIO_SETTINGS, 'TWILIO_WORKSPACE_SID', 'TWILIO_UNAVAILABLE_ACTIVITY_SID'),
};

/** TaskRouter's assignment callback, for the function that it asks first and for its fallback. */
export const assignmentWebhook = (
  env: Env,
  service: 'twilio-assignment' | 'twilio-assignment-fallback',
): WebhookHandler => {
  const settings = readSettings(env, ASSIGNMENT_WEBHOOK);
  const { telemetry, ports } = handoffService(service, settings, undefined);
  const { TWILIO_UNAVAILABLE_ACTIVITY_SID: unavailableActivitySid } = settings;
  const assignmentPorts = {
    ...ports,
    workspaceSid: settings.TWILIO_WORKSPACE_SID,
    ...(unavailableActivitySid === undefined ? {} : { unavailableActivitySid }),
  };
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseAssignment,
    answer: async (assignment) => ({
      status: 200,
      body: await answerAssignment(assignment, assignmentPorts),
    }),
  });
};
