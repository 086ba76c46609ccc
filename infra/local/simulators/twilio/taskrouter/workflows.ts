import { badName, badUrl, firstOf, missingIn, notBoolean } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn, wholeNumber } from '../replies.ts';
import { readConfiguration } from './configuration.ts';
import type { Workflow, Workspace } from './model.ts';
import { isTaken, taken } from './names.ts';
import { workspaceUrl } from './resources.ts';
import { workflowResource } from './setup-resources.ts';
import { newWorkflow } from './workspace.ts';

const URLS = ['AssignmentCallbackUrl', 'FallbackAssignmentCallbackUrl'];
const CREATE = ['FriendlyName', 'Configuration', 'TaskReservationTimeout', ...URLS];
const UPDATE = [...CREATE, 'ReEvaluateTasks'];
const DEFAULT_SECONDS = 120;
const MAX_SECONDS = 86_400;
const MAX_CONFIGURATION_BYTES = 1_038_576;

type Read = Pick<
  Workflow,
  | 'name'
  | 'configuration'
  | 'routes'
  | 'assignmentCallbackUrl'
  | 'fallbackAssignmentCallbackUrl'
  | 'reservationTimeoutMs'
>;

/** What the workflow is to be like, or why not. */
function read(params: Params, workspace: Workspace, before?: Workflow): Read | Reply {
  const no = firstOf(
    strangerIn(params, before === undefined ? CREATE : UPDATE),
    before === undefined ? missingIn(params, ['FriendlyName', 'Configuration']) : undefined,
    badName(params),
    badUrl(params, URLS),
    notBoolean(params, 'ReEvaluateTasks'),
  );
  if (no !== undefined) return no;
  const { FriendlyName: name = before?.name ?? '', Configuration: configuration } = params;
  if (isTaken(workspace.workflows, name, before)) return taken('Workflow', name, workspace);
  const { AssignmentCallbackUrl: url = before?.assignmentCallbackUrl ?? '' } = params;
  const { FallbackAssignmentCallbackUrl: fallback = before?.fallbackAssignmentCallbackUrl ?? '' } = params;
  if (fallback !== '' && url === '') {
    return invalid('FallbackAssignmentCallbackUrl needs an AssignmentCallbackUrl');
  }
  const seconds = wholeNumber(params.TaskReservationTimeout, DEFAULT_SECONDS, 1, MAX_SECONDS);
  if (seconds === undefined) return invalid('TaskReservationTimeout is invalid');
  const isTimed = params.TaskReservationTimeout !== undefined || before === undefined;
  const settings = {
    name,
    assignmentCallbackUrl: url,
    fallbackAssignmentCallbackUrl: fallback,
    reservationTimeoutMs: isTimed ? seconds * 1000 : before.reservationTimeoutMs,
  };
  if (configuration === undefined) {
    return { configuration: before?.configuration ?? '', routes: before?.routes ?? 'by-skills', ...settings };
  }
  if (Buffer.byteLength(configuration) > MAX_CONFIGURATION_BYTES) return invalid('Configuration is too long');
  const routes = readConfiguration(configuration, new Set(workspace.queues.map(({ sid }) => sid)));
  if ('problem' in routes) return invalid(`Configuration is not valid: ${routes.problem}`);
  return { configuration, routes: routes.read, ...settings };
}

/** Workflows by REST (TaskRouter: workflows). */
export const createWorkflowOperations = (base: () => string) => {
  const shown = (workflow: Workflow, workspace: Workspace, status = 200): Reply => ({
    status,
    body: workflowResource(workflow, workspace, base()),
  });
  const find = ({ workflows }: Workspace, sid: string) => workflows.find((one) => one.sid === sid);

  return {
    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, ['FriendlyName', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { FriendlyName: wanted } = params;
      const rows = workspace.workflows
        .filter(({ name }) => (wanted ?? name) === name)
        .map((workflow) => workflowResource(workflow, workspace, base()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/Workflows`, 'workflows', params, rows);
    },

    create(workspace: Workspace, params: Params): Reply {
      const given = read(params, workspace);
      if ('status' in given) return given;
      const workflow = newWorkflow(given);
      workspace.workflows.push(workflow);
      return shown(workflow, workspace, 201);
    },

    fetch(workspace: Workspace, sid: string, params: Params): Reply {
      const workflow = find(workspace, sid);
      return workflow === undefined ? GONE : (strangerIn(params, []) ?? shown(workflow, workspace));
    },

    /** Of the tasks that come in from now on: those that wait stay where they are. */
    update(workspace: Workspace, sid: string, params: Params): Reply {
      const workflow = find(workspace, sid);
      if (workflow === undefined) return GONE;
      const given = read(params, workspace, workflow);
      if ('status' in given) return given;
      Object.assign(workflow, given, { dateUpdated: new Date() });
      return shown(workflow, workspace);
    },
  };
};
