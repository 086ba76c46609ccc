import type { CallbackPorts } from '../../../lib/followup/callback-task.ts';
import type { OnceTasks } from '../../../lib/followup/task-once.ts';

/** A callback that nobody corrects: only its message knows of it. */
export const uncorrected = (
  tasks: OnceTasks,
): Pick<CallbackPorts, 'tasks' | 'loadCallback' | 'keepCallback' | 'settleCallback' | 'admitCallback'> => ({
  tasks: { ...tasks, amend: () => Promise.reject(new Error('nobody corrected it')) },
  loadCallback: async () => undefined,
  keepCallback: async (_callId, request) => ({ is: 'kept', request }),
  settleCallback: () => Promise.reject(new Error('nothing was kept')),
  admitCallback: async () => 'admitted',
});
