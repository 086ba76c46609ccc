import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { type LanguageCode, languageNamed } from '../speech/index.ts';
import { getItem, isExpired, S, type Table } from './table.ts';

const spokenIn = z.object({ spoken: z.object({ is: z.string() }) });

/**
 * The language in which the caller was last heard, from the record of the conversation; undefined where that does not
 * say. Throws `Unavailable`. In a file of its own, so that the webhook does not load the record's schema.
 */
export const readLastHeard =
  (table: Table, clock: Clock) =>
  async (callId: string): Promise<LanguageCode | undefined> => {
    const item = await getItem(table, { pk: S(`CALL#${callId}`), sk: S('CALL') });
    if (item === undefined || isExpired(item.expiresAt, clock)) return undefined;
    return languageNamed(spokenIn.safeParse(parsedJson(item.record?.S ?? '')).data?.spoken.is);
  };
