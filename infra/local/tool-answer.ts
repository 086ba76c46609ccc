import * as z from 'zod/mini';

const answerSchema = z.object({ results: z.tuple([z.object({ result: z.optional(z.string()) })]) });

/** What the product has answered to the one tool call that it was asked. */
export function toolAnswerIn(body: unknown): string | undefined {
  return answerSchema.safeParse(body).data?.results[0].result;
}
