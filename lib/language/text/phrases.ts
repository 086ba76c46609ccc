import { folded } from './folded.ts';
import type { Word } from './words.ts';

/** Where a phrase can go on, word by word; many phrases may go on from one place. */
export type PhraseBook<Meaning> = {
  next: Map<string, PhraseBook<Meaning>[]>;
  /** For words written with a star: `cancel*` is any word that begins so. */
  beginnings: [string, PhraseBook<Meaning>][];
  /** A phrase can end here, and means this; `rank`: the place of its list. */
  end?: { is: Meaning; rank: number };
};

/** Fillers that may stand inside a phrase ("I just, um, really want"); more than four are no phrase any more. */
const FILLERS_INSIDE = 4;

const emptyBook = <Meaning>(): PhraseBook<Meaning> => ({ next: new Map(), beginnings: [] });

const connect = <Meaning>(from: PhraseBook<Meaning>, word: string, to: PhraseBook<Meaning>): void => {
  if (word.endsWith('*')) {
    from.beginnings.push([word.slice(0, -1), to]);
    return;
  }
  const known = from.next.get(word);
  if (known === undefined) from.next.set(word, [to]);
  else known.push(to);
};

/** A phrase as written: words, `a|b` for either, a trailing `?` for "may be missing". */
const addPhrase = <Meaning>(book: PhraseBook<Meaning>, phrase: string, is: Meaning, rank: number): void => {
  let ends = [book];
  for (const written of phrase.split(' ')) {
    if (written === '') continue;
    const optional = written.endsWith('?');
    const further = emptyBook<Meaning>();
    for (const word of (optional ? written.slice(0, -1) : written).split('|')) {
      for (const end of ends) connect(end, word, further);
    }
    ends = optional ? [...ends, further] : [further];
  }
  for (const end of ends) if (end !== book) end.end ??= { is, rank };
};

/** What is listed first wins where two meanings list the same phrase. */
export const phraseBook = <Meaning>(
  lists: Iterable<readonly [Meaning, readonly string[]]>,
): PhraseBook<Meaning> => {
  const book = emptyBook<Meaning>();
  let rank = 0;
  for (const [is, phrases] of lists) {
    rank++;
    for (const phrase of phrases) addPhrase(book, foldedPhrase(phrase), is, rank);
  }
  return book;
};

/** Written phrases keep their signs; only letters are folded, and "I'd" is "id" as in what is said. */
const foldedPhrase = (phrase: string): string =>
  phrase
    .trim()
    .split(/\s+/)
    .map((part) => part.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (word) => folded(word).replace(/['’]/g, '')))
    .join(' ');

export type Found<Meaning> = { is: Meaning; to: number };

/** The longest phrase that begins at word `at` and has no pause inside; `to` is the place after its last word. */
export const phraseAt = <Meaning>(
  book: PhraseBook<Meaning>,
  words: readonly Pick<Word, 'word' | 'stop'>[],
  at: number,
  isFiller: (word: string) => boolean = () => false,
): Found<Meaning> | undefined => {
  let reached = [book];
  let found: Found<Meaning> | undefined;
  let fillers = 0;
  for (let to = at; to < words.length; to++) {
    const { word, stop } = words[to] ?? { word: '', stop: 'end' };
    if (to > at && stop !== 'none') break;
    const further: PhraseBook<Meaning>[] = [];
    for (const here of reached) {
      const exact = here.next.get(word);
      if (exact !== undefined) further.push(...exact);
      for (const [beginning, there] of here.beginnings) if (word.startsWith(beginning)) further.push(there);
    }
    const ends = further.length;
    if (to > at && fillers < FILLERS_INSIDE && isFiller(word)) {
      fillers++;
      further.push(...reached);
    }
    if (further.length === 0) break;
    reached = further;
    let best: { is: Meaning; rank: number } | undefined;
    for (const { end } of further.slice(0, ends))
      if (end !== undefined && end.rank < (best?.rank ?? Infinity)) best = end;
    if (best !== undefined) found = { is: best.is, to: to + 1 };
  }
  return found;
};
