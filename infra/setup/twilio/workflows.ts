import { CALLBACKS, HANDOFFS, nameOf } from './names.ts';
import { brought, created, later, NONE, type Planned, type Property, plain, refused } from './planned.ts';
import { BY_ONE_MARK, isMended, recognise } from './recognise.ts';
import { type Workflow, workflowSchema } from './resources.ts';
import type { Queues } from './task-queues.ts';
import { type OurUrls, ownerOf, PATHS, shownUrl } from './urls.ts';
import { allIn, carryOut, change, type Place, type Walk } from './walk.ts';
import {
  callbacksConfiguration,
  handoffsConfiguration,
  isSameConfiguration,
  LONGEST_OFFER,
  offerSeconds,
  shownConfiguration,
  type WorkflowConfiguration,
} from './workflow-configuration.ts';

const WHAT = 'twilio.workflow';
const LIST = ['Workflows', 'workflows'] as const;

export type WantedWorkflow = {
  short: string;
  name: string;
  configuration: WorkflowConfiguration;
  reservationSeconds: number;
  /** Where it asks what becomes of an offer; undefined for one that does not ask, or cannot yet. */
  callbacks: Pick<OurUrls, 'assignment' | 'assignmentFallback'> | undefined;
};

function configured(
  wanted: WorkflowConfiguration,
  actual: Workflow | undefined,
  queueNames: ReadonlyMap<string, string>,
): Property {
  const text = JSON.stringify(wanted);
  return {
    field: 'configuration',
    from: actual?.configuration ? shownConfiguration(actual.configuration, queueNames) : NONE,
    to: shownConfiguration(text, queueNames),
    isSame: isSameConfiguration(actual?.configuration, wanted),
    form: { Configuration: text },
  };
}

function callback(
  field: string,
  parameter: string,
  wanted: string,
  actual: string | null | undefined,
): Property {
  const owner = ownerOf(actual, { wanted, path: new URL(wanted).pathname, inbound: '' });
  return {
    field,
    from: shownUrl(actual, owner),
    to: wanted,
    isSame: actual === wanted,
    form: { [parameter]: wanted },
  };
}

/** Plans one workflow. */
export function planWorkflow(
  { short, name, configuration, reservationSeconds, callbacks }: WantedWorkflow,
  actual: Workflow | undefined,
  { mended, queueNames }: { mended: boolean; queueNames: ReadonlyMap<string, string> },
): Planned {
  const { assignment_callback_url: asks, fallback_assignment_callback_url: else_ } = actual ?? {};
  const does = [
    configured(configuration, actual, queueNames),
    plain(
      'seconds of an offer',
      'TaskReservationTimeout',
      reservationSeconds,
      actual?.task_reservation_timeout,
    ),
    ...(callbacks === undefined
      ? []
      : [
          callback('assignment callback', 'AssignmentCallbackUrl', callbacks.assignment, asks),
          callback('fallback', 'FallbackAssignmentCallbackUrl', callbacks.assignmentFallback, else_),
        ]),
  ];
  const properties = [plain('name', 'FriendlyName', name, actual?.friendly_name), ...does];
  const thing = { what: WHAT, name: short, properties };
  if (actual === undefined) return created(thing);
  const planned = brought(thing);
  return mended || does.every(({ isSame }) => isSame) ? planned : refused(planned, BY_ONE_MARK);
}

/** Looks after the workflow of handoffs, and that of callbacks and reviews. */
export async function setUpWorkflows(walk: Walk, place: Place, queues: Queues): Promise<void> {
  const { settings, urls, stage } = walk;
  const all = await allIn(walk, place, LIST, workflowSchema);
  const window = settings.HANDOFF_WINDOW_SECONDS;

  const handoffs = await setUpWorkflow(walk, place, {
    all,
    setting: 'TWILIO_WORKFLOW_SID',
    queueNames: queues.names,
    wanted: {
      short: HANDOFFS,
      name: nameOf(stage, HANDOFFS),
      configuration: handoffsConfiguration(queues.departments, queues.everybody, window),
      reservationSeconds: offerSeconds(window),
      callbacks: urls,
    },
  });
  if (handoffs !== undefined) await walk.keepSid('TWILIO_WORKFLOW_SID', handoffs.sid);
  if (urls === undefined) {
    const fields = { 'assignment callback': PATHS.assignment, fallback: PATHS.assignmentFallback };
    await change(walk, later({ what: 'twilio.workflow-callbacks', name: HANDOFFS, fields }), undefined);
  }

  const callbacks = await setUpWorkflow(walk, place, {
    all,
    setting: 'TWILIO_CALLBACK_WORKFLOW_SID',
    queueNames: queues.names,
    wanted: {
      short: CALLBACKS,
      name: nameOf(stage, CALLBACKS),
      configuration: callbacksConfiguration(queues.everybody),
      // Nobody waits on the line: an agent takes it when there is time.
      reservationSeconds: LONGEST_OFFER,
      callbacks: undefined,
    },
  });
  if (callbacks === undefined) return;
  await walk.keepSid('TWILIO_CALLBACK_WORKFLOW_SID', callbacks.sid);
  // A team may have a workflow of its own for reviews.
  const { TWILIO_REVIEW_WORKFLOW_SID: reviews } = settings;
  const isTheirs =
    reviews !== settings.TWILIO_CALLBACK_WORKFLOW_SID && all.some(({ sid }) => sid === reviews);
  if (!isTheirs) await walk.keepSid('TWILIO_REVIEW_WORKFLOW_SID', callbacks.sid);
}

async function setUpWorkflow(
  walk: Walk,
  { url, hold }: Place,
  {
    all,
    setting,
    queueNames,
    wanted,
  }: {
    all: readonly Workflow[];
    setting: 'TWILIO_WORKFLOW_SID' | 'TWILIO_CALLBACK_WORKFLOW_SID';
    queueNames: ReadonlyMap<string, string>;
    wanted: WantedWorkflow;
  },
): Promise<Workflow | undefined> {
  const { name } = wanted;
  const found = recognise(all, { name, setting, sid: walk.settings[setting] });
  const before = found.is === 'there' ? found.one : undefined;
  const mended = found.is === 'there' && isMended(found, hold, walk.adopt);
  const planned = planWorkflow(wanted, before, { mended, queueNames });
  const collection = url && `${url}/${LIST[0]}`;
  return carryOut(
    walk,
    found.is === 'unclear' ? refused(planned, found.why) : planned,
    {
      there: before && { one: before, url: `${collection}/${before.sid}` },
      collection,
      again: async () =>
        (await walk.rest.list(`${collection}`, LIST[1], workflowSchema)).find(
          ({ friendly_name }) => friendly_name === name,
        ),
    },
    workflowSchema,
  );
}
