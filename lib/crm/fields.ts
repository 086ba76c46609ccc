import * as z from 'zod/mini';
import { clip } from '../base/clip.ts';

/** What is not known is `null`, never absent. */
export const nullable = z.nullable(z.string());

/** No word of a message is longer, in bytes of JSON. */
export const MAX_WORD_BYTES = 200;

export const word = (text: string | undefined): string | null =>
  text === undefined ? null : clip(text, MAX_WORD_BYTES) || null;

/** The latest moment that a date can hold. */
const LAST_MS = 8.64e15;

/** ISO 8601, UTC, of milliseconds since 1970. */
export const moment = (ms: number | undefined): string | null =>
  ms === undefined || !(Math.abs(ms) <= LAST_MS) ? null : new Date(ms).toISOString();
