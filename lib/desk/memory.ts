import * as z from 'zod/mini';
import { endOf, type Redact } from '../base/bounded-data.ts';
import { sourceSchema } from '../base/call-facts.ts';
import { stored } from '../base/stored.ts';

/** What is kept of a caller whose call was cut off, and nothing else: enough to pick up where they were (F2). */
export const cutOffSchema = stored({
  callId: z.string(),
  /** Milliseconds since 1970. */
  endedAt: z.int(),
  /** Who they were with; none while they were with the router. */
  specialist: z.optional(z.string()),
  intent: z.optional(z.string()),
  summary: z.optional(z.string()),
  /** The caller's last two utterances as one text, oldest first, without card numbers and the like. */
  words: z.optional(z.string()),
  name: z.optional(z.string()),
  /** Who said the name: it does not become the team's word in the next call. */
  nameSource: z.optional(sourceSchema),
});

export type CutOff = z.infer<typeof cutOffSchema>;

/** What the assistant is told who goes on. Texts only: Vapi puts them into its instructions by name. */
export type Resumed = { resumed: 'yes' } & Partial<
  Record<'last_intent' | 'last_summary' | 'last_words' | 'customer_name', string>
>;

/** Variables of a call that goes on where `last` was cut off; undefined where that is too long ago, or switched off. */
export function resumedFrom(
  last: CutOff | undefined,
  now: number,
  resumeMinutes: number,
): Resumed | undefined {
  if (last === undefined || now - last.endedAt >= resumeMinutes * 60_000) return undefined;
  return {
    resumed: 'yes',
    ...(last.intent !== undefined && { last_intent: last.intent }),
    ...(last.summary !== undefined && { last_summary: last.summary }),
    ...(last.words !== undefined && { last_words: last.words }),
    ...(last.name !== undefined && { customer_name: last.name }),
  };
}

/** Two utterances of a caller who speaks in long sentences. */
const WORDS_LENGTH = 600;

/** The caller's last two utterances, oldest first, without what must not be kept; of longer ones the end. */
export function lastWordsOf(
  messages: readonly { role: 'assistant' | 'caller'; text: string }[],
  redact: Redact,
): string | undefined {
  const said = messages.filter(({ role }) => role === 'caller').slice(-2);
  const words = endOf(said.map(({ text }) => text.trim()).join(' '), WORDS_LENGTH, redact);
  return words === '' ? undefined : words;
}
