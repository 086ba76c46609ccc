import type { Account } from './account/model.ts';
import { numberResource } from './account/resources.ts';
import type { Workspace } from './taskrouter/model.ts';
import { channelOf } from './taskrouter/records.ts';
import { workerChannelResource, workerResource } from './taskrouter/resources.ts';
import {
  activityResource,
  queueResource,
  taskChannelResource,
  workflowResource,
  workspaceResource,
} from './taskrouter/setup-resources.ts';

/** All that set-up can write, as the REST API shows one of each; nothing of it changes later. */
export function stateOf(account: Account, workspaces: readonly Workspace[], base: string) {
  return structuredClone({
    workspaces: workspaces.map((workspace) => ({
      ...workspaceResource(workspace, base),
      activities: workspace.activities.map((one) => activityResource(one, workspace, base)),
      queues: workspace.queues.map((one) => queueResource(one, workspace, base)),
      workflows: workspace.workflows.map((one) => workflowResource(one, workspace, base)),
      taskChannels: workspace.channels.map((one) => taskChannelResource(one, workspace, base)),
      workers: workspace.workers.map((worker) => ({
        ...workerResource(worker, workspace, base),
        channels: workspace.channels.map(({ uniqueName, sid }) =>
          workerChannelResource(
            worker,
            workspace,
            { uniqueName, channel: channelOf(worker, uniqueName), taskChannelSid: sid },
            base,
          ),
        ),
      })),
    })),
    numbers: [...account.numbers.values()].map((number) => numberResource(number, account)),
  });
}
