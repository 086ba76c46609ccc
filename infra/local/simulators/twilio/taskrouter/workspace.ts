import { newSid } from '../sid.ts';
import type { Activity, Dated, TaskChannel, TaskQueue, Workflow, Workspace } from './model.ts';

/** The channels that every workspace has. */
const TASK_CHANNELS = ['default', 'voice', 'chat', 'sms', 'video'];

export const dated = (): Dated => ({ dateCreated: new Date(), dateUpdated: new Date() });

export const newActivity = (name: string, available: boolean): Activity => ({
  sid: newSid('WA'),
  name,
  available,
  ...dated(),
});

export const newQueue = (given: Partial<TaskQueue> & { name: string }): TaskQueue => ({
  sid: newSid('WQ'),
  targetWorkers: '1==1',
  maxReservedWorkers: 1,
  taskOrder: 'FIFO',
  reservationActivity: undefined,
  assignmentActivity: undefined,
  ...dated(),
  ...given,
});

export const newWorkflow = (
  given: Partial<Workflow> & Pick<Workflow, 'name' | 'configuration' | 'routes'>,
): Workflow => ({
  sid: newSid('WW'),
  assignmentCallbackUrl: '',
  fallbackAssignmentCallbackUrl: '',
  reservationTimeoutMs: 120_000,
  ...dated(),
  ...given,
});

export const newTaskChannel = (name: string, uniqueName: string, isOptimized = false): TaskChannel => ({
  sid: newSid('TC'),
  name,
  uniqueName,
  isOptimized,
  ...dated(),
});

export function newWorkspace(given: Partial<Workspace> & Pick<Workspace, 'accountSid' | 'name'>): Workspace {
  const offline = newActivity('Offline', false);
  return {
    sid: newSid('WS'),
    isMultiTask: true,
    prioritizeQueueOrder: 'FIFO',
    defaultActivity: offline,
    timeoutActivity: offline,
    eventCallbackUrl: '',
    eventsFilter: null,
    activities: [newActivity('Available', true), newActivity('Unavailable', false), offline],
    queues: [],
    workflows: [],
    workers: [],
    channels: TASK_CHANNELS.map((name) => newTaskChannel(name, name)),
    ...dated(),
    ...given,
  };
}

/** A queue for everybody, and a workflow that offers its tasks by the skills of workers. */
export function addSimpleWorkflow(
  { queues, workflows }: Workspace,
  given: { name: string; queueName: string } & Partial<Workflow>,
): Workflow {
  const { queueName, ...workflow } = given;
  const queue = newQueue({ name: queueName });
  const configuration = JSON.stringify({
    task_routing: { filters: [], default_filter: { queue: queue.sid } },
  });
  const made = newWorkflow({ ...workflow, configuration, routes: 'by-skills' });
  queues.push(queue);
  workflows.push(made);
  return made;
}
