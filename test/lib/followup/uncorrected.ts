import type { CallbackPorts } from '../../../lib/followup/callback-task.ts';
import type { OnceTasks } from '../../../lib/followup/task-once.ts';

type Kept =
  | 'loadCallback'
  | 'keepCallback'
  | 'keepUnlessKept'
  | 'settleCallback'
  | 'takeCallback'
  | 'admitCallback';

/** A callback that nobody corrects: each message finds nothing kept, and no agent at its task. */
export const uncorrected = (tasks: OnceTasks): Pick<CallbackPorts, 'tasks' | Kept> => ({
  tasks: {
    ...tasks,
    amend: async () => ({ is: 'amended' }),
    standing: () => Promise.reject(new Error('nothing is kept that could be looked at')),
  },
  loadCallback: async () => undefined,
  keepCallback: async (_callId, request) => ({ is: 'kept', request }),
  keepUnlessKept: async (_callId, request) => ({ request, isTold: false, taskSid: undefined }),
  settleCallback: async () => {},
  takeCallback: () => Promise.reject(new Error('no agent has it')),
  admitCallback: async () => 'admitted',
});
