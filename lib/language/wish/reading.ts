import {
  among,
  beginClause,
  clauseAt,
  decide,
  type Finding,
  foreign,
  HUMAN_GAP,
  type Is,
  isNegated,
  isReported,
  LIGHT,
  lastOf,
  newSentence,
  nextOf,
  pauseAt,
  type Reading,
  settle,
  stranger,
} from './clause.ts';
import { type Item, sentencesAsked } from './items.ts';

/** They bring a pronoun of their own, so that what stands before does not belong to them. */
const OWN_LEADS = among('want', 'wanted', 'ask', 'must', 'request', 'exists');
/** They may hang on what stands before: "you to | get me", "no | quiero". */
const HANGING_LEADS = among('get', 'bare-want', 'may', 'verb');
const TAKES_A_HUMAN = among('want', 'get', 'bare-want', 'wanted', 'verb');
const HANGS_ON = among(...HANGING_LEADS, 'link', 'they', 'not', 'no', 'request', 'want', 'ask');
/** In Spanish; the English "no" before them is an interjection. */
const NEGATED_BY_NO = among('talk', 'talking');
const CONNECTS = among('connect', 'connect-to', 'connect-inside');
/** What may stand between a lead and its human. */
const BETWEEN = among('article', 'filler', 'please', 'link', 'machine');
const PREPOSITIONS = among('link', 'with', 'filler', 'please');
const BEFORE_A_NOUN = among('article', 'link', 'with');

/** Unknown words that may stand between "I want" and "talk to". */
const LEAD_GAP = 5;

const startLead = (reading: Reading, is: Is): void => {
  const { clause } = reading;
  clause.lead = { is, gap: 0, named: false, open: true };
  clause.contact = undefined;
  clause.empty = false;
};

const ownLead = (reading: Reading, at: number, is: Is): void => {
  const last = lastOf(reading, at);
  const { lead } = reading.clause;
  // "I want that you can ...": one wish inside the other keeps its negation.
  if (is === 'request' && lead !== undefined && (last === 'link' || last === 'not' || last === 'no')) {
    lead.gap = 0;
    return;
  }
  beginClause(reading, at, is);
  reading.clause.no = is === 'exists' && last === 'no';
  startLead(reading, is);
};

const hangingLead = (reading: Reading, at: number, is: Is): void => {
  const { clause } = reading;
  const last = lastOf(reading, at);
  const joins = last === 'and' && clause.lead?.is === 'request';
  if (is === 'verb') {
    if (!clause.empty && !isNegated(reading)) {
      stranger(reading);
      return;
    }
  } else if (last === undefined || !(joins || HANGS_ON.has(last)) || (last === 'no' && is === 'get')) {
    beginClause(reading, at, is);
  } else if (last === 'no') clause.no = true;
  else if (last === 'they') clause.blocked = true;
  // "to get an agent" without a wish before it is nobody's wish.
  const nobodys = is === 'get' && last === 'link' && clause.lead === undefined && !isNegated(reading);
  startLead(reading, is);
  if (nobodys && reading.clause.lead !== undefined) reading.clause.lead.open = false;
};

const contact = ({ clause }: Reading, wished: boolean): void => {
  clause.contact = { wished, gap: 0 };
  clause.empty = false;
};

const talk = (reading: Reading, at: number): void => {
  const { lead, empty, someone, not } = reading.clause;
  if (someone) decide(reading, at, not);
  else contact(reading, lead === undefined ? empty && !isReported(reading) : lead.gap <= LEAD_GAP);
};

const human = (reading: Reading, at: number, is: 'human' | 'someone' | 'work'): void => {
  const { clause } = reading;
  const { lead } = clause;
  const takes = lead !== undefined && TAKES_A_HUMAN.has(lead.is);
  const isAllThatIsWanted = is !== 'work' && lead?.gap === 0 && nextOf(reading, at, LIGHT) === undefined;
  if (lastOf(reading, at) === 'no') clause.no = true;
  if (clause.contact !== undefined) {
    if (clause.contact.wished || isNegated(reading)) decide(reading, at, isNegated(reading));
    return;
  }
  if (lead?.is === 'exists' && lead.gap <= 1) {
    clause.someone = true;
    // "Gibt es keinen ..." asks for one.
    clause.no = false;
    clause.not = false;
    if (is === 'human' && nextOf(reading, at, LIGHT) === undefined) decide(reading, at, false);
  } else if (clause.with && isAllThatIsWanted && (takes || lead.is === 'ask')) {
    // "Ich möchte zu einem Berater", said without the verb.
    decide(reading, at, isNegated(reading));
  } else if (clause.with || (lead !== undefined && lead.gap <= HUMAN_GAP && !takes)) {
    if (lead !== undefined || (clause.empty && !isReported(reading))) clause.waiting = 'human';
    if (clause.verb && lead !== undefined) decide(reading, at, isNegated(reading));
  } else if (lead?.open && takes) {
    if (nextOf(reading, at, BETWEEN) === 'changes') lead.open = false;
    else if (nextOf(reading, at, LIGHT) === 'human') lead.named = true;
    else if (is === 'human' || lead.is === 'get' || isAllThatIsWanted) {
      decide(reading, at, isNegated(reading));
    } else {
      clause.someone = true;
      clause.waiting = 'human';
    }
  } else if (clause.empty && is === 'human') clause.waiting = 'human';
  clause.empty = false;
};

