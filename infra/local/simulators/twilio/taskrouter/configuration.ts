import * as z from 'zod';
import { parsedJson } from '../../../../../lib/base/json.ts';
import { type Expression, parseExpression } from './expression.ts';

/** One place where a task of a workflow waits for a worker. */
export type Target = {
  readonly queueSid: string;
  readonly priority: number | undefined;
  /** Then the next target has it; none: it waits for ever. */
  readonly timeoutSeconds: number | undefined;
  /** Who of the queue may have it: of `task.` and `worker.`. */
  readonly expression: Expression | undefined;
  /** Judged once, when nobody can have the task at once: of `workers.available` and `workers.unavailable`. */
  readonly skipIf: Expression | undefined;
  /** The attribute of the task that names the one worker who may have it. */
  readonly knownWorker: string | undefined;
};

/** The configuration of a workflow (TaskRouter: workflow configuration). */
export type Configuration = {
  readonly filters: readonly { readonly matches: Expression; readonly targets: readonly Target[] }[];
  /** For tasks that no filter matches. */
  readonly otherwise: readonly Target[];
};

const wholeSchema = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)]);
const targetSchema = z.strictObject({
  queue: z.string().optional(),
  priority: wholeSchema.optional(),
  timeout: wholeSchema.optional(),
  expression: z.string().optional(),
  /** Taken, and not looked at: workers come in the order in which they were made. */
  order_by: z.string().optional(),
  skip_if: z.string().optional(),
  known_worker_sid: z.string().optional(),
});
const configurationSchema = z.strictObject({
  task_routing: z.strictObject({
    filters: z
      .array(
        z.strictObject({
          filter_friendly_name: z.string().optional(),
          expression: z.string(),
          targets: z.array(targetSchema).min(1),
        }),
      )
      .default([]),
    default_filter: z.strictObject({ queue: z.string() }).optional(),
  }),
});

class Wrong extends Error {}

function expressionIn(text: string): Expression {
  const read = parseExpression(text);
  if (read === undefined) throw new Wrong(`the expression ${text} cannot be parsed`);
  return read;
}
const expressionOr = (text: string | undefined) => (text === undefined ? undefined : expressionIn(text));

function knownWorkerIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [, attribute] = /^task\.([\w.]+)$/.exec(text) ?? [];
  if (attribute === undefined) throw new Wrong(`known_worker_sid ${text} names no attribute of the task`);
  return attribute;
}

/** A target without a queue has that of the one before. */
function targetsIn(given: readonly z.infer<typeof targetSchema>[], queueSids: ReadonlySet<string>): Target[] {
  let queueSid: string | undefined;
  return given.map((target) => {
    queueSid = target.queue ?? queueSid;
    if (queueSid === undefined || !queueSids.has(queueSid)) {
      throw new Wrong(`the TaskQueue ${queueSid ?? 'of a target'} does not exist in the workspace`);
    }
    return {
      queueSid,
      priority: target.priority,
      timeoutSeconds: target.timeout,
      expression: expressionOr(target.expression),
      skipIf: expressionOr(target.skip_if),
      knownWorker: knownWorkerIn(target.known_worker_sid),
    };
  });
}

/** Reads a configuration as TaskRouter does, or tells why it is refused. */
export function readConfiguration(
  text: string,
  queueSids: ReadonlySet<string>,
): { read: Configuration } | { problem: string } {
  const given = configurationSchema.safeParse(parsedJson(text));
  if (!given.success) return { problem: z.prettifyError(given.error).split('\n').join(' ') };
  const { filters, default_filter: otherwise } = given.data.task_routing;
  try {
    return {
      read: {
        filters: filters.map(({ expression, targets }) => ({
          matches: expressionIn(expression),
          targets: targetsIn(targets, queueSids),
        })),
        otherwise: otherwise === undefined ? [] : targetsIn([otherwise], queueSids),
      },
    };
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.message };
    throw error;
  }
}
