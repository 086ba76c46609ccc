import * as z from 'zod/mini';
import { stored } from '../base/stored.ts';
import { teamWordOf } from '../handoff/briefing/team-words.ts';

/** What the desk answers: one question to the caller, or the assistant who is right for them. */
const answerSchema = z.discriminatedUnion('is', [
  stored({ is: z.literal('ask'), question: z.optional(z.string()) }),
  stored({ is: z.literal('go'), assistant: z.string() }),
]);

export type RoutingAnswer = z.infer<typeof answerSchema>;

export const routingSchema = stored({
  /** Clarifying questions so far; counted here, because a model's own count is no evidence. */
  asked: z.int(),
  /** By the id of what was asked, and when by the message's time, so that the same one again gets the same answer. */
  answers: z.array(stored({ id: z.string(), at: z.optional(z.int()), answer: answerSchema })),
  /** Who the caller was last sent to. */
  specialist: z.optional(z.string()),
  intent: z.optional(z.string()),
});

/** What is kept of the way of one call through the desk. */
export type Routing = z.infer<typeof routingSchema>;

export const UNROUTED: Routing = { asked: 0, answers: [] };

/** F3: at most two clarifying questions, then support. */
const MOST_QUESTIONS = 2;
/** Enough for what can still be repeated. */
const KEPT_ANSWERS = 12;
/** A caller needs longer to hear a question and answer it: an id that comes later was given anew by a model. */
const REPEATED_WITHIN_MS = 2_000;

/** What callers of no department of their own are for. */
const SUPPORT = 'support';
const OF_SUPPORT = ['technical', 'cancellation'];

export type RoutingQuestion = {
  /** Of the tool call, or of the moment; without either nothing tells a repetition. */
  id: string | undefined;
  /** When it was asked, as its message says (ms since 1970). */
  at?: number | undefined;
  intent: string | undefined;
  /** The model's own words for a question. */
  question?: string | undefined;
};

function plain(word: string): string {
  return word.trim().toLowerCase();
}

/** Where callers go whom no question has helped: support, or whatever the team has in its place. */
function lastResort(departments: readonly string[]): string {
  const own = teamWordOf(SUPPORT, departments) ?? departments.find((one) => plain(one).includes(SUPPORT));
  return own ?? departments[0] ?? SUPPORT;
}

function departmentOf(intent: string | undefined, departments: readonly string[]): string | undefined {
  if (intent === undefined) return undefined;
  return (
    teamWordOf(intent, departments) ??
    (OF_SUPPORT.includes(plain(intent)) ? lastResort(departments) : undefined)
  );
}

/** The answer that the same question got before. */
function answeredBefore({ answers }: Routing, { id, at }: RoutingQuestion): RoutingAnswer | undefined {
  const isNear = (then: number | undefined) =>
    at === undefined || then === undefined || Math.abs(at - then) < REPEATED_WITHIN_MS;
  return answers.findLast((one) => one.id === id && isNear(one.at))?.answer;
}

/** Answers what the router asks, and returns what is to be kept; `routing` itself where it was answered before. */
export function route(
  routing: Routing,
  asked: RoutingQuestion,
  departments: readonly string[],
): { routing: Routing; answer: RoutingAnswer } {
  const { id, at, intent, question } = asked;
  const before = answeredBefore(routing, asked);
  if (before !== undefined) return { routing, answer: before };
  const known = departmentOf(intent, departments);
  const asks = known === undefined && routing.asked < MOST_QUESTIONS;
  const answer: RoutingAnswer = asks
    ? { is: 'ask', ...(question === undefined ? {} : { question }) }
    : { is: 'go', assistant: known ?? lastResort(departments) };
  const answers =
    id === undefined
      ? routing.answers
      : [...routing.answers, { id, ...(at !== undefined && { at }), answer }].slice(-KEPT_ANSWERS);
  if (answer.is === 'ask') return { routing: { ...routing, asked: routing.asked + 1, answers }, answer };
  const gone = { ...routing, answers, specialist: answer.assistant };
  if (intent === undefined) return { routing: gone, answer };
  return { routing: { ...gone, intent: plain(teamWordOf(intent, departments) ?? intent) }, answer };
}

/** The answer where nothing can be read or kept: who is clear is sent on, and who is not goes where help is. */
export function routeBlindly(
  { intent }: Pick<RoutingQuestion, 'intent'>,
  departments: readonly string[],
): RoutingAnswer {
  return { is: 'go', assistant: departmentOf(intent, departments) ?? lastResort(departments) };
}
