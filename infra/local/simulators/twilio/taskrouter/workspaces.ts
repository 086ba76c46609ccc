import { badName, badUrl, firstOf, missingIn, notBoolean, otherThan } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { invalid, type Params, type Reply, strangerIn } from '../replies.ts';
import type { Workspace } from './model.ts';
import { workspaceResource } from './setup-resources.ts';
import { addSimpleWorkflow, newWorkspace } from './workspace.ts';

const BOTH = ['FriendlyName', 'EventCallbackUrl', 'EventsFilter', 'MultiTaskEnabled', 'PrioritizeQueueOrder'];
const CREATE = [...BOTH, 'Template'];
const UPDATE = [...BOTH, 'DefaultActivitySid', 'TimeoutActivitySid'];

const problemOf = (params: Params): Reply | undefined =>
  firstOf(
    badName(params),
    badUrl(params, ['EventCallbackUrl']),
    notBoolean(params, 'MultiTaskEnabled'),
    otherThan(params, 'PrioritizeQueueOrder', ['FIFO', 'LIFO']),
    otherThan(params, 'Template', ['NONE', 'FIFO']),
  );

const orderIn = ({ PrioritizeQueueOrder: order }: Params, before: Workspace['prioritizeQueueOrder']) =>
  order === undefined ? before : order === 'LIFO' ? 'LIFO' : 'FIFO';

/** Workspaces by REST (TaskRouter: workspaces). */
export const createWorkspaceOperations = (
  accountSid: string,
  workspaces: Workspace[],
  base: () => string,
) => {
  const shown = (workspace: Workspace, status = 200): Reply => ({
    status,
    body: workspaceResource(workspace, base()),
  });

  return {
    list(params: Params): Reply {
      const stranger = strangerIn(params, ['FriendlyName', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { FriendlyName: wanted } = params;
      const rows = workspaces
        .filter(({ name }) => (wanted ?? name) === name)
        .map((workspace) => workspaceResource(workspace, base()));
      return taskRouterPage(`${base()}/v1/Workspaces`, 'workspaces', params, rows);
    },

    /** Nobody says that names are unique: so two can have the same, and a create that is repeated makes a twin. */
    create(params: Params): Reply {
      const no = strangerIn(params, CREATE) ?? missingIn(params, ['FriendlyName']) ?? problemOf(params);
      if (no !== undefined) return no;
      const { FriendlyName: name = '', EventsFilter: filter } = params;
      const workspace = newWorkspace({
        accountSid,
        name,
        isMultiTask: params.MultiTaskEnabled !== 'false',
        prioritizeQueueOrder: orderIn(params, 'FIFO'),
        eventCallbackUrl: params.EventCallbackUrl ?? '',
        eventsFilter: filter || null,
      });
      if (params.Template === 'FIFO') {
        addSimpleWorkflow(workspace, { name: 'Default Fifo Workflow', queueName: 'Sample Queue' });
      }
      workspaces.push(workspace);
      return shown(workspace, 201);
    },

    fetch: (workspace: Workspace, params: Params): Reply => strangerIn(params, []) ?? shown(workspace),

    update(workspace: Workspace, params: Params): Reply {
      const no = strangerIn(params, UPDATE) ?? problemOf(params);
      if (no !== undefined) return no;
      const { DefaultActivitySid, TimeoutActivitySid, MultiTaskEnabled: isMultiTask } = params;
      if (isMultiTask === 'false' && workspace.isMultiTask) {
        return invalid('MultiTaskEnabled can not be set back to false');
      }
      const activityIn = (sid: string | undefined, before: Workspace['defaultActivity']) =>
        sid === undefined ? before : workspace.activities.find((activity) => activity.sid === sid);
      const defaultActivity = activityIn(DefaultActivitySid, workspace.defaultActivity);
      const timeoutActivity = activityIn(TimeoutActivitySid, workspace.timeoutActivity);
      if (defaultActivity === undefined) return invalid('DefaultActivitySid is unknown');
      if (timeoutActivity === undefined) return invalid('TimeoutActivitySid is unknown');
      Object.assign(workspace, {
        defaultActivity,
        timeoutActivity,
        name: params.FriendlyName ?? workspace.name,
        isMultiTask: workspace.isMultiTask || isMultiTask === 'true',
        prioritizeQueueOrder: orderIn(params, workspace.prioritizeQueueOrder),
        eventCallbackUrl: params.EventCallbackUrl ?? workspace.eventCallbackUrl,
        eventsFilter:
          params.EventsFilter === undefined ? workspace.eventsFilter : params.EventsFilter || null,
        dateUpdated: new Date(),
      });
      return shown(workspace);
    },
  };
};
