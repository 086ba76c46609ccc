import { among, type Finding, LIGHT } from './clause.ts';
import type { Item } from './items.ts';

/** What "Agent!" may be said with and still be nothing but a call for one: "no, to a human, please". */
const ALLOWED = among(
  'human',
  'article',
  'filler',
  'please',
  'with',
  'link',
  'someone',
  'no',
  'and',
  'i-say',
);
/** What shows that "no" stands for itself and refuses no human. */
const AFTER_NO = among('article', 'i-say');
const NEGATIONS = among('not', 'no');
/** Sentences in which a bare human is something else: "he said: an agent", "are you ... or a human". */
const FOREIGN = among('say', 'quoted', 'about', 'if');

/** What stands between two pauses. */
type Part = { from: number; items: Item[]; sentence: number };

const partsOf = (items: readonly Item[]): Part[] => {
  const parts: Part[] = [];
  let sentence = 0;
  for (const [from, item] of items.entries()) {
    if (item.stop === 'end' || item.stop === 'question') sentence++;
    const last = parts.at(-1);
    if (last === undefined || item.stop !== 'none') parts.push({ from, items: [item], sentence });
    else last.items.push(item);
  }
  return parts;
};

const has = (part: Part, label: Item['is']): boolean => part.items.some(({ is }) => is === label);

/** Without "not a machine", which says the same once more. */
const withoutMachine = (part: Part): Item[] => {
  const items = part.items.filter(({ is }) => !LIGHT.has(is));
  const negation = items.findIndex(({ is }) => NEGATIONS.has(is));
  const machine = items.findIndex(({ is }, at) => at > negation && is !== 'article');
  if (negation < 0 || items[machine]?.is !== 'machine') return items;
  const after = items[machine + 1]?.is === 'but' ? machine + 2 : machine + 1;
  return [...items.slice(0, negation), ...items.slice(after)];
};

const isBare = (part: Part): boolean => {
  const items = withoutMachine(part);
  // "Billing, please": a department needs the word, for it may be only what the call is about.
  const called = has(part, 'human') || (has(part, 'someone') && has(part, 'please'));
  if (!called || !items.every(({ is }) => ALLOWED.has(is))) return false;
  // "no agent" refuses one; "no, an agent" does not.
  return items.every(({ is }, at) => is !== 'no' || AFTER_NO.has(items[at + 1]?.is ?? 'stranger'));
};

/** Between pauses "a representative" may only explain who was meant ("he, a representative, told me"). */
const standsAlone = (part: Part, begins: boolean, ends: boolean): boolean =>
  begins && ends ? true : has(part, 'please') || !has(part, 'article') || (ends && !begins);

/** "that is wrong representative please", "operator please I have waited": heard without punctuation. */
const isCalledOut = ({ items }: Part): boolean => {
  const first = items.findIndex(({ is }) => !LIGHT.has(is) && is !== 'article');
  return items.some(({ is }, at) => {
    const next = items[at + 1]?.is;
    if (is !== 'human' || (next !== 'please' && next !== 'human')) return false;
    if (at === first) return true;
    const last = items[at - 1]?.is ?? 'filler';
    return at + 2 >= items.length && (last === 'stranger' || LIGHT.has(last));
  });
};

/** Calls for a human that are no clause: "Agent!", "a real person please". */
export const bareWishes = (items: readonly Item[]): Finding[] => {
  const parts = partsOf(items).filter((part) => part.items.some(({ is }) => !LIGHT.has(is)));
  const foreign = new Set(
    parts.filter((part) => part.items.some(({ is }) => FOREIGN.has(is))).map(({ sentence }) => sentence),
  );
  return parts
    .filter((part, at) => {
      if (foreign.has(part.sentence)) return false;
      const begins = parts[at - 1]?.sentence !== part.sentence;
      const ends = parts[at + 1]?.sentence !== part.sentence;
      return isBare(part) ? standsAlone(part, begins, ends) : isCalledOut(part);
    })
    .map((part) => ({ wish: true, from: part.from, until: part.from + part.items.length }));
};
