import type { HandoffStore } from '../ports/store.ts';
import type { Handoff } from '../record/handoff.ts';
import { type ReportPorts, reportMove } from './log-moves.ts';

/** The write by which the next record holds, guarded by the version that was loaded, and its log line and count. */
export const savingMove = (
  before: Handoff | undefined,
  after: Handoff,
  version: number,
  { store, log, count }: Pick<ReportPorts, 'log' | 'count'> & { store: HandoffStore },
) => ({
  save: () => store.save(after, version),
  won: () => reportMove(before, after, { log, count }),
});
