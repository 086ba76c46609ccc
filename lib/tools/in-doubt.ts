import type * as z from 'zod/mini';
import { GIVE_UP_MS } from './run/decide.ts';
import type { ToolRun } from './run/record.ts';

/** What a tool call asked for of which nobody knows whether it was done. `isUnderWay`: its answer may still come. */
export type InDoubt<Args> = { args: Args; isUnderWay: boolean };

/**
 * Returns what tool calls of one name have begun in a call without being told what came of it, the oldest first: another
 * tool call that asks for the same would do it twice.
 */
export function inDoubt<Args>(
  runs: readonly ToolRun[],
  tool: string,
  schema: z.ZodMiniType<Args>,
  now: number,
): InDoubt<Args>[] {
  return runs.flatMap((run) => {
    const args = schema.safeParse(run.args);
    if (run.tool !== tool || !args.success) return [];
    const isOpen = run.found === undefined;
    if (!isOpen && run.found?.answer.data.reason !== 'unknown') return [];
    return [{ args: args.data, isUnderWay: isOpen && now - run.askedAt < GIVE_UP_MS }];
  });
}
