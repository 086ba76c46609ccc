import { badName, firstOf, missingIn, notBoolean } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn, wholeNumber } from '../replies.ts';
import type { TaskChannel, Worker, Workspace } from './model.ts';
import { taken } from './names.ts';
import { channelOf } from './records.ts';
import { workerChannelResource, workspaceUrl } from './resources.ts';
import type { Routing } from './routing.ts';
import { taskChannelResource } from './setup-resources.ts';
import { newTaskChannel } from './workspace.ts';

const MAX_CAPACITY = 100;

/** Task channels, and what each worker can have of them, by REST (TaskRouter: task channels, worker channels). */
export const createChannelOperations = (routing: Routing, base: () => string) => {
  const shownTask = (channel: TaskChannel, workspace: Workspace, status = 200): Reply => ({
    status,
    body: taskChannelResource(channel, workspace, base()),
  });
  const rowOf = (worker: Worker, workspace: Workspace, { uniqueName, sid }: TaskChannel) =>
    workerChannelResource(
      worker,
      workspace,
      { uniqueName, channel: channelOf(worker, uniqueName), taskChannelSid: sid },
      base(),
    );
  /** By its SID, or by the unique name of the task channel. */
  const find = (worker: Worker, { channels }: Workspace, which: string) =>
    channels.find(({ uniqueName }) => uniqueName === which || channelOf(worker, uniqueName).sid === which);

  return {
    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, PAGE);
      if (stranger !== undefined) return stranger;
      const rows = workspace.channels.map((channel) => taskChannelResource(channel, workspace, base()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/TaskChannels`, 'channels', params, rows);
    },

    create(workspace: Workspace, params: Params): Reply {
      const no = firstOf(
        strangerIn(params, ['FriendlyName', 'UniqueName', 'ChannelOptimizedRouting']),
        missingIn(params, ['FriendlyName', 'UniqueName']),
        badName(params),
        notBoolean(params, 'ChannelOptimizedRouting'),
      );
      if (no !== undefined) return no;
      const { FriendlyName: name = '', UniqueName: uniqueName = '', ChannelOptimizedRouting: is } = params;
      if (workspace.channels.some((one) => one.uniqueName === uniqueName)) {
        return taken('TaskChannel', uniqueName, workspace);
      }
      const channel = newTaskChannel(name, uniqueName, is === 'true');
      workspace.channels.push(channel);
      return shownTask(channel, workspace, 201);
    },

    fetch(workspace: Workspace, which: string, params: Params): Reply {
      const channel = workspace.channels.find(({ sid, uniqueName }) => which === sid || which === uniqueName);
      return channel === undefined ? GONE : (strangerIn(params, []) ?? shownTask(channel, workspace));
    },

    ofWorker(workspace: Workspace, worker: Worker, params: Params): Reply {
      const stranger = strangerIn(params, PAGE);
      if (stranger !== undefined) return stranger;
      const rows = workspace.channels.map((channel) => rowOf(worker, workspace, channel));
      const url = `${workspaceUrl(base(), workspace)}/Workers/${worker.sid}/Channels`;
      return taskRouterPage(url, 'channels', params, rows);
    },

    fetchOfWorker(workspace: Workspace, worker: Worker, which: string, params: Params): Reply {
      const found = find(worker, workspace, which);
      if (found === undefined) return GONE;
      return strangerIn(params, []) ?? { status: 200, body: rowOf(worker, workspace, found) };
    },

    updateOfWorker(workspace: Workspace, worker: Worker, which: string, params: Params): Reply {
      const found = find(worker, workspace, which);
      if (found === undefined) return GONE;
      const no = strangerIn(params, ['Capacity', 'Available']) ?? notBoolean(params, 'Available');
      if (no !== undefined) return no;
      const channel = channelOf(worker, found.uniqueName);
      const capacity = wholeNumber(params.Capacity, channel.capacity, 0, MAX_CAPACITY);
      if (capacity === undefined) return invalid('Capacity is invalid');
      const isAvailable = params.Available === undefined ? channel.isAvailable : params.Available === 'true';
      Object.assign(channel, { capacity, isAvailable });
      worker.dateUpdated = new Date();
      routing.routeSoon();
      return { status: 200, body: rowOf(worker, workspace, found) };
    },
  };
};
