import { clip } from '../../base/clip.ts';
import type { HandoffRequest } from '../record/handoff.ts';

export const BREATH = { name: 60, department: 40, reason: 160 };

/** Who is calling and why, in one breath: for the agent alone, before anything else (H12). */
export const briefing = ({ context }: HandoffRequest): string => {
  const who = clip(context.customerName ?? '', BREATH.name) || 'a caller';
  const where =
    context.department === undefined ? '' : `, for ${clip(context.department, BREATH.department)}`;
  const why = clip(context.reason ?? '', BREATH.reason) || clip(context.summary ?? '', BREATH.reason);
  const about = why === '' ? '' : ` ${why.replace(/[.!?…]*$/, '.')}`;
  return `The assistant has ${who} on the line${where}.${about}`;
};
