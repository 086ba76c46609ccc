import { answerAssignment } from '../lib/handoff/assignment.ts';
import { entry } from '../lib/lambda/entry.ts';
import { HANDOFF_SETTINGS, handoffService, now } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/twilio-webhook.ts';
import { parseAssignment } from '../lib/twilio/callbacks.ts';

/** TaskRouter reserved an agent: `POST /webhook/twilio/assignment`. */
export const create = (env: Env, service = 'twilio-assignment') => {
  const settings = readSettings(
    env,
    ...TWILIO_SETTINGS,
    ...HANDOFF_SETTINGS,
    'TWILIO_WORKSPACE_SID',
    'TWILIO_UNAVAILABLE_ACTIVITY_SID',
  );
  const { telemetry, ports } = handoffService(service, settings);
  const { TWILIO_WORKSPACE_SID: workspaceSid, TWILIO_UNAVAILABLE_ACTIVITY_SID: unavailableActivitySid } =
    settings;
  const assignmentPorts = {
    ...ports,
    workspaceSid,
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

export const handler = entry(create);
