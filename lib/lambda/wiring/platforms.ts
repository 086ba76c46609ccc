import { twilioTasks } from '../../twilio/taskrouter.ts';
import { vapiCalls } from '../../vapi/calls.ts';
import type { Settings } from '../settings.ts';
import { now } from './handoffs.ts';

export const VAPI_API_SETTINGS = ['VAPI_API_URL', 'VAPI_API_KEY', 'VAPI_CONTROL_HOSTS'] as const;
export const TASKROUTER_SETTINGS = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_TASKROUTER_URL',
  'TWILIO_WORKSPACE_SID',
  'TWILIO_WORKFLOW_SID',
] as const;
type TaskRouterSettings = Settings<(typeof TASKROUTER_SETTINGS)[number]>;

/**
 * Calls at Vapi. A worker sends four requests one after the other at the most (read, speak, transfer, read), within
 * its 10 seconds.
 */
export const callsAtVapi = (settings: Settings<(typeof VAPI_API_SETTINGS)[number]>) =>
  vapiCalls({
    apiUrl: settings.VAPI_API_URL,
    apiKey: async () => settings.VAPI_API_KEY,
    controlHosts: settings.VAPI_CONTROL_HOSTS,
    clock: now,
    timeoutMs: 2000,
  });

/** Our Twilio account. The first token is the one in force; the others only verify webhooks while rotating. */
export const twilioAccount = (settings: Settings<'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN'>) => ({
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
