import type { Role } from '../base/utterance.ts';
import { languageHeardIn } from '../language/heard/heard.ts';
import { type IntentWords, intentOf } from '../language/intent/intent.ts';
import { isClarifyingQuestion, isQuestion, sameQuestion } from '../language/question/questions.ts';
import { type Wish, wishForHuman } from '../language/wish/wish.ts';
import type { Call } from './call.ts';
import type { Turn } from './turns.ts';

/** How many of each are remembered: no rule needs more. */
const KEPT = 6;
/** What was said is compared and shown, not quoted at length. */
const LONGEST = 200;

const NO_WISH: Wish = { is: 'no-wish' };

const clipped = (text: string): string => text.slice(0, LONGEST).toWellFormed();
const ending = (text: string): string => text.slice(-LONGEST).toWellFormed();

const spokeBetween = ({ talk }: Call, role: Role, from: number, to: number): boolean =>
  talk.some((one) => one.role === role && one.at > from && one.at < to);

const latest = <T extends { at: number }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => a.at - b.at).slice(-KEPT);

/**
 * How often each question was asked by then. It counts again when the assistant has spoken since it was asked: one
 * sentence is often told in two pieces, and as a piece and as a whole.
 */
const countedAgain = (call: Call): Call => {
  const questions: Call['questions'] = [];
  for (const one of call.questions) {
    const asks = questions
      .filter((earlier) => sameQuestion(earlier.text, one.text))
      .map((earlier) => earlier.asks + (spokeBetween(call, 'assistant', earlier.at, one.at) ? 1 : 0));
    questions.push({ ...one, asks: Math.max(one.asks, ...asks) });
  }
  return { ...call, questions };
};

const asked = (call: Call, { at, text }: Turn): Call => {
  const others = call.questions.filter((one) => one.at !== at);
  return countedAgain({ ...call, questions: latest([...others, { at, text: clipped(text), asks: 1 }]) });
};

/** The newest words count; where they do not show a language, those before them go on counting. */
export const heardIn = (call: Call, is: string | undefined, at: number): Call =>
  is === undefined || at < (call.spoken?.at ?? 0) ? call : { ...call, spoken: { is, at } };

/**
 * Who answers a call of ours is a machine as often as not, and the assistant has said nothing yet of which anybody
 * could want to be rid.
 */
const isUnanswered = ({ known, talk, voice }: Call, at: number): boolean =>
  known.direction === 'outbound' &&
  !talk.some((one) => one.role === 'assistant' && one.at < at) &&
  !voice.assistant.started.some((began) => began < at);

const heardCaller = (call: Call, turn: Turn, meant: string, words: IntentWords): Call => {
  const { at, text } = turn;
  const wish = isUnanswered(call, at) ? NO_WISH : wishForHuman(meant);
  const is = intentOf(meant, words);
  // "To speak to an agent | press zero": what the first piece seemed to ask for, the whole sentence does not.
  const isTakenBack = (words: string) => wish.is === 'no-wish' && meant !== text && meant.includes(words);
  const others = call.wishes.filter((one) => one.at !== at && !isTakenBack(one.words));
  const wishes = wish.is === 'wish' ? latest([...others, { at, words: clipped(wish.words) }]) : others;
  const before = call.intent?.at === at ? undefined : call.intent;
  const intent = is !== undefined && at >= (before?.at ?? 0) ? { is, at } : before;
  const told: Call = { ...heardIn(call, languageHeardIn(meant), at), wishes, intent };
  if (isQuestion(text)) return asked(told, turn);
  return { ...told, questions: told.questions.filter((one) => one.at !== at) };
};

/** The assistant asks what is meant; asked in two sentences it is one question. */
const heardAssistant = (call: Call, { at, text }: Turn): Call => {
  const late = call.questions.some((one) => one.at > at);
  const told = late ? countedAgain(call) : call;
  if (told.clarifying.includes(at) || !isClarifyingQuestion(text)) return told;
  const again = told.clarifying.some(
    (one) => !spokeBetween(told, 'caller', Math.min(one, at), Math.max(one, at)),
  );
  if (again) return told;
  return { ...told, clarifying: [...told.clarifying, at].toSorted((a, b) => a - b).slice(-KEPT) };
};

/** A sentence with a pause in it comes in pieces, told within this time of each other. */
const SAME_SENTENCE_MS = 4_000;

/** What a piece of a sentence means is in the piece before it: "I don't want to ... cancel it". */
const withBeginning = ({ last }: Call, { kind, role, at, text }: Turn): string =>
  kind === 'final' && last?.role === role && at > last.at && at - last.at <= SAME_SENTENCE_MS
    ? `${last.text} ${text}`
    : text;

/** What an utterance tells the rules (C3, C4). */
export const listenedTo = (call: Call, turn: Turn, words: IntentWords): Call => {
  const { role, at } = turn;
  const whole = withBeginning(call, turn);
  const isNewest = at >= (call.last?.at ?? 0);
  const said: Call = isNewest ? { ...call, last: { role, at, text: ending(whole) } } : call;
  return role === 'caller' ? heardCaller(said, turn, whole, words) : heardAssistant(said, turn);
};
