import type { Handoff } from './handoff.ts';

/** The conference in which the two are joined: one for each try, so that no leg of an earlier one is in it. */
export const conferenceName = ({
  handoffId,
  taskNo: taskTry,
}: Pick<Handoff, 'handoffId' | 'taskNo'>): string => `${handoffId}-${taskTry}`;
