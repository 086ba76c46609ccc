import { clip } from '../../base/clip.ts';
import { filled, type Speech, speechOf } from '../../speech/index.ts';
import type { HandoffRequest } from '../record/handoff.ts';

export const BREATH = { name: 60, department: 40, reason: 160 };

/** A department that we know by its name in the language that is spoken, any other as the assistant told it. */
const departmentIn = ({ toAgent: { departments } }: Speech, told: string): string => {
  const name = told.trim().toLowerCase();
  const known: Readonly<Record<string, string>> = departments;
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? clip(told, BREATH.department);
};

/** Who is calling and why, in one breath: for the agent alone, before anything else (H12). */
export const briefing = ({ context, speech: language }: HandoffRequest): string => {
  const speech = speechOf(language);
  const { somebody, briefing: alone, briefingFor } = speech.toAgent;
  const who = clip(context.customerName ?? '', BREATH.name) || somebody;
  const line =
    context.department === undefined
      ? filled(alone, { who })
      : filled(briefingFor, { who, department: departmentIn(speech, context.department) });
  const why = clip(context.reason ?? '', BREATH.reason) || clip(context.summary ?? '', BREATH.reason);
  return why === '' ? line : `${line} ${why.replace(/[.!?…]*$/, '.')}`;
};
