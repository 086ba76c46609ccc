import { EVERYBODY, nameOf, quoted, stageName } from './names.ts';
import { brought, created, type Planned, plain, refused } from './planned.ts';
import { BY_ONE_MARK, type Hold, isMended, recognise } from './recognise.ts';
import { type TaskQueue, taskQueueSchema } from './resources.ts';
import { allIn, carryOut, type Place, type Walk } from './walk.ts';
import type { DepartmentQueue } from './workflow-configuration.ts';

const WHAT = 'twilio.queue';
const LIST = ['TaskQueues', 'task_queues'] as const;

/** A queue, and which agents it is for. */
export type WantedQueue = { short: string; name: string; targetWorkers: string };

/** Plans one queue: one agent at a time, the longest waiting task first. */
export function planQueue(
  { short, name, targetWorkers }: WantedQueue,
  actual: TaskQueue | undefined,
  mended: boolean,
): Planned {
  const does = [
    plain('agents', 'TargetWorkers', targetWorkers, actual?.target_workers),
    plain('agents at one time', 'MaxReservedWorkers', 1, actual?.max_reserved_workers),
    plain('order', 'TaskOrder', 'FIFO', actual?.task_order),
  ];
  const thing = { what: WHAT, name: short };
  if (actual === undefined) {
    return created({ ...thing, properties: [plain('name', 'FriendlyName', name, undefined), ...does] });
  }
  const planned = brought({ ...thing, properties: does });
  return planned.form === undefined || mended ? planned : refused(planned, BY_ONE_MARK);
}

/**
 * Returns which agents a queue is for, all of them without a department. In somebody else's workspace there are agents
 * who know nothing of our calls: only those that set-up looks after are meant there.
 */
export function targetWorkersOf(stage: string, quotedName: string | undefined, hold: Hold): string {
  const isOfDepartment = quotedName === undefined ? undefined : `departments HAS ${quotedName}`;
  if (hold !== 'foreign') return isOfDepartment ?? '1==1';
  const isOurs = `managed_by == '${stageName(stage)}'`;
  return isOfDepartment === undefined ? isOurs : `${isOfDepartment} AND ${isOurs}`;
}

/** The queues of a team by their SIDs, or by their names while they are only planned. */
export type Queues = {
  departments: readonly DepartmentQueue[];
  everybody: string;
  /** What people call each, by SID. */
  names: ReadonlyMap<string, string>;
};

/** In characters (Twilio: FriendlyName). */
const LONGEST_NAME = 64;

/** A department that cannot have a queue: its name is taken, is too long behind ours, or fits into no expression. */
function problemOf(department: string, stage: string): string | undefined {
  if (department.toLowerCase() === EVERYBODY) return `"${EVERYBODY}" is the queue of everybody`;
  const room = LONGEST_NAME - nameOf(stage, '').length;
  if (department.length > room) {
    return `A queue’s name has ${LONGEST_NAME} characters, of which ${room} are the department’s`;
  }
  return quoted(department) === undefined ? 'TaskRouter’s expressions cannot hold this name' : undefined;
}

/** Looks after a queue for each department and one for all. */
export async function setUpQueues(walk: Walk, place: Place): Promise<Queues> {
  const { stage, adopt, team } = walk;
  const { hold } = place;
  const all = await allIn(walk, place, LIST, taskQueueSchema);
  const names = new Map<string, string>();
  const collection = place.url && `${place.url}/${LIST[0]}`;

  const setUp = async (short: string, quotedName: string | undefined, problem?: string): Promise<string> => {
    const name = nameOf(stage, short);
    const found = recognise(all, { name });
    const before = found.is === 'there' ? found.one : undefined;
    const mended = found.is === 'there' && isMended(found, hold, adopt);
    // A workspace of ours that somebody has renamed looks like somebody else's: its queues stay.
    const asOurs = targetWorkersOf(stage, quotedName, 'own');
    const targetWorkers =
      before?.target_workers === asOurs ? asOurs : targetWorkersOf(stage, quotedName, hold);
    const wanted = { short, name, targetWorkers };
    const planned = planQueue(wanted, before, mended);
    const why = found.is === 'unclear' ? found.why : problem && `${problem}: call the department otherwise.`;
    const queue = await carryOut(
      walk,
      why === undefined ? planned : refused(planned, why),
      {
        there: before && { one: before, url: `${collection}/${before.sid}` },
        collection,
        again: async () =>
          (await walk.rest.list(`${collection}`, LIST[1], taskQueueSchema)).find(
            ({ friendly_name }) => friendly_name === name,
          ),
      },
      taskQueueSchema,
    );
    if (queue !== undefined) names.set(queue.sid, name);
    return queue?.sid ?? name;
  };

  const departments: DepartmentQueue[] = [];
  for (const department of Object.keys(team.departments)) {
    const quotedName = quoted(department) ?? "''";
    const queue = await setUp(department, quotedName, problemOf(department, stage));
    departments.push({ department, quotedName, queue });
  }
  return { departments, everybody: await setUp(EVERYBODY, undefined), names };
}
