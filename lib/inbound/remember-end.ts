import { beginningOf } from '../base/bounded-data.ts';
import { type CallFacts, telephoneOf } from '../base/call-facts.ts';
import { type DeskSetup, specialistOf } from '../desk/assistants.ts';
import { lastWordsOf } from '../desk/memory.ts';
import type { CallerMemory, RoutingStore } from '../desk/ports.ts';
import { redacted } from '../language/secrets/redaction.ts';
import { wasCutOff } from '../vapi/ended-reason.ts';

/** The end of a call, as one of the messages about it tells it. */
export type CallEnd = {
  call: CallFacts;
  endedReason: string;
  /** Milliseconds since 1970. */
  endedAt: number;
  lastAssistantId?: string | undefined;
  summary?: string | undefined;
};

export type RememberingPorts = { memory: CallerMemory; routing: Pick<RoutingStore, 'load'> };

/** A summary is for the ears of a model: of a long one the beginning says what it was about. */
const SUMMARY_LENGTH = 1_000;

/**
 * Remembers a caller whose call was cut off, so that the next one goes on there; a call that ended otherwise leaves
 * nothing to pick up. Throws `Unavailable`.
 */
export async function rememberEnd(
  { call, endedReason, endedAt, lastAssistantId, summary }: CallEnd,
  setup: DeskSetup,
  { memory, routing }: RememberingPorts,
): Promise<void> {
  const { callId, direction, messages, customerName: name, sources } = call;
  const caller = telephoneOf(call);
  if (caller === undefined || direction !== 'inbound') return;
  if (!wasCutOff(endedReason)) return memory.forget(caller, { callId, endedAt });
  const { routing: way } = await routing.load(callId);
  const words = lastWordsOf(messages, redacted);
  const specialist =
    way.specialist ?? specialistOf(lastAssistantId, setup) ?? specialistOf(call.assistantId, setup);
  await memory.keep(caller, {
    callId,
    endedAt,
    ...(specialist !== undefined && { specialist }),
    ...(way.intent !== undefined && { intent: way.intent }),
    ...(summary !== undefined && { summary: beginningOf(summary, SUMMARY_LENGTH, redacted).text }),
    ...(words !== undefined && { words }),
    ...(name !== undefined && { name }),
    ...(name !== undefined && sources?.customerName !== undefined && { nameSource: sources.customerName }),
  });
}
