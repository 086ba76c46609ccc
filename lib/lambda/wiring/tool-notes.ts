import type { Table } from '../../aws/table.ts';
import { readToolRuns } from '../../aws/tool-store.ts';
import type { Clock } from '../../base/clock.ts';
import type { ToolNote } from '../../handoff/briefing/tool-notes.ts';
import { redacted } from '../../language/secrets/redaction.ts';
import type { ToolRun } from '../../tools/run/record.ts';

/**
 * Returns what an agent reads of the tool calls of a call, the oldest first. What was looked up again is told once, as it
 * was found last; what was booked or canceled is told each time. What a stranger wrote is without secrets.
 */
export function notesOf(runs: readonly ToolRun[]): ToolNote[] {
  const found = runs.flatMap((run) => {
    const { note, booked, canceled } = run.found ?? {};
    return note === undefined ? [] : [{ ...note, isDone: (booked ?? canceled) !== undefined }];
  });
  return found
    .filter(({ label, isDone }, at) => isDone || found.slice(at + 1).every((later) => later.label !== label))
    .map(({ label, text }) => ({ label, text: redacted(text) }));
}

/** Reads them by one request. Throws `Unavailable`. */
export const readToolNotes = (records: Table, clock: Clock) => {
  const read = readToolRuns(records, clock);
  return async (callId: string): Promise<readonly ToolNote[]> => notesOf(await read(callId));
};
