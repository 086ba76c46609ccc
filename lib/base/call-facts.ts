/** What every message about a call tells, as far as a handoff needs it. */
export type CallFacts = {
  callId: string;
  /** Milliseconds since 1970. */
  timestamp?: number;
  controlUrl?: string;
  callSid?: string;
  accountSid?: string;
  caller?: string;
  called?: string;
  direction?: 'inbound' | 'outbound' | 'web';
  /** Which assistant has the call, on which of Vapi's numbers. */
  assistantId?: string;
  squadId?: string;
  vapiNumberId?: string;
  customerName?: string;
  customerId?: string;
  accountStatus?: string;
  messages: { role: 'assistant' | 'caller'; text: string }[];
};

/** One call of a tool by the assistant. `id` is missing only in shapes that carry none. */
export type ToolCall = {
  id?: string;
  name: string;
  arguments: { is: 'object'; value: Record<string, unknown> } | { is: 'invalid'; problem: string };
};
