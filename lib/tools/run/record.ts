import * as z from 'zod/mini';
import type { JsonValue } from '../../base/bounded-data.ts';
import { callIdSchema } from '../../base/call-facts.ts';
import { stored } from '../../base/stored.ts';
import { effectOf, unknownEffectSchema } from '../../outbox/effect.ts';
import { readOwing } from '../../outbox/stored.ts';
import { LANGUAGES } from '../../speech/index.ts';

const millis = z.int().check(z.nonnegative());
const text = z.exactOptional(z.string());

/** What a tool call tells: a sentence for the caller, and the data behind it for the model. */
const answerSchema = z.object({ say: z.string(), data: z.record(z.string(), z.json()) });
export type Answer = { say: string; data: Record<string, JsonValue> };

/** What an agent reads of it, in a few words. */
const noteSchema = z.object({ label: z.string(), text: z.string() });
export type Note = z.infer<typeof noteSchema>;

/** What a tool call found out or did. `slots` and `booked` are what later tool calls of the call refer to. */
const foundSchema = stored({
  answer: answerSchema,
  note: z.exactOptional(noteSchema),
  /** Starts that were offered, ms since 1970. */
  slots: z.exactOptional(z.array(millis)),
  booked: z.exactOptional(z.object({ reference: z.string(), start: millis })),
  canceled: z.exactOptional(z.object({ reference: z.string() })),
});
export type Found = z.infer<typeof foundSchema>;

const askWork = stored({ kind: z.literal('ask') });
const sayWork = stored({ kind: z.literal('say') });
const informWork = stored({ kind: z.literal('inform') });
const workSchema = z.discriminatedUnion('kind', [askWork, sayWork, informWork]);
export type ToolWork = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

/** One tool call, and what it owes: the request to the team's system, and a late answer to the caller. */
const toolRunSchema = stored({
  callId: callIdSchema,
  toolCallId: z.string(),
  tool: z.string(),
  /** Tells tool calls apart that have the same id: a mark of the name and the arguments as they came. */
  given: z.string(),
  /** As the tool has read and resolved them. */
  args: z.json(),
  asker: stored({
    callId: z.string(),
    caller: z.optional(z.string()),
    customerId: z.optional(z.string()),
    verified: z.boolean(),
  }),
  controlUrl: text,
  language: z.enum(LANGUAGES),
  askedAt: millis,
  /** Somebody was answered that it is being checked: the answer has to be said. */
  promised: z.exactOptional(z.boolean()),
  found: z.exactOptional(foundSchema),
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
});
export type ToolRun = z.infer<typeof toolRunSchema>;

/** Returns the tool call that a stored record holds; undefined for one with a word of another version. */
export const toolRunFrom = (record: unknown): ToolRun | undefined =>
  readOwing(toolRunSchema, effectSchema, record);

/** Whether it still owes work of this kind. */
export const isOwed = ({ effects }: ToolRun, kind: ToolWork['kind']): boolean =>
  effects.some(({ work }) => work.kind === kind);
