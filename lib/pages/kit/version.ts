import { createHash } from 'node:crypto';
import type { Safe } from './html.ts';

/** A few characters that differ where the text does. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

/** Tells whether a section has changed, without sending or comparing the whole of it. */
export function versionOf(section: Safe): string {
  return digestOf(section.safe);
}
