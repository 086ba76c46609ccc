import { addMessage, type CallState, type EndIsTold } from './call.ts';
import {
  type AssistantSpeech,
  assistantSays,
  callerInterrupts,
  callerSays,
  type Speech,
} from './conversation.ts';
import { type HandoffDone, type HandoffOptions, handOff } from './handoffs.ts';
import { endCall, type Line, send, tellEmptyReport } from './line.ts';
import { finishSpeaking, say } from './speech.ts';
import { askForHuman, requestTransferDestination, type ToolCallOptions } from './tools.ts';
import type { Answer } from './webhooks.ts';

/** A call, as everybody on it and the platform see it; its fields are live. */
export type SimulatedCall = Readonly<CallState> & {
  /** The assistant calls the tool; the answer is the product's. */
  askForHuman(args?: Record<string, unknown>, options?: ToolCallOptions): Promise<Answer>;
  /** The assistant transfers without a destination, and acts on the product's answer. */
  requestTransferDestination(): Promise<Answer>;
  /**
   * The assistant that talks calls one of its handoff tools: the caller is with another one at once, or once the server
   * of a dynamic destination has said where to. Throws when the assistant has no such tool.
   */
  handsOff(tool: string, args?: Record<string, unknown>, options?: HandoffOptions): Promise<HandoffDone>;
  /** The caller says something, after the assistant; resolves once the product has answered all of it. */
  callerSays(text: string, options?: Speech): Promise<void>;
  assistantSays(text: string, options?: AssistantSpeech): Promise<void>;
  /** The caller begins while the assistant is `speaking`, whose sentence is cut. */
  callerInterrupts(text: string, options?: Speech): Promise<void>;
  /** Any server message of this call, with these fields of its own, whoever is subscribed to it. */
  send(type: string, extra?: Record<string, unknown>): Promise<Answer>;
  addMessage(role: 'bot' | 'user', text: string): void;
  /** The assistant begins a sentence of its own, and stays in it until it is cut or finished. */
  speak(sentence: string): void;
  finishSpeaking(): void;
  /** The caller hangs up; resolves once the webhooks about it are answered. */
  hangUp(reason?: string): Promise<void>;
  /**
   * The call breaks at the platform, for this reason: its stream closes, so that Twilio goes on with what stands behind
   * `<Connect>`. What is told of the end comes late, twice or never where `told` says so. Resolves once what comes at
   * once is answered.
   */
  breaks(endedReason: string, told?: EndIsTold): Promise<void>;
  /** The same of an end that comes in another way. */
  endIsToldBy(told: EndIsTold): void;
  /** An empty report while the call goes on. */
  earlyEmptyReport(): Promise<Answer>;
  /**
   * Caller and agent have talked and hang up. Throws when no agent has answered. Vapi has two words for how such
   * a transfer ended, and does not tell which mode gets which.
   */
  endConversation(status?: 'connected' | 'completed'): Promise<void>;
};

/** The state itself, with what can be done to the call. */
export function simulatedCall(
  line: Line,
  hangUp: (line: Line, reason?: string) => Promise<void>,
): SimulatedCall {
  const { call } = line;
  return Object.assign(call, {
    askForHuman: (args?: Record<string, unknown>, options?: ToolCallOptions) =>
      askForHuman(line, args, options),
    handsOff: (tool: string, args: Record<string, unknown> = {}, options?: HandoffOptions) =>
      handOff(line, tool, args, options),
    requestTransferDestination: () => requestTransferDestination(line),
    send: (type: string, extra?: Record<string, unknown>) => send(line, type, extra),
    addMessage: (role: 'bot' | 'user', message: string) => addMessage(call, role, message),
    callerSays: (text: string, options?: Speech) => callerSays(line, text, options),
    assistantSays: (text: string, options?: AssistantSpeech) => assistantSays(line, text, options),
    callerInterrupts: (text: string, options?: Speech) => callerInterrupts(line, text, options),
    speak: (sentence: string) => say(line, sentence, { interrupt: true }),
    finishSpeaking: () => finishSpeaking(line),
    hangUp: (reason?: string) => hangUp(line, reason),
    async breaks(endedReason: string, told: EndIsTold = call.endIsTold) {
      if (call.status === 'ended') throw new Error('the call has ended already');
      call.endIsTold = told;
      await endCall(line, endedReason);
    },
    endIsToldBy(told: EndIsTold) {
      call.endIsTold = told;
    },
    earlyEmptyReport: () => tellEmptyReport(line),
    async endConversation(status: 'connected' | 'completed' = 'connected') {
      const transfer = call.transfers.find(({ outcome }) => outcome === 'connected');
      if (transfer === undefined) throw new Error('no agent has answered this call');
      transfer.outcome = status;
      await hangUp(line, 'assistant-forwarded-call');
    },
  });
}
