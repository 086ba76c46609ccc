import type { LanguageCode } from '../../../lib/speech/index.ts';
import { toolNamed } from '../../../lib/tools/index.ts';
import type { Asker, Attempt, Calendar, HelpDesk } from '../../../lib/tools/ports.ts';
import { asked } from '../../../lib/tools/run/decide.ts';
import type { Answer, Found, ToolRun } from '../../../lib/tools/run/record.ts';
import type { Read } from '../../../lib/tools/tool.ts';

/** Monday, the 30th of November 2026, ten o'clock in New York, where the business is. */
export const NOW = Date.parse('2026-11-30T15:00:00Z');
export const ZONE = 'America/New_York';
export const CALLER = '+14155550123';
export const HOUR = 3_600_000;

/** A time of the business's wall in December, where it is five hours behind UTC. */
export const at = (day: number, time: string): number =>
  Date.parse(`2026-12-${String(day).padStart(2, '0')}T${time}:00-05:00`);

export const VERIFIED: Asker = { callId: 'call-1', caller: CALLER, verified: true };
/** The network does not vouch for the number. */
export const UNVERIFIED: Asker = { callId: 'call-1', caller: CALLER, verified: false };
export const WITHHELD: Asker = { callId: 'call-1', verified: false };

/** A tool call of this call; `found` is what came of it. */
export function toolRun(
  tool: string,
  args: ToolRun['args'],
  found?: Found,
  changed: Partial<ToolRun> = {},
): ToolRun {
  const run = asked(
    {
      ...{ callId: 'call-1', toolCallId: 'tool-0', tool, given: 'mark', args, language: 'en' },
      ...{ asker: VERIFIED, askedAt: NOW - 60_000 },
      ...changed,
    },
    NOW - 60_000,
  );
  return found === undefined ? run : { ...run, found, effects: [] };
}

/** These were offered in this call. */
export const offered = (...slots: number[]): ToolRun =>
  toolRun('check_availability', {}, { answer: { say: 'These are free.', data: {} }, slots });

export type Circumstances = {
  asker?: Asker;
  language?: LanguageCode;
  timeZone?: string;
  now?: number;
  history?: readonly ToolRun[];
  mayHaveHappened?: boolean;
};

function toolOf(name: string) {
  const tool = toolNamed(name);
  if (tool === undefined) throw new Error('no such tool');
  return tool;
}

/** What a tool makes of the arguments. */
export async function readBy(
  name: string,
  values: Record<string, unknown>,
  { asker = VERIFIED, language = 'en', timeZone = ZONE, now = NOW, history = [] }: Circumstances = {},
): Promise<Read<ToolRun['args']>> {
  return toolOf(name).read(values, { now, timeZone, language, asker, history });
}

/** What a tool answers, from its arguments to its sentence; `args` is what it asks for. */
export async function answerBy(
  name: string,
  values: Record<string, unknown>,
  backends: { helpDesk?: HelpDesk; calendar?: Calendar },
  circumstances: Circumstances = {},
): Promise<Answer & { found?: Found }> {
  const { asker = VERIFIED, language = 'en', timeZone = ZONE, mayHaveHappened = false } = circumstances;
  const read = await readBy(name, values, circumstances);
  if (read.is === 'answer') return read.answer;
  const attempt: Attempt = {
    toolCallId: 'tool-1',
    asker,
    mayHaveHappened,
    signal: new AbortController().signal,
  };
  let { args } = read;
  for (;;) {
    const run = toolRun(name, args, undefined, { toolCallId: 'tool-1', asker, language });
    const answer = await toolOf(name).ask(run, backends, attempt, timeZone);
    if (!('is' in answer)) return { ...answer.answer, found: answer };
    if (answer.is === 'no-answer') throw new Error(`no answer: ${answer.reason}`);
    args = answer.args;
  }
}
