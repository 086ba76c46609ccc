import type { Trouble } from '../../base/trouble.ts';
import type { Agent, TransferMode } from '../record/handoff.ts';

export type SpokenTo = { callId: string; controlUrl: string };

/** The live call at Vapi. No method throws for what the platform answers. */
export interface Calls {
  look(callId: string): Promise<{ is: 'call-seen'; call: CallSeen } | Trouble>;
  /** Says `content` in place of what the assistant is saying just now; without `interrupt`, after it. */
  say(to: SpokenTo, content: string, how?: { interrupt: boolean }): Promise<{ is: 'told' } | Trouble>;
  /** Tells the assistant what happened, without a word to the caller. */
  inform(to: SpokenTo, content: string): Promise<{ is: 'told' } | Trouble>;
  /**
   * Asks Vapi to move the caller to the agent. A good answer proves only that it was asked. `plan-refused`: Vapi
   * does not take the plan of this mode.
   */
  transfer(
    to: SpokenTo,
    order: TransferOrder,
  ): Promise<
    | { is: 'transfer-asked' }
    | { is: 'unreachable'; reason: string }
    | { is: 'plan-refused'; reason: string }
    | Trouble
  >;
  /** A fresh call of an assistant for a leg that exists already (Vapi: provider bypass). Without a leg it ends by itself. */
  open(order: OpenOrder): Promise<{ is: 'assistant-opened'; callId: string; twiml: string } | Trouble>;
}

export type TransferOrder = {
  /** E.164 */
  number: string;
  mode: TransferMode;
  /** Who is calling and why, for the agent alone. */
  briefing: string;
  /** In which the caller is spoken to; English where there is none. */
  language?: string;
};

export type OpenOrder = {
  assistant: { assistantId: string } | { squadId: string };
  phoneNumberId: string;
  /** The caller, E.164. */
  customer?: string;
  firstMessage: string;
  /** What the assistant and our webhook know about it. */
  variableValues: Record<string, string>;
  metadata: Record<string, string>;
};

/** The call as Vapi's API shows it. `said`: what the assistant said, `heard`: the caller, where the API tells. */
export type CallSeen =
  | {
      is: 'live';
      status: string;
      forwarding: boolean;
      /** A number, or the kind of what is none. */
      destination?: string;
      controlUrl?: string;
      said?: string[];
    }
  | {
      is: 'over';
      endedReason: string;
      heard?: string[];
      /** Who had it: of a squad whoever spoke last. */
      assistantId?: string;
    }
  | { is: 'missing' };

/** A call that goes anywhere else is another transfer. */
export const isForwardedTo = (call: Extract<CallSeen, { is: 'live' }>, agent: Agent): boolean =>
  call.forwarding && (call.destination === undefined || call.destination === agent.number);
