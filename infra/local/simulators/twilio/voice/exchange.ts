import type { Callbacks } from '../callbacks.ts';
import type { MomentKind } from '../moments.ts';
import type { Task } from '../taskrouter/model.ts';
import { callForm, type Form } from './forms.ts';
import type { Heard, Leg, Method, Operation } from './leg.ts';
import type { Where } from './schema.ts';
import { pause } from './waiting.ts';

/** What every part of the voice side needs. */
export type Exchange = {
  readonly accountSid: string;
  readonly callbacks: Callbacks;
  /** How long a second of TwiML takes. */
  readonly secondMs: number;
  tell(what: MomentKind, leg: Leg, detail?: string, task?: Task): void;
};

/** What runs on a leg, and where it was asked for. */
export type Frame = {
  readonly leg: Leg;
  readonly signal: AbortSignal;
  readonly where: Where;
  /** `idle` waits for what is counted; what loops for ever is not. */
  readonly counted: boolean;
  /** What Twilio tells besides the parameters of the call. */
  readonly extra: () => Form;
};

/** Where the next document comes from. */
export type Source = { url: string; method: Method; params?: Form; as?: Operation } | { twiml: string };

/** What comes after a verb. */
export type Step = 'next' | 'hang-up' | 'leave' | { go: Source };
/** How a document ended, or the last one that it led to. */
export type End = 'done' | 'hang-up' | 'leave' | 'failed';

/** Runs a document on a leg, and all that it leads to. Rejects when the leg is taken away from it. */
export type Run = (frame: Frame, source: Source) => Promise<End>;

export const warn = (exchange: Exchange, leg: Leg, why: string): void => exchange.tell('warning', leg, why);

type Sound = Heard extends infer One ? (One extends Heard ? Omit<One, 'at'> : never) : never;

/** Somebody on the leg hears this, from now on. */
export const hear = (leg: Leg, sound: Sound): void => {
  leg.hearing.push({ at: Date.now(), ...sound });
};

/** Lets TwiML's own time pass. */
export const lastFor = ({ callbacks, secondMs }: Exchange, frame: Frame, seconds: number): Promise<void> => {
  const passing = pause(seconds * secondMs, frame.signal);
  return frame.counted ? callbacks.keep(passing) : passing;
};

/** Whole seconds of TwiML's time since then. */
export const secondsSince = ({ secondMs }: Exchange, at: number): number =>
  Math.floor((Date.now() - at) / secondMs);

/** The action of a verb, its address resolved against that of its document; nothing where none is given. */
export const actionOf = (
  action: string | undefined,
  method: Method,
  base: Source,
  params: Form,
): Extract<Source, { url: string }> | undefined => {
  if (action === undefined) return undefined;
  return { url: resolved(action, base), method, params };
};

export const resolved = (url: string, base: Source): string => {
  const from = 'url' in base ? base.url : undefined;
  return URL.canParse(url, from) ? new URL(url, from).href : url;
};

/** Asks the action of a verb whose leg is gone: nothing of the answer can run. */
export const askInVain = (exchange: Exchange, leg: Leg, action: Extract<Source, { url: string }>): void => {
  if (!URL.canParse(action.url)) return;
  const form = { ...callForm(exchange.accountSid, leg), ...action.params };
  void exchange.callbacks.ask(action, form, true);
};
