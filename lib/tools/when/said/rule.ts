import { PARTS } from './words/words.ts';

export type Groups = Partial<Record<string, string>>;

/** How something is said, in the signs of `words.ts`, from a place on; `says` is undefined for what it cannot mean. */
export type Rule<Said> = { form: RegExp; says: (groups: Groups) => Said | undefined };

/** What a number is followed by that is a time. */
export const NO_TIME = `(?! (?:oclock|plus|minus|past|to|towards|${PARTS.join('|')})(?= |$))`;

/** Returns a rule for whole signs; each has a blank before it. */
export function ruleOf<Said>(form: string, says: Rule<Said>['says']): Rule<Said> {
  return { form: new RegExp(` (?:${form})(?= |$)`, 'y'), says };
}
