import type { Role } from '../base/utterance.ts';
import { plainWords } from '../language/text/plain-words.ts';

type Utterance = { role: Role; at: number; text: string };

/** As it is compared; what holds no words is compared as it is. */
const comparable = (text: string): string => plainWords(text).join(' ') || text;

/** Where in `timed`, from `from` on, an utterance was told whole or in pieces: the place behind it, else undefined. */
const behind = (
  { role, text }: Utterance,
  timed: readonly { utterance: Utterance; words: string }[],
  from: number,
): number | undefined => {
  const whole = comparable(text);
  for (let first = from; first < timed.length; first += 1) {
    let told = '';
    for (let next = first; next < timed.length && told.length < whole.length; next += 1) {
      const one = timed[next];
      if (one?.utterance.role !== role) continue;
      told = told === '' ? one.words : `${told} ${one.words}`;
      if (!whole.startsWith(told)) break;
      if (told === whole) return next + 1;
    }
  }
  return undefined;
};

/**
 * What lists without times tell and nothing with a time does, put into the talk behind the utterance that such a list
 * has before it; that one's time stands in for its own. Both in spoken order.
 */
export const woven = <T extends Utterance>(timed: readonly T[], listed: readonly T[]): T[] => {
  if (timed.length === 0 || listed.length === 0) return [...timed, ...listed];
  const compared = timed.map((utterance) => ({ utterance, words: comparable(utterance.text) }));
  const woven: T[] = [];
  let place = 0;
  for (const one of listed) {
    const next = behind(one, compared, place);
    if (next !== undefined) {
      woven.push(...timed.slice(place, next));
      place = next;
      continue;
    }
    const at = woven.at(-1)?.at ?? timed[0]?.at ?? one.at;
    woven.push({ ...one, at });
  }
  return [...woven, ...timed.slice(place)];
};
