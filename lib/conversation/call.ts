import * as z from 'zod/mini';
import { stored } from '../base/stored.ts';
import { ROLES, storedUtteranceSchema } from '../base/utterance.ts';
import { INTENTS } from '../language/intent/intents.ts';
import { effectOf, unknownEffectSchema } from '../outbox/effect.ts';
import { readOwing } from '../outbox/stored.ts';
import { type LanguageCode, languageNamed } from '../speech/index.ts';
import { knownSchema, reportedSchema, toolOutcomeSchema } from './events.ts';
import { RULES } from './rule-names.ts';

export { RULES, type Rule } from './rule-names.ts';

const millis = z.int().check(z.nonnegative());
const text = z.string();

/** When one of the two was heard to begin and to stop, the newest few: pairs are made of them wherever they are needed. */
const voiceSchema = stored({ started: z.array(millis), stopped: z.array(millis) });
export type Voice = z.infer<typeof voiceSchema>;

/** Which utterances are stored already; the words themselves are not in the record. */
const rememberedSchema = stored({
  role: z.enum(ROLES),
  at: millis,
  kind: z.enum(['message', 'final', 'listed']),
  /** Of the text: a message grows while somebody goes on speaking. */
  mark: text,
  seenAt: millis,
});
export type Remembered = z.infer<typeof rememberedSchema>;

const workSchema = z.discriminatedUnion('kind', [
  stored({
    kind: z.literal('request-handoff'),
    rule: z.enum(RULES),
    requestId: text,
    reason: text,
    department: z.optional(text),
  }),
  /** Asks the model for shorter and plainer sentences. */
  stored({ kind: z.literal('simplify') }),
  stored({ kind: z.literal('mute') }),
  stored({ kind: z.literal('unmute') }),
  /** Reads Vapi's own record of the call: for fields that are missing, or for a report that never came (C6). */
  stored({ kind: z.literal('look-at-record'), nth: z.int() }),
  /** Everything is known that will be: the last word about the call goes out. */
  stored({ kind: z.literal('finish') }),
  stored({ kind: z.literal('review'), missing: z.array(text) }),
  stored({ kind: z.literal('send-summary'), missing: z.array(text) }),
]);
/** One thing that a call owes to the outside world. */
export type CallWork = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

/** The call as one bounded item: nothing in it grows with the length of the talk. Times in ms since 1970. */
export const callSchema = stored({
  callId: text,
  known: knownSchema,
  knownAt: millis,
  voice: stored({ assistant: voiceSchema, caller: voiceSchema }),
  /** When the caller's words were transcribed while they spoke, and when Vapi itself noticed an interruption. */
  signs: z.array(millis),
  noticed: z.array(millis),
  interruptions: stored({ count: z.int(), times: z.array(millis) }),
  talk: z.array(rememberedSchema),
  last: z.optional(storedUtteranceSchema),
  /** What the caller asked, and how often so far. */
  questions: z.array(stored({ at: millis, text, asks: z.int() })),
  wishes: z.array(stored({ at: millis, words: text })),
  clarifying: z.array(millis),
  intent: z.optional(stored({ is: z.enum(INTENTS), at: millis })),
  /** The language in which the caller was last heard, by its code. */
  spoken: z.optional(stored({ is: text, at: millis })),
  tools: z.array(toolOutcomeSchema),
  fired: z.array(stored({ rule: z.enum(RULES), at: millis })),
  simplifiedAt: z.optional(millis),
  over: z.optional(stored({ at: millis, reason: text })),
  /** The richest report so far, of what time it is by Vapi's clock, and when the first one came. */
  report: z.optional(reportedSchema),
  reportOf: z.optional(millis),
  reportedAt: z.optional(millis),
  /** When the last word about the call was owed: there is one for each call. */
  finishedAt: z.optional(millis),
  /** The handoff that ended while the summary waited for it. */
  endedHandoff: z.optional(text),
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
});
export type Call = z.infer<typeof callSchema>;

/** Returns the language of a call: in which the caller was last heard, else the assistant's own; undefined where neither is told. */
export const languageOf = ({ spoken, known }: Pick<Call, 'spoken' | 'known'>): LanguageCode | undefined =>
  languageNamed(spoken?.is) ?? languageNamed(known.assistantLanguage);

/** Returns the call that a stored record holds; undefined for one with a word of another version. */
export const callFrom = (record: unknown): Call | undefined => readOwing(callSchema, effectSchema, record);

const SILENT: Voice = { started: [], stopped: [] };

/** A call of which nothing is known yet. */
export const unheardCall = (callId: string): Call => ({
  callId,
  known: {},
  knownAt: 0,
  voice: { assistant: SILENT, caller: SILENT },
  signs: [],
  noticed: [],
  interruptions: { count: 0, times: [] },
  talk: [],
  questions: [],
  wishes: [],
  clarifying: [],
  tools: [],
  fired: [],
  effects: [],
});
