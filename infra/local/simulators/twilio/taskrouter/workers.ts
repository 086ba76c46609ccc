import { taskRouterPage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, staleMatch, strangerIn } from '../replies.ts';
import { LIST_ACTIVITIES, LIST_WORKERS } from '../rules.ts';
import { ACTIVITY_NAMES, type Worker, type Workspace } from './records.ts';
import { activityResources, workerResource, workspaceUrl } from './resources.ts';
import type { Routing } from './routing.ts';

/** Workers and activities by REST (TaskRouter: workers, activities). */
export const createWorkerOperations = (options: {
  workspace: Workspace;
  routing: Routing;
  base: () => string;
  hidesAttributes: () => boolean;
}) => {
  const { workspace, routing, base, hidesAttributes } = options;
  const home = () => workspaceUrl(base(), workspace);
  const find = (sid: string): Worker | undefined => routing.workers.find((one) => one.sid === sid);
  const shown = (worker: Worker): Reply => ({
    status: 200,
    body: workerResource(worker, workspace, base()),
    headers: { etag: `"${worker.version}"` },
  });
  const isAsked = (wanted: string | undefined, has: string | boolean): boolean =>
    wanted === undefined || wanted.toLowerCase() === String(has).toLowerCase();

  return {
    list(params: Params): Reply {
      const stranger = strangerIn(params, LIST_WORKERS);
      if (stranger !== undefined) return stranger;
      const found = routing.workers.filter(
        (worker) =>
          isAsked(params.FriendlyName, worker.name) &&
          isAsked(params.ActivityName, worker.activity) &&
          isAsked(params.ActivitySid, workspace.activities[worker.activity]) &&
          isAsked(params.Available, worker.available),
      );
      const rows = found.map((worker) => workerResource(worker, workspace, base(), hidesAttributes()));
      return taskRouterPage(`${home()}/Workers`, 'workers', params, rows);
    },

    fetch(sid: string, params: Params): Reply {
      const worker = find(sid);
      return worker === undefined ? GONE : (strangerIn(params, []) ?? shown(worker));
    },

    /** A worker goes to another activity. */
    update(sid: string, params: Params, ifMatch: string | undefined): Reply {
      const worker = find(sid);
      if (worker === undefined) return GONE;
      const no = strangerIn(params, ['ActivitySid']) ?? staleMatch(ifMatch, worker.version);
      if (no !== undefined) return no;
      const activity = ACTIVITY_NAMES.find((name) => workspace.activities[name] === params.ActivitySid);
      if (activity === undefined) return invalid('ActivitySid is unknown');
      routing.setActivity(worker, activity);
      return shown(worker);
    },

    activities(params: Params): Reply {
      const stranger = strangerIn(params, LIST_ACTIVITIES);
      if (stranger !== undefined) return stranger;
      const found = activityResources(workspace, base()).filter(
        ({ available, friendly_name }) =>
          isAsked(params.Available, available) &&
          (params.FriendlyName === undefined || friendly_name === params.FriendlyName),
      );
      return taskRouterPage(`${home()}/Activities`, 'activities', params, found);
    },
  };
};
