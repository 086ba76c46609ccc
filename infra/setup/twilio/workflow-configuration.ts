import { isDeepStrictEqual } from 'node:util';
import { isObject, parsedJson } from '../../../lib/base/json.ts';
import { TASK_GRACE_SECONDS } from '../../../lib/handoff/effects/own-leg.ts';
import { CALLBACK_TASK, REVIEW_TASK } from '../../../lib/twilio/attributes.ts';

type Target = { queue: string; timeout?: number; skip_if?: string };
type Filter = { filter_friendly_name: string; expression: string; targets: readonly Target[] };

/** As TaskRouter takes it. */
export type WorkflowConfiguration = {
  task_routing: { filters: readonly Filter[]; default_filter: { queue: string } };
};

/** A queue by its SID, or by its name where it is only planned. */
export type DepartmentQueue = { department: string; quotedName: string; queue: string };

/** In seconds: a phone rings for fifteen, and whoever takes it hears who calls and presses a key. */
const OFFER = { least: 10, most: 20 };
/** In seconds (TaskRouter). */
export const LONGEST_OFFER = 86_400;

/**
 * How long one agent is offered a caller: less than the window, so that it can be more than one; half of it, as long as
 * there is time enough to take the call.
 */
export function offerSeconds(windowSeconds: number): number {
  if (windowSeconds <= OFFER.least) return Math.max(1, windowSeconds - 1);
  return Math.min(OFFER.most, Math.max(OFFER.least, Math.floor(windowSeconds / 2)));
}

/**
 * A filter for each department, which falls to everybody: at once where nobody of it is there, else after half of the
 * window. Together the time-outs outlive the window and what a task has beyond it, so that TaskRouter never gives up
 * before we do; a task without a department has no time-out but its own.
 */
export function handoffsConfiguration(
  departments: readonly DepartmentQueue[],
  everybody: string,
  windowSeconds: number,
): WorkflowConfiguration {
  const first = Math.max(Math.floor(windowSeconds / 2), offerSeconds(windowSeconds));
  const filters = departments.map(({ department, quotedName, queue }) => ({
    filter_friendly_name: department,
    expression: `department == ${quotedName}`,
    targets: [
      { queue, timeout: first, skip_if: 'workers.available == 0' },
      { queue: everybody, timeout: windowSeconds + TASK_GRACE_SECONDS },
    ],
  }));
  return { task_routing: { filters, default_filter: { queue: everybody } } };
}

/** Callbacks and reviews wait as long as their task does. */
export function callbacksConfiguration(everybody: string): WorkflowConfiguration {
  const filter = {
    filter_friendly_name: 'callbacks and reviews',
    expression: `type IN ['${CALLBACK_TASK}', '${REVIEW_TASK}']`,
    targets: [{ queue: everybody }],
  };
  return { task_routing: { filters: [filter], default_filter: { queue: everybody } } };
}

/** TaskRouter takes numbers as text too, and the Console writes them so. */
const NUMBERS = ['timeout', 'priority'];

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    NUMBERS.includes(key) && typeof one === 'string' && /^\d+$/.test(one) ? Number(one) : normal(one),
  ]);
  return Object.fromEntries(entries);
}

/** Whether a workflow does what is wanted, however its configuration is written. */
export function isSameConfiguration(text: string | null | undefined, wanted: WorkflowConfiguration): boolean {
  return isDeepStrictEqual(normal(parsedJson(text ?? '')), normal(wanted));
}

/** Returns a configuration for people: queues by the names that are known of them. */
export function shownConfiguration(text: string, queueNames: ReadonlyMap<string, string>): string {
  const read = parsedJson(text);
  const json = read === undefined ? text : JSON.stringify(read);
  return [...queueNames].reduce((shown, [sid, name]) => shown.replaceAll(sid, name), json);
}
