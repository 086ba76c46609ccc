import { clip, cutText, cutTo, legible } from '../../base/clip.ts';
import {
  type Budget,
  minus,
  NOTHING,
  type Part,
  shareOut,
  sizeOf,
  sum,
  tokensOf,
} from '../../base/text-budget.ts';
import type { Handoff, Utterance } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { extractOf } from './extract.ts';

/** TaskRouter's limit on attributes; whether it counts characters or bytes is unverified, so both stay within. */
export const ATTRIBUTES_LIMIT = 4096;
/** Of all that is told about the talk (H5). English fills the bytes at about 700. */
export const CONTEXT_TOKENS = 800;

const MESSAGES = { least: 5, most: 10 };
const ID_BYTES = 200;
const WORD_BYTES = 80;
const VALUE_BYTES = 200;
const SUBJECT_BYTES = 120;

type Described = Pick<Handoff, 'callId' | 'handoffId' | 'taskNo' | 'request' | 'strategy'>;

/** A cut id is another id: it is whole or not there. */
const whole = (text: string | undefined, bytes = ID_BYTES): string | undefined =>
  text !== undefined && text.length <= bytes && sizeOf(text).bytes <= bytes ? legible(text) : undefined;
const word = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : clip(text, WORD_BYTES);

/** What is told of the talk, each part as long as there was room for. */
type Told = {
  reason: string;
  summary: string;
  topics: string[];
  captured: [name: string, value: string][];
  messages: Utterance[];
};

const talkOf = (handoff: Described, told: Told) => {
  const { context } = handoff.request;
  const { reason, summary, topics, captured, messages } = told;
  const source = isBlank(context.summary) ? 'extract' : 'assistant';
  return {
    reason: reason || undefined,
    summary: summary || undefined,
    summary_source: summary === '' ? undefined : source,
    sentiment: word(context.sentiment),
    unresolved_topics: topics.length === 0 ? undefined : topics,
    captured: captured.length === 0 ? undefined : Object.fromEntries(captured),
    messages,
  };
};

const isBlank = (text: string | undefined): boolean => text === undefined || !/[^\s\p{Cc}]/u.test(text);

const attributesOf = (handoff: Described, told: Told, contextUrl: string | undefined): object => {
  const { request } = handoff;
  const { context } = request;
  const customerId = whole(context.customerId);
  const accountStatus = word(context.accountStatus);
  return {
    type: request.requestedBy === 'front-desk' ? 'front_desk' : 'ai_handoff',
    handoff_id: handoff.handoffId,
    handoff_try: handoff.taskNo,
    vapi_call_id: handoff.callId,
    call_sid: whole(request.callSid),
    name: word(context.customerName ?? request.caller ?? request.callerSip),
    name_source: context.customerName === undefined ? undefined : context.sources?.customerName,
    from: whole(request.caller ?? request.callerSip),
    to: whole(request.called, WORD_BYTES),
    direction: request.direction,
    language: word(context.language),
    department: word(context.department),
    skills: context.skills?.slice(0, 8).map((skill) => clip(skill, WORD_BYTES)),
    urgency: word(context.urgency),
    customer_id: customerId,
    customer_id_source: customerId === undefined ? undefined : context.sources?.customerId,
    account_status: accountStatus,
    account_status_source: accountStatus === undefined ? undefined : context.sources?.accountStatus,
    ...talkOf(handoff, told),
    context_url: contextUrl,
    // Flex shows an agent `name` and `subject` without a plugin, and nothing else of ours.
    subject: subjectOf(handoff, contextUrl),
    conversations: { conversation_id: handoff.handoffId, communication_channel: 'Call' },
  };
};

const subjectOf = (handoff: Described, contextUrl: string | undefined): string | undefined => {
  if (!strategyOf(handoff).agentsInFlex) return undefined;
  const { reason, summary } = handoff.request.context;
  const about = isBlank(reason) ? summary : reason;
  const subject = about === undefined ? '' : cutText(about, SUBJECT_BYTES);
  return [subject, contextUrl].filter(Boolean).join(' · ') || undefined;
};

const textPart = (text: string, weight: number, floor: number, put: (kept: string) => void): Part => ({
  size: sizeOf(text),
  weight,
  floor,
  write: (room) => {
    const kept = cutTo(text, room);
    put(kept);
    return sizeOf(kept);
  },
});

