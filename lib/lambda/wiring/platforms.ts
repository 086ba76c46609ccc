import { only, type SettingsOf } from '../../settings/setting.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { twilioTasks } from '../../twilio/taskrouter.ts';
import { ACCOUNT, twilioAccount } from './twilio-account.ts';

export const TASKROUTER = {
  ...ACCOUNT,
  ...only(TWILIO_SETTINGS, 'TWILIO_TASKROUTER_URL', 'TWILIO_WORKSPACE_SID', 'TWILIO_WORKFLOW_SID'),
};
type TaskRouterSettings = SettingsOf<typeof TASKROUTER>;

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
