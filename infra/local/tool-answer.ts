import * as z from 'zod/mini';
import { parsedJson } from '../../lib/base/json.ts';

const answerSchema = z.object({ results: z.tuple([z.object({ result: z.optional(z.string()) })]) });

/** What the product has answered to the one tool call that it was asked. */
export function toolAnswerIn(body: unknown): string | undefined {
  return answerSchema.safeParse(body).data?.results[0].result;
}

/** What a tool that asks a team's systems tells: what is said, and the free times that it offers. */
export type ToolAnswer = { say: string; isPending: boolean; slots: readonly string[] };

const toldSchema = z.object({
  say: z.string(),
  data: z.object({ pending: z.optional(z.boolean()), slots: z.optional(z.array(z.string())) }),
});

/** The same of an answer that is JSON. */
export function toldIn(body: unknown): ToolAnswer | undefined {
  const told = toldSchema.safeParse(parsedJson(toolAnswerIn(body) ?? '')).data;
  return told && { say: told.say, isPending: told.data.pending === true, slots: told.data.slots ?? [] };
}
