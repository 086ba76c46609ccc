import { only, type SettingsOf } from '../../settings/setting.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { twilioTasks } from '../../twilio/taskrouter.ts';
import { vapiCalls } from '../../vapi/calls.ts';
import { openForLeg } from '../../vapi/open-leg.ts';
import { VAPI_SETTINGS } from '../../vapi/settings.ts';
import { now } from './handoffs.ts';

export const VAPI_API = only(VAPI_SETTINGS, 'VAPI_API_URL', 'VAPI_API_KEY', 'VAPI_CONTROL_HOSTS');
const ACCOUNT = only(TWILIO_SETTINGS, 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN');
export const TASKROUTER = {
  ...ACCOUNT,
  ...only(TWILIO_SETTINGS, 'TWILIO_TASKROUTER_URL', 'TWILIO_WORKSPACE_SID', 'TWILIO_WORKFLOW_SID'),
};
type TaskRouterSettings = SettingsOf<typeof TASKROUTER>;

/**
 * Calls at Vapi. A worker sends four requests one after the other at the most (read, speak, transfer, read), within
 * its 10 seconds.
 */
export const callsAtVapi = (settings: SettingsOf<typeof VAPI_API>) =>
  vapiCalls({
    apiUrl: settings.VAPI_API_URL,
    apiKey: async () => settings.VAPI_API_KEY,
    controlHosts: settings.VAPI_CONTROL_HOSTS,
    clock: now,
    timeoutMs: 2000,
  });

/** Opens calls at Vapi for legs that ask: within Twilio's 15 s, with time left for everything else (F1). */
export const legsAtVapi = (settings: SettingsOf<typeof VAPI_API>) =>
  openForLeg({
    apiUrl: settings.VAPI_API_URL,
    apiKey: async () => settings.VAPI_API_KEY,
    clock: now,
    timeoutMs: 5000,
  });

/** Our Twilio account. The first token is the one in force; the others only verify webhooks while rotating. */
export const twilioAccount = (settings: SettingsOf<typeof ACCOUNT>) => ({
  accountSid: settings.TWILIO_ACCOUNT_SID,
  authToken: async () => settings.TWILIO_AUTH_TOKEN[0] ?? '',
  clock: now,
});

/** TaskRouter and the workflow of handoffs. */
export const taskrouterOf = (settings: TaskRouterSettings) => ({
  ...twilioAccount(settings),
  taskrouterUrl: settings.TWILIO_TASKROUTER_URL,
  workspaceSid: settings.TWILIO_WORKSPACE_SID,
  workflowSid: settings.TWILIO_WORKFLOW_SID,
  timeoutMs: 3500,
});

/**
 * Tasks for which nobody waits on the line, in a workflow of their own where there is one: on a channel that does not
 * take an agent's only voice line.
 */
export const followUpTasks = (settings: TaskRouterSettings, workflowSid: string | undefined) => {
  const taskrouter = taskrouterOf(settings);
  return twilioTasks({
    ...taskrouter,
    workflowSid: workflowSid ?? taskrouter.workflowSid,
    taskChannel: 'default',
  });
};
