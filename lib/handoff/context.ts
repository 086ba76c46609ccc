import type { Handoff } from './handoff.ts';

/** TaskRouter's limit on attributes; whether it counts characters or bytes is unverified, so both stay within. */
export const ATTRIBUTES_LIMIT = 4096;

/** How much of each part is kept, in bytes of JSON; the first level that fits is taken. */
type Level = {
  messages: number;
  message: number;
  summary: number;
  reason: number;
  topics: number;
  captured: number;
};

// Old messages go first, then the length of each, then the summary. The last five stay, however short (H5).
const LEVELS: readonly Level[] = [
  { messages: 10, message: 400, summary: 1200, reason: 400, topics: 5, captured: 10 },
  { messages: 8, message: 300, summary: 1000, reason: 400, topics: 5, captured: 10 },
  { messages: 6, message: 240, summary: 900, reason: 300, topics: 5, captured: 8 },
  { messages: 5, message: 200, summary: 800, reason: 300, topics: 5, captured: 6 },
  { messages: 5, message: 150, summary: 500, reason: 240, topics: 4, captured: 5 },
  { messages: 5, message: 100, summary: 300, reason: 160, topics: 3, captured: 3 },
  { messages: 5, message: 60, summary: 160, reason: 100, topics: 2, captured: 2 },
  { messages: 5, message: 40, summary: 80, reason: 60, topics: 0, captured: 0 },
];

const ID_BYTES = 200;
const WORD_BYTES = 80;
const VALUE_BYTES = 120;

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text within `bytes` of JSON, never cut inside what a reader sees as one character. */
export const clip = (text: string, bytes: number): string => {
  // A character takes at least one byte, so not many more than `bytes` of them can matter.
  const start = text.replace(/^[\s\p{Cc}]+/u, '');
  const wellFormed = start
    .slice(0, 2 * bytes)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (start.length <= 2 * bytes && jsonBytes(wellFormed) <= bytes) return wellFormed;
  const room = bytes - Buffer.byteLength('…');
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(wellFormed)) {
    used += jsonBytes(segment);
    if (used > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
};

type Described = Pick<Handoff, 'callId' | 'handoffId' | 'try' | 'request' | 'strategy'>;

const atLevel = (handoff: Described, level: Level, contextUrl: string | undefined) => {
  const { request } = handoff;
  const { context } = request;
  const id = (text: string | undefined) => (text === undefined ? undefined : clip(text, ID_BYTES));
  const word = (text: string | undefined) => (text === undefined ? undefined : clip(text, WORD_BYTES));
  const clipped = (text: string | undefined, bytes: number) =>
    text === undefined || text === '' ? undefined : clip(text, bytes);
  const topics = (context.unresolvedTopics ?? [])
    .slice(0, level.topics)
    .map((topic) => clip(topic, VALUE_BYTES));
  const captured = Object.entries(context.captured ?? {})
    .slice(0, level.captured)
    .map(([key, value]) => [clip(key, WORD_BYTES), clip(value, VALUE_BYTES)]);
  return {
    type: 'ai_handoff',
    handoff_id: handoff.handoffId,
    handoff_try: handoff.try,
    vapi_call_id: handoff.callId,
    call_sid: id(request.callSid),
    name: word(context.customerName ?? request.caller),
    from: word(request.caller),
    to: word(request.called),
    direction: request.direction,
    language: word(context.language),
    department: word(context.department),
    skills: context.skills?.slice(0, 8).map((skill) => clip(skill, WORD_BYTES)),
    urgency: word(context.urgency),
    customer_id: id(context.customerId),
    account_status: word(context.accountStatus),
    reason: clipped(context.reason, level.reason),
    summary: clipped(context.summary, level.summary),
    sentiment: word(context.sentiment),
    unresolved_topics: topics.length === 0 ? undefined : topics,
    captured: captured.length === 0 ? undefined : Object.fromEntries(captured),
    messages: context.messages
      .slice(-level.messages)
      .map(({ role, text }) => ({ role, text: clip(text, level.message) })),
    context_url: contextUrl,
    // Flex shows an agent `name` and `subject` without a plugin, and nothing else of ours.
    subject:
      handoff.strategy.is === 'enqueue'
        ? [clipped(context.reason ?? context.summary, VALUE_BYTES), contextUrl].filter(Boolean).join(' · ') ||
          undefined
        : undefined,
    conversations: { conversation_id: handoff.handoffId, communication_channel: 'Call' },
  };
};

/**
 * The task's attributes as JSON, within TaskRouter's limit whatever the transcript's length and script (H5).
 * The ids and the caller always stay whole; what gives way is the oldest and the longest of the talk.
 */
export const taskAttributes = (
  handoff: Described,
  contextUrl?: string,
  limit: number = ATTRIBUTES_LIMIT,
): string => {
  let attributes = '';
  for (const level of LEVELS) {
    attributes = JSON.stringify(atLevel(handoff, level, contextUrl));
    if (Buffer.byteLength(attributes) <= limit) return attributes;
  }
  return attributes;
};