const listPart = <T>(
  items: readonly T[],
  sizeOfItem: (item: T) => Budget,
  put: (kept: T[]) => void,
): Part => {
  const sizes = items.map(sizeOfItem);
  return {
    size: sum(sizes),
    weight: 1,
    floor: 0,
    write: (room) => {
      let used = NOTHING;
      let count = 0;
      for (const size of sizes) {
        const next = sum([used, size]);
        if (next.bytes > room.bytes || next.tokens > room.tokens) break;
        used = next;
        count += 1;
      }
      put(items.slice(0, count));
      return used;
    },
  };
};

/** What keys, quotation marks and commas take, beside the text of a message, a topic or a field. */
const wrapped = (json: string): Budget => ({ bytes: Buffer.byteLength(json), tokens: tokensOf(json) });
const AROUND = {
  message: wrapped('{"role":"assistant","text":""},'),
  topic: wrapped('"",'),
  field: wrapped('"":"",'),
};

/**
 * The task's attributes as JSON, within TaskRouter's limit and within 800 tokens about the talk, whatever its length
 * and script (H5). The ids and the caller always stay whole. The last five messages stay, each shorter where there is
 * little room; older ones come where there is more. `limit`: in bytes; too small a one gives the least there can be.
 */
export const taskAttributes = (
  handoff: Described,
  contextUrl?: string,
  limit: number = ATTRIBUTES_LIMIT,
): string => {
  const { context, speech } = handoff.request;
  const text = (given: string | undefined) => cutText(given ?? '', ATTRIBUTES_LIMIT);
  const summary = isBlank(context.summary)
    ? (extractOf(context.messages, speech) ?? '')
    : text(context.summary);
  const talk = context.messages.slice(-MESSAGES.most).map((said) => ({ ...said, text: text(said.text) }));
  const last = talk.slice(-MESSAGES.least);
  const told: Told = {
    reason: '',
    summary: '',
    topics: [],
    captured: [],
    messages: last.map(({ role }) => ({ role, text: '' })),
  };

  const messageParts = last.map((said, index) =>
    textPart(said.text, 1, 40, (kept) => {
      told.messages[index] = { role: said.role, text: kept };
    }),
  );
  const parts: Part[] = [
    textPart(text(context.reason), 1, 60, (kept) => {
      told.reason = kept;
    }),
    textPart(summary, 3, 80, (kept) => {
      told.summary = kept;
    }),
    ...messageParts.toReversed(),
    listPart(
      (context.unresolvedTopics ?? []).map((topic) => cutText(topic, VALUE_BYTES)),
      (topic) => sum([sizeOf(topic), AROUND.topic]),
      (kept) => {
        told.topics = kept;
      },
    ),
    listPart(
      Object.entries(context.captured ?? {}).map(([name, value]): [string, string] => [
        clip(name, WORD_BYTES),
        cutText(value, VALUE_BYTES),
      ]),
      ([name, value]) => sum([sizeOf(name), sizeOf(value), AROUND.field]),
      (kept) => {
        told.captured = kept;
      },
    ),
  ];

  // What is there without the parts, their keys included.
  const bare: Told = { ...told, reason: '.', summary: '.', topics: ['.'], captured: [['.', '.']] };
  const bareTalk = JSON.stringify(talkOf(handoff, bare));
  const room: Budget = {
    bytes: limit - Buffer.byteLength(JSON.stringify(attributesOf(handoff, bare, contextUrl))),
    tokens: CONTEXT_TOKENS - tokensOf(bareTalk) - tokensOf(subjectOf(handoff, undefined) ?? ''),
  };
  let left = shareOut(parts, room);
  for (const { role, text: said } of talk.slice(0, -MESSAGES.least).toReversed()) {
    left = minus(left, AROUND.message);
    const kept = cutTo(said, left);
    // Half a sentence of an old message is not worth its place.
    if (left.bytes < 0 || left.tokens < 0 || (kept !== said && !kept.endsWith(' …'))) break;
    left = minus(left, sizeOf(kept));
    told.messages.unshift({ role, text: kept });
  }
  return JSON.stringify(attributesOf(handoff, told, contextUrl));
};
