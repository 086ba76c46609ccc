import type { Item } from './items.ts';

/** One decision of the caller: for a human, or against one. `from` and `until` are items; `until` is left out. */
export type Finding = { wish: boolean; from: number; until: number };

export type Is = Item['is'];
export const among = (...labels: Is[]): ReadonlySet<Is> => new Set(labels);

/** They carry no meaning here. */
export const LIGHT = among('filler', 'please');
/** "He said that I want ...": so near, it is part of what he said. */
const REPORT_GAP = 2;
/** Farther than this nothing belongs together without words between that would say so. */
const NEAR = 4;
/** Unknown words that may stand between "talk to" and the human. */
export const HUMAN_GAP = 2;
const NEVER = Number.POSITIVE_INFINITY;

/** What is known of the clause that is being read; gaps are words that are in no list. */
export type Clause = {
  from: number;
  /** Nothing but fillers so far. */
  empty: boolean;
  /** `named`: an article came, so that one unknown word may follow; `open`: its human may still come. */
  lead: { is: Is; gap: number; named: boolean; open: boolean } | undefined;
  contact: { wished: boolean; gap: number } | undefined;
  /** What a German verb at the end will decide about; `verb`: it came before. */
  waiting: 'human' | 'machine' | undefined;
  with: boolean;
  verb: boolean;
  /** "is there" or "I want" had its "someone"; now it must be said what for. */
  someone: boolean;
  not: boolean;
  no: boolean;
  against: boolean;
  blocked: boolean;
  sinceBlocked: number;
};

export type Sentence = {
  sinceSaid: number;
  sinceNotThink: number;
  conditional: boolean;
  past: boolean;
  asked: boolean;
};

/** `open`: what later words of the sentence may still take back; `wanted`, `hours`: which ones. */
export type Reading = {
  readonly items: readonly Item[];
  clause: Clause;
  sentence: Sentence;
  open: (Finding & { wanted: boolean; hours: boolean })[];
  done: Finding[];
};

export const clauseAt = (from: number): Clause => ({
  from,
  empty: true,
  lead: undefined,
  contact: undefined,
  waiting: undefined,
  with: false,
  verb: false,
  someone: false,
  not: false,
  no: false,
  against: false,
  blocked: false,
  sinceBlocked: NEVER,
});

export const newSentence = (asked: boolean): Sentence => ({
  sinceSaid: NEVER,
  sinceNotThink: NEVER,
  conditional: false,
  past: false,
  asked,
});

export const isNegated = ({ clause }: Reading): boolean => clause.not || clause.no;
export const isReported = ({ sentence }: Reading): boolean => sentence.sinceSaid < NEVER;

/** What comes next in the same clause, past what is skipped. */
export const nextOf = ({ items }: Reading, at: number, skipped: ReadonlySet<Is>): Is | undefined => {
  for (let next = at + 1; next <= at + NEAR; next++) {
    const item = items[next];
    if (item === undefined || item.stop !== 'none') return undefined;
    if (!skipped.has(item.is)) return item.is;
  }
  return undefined;
};

/** What came last in the same clause, past fillers. */
export const lastOf = ({ items, clause }: Reading, at: number): Is | undefined => {
  for (let last = at - 1; last >= clause.from && last >= at - NEAR; last--) {
    const is = items[last]?.is;
    if (is !== undefined && !LIGHT.has(is)) return is;
  }
  return undefined;
};

/** A clause begins with a lead; a report or a question about it, if that stands directly before, still holds. */
export const beginClause = (reading: Reading, at: number, is: Is): void => {
  const { clause, sentence } = reading;
  const reported = is === 'must' ? isReported(reading) : sentence.sinceSaid <= REPORT_GAP;
  const blocked = reported || (clause.blocked && clause.sinceBlocked === 0);
  const not = clause.not && sentence.sinceNotThink <= 1;
  reading.clause = { ...clauseAt(at), not, blocked, sinceBlocked: blocked ? 0 : NEVER };
};

/** A pause ends the clause, and weakens a report: "he told me to call, can I ..." is no longer his. */
export const pauseAt = (reading: Reading, at: number): void => {
  const is = reading.items[at]?.is;
  const goesOn = reading.clause.someone && (is === 'available' || is === 'with' || is === 'talk');
  if (!goesOn) reading.clause = clauseAt(at);
  const { sentence } = reading;
  if (sentence.sinceSaid <= REPORT_GAP) sentence.sinceSaid = REPORT_GAP;
};

/** A word that is in no list, or one that is and means nothing here. */
export const stranger = ({ clause }: Reading): void => {
  const { lead, contact } = clause;
  clause.empty = false;
  clause.with = false;
  if (contact !== undefined && ++contact.gap > HUMAN_GAP) clause.contact = undefined;
  if (lead === undefined) return;
  lead.gap++;
  if (!lead.named || lead.gap > 1) lead.open = false;
};

/** No human of ours comes after this one. */
export const foreign = (reading: Reading): void => {
  stranger(reading);
  reading.clause.contact = undefined;
  if (reading.clause.lead !== undefined) reading.clause.lead.open = false;
};

/** The caller has decided. In a question "can I not" negates nothing. */
export const decide = (reading: Reading, at: number, negated: boolean): void => {
  const { clause, sentence } = reading;
  const { lead } = clause;
  if (!clause.blocked && !sentence.conditional) {
    const asksWhyNot = sentence.asked && (lead?.is === 'may' || lead?.is === 'ask');
    reading.open.push({
      wish: !negated || asksWhyNot,
      from: clause.from,
      until: at + 1,
      wanted: lead?.is === 'wanted',
      hours: lead === undefined || lead.is === 'ask' || lead.is === 'may' || lead.is === 'exists',
    });
  }
  clause.contact = undefined;
  clause.waiting = undefined;
  clause.someone = false;
  clause.with = false;
  if (lead !== undefined) lead.open = false;
};

/** What was decided stays, whatever the sentence goes on with. */
export const settle = (reading: Reading): void => {
  for (const { wish, from, until, wanted } of reading.open) {
    if (!(wanted && reading.sentence.past)) reading.done.push({ wish, from, until });
  }
  reading.open = [];
};