/** To refuse a machine is to wish for a human. */
const machine = (reading: Reading, at: number): void => {
  const { clause } = reading;
  const { lead } = clause;
  const next = nextOf(reading, at, LIGHT);
  if (next === 'human') return;
  const refused = next !== 'changes' && (isNegated(reading) || clause.against);
  const direct = lead === undefined ? clause.against : clause.against && lead.gap <= 1;
  const wanted = lead?.open === true && TAKES_A_HUMAN.has(lead.is);
  if (refused && (clause.contact !== undefined || direct || wanted)) decide(reading, at, false);
  else if (refused && clause.with) {
    if (clause.verb) decide(reading, at, false);
    else clause.waiting = 'machine';
  }
  clause.contact = undefined;
  if (lead !== undefined) lead.open = false;
};

const verbAtTheEnd = (reading: Reading, at: number): void => {
  const { clause } = reading;
  clause.verb = true;
  if (clause.waiting === 'machine') decide(reading, at, false);
  else if (clause.waiting === 'human') decide(reading, at, isNegated(reading));
  else if (clause.someone) decide(reading, at, clause.not);
};

const nobody = (reading: Reading, at: number): void => {
  if (reading.clause.lead?.is !== 'exists') reading.clause.not = true;
  human(reading, at, 'someone');
};

/** Unlike a verb at the end it decides nothing for a human before it: "an agent had to explain it". */
const tell = (reading: Reading, at: number): void => {
  reading.clause.verb = true;
  reading.clause.empty = false;
  if (reading.clause.someone) decide(reading, at, reading.clause.not);
};

/** Whether "transfer me" is said to the assistant, and not told of somebody. */
const isAddressed = (reading: Reading, is: Is, last: Is | undefined, leads: boolean): boolean => {
  if (leads) return true;
  if (is === 'connected') return false;
  if (is === 'connect-inside') return reading.clause.empty || isNegated(reading);
  return last === undefined || last === 'not' || last === 'no' || !HANGS_ON.has(last);
};

const connect = (reading: Reading, at: number, is: Is): void => {
  const { lead } = reading.clause;
  const last = lastOf(reading, at);
  const inside = is === 'connect-inside' || is === 'connected';
  const leads =
    lead !== undefined &&
    lead.gap <= LEAD_GAP &&
    lead.is !== 'exists' &&
    !(is === 'connected' && lead.is === 'must');
  if (!isAddressed(reading, is, last, leads)) {
    stranger(reading);
    return;
  }
  if (!leads && !inside && (last === undefined || !HANGS_ON.has(last))) beginClause(reading, at, 'get');
  const { clause } = reading;
  if (last === 'they') clause.blocked = true;
  const next = nextOf(reading, at, PREPOSITIONS);
  if (next === 'elsewhere') return;
  const denied = clause.not || (inside && clause.no);
  const item = reading.items[at];
  if (is === 'connect-to') {
    contact(reading, true);
    if (next === undefined && item !== undefined && item.to - item.from > 1) decide(reading, at, denied);
  } else if (nextOf(reading, at, among('article', ...PREPOSITIONS)) === 'machine') contact(reading, false);
  else decide(reading, at, denied);
};

/** "Verbinden Sie mich nicht": it denies what came directly before, unless it goes on with "a machine". */
const not = (reading: Reading, at: number, mine: Finding | undefined): void => {
  const next = nextOf(reading, at, BEFORE_A_NOUN);
  let before = at - 1;
  while (before > reading.clause.from && LIGHT.has(reading.items[before]?.is ?? 'stranger')) before--;
  const connects = CONNECTS.has(reading.items[before]?.is ?? 'stranger');
  if (mine?.until === before + 1 && (connects ? next !== 'machine' : next === undefined)) mine.wish = false;
  reading.clause.not = true;
  reading.clause.empty = false;
};

