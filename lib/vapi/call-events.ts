import { SEAM } from '../base/bounded-data.ts';
import type { CallEvent, Heard, ToolOutcome } from '../conversation/events.ts';
import { redacted } from '../language/secrets/redaction.ts';
import { languageNamed } from '../speech/index.ts';
import { list, part, roleOf, textOf, timestampOf } from './loose.ts';
import { LANGUAGE_CHANGED } from './spoken-language.ts';
import { toolVerdict } from './tool-result.ts';

/** What a message tells about the conversation; its times and what is known of the call are put to it by whoever has them. */
export type Told = Omit<CallEvent, 'at' | 'receivedAt' | 'known'>;

/**
 * The end of the talk, enough to find what got lost before; one utterance is stored at this length at the most. The
 * bytes are those of the queue's message, where a smiley takes twelve: with all that is known of the call it is
 * below 64 KB, which SQS counts as one request, and the events of a whole batch fit into one item of the table.
 */
const HEARD = { utterances: 8, looked: 40, text: 4000, bytes: 12_000, together: 30_000 };
const TOOLS = 8;

/** How long a character is as JSON in a message: SQS takes surrogates and control characters only escaped. */
const sentBytes = (unit: number): number => {
  if (unit < 0x20 || (unit >= 0xd800 && unit <= 0xdfff) || unit >= 0xfffe) return 6;
  if (unit === 0x22 || unit === 0x5c) return 2;
  if (unit < 0x80) return 1;
  return unit < 0x800 ? 2 : 3;
};
const sentLength = (text: string): number => {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) bytes += sentBytes(text.charCodeAt(index));
  return bytes;
};
const ELLIPSIS = { text: '…', bytes: 3 };

type Clipped = { text: string; bytes: number };
const clipped = (text: string): Clipped => {
  const read = redacted(text.slice(0, 2 * HEARD.text));
  const whole = (text.length > 2 * HEARD.text ? read.slice(0, -SEAM) : read).trim().toWellFormed();
  let [bytes, fits, ofFits] = [0, 0, 0];
  for (let length = 0; length < whole.length; length += 1) {
    bytes += sentBytes(whole.charCodeAt(length));
    if (length + 1 > HEARD.text || bytes > HEARD.bytes) {
      // Half a surrogate pair may be left over.
      const kept = whole.slice(0, fits).replace(/[\uD800-\uDBFF]$/, '');
      return { text: `${kept}${ELLIPSIS.text}`, bytes: ofFits + ELLIPSIS.bytes };
    }
    if (length + 1 < HEARD.text && bytes + ELLIPSIS.bytes <= HEARD.bytes)
      [fits, ofFits] = [length + 1, bytes];
  }
  return { text: whole, bytes };
};

const startOf = (message: Record<string, unknown>): number => timestampOf(part(message.call).createdAt) ?? 0;

type Entry = { entry: Record<string, unknown>; index: number };
const entriesOf = (message: Record<string, unknown>): Entry[] => {
  const artifact = part(message.artifact);
  const places = [
    message.messages,
    artifact.messages,
    message.messagesOpenAIFormatted,
    artifact.messagesOpenAIFormatted,
  ];
  const entries = places.map(list).find((one) => one.length > 0) ?? [];
  const first = Math.max(0, entries.length - HEARD.looked);
  return entries.slice(first).map((entry, index) => ({ entry: part(entry), index: first + index }));
};

/** An entry without a time is put right behind the one before it; undefined for a list that tells no times at all. */
const timesOf = (times: readonly (number | undefined)[]): number[] | undefined => {
  const first = times.findIndex((at) => at !== undefined);
  if (first === -1) return undefined;
  let last = Math.max(0, (times[first] ?? 0) - first) - 1;
  return times.map((at) => {
    last = at ?? last + 1;
    return last;
  });
};

