import { answerAssignment } from '../../inbound/assignment.ts';
import { parseAssignment } from '../../twilio/callbacks.ts';
import { type Env, readSettings } from '../settings.ts';
import { HANDOFF_SETTINGS, handoffService, now } from '../wiring/handoffs.ts';
import { TWILIO_SETTINGS, twilioWebhook } from './twilio-webhook.ts';
import type { WebhookHandler } from './webhook.ts';

export const ASSIGNMENT_SETTINGS = [
  ...TWILIO_SETTINGS,
  ...HANDOFF_SETTINGS,
  'TWILIO_WORKSPACE_SID',
  'TWILIO_UNAVAILABLE_ACTIVITY_SID',
] as const;

/** TaskRouter's assignment callback, for the function that it asks first and for its fallback. */
export const assignmentWebhook = (
  env: Env,
  service: 'twilio-assignment' | 'twilio-assignment-fallback',
): WebhookHandler => {
  const settings = readSettings(env, ...ASSIGNMENT_SETTINGS);
  const { telemetry, ports } = handoffService(service, settings);
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
