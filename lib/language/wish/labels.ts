/** What a phrase does where a wish begins. */
const ASKING = [
  /** "insurance agent", "human resources": no human of ours. */
  'other',
  /** "who can I speak to": all of a wish by itself. */
  'whole',
  /** "I want": a wish of the speaker's own; a human or a talk follows. Begins a clause. */
  'want',
  /** "give me": an order, which what stands before may negate. */
  'get',
  /** "quiero": a wish without a pronoun, which a "no" directly before negates. */
  'bare-want',
  /** "I wanted": a polite wish, unless yesterday's. */
  'wanted',
  /** "can I", "let me", "how do I": a talk follows. Begins a clause. */
  'ask',
  /** "puedo": the same without a pronoun; in a question its "no" negates nothing. */
  'may',
  /** "I have to": a wish, unless somebody else says so. */
  'must',
  /** "can you": the assistant is asked to do it. */
  'request',
  /** "is there": a human follows, and then what the human is for. */
  'exists',
  /** "want": a bare verb, which counts only where it begins the sentence or is negated. */
  'verb',
  /** "I'll want": later, perhaps. */
  'later',
] as const;

/** What names the human, or leads to one. */
const HUMAN = [
  /** "talk to": a human follows. */
  'talk',
  /** "talking to": the same, where a wish stands directly before; about a machine also elsewhere. */
  'talking',
  /** "a", "your", "real": between a verb and its human. */
  'article',
  /** "mit": a human follows, and then 'spoken'. */
  'with',
  /** "sprechen": the verb at the end. */
  'spoken',
  /** "discuss", "régler": with "with" and a human after it as good as a talk, however much stands between. */
  'tell',
  /** "transfer me", "put me through": enough by itself. */
  'connect',
  /** "connect me with": a human or a department follows. */
  'connect-to',
  /** "mich verbinden", "me transfiera": the same in a subordinate clause, where any negation before counts. */
  'connect-inside',
  /** "transferred": needs a wish before it. */
  'connected',
  /** What else can be connected or transferred: "to the internet", "to another plan". */
  'elsewhere',
  /** "agent", "human": the human that is wished for. */
  'human',
  /** "someone", "billing": a human only where one talks to them. */
  'someone',
  /** "technician", "returns": one may talk to them, but who only wants them may want the visit or the thing. */
  'work',
  /** "nurse", "lawyer": ours only where one talks to them, for a nurse who is needed is no agent. */
  'job',
  /** "niemand": someone, and a negation. */
  'nobody',
  /** "robot", "recording": to refuse one is to wish for a human. */
  'machine',
  /** "can help me", "available": what makes "is there someone" a wish. */
  'available',
  /** "my": not our human. */
  'mine',
] as const;

/** What decides whether it is a wish, and what may stand anywhere. */
const AROUND = [
  /** "to", "that": binds what follows to what came before. */
  'link',
  /** "and": an order after it is a new one. */
  'and',
  /** "they", "he": somebody else does what follows. */
  'they',
  /** "don't", "without": what follows in the clause is refused. */
  'not',
  /** "no": a negation before a noun, in Spanish before a verb too, else only an interjection. */
  'no',
  /** "I don't think": its negation reaches into the next clause. */
  'not-think',
  /** "tired of": against a machine as good as a negation. */
  'against',
  /** "but": begins a clause, and ends what somebody is said to have said. */
  'but',
  /** "because": nothing after it takes back what was decided before. */
  'because',
  /** "he said", "the letter says". */
  'say',
  /** "I said": no report, the caller repeats the wish. */
  'i-say',
  /** "if", "unless": a condition, under which nothing is wished. */
  'if',
  /** "when", "am I", "do I have to": asks about it, and wishes nothing. */
  'about',
  /** "on Sundays": about hours. */
  'hours',
  /** "yesterday". */
  'past',
  /** "never mind": takes it back. */
  'take-back',
  /** "please": may stand anywhere, and makes a wish of a bare human. */
  'please',
  /** "added", "'s number": makes something else of the human before it. */
  'changes',
  /** "um", "really": carries no meaning here, and may stand inside any phrase. */
  'filler',
] as const;

/**
 * What a phrase does in a clause that may ask for a human. The languages say which phrase does what, `reading.ts`
 * how they work together. Longer phrases win over shorter ones, then labels that stand first.
 */
export const LABELS = [...ASKING, ...HUMAN, ...AROUND] as const;
export type Label = (typeof LABELS)[number];

type Phrases = readonly string[];
export type Asking = Record<(typeof ASKING)[number], Phrases>;
export type Human = Record<(typeof HUMAN)[number], Phrases> & {
  /** "Verbinden Sie mich", "páseme": orders that a negation before them does not refuse, as "don't" does in English. */
  orders: Phrases;
};
export type Around = Record<(typeof AROUND)[number], Phrases>;
/** The phrases of one language, written as in `phrases.ts`. */
export type WishPhrases = Asking & Human & Around;
