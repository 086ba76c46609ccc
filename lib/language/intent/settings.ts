import * as z from 'zod/mini';

const phrases = z
  .array(
    z.string('is not a text').check(z.refine((it) => /[\p{L}\p{N}]/u.test(it), 'is an empty phrase')),
    'is not a list of phrases',
  )
  .check(z.minLength(1, 'is an empty list'));

/**
 * Phrases as configured, some or none; unknown intents are refused. Apart from the words themselves, so that
 * functions that only read the settings load none of those.
 */
export const ownIntentWordsSchema = z.strictObject(
  {
    sales: z.optional(phrases),
    support: z.optional(phrases),
    billing: z.optional(phrases),
    technical: z.optional(phrases),
    cancellation: z.optional(phrases),
  },
  'is not an object of intents with lists of phrases',
);
export type OwnIntentWords = z.infer<typeof ownIntentWordsSchema>;
