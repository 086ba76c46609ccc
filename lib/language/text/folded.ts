const PLAIN = /^[a-z0-9]+$/;
const MARKS = /\p{M}+/gu;
const LIGATURES: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ø', 'o'],
]);

/** A word as it is compared: "Möchte" and "mochte" are the same, "Straße" is "strasse". */
export const folded = (text: string): string => {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(/[ßœæø]/g, (letter) => LIGATURES.get(letter) ?? letter);
};