const about = ({ clause }: Reading): void => {
  clause.blocked = true;
  clause.sinceBlocked = 0;
  clause.lead = undefined;
  clause.empty = false;
};

/** "Das verstehe ich nicht verbinden Sie mich", heard without punctuation: what was refused before it is something else. */
const order = (reading: Reading, at: number): void => {
  const { not, no, against } = reading.clause;
  if (not || no || against) beginClause(reading, at, 'get');
};

const readItem = (reading: Reading, at: number, is: Is): void => {
  if (reading.items[at]?.order === true) order(reading, at);
  const { clause, sentence, open } = reading;
  const last = open.at(-1);
  const mine = last !== undefined && last.from >= clause.from ? last : undefined;
  if (OWN_LEADS.has(is)) ownLead(reading, at, is);
  else if (HANGING_LEADS.has(is)) hangingLead(reading, at, is);
  else if (CONNECTS.has(is) || is === 'connected') connect(reading, at, is);
  else if (is === 'human' || is === 'someone' || is === 'work') human(reading, at, is);
  else if (is === 'nobody') nobody(reading, at);
  else if (is === 'job' && clause.contact !== undefined) human(reading, at, 'someone');
  else if (is === 'machine') machine(reading, at);
  else if (is === 'talk') talk(reading, at);
  else if (is === 'talking') contact(reading, clause.lead?.gap === 0 && clause.lead.is !== 'must');
  else if (is === 'with') clause.with = true;
  else if (is === 'spoken') verbAtTheEnd(reading, at);
  else if (is === 'tell') tell(reading, at);
  else if (is === 'whole') decide(reading, at, clause.not);
  else if (is === 'available' && clause.someone) decide(reading, at, clause.not);
  else if (is === 'article') {
    if (clause.lead !== undefined) clause.lead.named = true;
  } else if (is === 'not') not(reading, at, mine);
  else if (is === 'no') clause.no = NEGATED_BY_NO.has(reading.items[at + 1]?.is ?? 'stranger');
  else if (is === 'not-think') {
    reading.clause = { ...clauseAt(at), not: true, empty: false };
    sentence.sinceNotThink = 0;
  } else if (is === 'against') {
    clause.against = true;
    clause.empty = false;
  } else if (is === 'but' || is === 'i-say') {
    reading.clause = clauseAt(at + 1);
    if (is === 'but') sentence.sinceSaid = Number.POSITIVE_INFINITY;
  } else if (is === 'because') settle(reading);
  else if (is === 'say' || is === 'quoted') {
    sentence.sinceSaid = 0;
    clause.empty = false;
    clause.contact = undefined;
  } else if (is === 'if') {
    // "Sí, ..." sounds like "si": a condition goes on without a pause.
    if ((reading.items[at + 1]?.stop ?? 'end') !== 'none') return;
    reading.open = [];
    sentence.conditional = true;
  } else if (is === 'about') about(reading);
  else if (is === 'later') {
    if (mine !== undefined) open.pop();
    about(reading);
  } else if (is === 'hours') {
    if (mine?.hours === true) open.pop();
  } else if (is === 'past') {
    sentence.past = true;
    clause.empty = false;
  } else if (is === 'take-back') {
    reading.open = [];
    if (reading.done.at(-1)?.wish === true) reading.done.push({ wish: false, from: at, until: at + 1 });
  } else if (is === 'mine' || is === 'other' || is === 'job' || is === 'they') foreign(reading);
  else if (!LIGHT.has(is) && is !== 'link' && is !== 'and') stranger(reading);
};

/** Reads the items once, clause by clause, and gives the decisions in their order. */
export const decisionsIn = (items: readonly Item[], lastIsAsked: boolean): Finding[] => {
  const asked = sentencesAsked(items, lastIsAsked);
  const reading: Reading = { items, clause: clauseAt(0), sentence: newSentence(false), open: [], done: [] };
  for (const [at, { is, stop }] of items.entries()) {
    if (stop === 'end' || stop === 'question') {
      settle(reading);
      reading.clause = clauseAt(at);
      reading.sentence = newSentence(asked[at] ?? false);
    } else if (stop === 'pause' && is !== 'link' && is !== 'not-think') pauseAt(reading, at);
    if (!LIGHT.has(is)) {
      reading.sentence.sinceSaid++;
      reading.sentence.sinceNotThink++;
      if (!OWN_LEADS.has(is) && !HANGING_LEADS.has(is)) reading.clause.sinceBlocked++;
    }
    readItem(reading, at, is);
  }
  settle(reading);
  return reading.done;
};