const heardIn = (entries: readonly Entry[], message: Record<string, unknown>, taken: number): Heard[] => {
  const spoken = entries.flatMap(({ entry, index }) => {
    const role = roleOf(entry.role);
    const text = entry.message ?? entry.content;
    if (role === undefined || typeof text !== 'string' || text.trim() === '') return [];
    const at = timestampOf(entry.time);
    return [
      { role, text, index, at: at === undefined || at < 0 ? undefined : at, end: timestampOf(entry.endTime) },
    ];
  });
  const times = timesOf(spoken.map(({ at }) => at));
  // Entries without a time keep their place in the list: it only grows at its end.
  const start = Math.max(0, startOf(message));
  const placed = spoken.map(({ role, text, index, end }, nth) => ({
    role,
    text,
    at: times?.[nth] ?? start + index,
    end: times === undefined ? undefined : end,
  }));
  const untimed = times === undefined ? { untimed: true as const } : {};
  const kept: Heard[] = [];
  let room = HEARD.together - taken;
  for (const { role, text, at, end } of placed.slice(-HEARD.utterances).reverse()) {
    const short = clipped(text);
    room -= short.bytes;
    if (room < 0) break;
    if (short.text === '') continue;
    kept.push({ role, at, text: short.text, ...untimed, ...(end === undefined || end < at ? {} : { end }) });
  }
  return kept.reverse();
};

const toolsIn = (entries: readonly Entry[]): ToolOutcome[] =>
  entries
    .flatMap(({ entry }) => {
      const id = textOf(entry.toolCallId);
      const at = timestampOf(entry.time);
      if (entry.role !== 'tool_call_result' || id === undefined || at === undefined || at < 0) return [];
      const verdict = toolVerdict(entry);
      return verdict === 'none' ? [] : [{ id, at, failed: verdict === 'failed' }];
    })
    .slice(-TOOLS);

/** Partial words count from this confidence on, where the event carries one, and with more than two characters (C1). */
const CONFIDENT = 0.7;
const LETTERS = /[\p{L}\p{N}]/gu;

const transcript = (message: Record<string, unknown>, final: boolean): CallEvent['what'] | undefined => {
  const role = roleOf(message.role);
  const { transcript: words, confidence } = message;
  if (role === undefined || typeof words !== 'string') return undefined;
  if (final) {
    const { text } = clipped(words);
    return text === '' ? undefined : { is: 'final', role, text };
  }
  const unsure = typeof confidence === 'number' && confidence < CONFIDENT;
  const short = (words.slice(0, 100).match(LETTERS)?.length ?? 0) <= 2;
  return role === 'assistant' || unsure || short ? undefined : { is: 'partial' };
};

/** Vapi's two names for a transcript (Vapi: server messages). */
export const TRANSCRIPT = 'transcript';
export const FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]';

const whatOf = (type: string, message: Record<string, unknown>): CallEvent['what'] | undefined => {
  switch (type) {
    case 'speech-update': {
      const role = roleOf(message.role);
      const { status } = message;
      if (role === undefined || (status !== 'started' && status !== 'stopped')) return undefined;
      return { is: 'speech', role, status };
    }
    case 'user-interrupted':
      return { is: 'interrupted' };
    case TRANSCRIPT:
      return transcript(message, message.transcriptType === 'final');
    case FINAL_TRANSCRIPT:
      return transcript(message, true);
    case 'conversation-update':
      return { is: 'conversation' };
    case LANGUAGE_CHANGED: {
      const language = languageNamed(message.language);
      return language === undefined ? undefined : { is: 'language', language };
    }
    default:
      return undefined;
  }
};

/** With what was said and what became of tools, wherever in the message it stands. Redacted, and within 64 KB. */
export const toldBy = (what: CallEvent['what'], message: Record<string, unknown>): Told => {
  const entries = entriesOf(message);
  const taken = what.is === 'final' ? sentLength(what.text) : 0;
  return { what, heard: heardIn(entries, message, taken), tools: toolsIn(entries) };
};

/**
 * What a message of Vapi tells about the conversation, as little as is needed; undefined where it means nothing:
 * the assistant's own partial words, noise, an unknown role or status. Never throws.
 */
export const readCallEvent = (type: string, message: Record<string, unknown>): Told | undefined => {
  const what = whatOf(type, message);
  return what === undefined ? undefined : toldBy(what, message);
};
