import fc from 'fast-check';
import { type Body, formOf, toolCall, twilioFixtures, vapiFixtures } from './signed.ts';

/** What a field can be turned into: every type, the edges of numbers, odd text, keys with a meaning. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud83d',
    '\uffff',
    '__proto__',
    'constructor',
    '[object Object]',
    '../..',
  ),
  fc.nat(3000).map((length) => 'x'.repeat(length)),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1e308, -0.5, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]),
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
);

type Change = {
  at: number;
  how: 'drop' | 'rename' | 'replace' | 'wrap' | 'twice';
  value: unknown;
  name: string;
};
const changes = fc.array(
  fc.record<Change>({
    at: fc.nat(),
    how: fc.constantFrom('drop', 'rename', 'replace', 'wrap', 'twice'),
    value: oddValue,
    name: oddText,
  }),
  { minLength: 1, maxLength: 4 },
);

type Holder = Record<string, unknown>;
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;
const slotsOf = (value: unknown): [Holder, string][] =>
  isHolder(value)
    ? Object.keys(value).flatMap((key) => [[value, key] as [Holder, string], ...slotsOf(value[key])])
    : [];

/** The document with its fields dropped, renamed, replaced, wrapped or doubled. */
const changed = (document: Holder, list: Change[]): Holder => {
  const copy = structuredClone(document);
  for (const { at, how, value, name } of list) {
    const slots = slotsOf(copy);
    const [holder, key] = slots[at % Math.max(1, slots.length)] ?? [copy, 'message'];
    const before = holder[key];
    if (how === 'drop' || how === 'rename') delete holder[key];
    if (how === 'rename')
      Object.defineProperty(holder, name, {
        value: before,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    if (how === 'replace') holder[key] = value;
    if (how === 'wrap') holder[key] = [before];
    if (how === 'twice') holder[key] = { first: before, second: structuredClone(before) };
  }
  return copy;
};

type Damage = { cut: number; flips: { at: number; bit: number }[] };
const damage = fc.record<Damage>({
  cut: fc.nat(),
  flips: fc.array(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { maxLength: 4 }),
});

/** The text with bytes flipped, or cut off somewhere. */
const damaged = (text: string, { cut, flips }: Damage): Buffer<ArrayBuffer> => {
  const bytes = Buffer.from(text);
  for (const { at, bit } of flips) {
    const index = at % Math.max(1, bytes.length);
    bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
  }
  return flips.length % 2 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
};

const serverMessages = vapiFixtures();
/** Bodies for the Vapi webhook: real ones gone wrong, tool calls with odd arguments, and noise. */
export const vapiBody: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...serverMessages), changes)
      .map(([one, list]) => JSON.stringify(changed(one, list))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...serverMessages), damage)
      .map(([one, how]) => damaged(JSON.stringify(one), how)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oddText, oddValue, oddText)
      .map(([callId, given, name]) => toolCall(callId, { arguments: given, message: { [name]: given } })),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 6 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);

const forms = twilioFixtures();
const attributes = fc.record(
  {
    type: fc.constant('ai_handoff'),
    handoff_id: oddText,
    handoff_try: fc.oneof(fc.integer(), fc.constant(1), oddValue),
    vapi_call_id: oddText,
  },
  { requiredKeys: ['type'] },
);
const isText = (value: unknown): value is string => typeof value === 'string';
/** Forms for the Twilio webhooks: real ones gone wrong, tasks with odd attributes, and noise. */
export const twilioBody: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...forms), changes).map(([one, list]) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(changed(one, list))) {
        form.append(name, isText(value) ? value.toWellFormed() : (JSON.stringify(value) ?? ''));
      }
      return form.toString();
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...forms), attributes)
      .map(([one, given]) => formOf({ ...one, TaskAttributes: JSON.stringify(given) })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...forms), damage).map(([one, how]) => damaged(formOf(one), how)),
  },
  { weight: 1, arbitrary: oddText.map((text) => text.toWellFormed()) },
);
