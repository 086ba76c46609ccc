import * as z from 'zod/mini';
import { stored } from '../base/stored.ts';
import { type CutOff, cutOffSchema } from './memory.ts';

/** In which the caller was heard, once they have spoken; a code that an older version does not know is as good as none. */
const spoken = z.optional(z.string());

/** What a leg is told to do. */
const answerSchema = z.discriminatedUnion('is', [
  /** Vapi's TwiML for a call that was opened for this leg. `knows`: the broken call that it goes on from. */
  stored({
    is: z.literal('assistant'),
    callId: z.string(),
    twiml: z.string(),
    knows: z.optional(cutOffSchema),
  }),
  /** Into TaskRouter's queue. */
  stored({ is: z.literal('agents'), language: spoken }),
  /** A sentence, a callback if there is a number, and the end. */
  stored({ is: z.literal('say'), language: spoken }),
  /** The busy tone, before the call is answered. */
  stored({ is: z.literal('reject') }),
]);

export type LegAnswer = z.infer<typeof answerSchema>;

/** What was asked: `arrived` when the call came in, else the id of the call at Vapi after which the leg asks again. */
export type Asked = string;

export const ARRIVED = 'arrived';

/** What is kept of a leg whose voice webhook is ours. */
export const legSchema = stored({
  answers: z.array(stored({ asked: z.string(), answer: answerSchema })),
  /** An invocation is opening a call for the leg, or died with it at `until` (ms since 1970): nobody may open another. */
  opening: z.optional(stored({ asked: z.string(), until: z.int() })),
});

export type Leg = z.infer<typeof legSchema>;

export const UNANSWERED: Leg = { answers: [] };

/** The one request to Vapi takes 5 s at most; the rest is for the table. */
export const OPENING_MS = 6_500;

export type Standing =
  | { is: 'answered'; answer: LegAnswer }
  /** Another delivery of the same question is at it, until then. */
  | { is: 'opening'; until: number }
  /** It was at it and died: whether there is a call at Vapi, nobody knows. */
  | { is: 'lost'; since: number }
  | { is: 'new' };

/** Where a question of a leg stands. */
export function standingOf({ answers, opening }: Leg, asked: Asked, now: number): Standing {
  const known = answers.find((one) => one.asked === asked);
  if (known !== undefined) return { is: 'answered', answer: known.answer };
  if (opening?.asked !== asked) return { is: 'new' };
  return opening.until > now
    ? { is: 'opening', until: opening.until }
    : { is: 'lost', since: opening.until - OPENING_MS };
}

/** The leg while a call is opened for it. */
export function beginOpening(leg: Leg, asked: Asked, now: number): Leg {
  return { ...leg, opening: { asked, until: now + OPENING_MS } };
}

/** The leg once it has its answer; the first one stands. */
export function withAnswer({ opening: _over, ...leg }: Leg, asked: Asked, answer: LegAnswer): Leg {
  if (leg.answers.some((one) => one.asked === asked)) return leg;
  return { ...leg, answers: [...leg.answers, { asked, answer }] };
}

/** What the assistant of a call was told of the one before; nothing where it was the first that the caller had. */
export function knownTo({ answers }: Leg, callId: string): CutOff | undefined {
  for (const { answer } of answers) {
    if (answer.is === 'assistant' && answer.callId === callId) return answer.knows;
  }
  return undefined;
}

/** How many assistants the leg has had: after a second one that broke, agents are next (F1). */
export function assistantsOf({ answers }: Leg): number {
  return answers.filter(({ answer }) => answer.is === 'assistant').length;
}
