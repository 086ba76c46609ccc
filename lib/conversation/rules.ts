import * as z from 'zod/mini';
import type { Outcome } from '../handoff/record/handoff.ts';
import type { Intent } from '../language/intent/intent.ts';
import { filled, type Speech, speechOf } from '../speech/index.ts';
import type { Call, Rule } from './call.ts';

const times = (fallback: number) =>
  z._default(
    z.union(
      [z.literal(false), z.int().check(z.minimum(1), z.maximum(20))],
      'is neither false nor a whole number from 1 to 20',
    ),
    fallback,
  );

/**
 * Which rules are in force, and from how many times on (C3); `false` switches one off. The cool-down is how close
 * together more than `simplify-after` interruptions must be to ask the assistant for simpler language.
 */
export const rulesSchema = z.strictObject({
  'asked-for-human': z._default(z.boolean(), true),
  interruptions: times(3),
  'tool-failures': times(2),
  'repeated-question': times(2),
  'unclear-intent': times(2),
  'simplify-after': times(2),
  'cool-down-seconds': z._default(z.int().check(z.minimum(1), z.maximum(3600)), 60),
});
export type Rules = z.infer<typeof rulesSchema>;

/** A rule that asks for a human now, with the reason that the agent reads. */
export type Due = { rule: Rule; reason: string; department?: string | undefined };

type Facts = Pick<
  Call,
  'wishes' | 'interruptions' | 'tools' | 'questions' | 'clarifying' | 'intent' | 'talk' | 'fired'
>;
type Reasons = Speech['toAgent']['rules'];
type Check = (facts: Facts, rules: Rules, since: number, reasons: Reasons) => Omit<Due, 'rule'> | undefined;

const DEPARTMENTS: Record<Intent, string> = {
  sales: 'sales',
  support: 'support',
  billing: 'billing',
  technical: 'support',
  cancellation: 'support',
};

const askedForHuman: Check = ({ wishes }, rules, since, reasons) => {
  const wish = rules['asked-for-human'] ? wishes.findLast(({ at }) => at > since) : undefined;
  return wish && { reason: filled(reasons['asked-for-human'], { words: wish.words }) };
};

const interruptedOften: Check = ({ interruptions }, { interruptions: most }, since, reasons) => {
  const count = interruptions.times.filter((at) => at > since).length;
  if (most === false || count < most) return undefined;
  return { reason: filled(reasons.interruptions, { times: String(count) }) };
};

/** Failures one after the other: a tool that works again has helped the caller. */
const toolsFail: Check = ({ tools }, { 'tool-failures': most }, since, reasons) => {
  const later = tools.filter(({ at }) => at > since);
  const count = later.length - 1 - later.findLastIndex(({ failed }) => !failed);
  if (most === false || count < most) return undefined;
  return { reason: filled(reasons['tool-failures'], { times: String(count) }) };
};

const askedAgain: Check = ({ questions }, { 'repeated-question': most }, since, reasons) => {
  const asked = most === false ? undefined : questions.find(({ at, asks }) => at > since && asks >= most);
  if (asked === undefined) return undefined;
  return { reason: filled(reasons['repeated-question'], { times: String(asked.asks), words: asked.text }) };
};

/** The assistant has asked what is meant, the caller has answered, and nobody knows it yet. */
const stillUnclear: Check = ({ clarifying, intent, talk }, { 'unclear-intent': most }, since, reasons) => {
  const asked = clarifying.filter((at) => at > since);
  const last = asked.at(-1);
  if (most === false || last === undefined || asked.length < most || intent !== undefined) return undefined;
  if (!talk.some(({ role, at }) => role === 'caller' && at > last)) return undefined;
  return {
    reason: filled(reasons['unclear-intent'], { times: String(asked.length) }),
    department: DEPARTMENTS.support,
  };
};

const CHECKS: Record<Rule, Check> = {
  'asked-for-human': askedForHuman,
  interruptions: interruptedOften,
  'tool-failures': toolsFail,
  'repeated-question': askedAgain,
  'unclear-intent': stillUnclear,
};

const RULE_ORDER: readonly Rule[] = [
  'asked-for-human',
  'tool-failures',
  'repeated-question',
  'unclear-intent',
  'interruptions',
];

/** What the rules need to know about earlier handoffs of the call. */
export type Standing =
  | { is: 'none' }
  /** A human is being fetched, talks with the caller, has talked with them, or there is no caller any more. */
  | { is: 'settled' }
  /** It ended at `at` (ms since 1970) without a human: what happens from then on counts anew. */
  | { is: 'in-vain'; at: number };

/** Outcomes after which nobody has to be fetched any more. */
export const SETTLED_BY: readonly Outcome[] = ['completed', 'transferred', 'caller_left'];

/** A rule whose request never became a handoff is taken for lost after this: longer than any window. */
const ON_ITS_WAY_MS = 1_000_000;

/**
 * The first rule that asks for a human now, by what happened since the last handoff ended in vain, with its reason in a
 * language. Each fires once in a call, and again only after a handoff without a human (C3).
 */
export const dueRule = (
  facts: Facts,
  rules: Rules,
  standing: Standing,
  now: number,
  language?: string,
): Due | undefined => {
  if (standing.is === 'settled') return undefined;
  const ended = standing.is === 'in-vain' ? standing.at : 0;
  const fired = facts.fired.at(-1)?.at;
  if (fired !== undefined && fired > ended && now - fired < ON_ITS_WAY_MS) return undefined;
  const since = Math.max(ended, fired ?? 0);
  const reasons = speechOf(language).toAgent.rules;
  for (const rule of RULE_ORDER) {
    const due = CHECKS[rule](facts, rules, since, reasons);
    if (due === undefined) continue;
    const department = due.department ?? (facts.intent && DEPARTMENTS[facts.intent.is]);
    return { rule, reason: due.reason, ...(department === undefined ? {} : { department }) };
  }
  return undefined;
};

/** More than so many interruptions within the cool-down: the assistant is to use simpler language (C3), once in a call. */
export const needsSimplerLanguage = (
  { interruptions, simplifiedAt }: Pick<Call, 'interruptions' | 'simplifiedAt'>,
  { 'simplify-after': after, 'cool-down-seconds': seconds }: Rules,
): boolean => {
  if (after === false || simplifiedAt !== undefined) return false;
  const { times: all } = interruptions;
  return all.some((at, index) => {
    const last = all[index + after];
    return last !== undefined && last - at <= seconds * 1000;
  });
};
