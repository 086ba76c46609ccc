import * as z from 'zod/mini';

export const ROLES = ['assistant', 'caller'] as const;
export type Role = (typeof ROLES)[number];

/** One finished utterance; `at`: when it began to be spoken, in milliseconds since 1970. */
export const storedUtteranceSchema = z.object({
  role: z.enum(ROLES),
  at: z.int().check(z.nonnegative()),
  text: z.string().check(z.minLength(1)),
});
export type StoredUtterance = z.infer<typeof storedUtteranceSchema>;
