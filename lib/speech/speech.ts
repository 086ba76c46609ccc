/** The languages that we speak, by their codes. */
export const LANGUAGES = ['en', 'es', 'de', 'fr'] as const;

export type LanguageCode = (typeof LANGUAGES)[number];

/** A sentence with these names in braces, in any order; the compiler refuses one that lacks a name. */
export type With<A extends string, B extends string = never> = [B] extends [never]
  ? `${string}{${A}}${string}`
  : `${string}{${A}}${string}{${B}}${string}` | `${string}{${B}}${string}{${A}}${string}`;

type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** A sentence for each way in which a handoff ends. */
type ByOutcome = {
  no_agent: string;
  bridge_failed: string;
  task_failed: string;
  canceled: string;
  transferred: string;
  completed: string;
  caller_left: string;
};

/**
 * Everything that callers, agents and models hear from us in one language. Said aloud: whole sentences, and nothing that
 * needs to know whether the caller or the agent is a man or a woman. Everybody is addressed in the polite form, the
 * model too: it speaks to callers as it is spoken to.
 */
export type Speech = {
  /** The language as Twilio reads it aloud (Twilio Voice: Say, language). */
  readAs: 'en-US' | 'es-ES' | 'de-DE' | 'fr-FR';
  toCaller: {
    busy: string;
    sorry: string;
    connecting: string;
    waiting: string;
    /** No human is fetched in this call any more: that was tried as often as it may be. */
    enough: string;
    /** Vapi moves the caller to an agent who has accepted. */
    joining: string;
    /** An agent has accepted already. */
    beingJoined: string;
    /** No agent can be joined with this call. */
    notFromHere: string;
    /** In place of a transfer that the assistant asked for. */
    notDirectly: string;
    closed: string;
    closedUntil: With<'when'>;
    /** Back from a transfer in which nobody answered. */
    holding: string;
    inQueue: string;
    placeInQueue: With<'place'>;
    /** The end of a call that nobody can go on with. */
    sorryGoodbye: string;
    unknownCall: string;
    /** To caller or agent, at an address that is not known any more. */
    expired: string;
  };
  /** What an assistant says word for word; everything else is its model's, in the caller's language. */
  assistant: {
    /** The first words of the one assistant, and of those of the front desk, whose company may be known. */
    hello: string;
    greeting: string;
    greetingOf: With<'company'>;
    /** The call broke off a short while ago. */
    resumed: string;
    mayBeRecorded: string;
    /** The first words of one that calls people: who calls, and that it is an AI. What follows them is a question. */
    calling: With<'company'>;
    haveAMoment: string;
    /** While a tool begins, and when it takes long. */
    moment: string;
    momentLonger: string;
    /** In a silence that is nobody's. */
    stillHere: string;
    goodbye: string;
    /** The same to somebody whom we have called. */
    goodbyeToCalled: string;
  };
  /** Where calls come in. */
  desk: {
    /** No assistant is set up. */
    nobody: string;
    /** More calls than there are places, and nobody to wait for. */
    manyCalls: { callback: string; no_number: string };
    /** To a caller in the queue who has no assistant to go back to. */
    inQueue: string;
    /** Where the model has no question of its own. */
    question: string;
  };
  /** The first words of an assistant who gets the caller back. */
  welcomeBack: ByOutcome;
  /** To a caller whom no assistant can take back; a callback is asked for in the same moment if there is a number. */
  goodbye: { callback: string; no_number: string };
  /** What the assistant has to know, in words for its model. */
  toAssistant: {
    ended: ByOutcome;
    /** The caller has been told `enough`. */
    enough: string;
    /** It loses the caller more than twice. */
    simpler: string;
    /** A rule asks for a human, and nobody is there. */
    nobodyThere: With<'sentence'>;
    /** In a chat there is no caller whom somebody could be connected with. */
    onlyInACall: string;
    unknownTool: string;
    cannotBeKept: With<'reason'>;
    controlUrlRefused: With<'reason'>;
    notJson: string;
    notAnObject: string;
  };
  toAgent: {
    /** Why the call of an agent comes to nothing, or is over. */
    ended: { 'caller-left': string; over: string; 'not-joined': string };
    declined: string;
    keys: string;
    /** Who is calling is not known at this moment. */
    someoneWaits: string;
    putThrough: string;
    briefing: With<'who'>;
    briefingFor: With<'who', 'department'>;
    /** In the place of a name, and around one that nobody but the caller or the assistant vouches for. */
    somebody: string;
    saidToBe: With<'name'>;
    departments: { sales: string; support: string; billing: string };
    /** How an extract begins, so that nobody takes it for a summary. */
    extract: string;
    /** Why a human was asked for where a rule did so, without the full stop. */
    rules: {
      'asked-for-human': With<'words'>;
      interruptions: With<'times'>;
      'tool-failures': With<'times'>;
      'repeated-question': With<'times', 'words'>;
      'unclear-intent': With<'times'>;
    };
    /** Why somebody has to look at a call that is over, without the full stop. */
    incomplete: string;
  };
  tools: {
    /** `failed`: what the caller hears where our server cannot be reached. */
    escalate_to_human: { failed: string };
    route_call: { failed: string };
    cancel_handoff: { takenBack: string; nobodyFetched: string; askedSince: string; failed: string };
    request_callback: {
      'no-number': string;
      'bad-number': string;
      costly: string;
      abroad: string;
      noted: With<'digits'>;
      notedFor: With<'digits', 'when'>;
      standing: With<'digits'>;
      enough: With<'digits'>;
      failed: string;
    };
    /** `failed` is said as well where nothing was kept. */
    do_not_call: { listed: string; withheld: string; failed: string };
  };
  time: {
    today: With<'at'>;
    tomorrow: With<'at'>;
    onDay: With<'day', 'at'>;
    /** Sunday first. */
    days: readonly [string, string, string, string, string, string, string];
    /** A time of day with what stands before it: "at 9:00". In minutes since midnight, 1440 at its end. */
    at(minutes: number): string;
  };
};

/** Returns the sentence with its names replaced. What is filled in is never read for names again. */
export function filled<Sentence extends string>(
  sentence: Sentence,
  values: Readonly<Record<NamesIn<Sentence>, string>>,
): string {
  const given: Readonly<Record<string, string>> = values;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(given, name) ? (given[name] ?? whole) : whole,
  );
}
