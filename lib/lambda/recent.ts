import type { Clock } from '../base/clock.ts';

/**
 * Returns what `ask` answers, asked at most once in `ms` and never twice at one time: the others get the same answer.
 * One that cannot be had is asked for again at once.
 */
export function recent<T>(ask: () => Promise<T>, ms: number, clock: Clock): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = clock();
    if (last !== undefined && now >= last.at && now - last.at < ms) return last.answer;
    const asked = { at: now, answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
