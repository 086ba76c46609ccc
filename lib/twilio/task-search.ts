import type { TaskListInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task.js';
import type { NotDone } from '../base/trouble.ts';
import type { TaskKey } from '../handoff/ports/tasks.ts';
import { isTaskOf } from './attributes.ts';
import { failureOf } from './client.ts';
import { type NextPage, nextPage } from './paging.ts';
import { isGone } from './trouble.ts';

const PAGE_SIZE = 50;
const MAX_PAGES = 10;
/** A minute of tasks in a busy workspace, and a second of requests. */
const MAX_FETCHES = 100;
const FETCHES_AT_ONCE = 10;
/** How far the clock of Twilio and ours may be apart. */
const CLOCK_DIFFERENCE_MS = 60_000;

type Found = { is: 'task-created'; taskSid: string } | { is: 'task-absent' };

/**
 * Looks for the task of one try of one handoff among the newest tasks of the workflow, in any status.
 * `task-absent` only when every task that could be it was seen, because a second task would be made then.
 * Throws what the client throws.
 */
export async function searchTasks(
  tasks: TaskListInstance,
  workflowSid: string,
  key: TaskKey,
): Promise<Found | NotDone> {
  const hidden: Hidden[] = [];
  let complete = false;
  let next: NextPage | undefined = {};
  for (let pages = 0; next && !complete && pages < MAX_PAGES; pages += 1) {
    const page = await tasks.page({
      workflowSid,
      ordering: 'DateCreated:desc',
      pageSize: PAGE_SIZE,
      ...next,
    });
    for (const task of page.instances) {
      if (task.dateCreated?.valueOf() < key.since - CLOCK_DIFFERENCE_MS) {
        complete = true;
        break;
      }
      // Twilio's reference says that a list does not show them; there are reports that it does.
      if (!task.attributes) hidden.push({ taskSid: task.sid, createdAt: task.dateCreated?.valueOf() });
      else if (isTaskOf(task.attributes, key)) return { is: 'task-created', taskSid: task.sid };
    }
    next = nextPage(page.nextPageUrl);
  }
  // It was most likely made a moment after it was ordered.
  const likely = hidden.toSorted((a, b) => distance(a, key.since) - distance(b, key.since));
  for (let start = 0; start < Math.min(likely.length, MAX_FETCHES); start += FETCHES_AT_ONCE) {
    const some = likely.slice(start, Math.min(start + FETCHES_AT_ONCE, MAX_FETCHES));
    const seen = await Promise.all(
      some.map(async ({ taskSid }) => ({ taskSid, attributes: await attributesOf(tasks, taskSid) })),
    );
    const found = seen.find(({ attributes }) => attributes !== undefined && isTaskOf(attributes, key));
    if (found !== undefined) return { is: 'task-created', taskSid: found.taskSid };
  }
  const sawAll = (complete || !next) && hidden.length <= MAX_FETCHES;
  return sawAll ? { is: 'task-absent' } : { is: 'not-done', reason: 'twilio-too-many-tasks' };
}

/** A task whose attributes a list does not show; the time in ms, not a number where it cannot be read. */
type Hidden = { taskSid: string; createdAt: number | undefined };

/** How far from the order it was made; one without a time comes last. */
function distance({ createdAt = Number.NaN }: Hidden, since: number): number {
  return Number.isNaN(createdAt) ? Number.MAX_SAFE_INTEGER : Math.abs(createdAt - since);
}

/** Nothing for a task that is gone: one that ended is deleted after 5 minutes. */
async function attributesOf(tasks: TaskListInstance, taskSid: string): Promise<string | undefined> {
  try {
    const task = await tasks(taskSid).fetch();
    return task.attributes;
  } catch (error) {
    if (isGone(failureOf(error))) return undefined;
    throw error;
  }
}
