import { badName, missingIn, notBoolean } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn } from '../replies.ts';
import type { Activity, Workspace } from './model.ts';
import { isTaken, taken } from './names.ts';
import { workspaceUrl } from './resources.ts';
import { activityResource } from './setup-resources.ts';
import { newActivity } from './workspace.ts';

/** Activities by REST (TaskRouter: activities). */
export const createActivityOperations = (base: () => string) => {
  const shown = (activity: Activity, workspace: Workspace, status = 200): Reply => ({
    status,
    body: activityResource(activity, workspace, base()),
  });
  const find = ({ activities }: Workspace, sid: string) => activities.find((one) => one.sid === sid);

  return {
    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, ['FriendlyName', 'Available', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { FriendlyName: wanted, Available: is } = params;
      const rows = workspace.activities
        .filter(
          ({ name, available }) =>
            (wanted ?? name) === name && (is ?? String(available)) === String(available),
        )
        .map((activity) => activityResource(activity, workspace, base()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/Activities`, 'activities', params, rows);
    },

    create(workspace: Workspace, params: Params): Reply {
      const no =
        strangerIn(params, ['FriendlyName', 'Available']) ??
        missingIn(params, ['FriendlyName']) ??
        badName(params) ??
        notBoolean(params, 'Available');
      if (no !== undefined) return no;
      const { FriendlyName: name = '', Available: available } = params;
      if (isTaken(workspace.activities, name)) return taken('Activity', name, workspace);
      const activity = newActivity(name, available === 'true');
      workspace.activities.push(activity);
      return shown(activity, workspace, 201);
    },

    fetch(workspace: Workspace, sid: string, params: Params): Reply {
      const activity = find(workspace, sid);
      return activity === undefined ? GONE : (strangerIn(params, []) ?? shown(activity, workspace));
    },

    /** The real one answers a change of `Available` with 200 and changes nothing: here it is noticed. */
    update(workspace: Workspace, sid: string, params: Params): Reply {
      const activity = find(workspace, sid);
      if (activity === undefined) return GONE;
      if (params.Available !== undefined) return invalid('Available of an activity can not be changed');
      const no = strangerIn(params, ['FriendlyName']) ?? badName(params);
      if (no !== undefined) return no;
      const { FriendlyName: name = activity.name } = params;
      if (isTaken(workspace.activities, name, activity)) return taken('Activity', name, workspace);
      Object.assign(activity, { name, dateUpdated: new Date() });
      return shown(activity, workspace);
    },
  };
};
