import * as z from 'zod/mini';
import { ROLES, type Role, type StoredUtterance } from '../base/utterance.ts';
import { plainWords } from '../language/text/plain-words.ts';
import type { Remembered } from './call.ts';
import type { Heard } from './events.ts';
import { woven } from './untimed-lists.ts';

const millis = z.int().check(z.nonnegative());

/**
 * One finished utterance as it was stored. A `message` is an entry of Vapi's own list, with the time at which it
 * began, and `listed` is one whose list tells no times, in its place; a `final` is a piece of one as a transcript event
 * brings it, with the time at which it was over.
 * `seenAt`: the time of the event that told it.
 */
export const turnSchema = z.object({
  kind: z.enum(['message', 'final', 'listed']),
  role: z.enum(ROLES),
  at: millis,
  end: z.optional(millis),
  seenAt: millis,
  text: z.string(),
});
export type Turn = z.infer<typeof turnSchema>;

/**
 * Twice as many entries as an event brings: what is older comes only with an event that is very late. Pieces have a
 * memory of their own: there are several for each entry, which would be forgotten for them.
 */
const REMEMBERED = { message: 16, final: 8, listed: 16 } as const;

/** A short mark of a text, to tell whether it has grown (FNV-1a). */
const markOf = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(36)}`;
};

/**
 * What of an event was not stored before, and the memory of it. Only the newest words of a growing utterance count.
 * `news`: what of it was not heard before either, in a list without times.
 */
export const remembered = (
  talk: readonly Remembered[],
  turns: readonly Turn[],
): { talk: Remembered[]; fresh: Turn[]; news: Turn[] } => {
  const next = [...talk];
  const fresh: Turn[] = [];
  const news: Turn[] = [];
  for (const turn of turns) {
    const { kind, role, at, seenAt } = turn;
    const mark = markOf(turn.text);
    const listed = kind === 'listed';
    const other = next.findIndex(
      (one) => (one.kind === 'listed') !== listed && one.role === role && one.mark === mark,
    );
    if (listed && other !== -1) continue;
    const index = next.findIndex(
      (one) =>
        one.kind === kind && one.role === role && one.at === at && (kind !== 'final' || one.mark === mark),
    );
    const before = next[index];
    if (before !== undefined && before.seenAt > seenAt) continue;
    const one = { kind, role, at, mark, seenAt };
    if (before === undefined) next.push(one);
    else next[index] = one;
    if (before?.mark === mark) continue;
    fresh.push(turn);
    if (other === -1) news.push(turn);
    // Its time is known now: the same words in another place of the list are said again.
    else next.splice(other, 1);
  }
  const newest = (kind: Turn['kind']): Remembered[] =>
    next
      .filter((one) => one.kind === kind)
      .toSorted(byTime)
      .slice(-REMEMBERED[kind]);
  const kept = [...newest('message'), ...newest('final'), ...newest('listed')];
  return { talk: kept.toSorted(byTime), fresh, news };
};

const byTime = (a: { at: number; role: Role }, b: { at: number; role: Role }): number =>
  a.at - b.at || ROLES.indexOf(a.role) - ROLES.indexOf(b.role);

/** Entries of one list that began in the same millisecond are one: they could not be told apart later. */
const joined = (messages: readonly Turn[]): Turn[] => {
  const known = new Map<string, Turn>();
  for (const turn of messages) {
    const key = `${turn.at} ${turn.role}`;
    const before = known.get(key);
    known.set(key, before === undefined ? turn : { ...before, ...turn, text: `${before.text} ${turn.text}` });
  }
  return [...known.values()];
};

/** The utterances of an event: its part of Vapi's list, and the final that it brings, unless the list has it already. */
export const turnsOf = (
  heard: readonly Heard[],
  final: StoredUtterance | undefined,
  seenAt: number,
): Turn[] => {
  const messages = joined(
    heard.map(({ untimed, ...one }): Turn => ({ kind: untimed ? 'listed' : 'message', seenAt, ...one })),
  );
  if (final === undefined) return messages;
  const piece: Turn = { kind: 'final', seenAt, ...final };
  const timed = messages.filter(({ kind }) => kind === 'message');
  return pieceOf(piece, openMessages(timed)) ? messages : [...messages, piece];
};

/** Clocks of transcriber and list differ by this much at the beginning of an utterance, and by this much at its end. */
const BEFORE_MS = 2_000;
const AFTER_MS = 3_000;
/** An entry whose end is not told can be this long. */
const LONGEST_MS = 60_000;
/** The list writes numbers and names in another way than the transcriber at times. */
const SAME_WORDS = 0.8;

type Open = { message: Turn; words: Map<string, number> };

const openMessages = (messages: readonly Turn[]): Open[] =>
  messages.map((message) => {
    const words = new Map<string, number>();
    for (const word of plainWords(message.text)) words.set(word, (words.get(word) ?? 0) + 1);
    return { message, words };
  });

/** A final is told after its words: the other one can have begun to answer by then, but not long before. */
const TOLD_WITHIN_MS = 1_000;

/** Whether the other one has spoken between the end of a message and a final: then the final is of something later. */
const answered = ({ role, at, end = at }: Turn, final: number, open: readonly Open[]): boolean =>
  open.some(
    ({ message }) => message.role !== role && message.at > end && message.at < final - TOLD_WITHIN_MS,
  );

/** How far a piece is from a message in time; undefined where it is too far to be a piece of it. */
const distance = ({ at: over }: Turn, { at, end = at + LONGEST_MS }: Turn): number | undefined => {
  if (over < at - BEFORE_MS || over > end + AFTER_MS) return undefined;
  return Math.max(0, at - over, over - end);
};

/** Which of the words are left in a message, each as often as it is there. */
const found = (words: readonly string[], { words: left }: Open): Map<string, number> => {
  const taken = new Map<string, number>();
  for (const word of words) {
    const used = taken.get(word) ?? 0;
    if ((left.get(word) ?? 0) > used) taken.set(word, used + 1);
  }
  return taken;
};

/**
 * Whether a final is a piece of one of the messages, the nearest and newest first; its words are taken out, so that
 * it is found once.
 */
const pieceOf = (piece: Turn, open: readonly Open[]): boolean => {
  const words = plainWords(piece.text);
  const near = open
    .filter(({ message }) => message.role === piece.role)
    .flatMap((one) => {
      const away = distance(piece, one.message);
      return away === undefined || answered(one.message, piece.at, open) ? [] : [{ one, away }];
    })
    .toSorted((a, b) => a.away - b.away || b.one.message.at - a.one.message.at);
  for (const { one } of near) {
    const taken = found(words, one);
    const count = [...taken.values()].reduce((sum, times) => sum + times, 0);
    if (count < words.length * SAME_WORDS) continue;
    for (const [word, times] of taken) one.words.set(word, (one.words.get(word) ?? 0) - times);
    return true;
  }
  return false;
};

/**
 * What was said, each utterance once, in the order in which it was spoken: of a message its newest words, and those
 * finals that are no piece of a message, and of lists without times what nothing else tells. Whatever the order of the
 * turns, and however often they were stored.
 */
export const inSpokenOrder = (turns: readonly Turn[]): StoredUtterance[] => {
  const versions = new Map<string, Turn[]>();
  for (const turn of turns) {
    const key = keyOf(turn);
    const known = versions.get(key);
    if (known === undefined) versions.set(key, [turn]);
    else known.push(turn);
  }
  const told = [...versions.values()].flatMap(newest).toSorted((a, b) => byTime(a, b) || byText(a, b));
  const messages = told.filter(({ kind }) => kind === 'message');
  const open = openMessages(messages);
  const alone = told.filter((turn) => turn.kind === 'final' && !pieceOf(turn, open));
  const timed = [...messages, ...alone].toSorted(byTime);
  const listed = told.filter(({ kind }) => kind === 'listed');
  return woven(timed, listed).map(({ role, at, text }) => ({ role, at, text }));
};

/** A message is known by its beginning, whatever it grows to; a piece never changes. */
const keyOf = ({ kind, role, at, text }: Turn): string =>
  kind === 'final' ? `${at} ${role} ${text}` : `${kind} ${at} ${role}`;

/** The newest words; where they are only the end of what was known, a list that was cut short told them. */
const newest = (versions: readonly Turn[]): Turn[] => {
  const [last] = versions.toSorted(newestFirst);
  if (last === undefined) return [];
  const whole = versions.filter(({ text }) => text.endsWith(last.text));
  return whole.toSorted((a, b) => b.text.length - a.text.length || newestFirst(a, b)).slice(0, 1);
};

const byText = (a: Turn, b: Turn): number => (a.text === b.text ? 0 : a.text < b.text ? -1 : 1);

const newestFirst = (a: Turn, b: Turn): number =>
  b.seenAt - a.seenAt || b.text.length - a.text.length || byText(a, b) || (b.end ?? 0) - (a.end ?? 0);
