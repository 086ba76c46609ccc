import type { Delivery, Fault, Script } from '../kit/faults.ts';
import type { Legs, StreamServer } from '../kit/media-streams.ts';
import type { Console } from './account/console.ts';
import type { AccountManners } from './account/manners.ts';
import type { Kind } from './account/rules.ts';
import type { Saved } from './account/shelf.ts';
import type { CallOptions } from './call.ts';
import type { Concurrency } from './concurrency.ts';
import type { TransferMode } from './destinations.ts';
import type { Generates } from './entering.ts';
import type { ControlManners, RequestSeen } from './http.ts';
import type { InboundCall } from './inbound.ts';
import type { AgentAnswer, Moment } from './line.ts';
import type { OutboundPhone } from './outbound.ts';
import type { PhoneNumber } from './phone-numbers.ts';
import type { Sign, WebhookAuth } from './signing.ts';
import type { SimulatedCall } from './simulated-call.ts';
import type { WebhookSent } from './webhooks.ts';

export type VapiSimulatorOptions = {
  apiKey: string;
  /** The key for browsers, which opens nothing here. */
  publicKey?: string;
  /** What webhooks are signed with, unless their server names a credential of the account. */
  secret: string;
  auth?: WebhookAuth;
  port?: number;
  /** Everybody answers at once, unless this says otherwise. */
  agentAnswers?: (number: string) => AgentAnswer;
  /** The same of whom Vapi dials, by `POST /call`; asked for each call anew. */
  outboundPhones?: (number: string) => OutboundPhone;
  /** What a model says for an assistant that begins in its own words. */
  generates?: Generates;
  /** How long a call opened by bypass waits for its leg; `idle` waits as long. */
  bypassPatienceMs?: number;
  /** How long the answer to a webhook is waited for: 20 s, as Vapi's default is. */
  webhookPatienceMs?: number;
};

export type VapiSimulator = {
  /** For VAPI_API_URL; control URLs are on the same host. */
  url: string;
  /** The full URL of the product's webhook. Until then no message reaches anybody. */
  connect(webhookUrl: string): void;
  /** Resolves once the `status-update` about it is answered. */
  startCall(options?: CallOptions): Promise<SimulatedCall>;
  /** Saves an assistant as `POST /assistant` takes it, under this id or a new one; throws at what that refuses. */
  saveAssistant(assistant: { id?: string; [setting: string]: unknown }): string;
  /** The same of a squad. Once anything is saved, an id that is not does not exist. */
  saveSquad(squad: { id?: string; [setting: string]: unknown }): string;
  /** The same of a handoff tool, which assistants name among their `toolIds`. */
  saveTool(tool: { id?: string; [setting: string]: unknown }): string;
  /** Sets a number that Vapi answers; gives its id. */
  saveNumber(number: PhoneNumber): string;
  /**
   * Somebody calls such a number, past any Twilio. Resolves once an assistant talks and the `status-update` about
   * it is answered, or once it is over.
   */
  callIn(call: InboundCall): Promise<SimulatedCall>;
  /** What the voice URL of an imported number is at Twilio. */
  inboundUrl: string;
  call(id: string): SimulatedCall | undefined;
  /** All of them, the ended ones too, in the order of their beginning. */
  calls(): SimulatedCall[];
  /** Where the legs of calls with `ownLeg` are made, and where callers of opened calls hang up. */
  connectLegs(legs: Legs, accountSid: string): void;
  /** Vapi's end of media streams, for whoever plays Twilio. */
  streams: StreamServer;
  /** A control `transfer` by one of these modes is refused like one that Vapi does not know; none clears. */
  refuseModes(...modes: TransferMode[]): void;
  /** How many calls at one time, and what one beyond them meets. */
  limitConcurrency(rule: Concurrency): void;
  /** Whoever opens a call with this assistant is told that it does not exist. */
  forgetAssistant(assistantId: string): void;
  /** What the account has of a kind, the newest first, with everything that is secret in it. */
  saved(kind: Kind): readonly Saved[];
  /** Somebody who works at the dashboard. */
  console: Console;
  /** What Vapi does at Twilio when a number is imported: it writes the voice URL, and that for messages if it has SMS. */
  onImport(listener: (number: string, smsEnabled: boolean) => void): void;
  /** What the account answers where accounts of Vapi differ. */
  accountAnswers(manners: Partial<AccountManners>): void;
  /** What control URLs answer where accounts of Vapi differ: `refused` and `not-found` until then. */
  controlAnswers(manners: Partial<ControlManners>): void;
  /**
   * By operation: `get-call`, `list-calls`, `create-call`, `create-bypass-call` (of those by bypass alone, before the
   * other), `inbound-call`, or the type of a control message. Of what the account saves: `create-`, `get-`, `update-`
   * or `delete-` and its kind, `list-assistants` and so on, `search-phone-numbers`; then `read` or `write`, which is
   * any of them.
   */
  faults: Script<Fault>;
  /** By message: a type, or type and status (`status-update:forwarding`). */
  deliveries: Script<Delivery>;
  requests: readonly RequestSeen[];
  webhooks: readonly WebhookSent[];
  on(listener: (moment: Moment) => void): void;
  sign: Sign;
  /** Resolves once nothing is on its way: no webhook, no ringing agent. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};
