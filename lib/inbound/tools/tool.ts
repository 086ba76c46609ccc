import type { CallFacts, ToolCall } from '../../base/call-facts.ts';
import { requestIdOf } from '../../base/ids.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { RoutingStore } from '../../desk/ports.ts';
import type { AdmitCallback, CallbackRules, KeepCallback } from '../../followup/callback.ts';
import type { EscalationOptions } from '../../handoff/ask/request.ts';
import type { CallbackMessage } from '../../handoff/record/callback-request.ts';
import type { DoNotCall } from '../../outbound/do-not-call.ts';
import type { LanguageCode } from '../../speech/index.ts';
import type { InboundPorts } from '../metrics.ts';

export type ToolOptions = EscalationOptions & {
  /** Names of the tools that ask for a human. */
  escalationTools: readonly string[];
  controlHosts: readonly string[];
  callbacks: CallbackRules;
  /** Where the tools that ask a team's systems are answered. */
  toolsUrl: string;
};

/** What the tools stand on. */
export type ToolPorts = InboundPorts & {
  followups: MessageQueue<CallbackMessage>;
  keepCallback: KeepCallback;
  admitCallback: AdmitCallback;
  routing: RoutingStore;
  doNotCall: Pick<DoNotCall, 'list'>;
  /** The language in which the caller was last heard, as the conversation's record has it. */
  lastHeard(callId: string): Promise<LanguageCode | undefined>;
};

export type Asked = {
  call: CallFacts;
  toolCall: ToolCall;
  /** The same message has asked this tool before, and got a result. */
  again: boolean;
  /** Names of the tools that were called before in this talk, as far as the message tells. */
  before?: readonly string[];
};

/** What the assistant reads: the result, or what was wrong with the tool call. */
export type Answered = { result: string } | { error: string };

/** A tool of the assistant that our server answers. Throws `Unavailable` where Vapi should ask once more. */
export type Tool = {
  /** Names under which models ask for it. */
  names(options: ToolOptions): readonly string[];
  answer(asked: Asked, ports: ToolPorts, options: ToolOptions): Promise<Answered>;
};

/** Returns a name in snake_case as it is, and in camelCase: models write both. */
export function bothSpellings(name: string): readonly string[] {
  return [name, name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
}

/** What stands for the id of what has none; without a time, which repeats with a message, there is nothing. */
export function momentOf(
  { callId, timestamp }: Pick<CallFacts, 'callId' | 'timestamp'>,
  name: string,
): string | undefined {
  return timestamp === undefined ? undefined : requestIdOf(callId, name, timestamp);
}
