import { isFilled, part, textOf } from './loose.ts';

/**
 * Returns where Vapi says that a call goes: a number, or the kind of what is none (`sip`, `assistant`), which is no
 * agent of ours; undefined where nothing is said, which may be ours (Vapi: transfer destinations).
 */
export function destinationOf(destination: unknown): string | undefined {
  if (!isFilled(destination)) return undefined;
  const { type, number } = part(destination);
  if (type === undefined || type === 'number')
    return textOf(number) ?? (type === undefined ? 'other' : undefined);
  return textOf(type) ?? 'other';
}
