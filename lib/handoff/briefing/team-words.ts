/**
 * Words that say nothing of which department is meant: "billing department", "el departamento de facturación". Without
 * marks, in lower case.
 */
const GENERIC = new Set(
  (
    'the a an our of for department departments dept team teams desk division unit queue section group office ' +
    'el la los las de del departamento equipo area le les du des departement equipe service ' +
    'der die das den fur von abteilung bereich'
  ).split(' '),
);

/** The words of a text without case, accents and whatever stands between words; `billingTeam` is two. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    // Lower case alone would leave the German sharp s as it is.
    .toUpperCase()
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word);

/** Three readings of a word, each more forgiving than the one before. */
const READINGS: readonly ((words: readonly string[]) => string)[] = [
  (words) => words.join(''),
  (words) => words.filter((word) => !GENERIC.has(word)).join(''),
  (words) =>
    words
      .filter((word) => !GENERIC.has(word))
      .map(singular)
      .join(''),
];

/** As much of a text as can be the name of something that a team has. */
const LONGEST = 100;

/**
 * Returns the team's own spelling of what was said; undefined where the team has nothing of that name, or where it
 * could be two things.
 */
export function teamWordOf(said: string, teamWords: readonly string[]): string | undefined {
  if (said.length > LONGEST) return undefined;
  const words = wordsOf(said);
  for (const reading of READINGS) {
    const asked = reading(words);
    const found = asked === '' ? [] : teamWords.filter((one) => reading(wordsOf(one)) === asked);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/** Returns what is wrong with a team's list of words; undefined where each can be told from the others. */
export function problemOfWords(teamWords: readonly string[]): string | undefined {
  const spelled = teamWords.map((word) => wordsOf(word).join(''));
  if (spelled.includes('')) return 'holds a value without a letter or a digit';
  if (teamWords.some((word) => word.length > 60)) return 'holds a value of more than 60 characters';
  return new Set(spelled).size < spelled.length ? 'holds two values that sound alike' : undefined;
}
