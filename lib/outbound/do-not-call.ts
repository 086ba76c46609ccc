import * as z from 'zod/mini';
import { stored } from '../base/stored.ts';

/** Since when a number is not called any more, and who said so. */
export const entrySchema = stored({
  /** Milliseconds since 1970. */
  at: z.number(),
  reason: z.exactOptional(z.string()),
  by: z.enum(['team', 'caller']),
});

export type Entry = z.infer<typeof entrySchema>;

/**
 * Whom nobody calls any more, by number in E.164 form. It holds at once, and for five years (47 CFR 64.1200(d)), however
 * short everything else is kept. All of it throws `Unavailable`.
 */
export interface DoNotCall {
  /**
   * Lists numbers, of which a request of a team names 10,000 at the most. One that is listed keeps its first entry, and
   * its five years begin anew. When it throws, some of them may be listed: the same may be asked again.
   */
  list(numbers: readonly string[], entry: Entry): Promise<void>;
  /** Returns what is listed of a number as of now; undefined for one that may be called. */
  entryOf(number: string): Promise<Entry | undefined>;
  /** Takes a number off the list. One that is not listed stays so. */
  remove(number: string): Promise<void>;
}

/** Returns the form in which a number is listed, which is the one in which it is called; undefined where it is none. */
export async function listedAs(number: string): Promise<string | undefined> {
  // 150 kB: not for whoever only asks the list.
  const { calledAs } = await import('./called-as.ts');
  return calledAs(number);
}
