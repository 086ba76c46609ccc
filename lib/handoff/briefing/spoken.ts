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

/** The caller as the agent hears of them; `added` is how much longer that is than the name alone. */
const callerIn = (
  { toAgent: { somebody, saidToBe } }: Speech,
  { customerName, sources }: HandoffRequest['context'],
): { who: string; added: number } => {
  const name = clip(customerName ?? '', BREATH.name);
  if (name === '') return { who: somebody, added: 0 };
  const isOnlySaid = sources?.customerName === 'caller' || sources?.customerName === 'assistant';
  const who = isOnlySaid ? filled(saidToBe, { name }) : name;
  return { who, added: who.length - name.length };
};

/**
 * Who is calling and why, in one breath: for the agent alone, before anything else (H12). A name that is not the
 * team's own word is given as what it is.
 */
export const briefing = ({ context, speech: language }: HandoffRequest): string => {
  const speech = speechOf(language);
  const { briefing: alone, briefingFor } = speech.toAgent;
  const { who, added } = callerIn(speech, context);
  const line =
    context.department === undefined
      ? filled(alone, { who })
      : filled(briefingFor, { who, department: departmentIn(speech, context.department) });
  const room = BREATH.reason - added;
  const why = clip(context.reason ?? '', room) || clip(context.summary ?? '', room);
  return why === '' ? line : `${line} ${why.replace(/[.!?…]*$/, '.')}`;
};
