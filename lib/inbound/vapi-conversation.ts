import type { CallFacts } from '../base/call-facts.ts';
import type { MessageQueue } from '../base/queue.ts';
import { Unavailable } from '../base/trouble.ts';
import type { CallEvent, CallMessage, Known } from '../conversation/events.ts';
import { type Turn, turnsOf } from '../conversation/turns.ts';
import type { CallReport } from '../vapi/call-report.ts';
import { reportedOf } from '../vapi/reported.ts';
import type { ServerMessage } from '../vapi/server-message.ts';

/** Stores what Vapi reports about a conversation. Every method throws `Unavailable`, so that Vapi sends it again. */
export type ConversationPorts = {
  events: MessageQueue<CallMessage>;
  /** Keeps in the table what the queue did not take, with what it owes. */
  keepEvent(callId: string, event: CallEvent): Promise<void>;
  /** Notes that the call has begun, for the board. */
  markLive(callId: string): Promise<void>;
  /** Notes that the call is over, with its last words. Later reports about the call are dropped. */
  markOver(callId: string, turns: readonly Turn[]): Promise<void>;
  /** Keeps the report, unless a richer one is kept already. */
  saveReport(callId: string, report: CallReport, timestamp: number): Promise<'saved' | 'poorer'>;
  /** Whether anything is wanted after a call: then its end goes through the queue as well. */
  afterCall: boolean;
  clock: () => number;
};

/** What is known of the call apart from its talk. */
const knownOf = ({
  callId: _id,
  attemptId: _attempt,
  timestamp: _at,
  messages: _talk,
  ...known
}: CallFacts): Known => known;

/** The message's own time, by which reports are compared wherever they are kept. */
const sentAt = ({ timestamp }: CallFacts, { clock }: ConversationPorts): number =>
  Math.max(0, timestamp ?? clock());

type TellingPorts = Pick<ConversationPorts, 'events' | 'clock'> &
  Partial<Pick<ConversationPorts, 'keepEvent'>>;

/** Either of queue and table is enough, where the table can be asked. */
const send = (
  { events, keepEvent, clock }: TellingPorts,
  call: CallFacts,
  told: Omit<CallEvent, 'at' | 'receivedAt' | 'known'>,
): Promise<void> => {
  const receivedAt = clock();
  const at = Math.max(0, call.timestamp ?? receivedAt);
  const event = { ...told, at, receivedAt, known: knownOf(call) };
  const { callId } = call;
  return events.send([{ message: { callId, event }, delaySeconds: 0 }]).catch((error: unknown) => {
    if (!(error instanceof Unavailable) || keepEvent === undefined) throw error;
    return keepEvent(callId, event);
  });
};

/**
 * Stores what a message tells about its conversation: one send for an event, one write for the end of a call and
 * one for its report; those two go through the queue as well where something is wanted after a call.
 */
export const tellConversation = async (message: ServerMessage, ports: ConversationPorts): Promise<void> => {
  switch (message.kind) {
    case 'conversation':
      if (message.told !== undefined) await send(ports, message.call, message.told);
      return;
    case 'status-update': {
      const { call, told } = message;
      // Nobody waits for what the board shows, and the message is not refused for it.
      if (message.status === 'in-progress') await ports.markLive(call.callId).catch(() => undefined);
      if (told === undefined) return;
      const turns = turnsOf(told.heard, undefined, call.timestamp ?? ports.clock());
      const sent = ports.afterCall ? send(ports, call, told) : undefined;
      await Promise.all([ports.markOver(call.callId, turns), sent]);
      return;
    }
    case 'end-of-call-report': {
      const { clear, worthKeeping, report } = message;
      // An early, empty report proves nothing and holds nothing (Vapi: server events).
      if (!worthKeeping) return;
      const call = { ...message.call, timestamp: sentAt(message.call, ports) };
      await ports.saveReport(call.callId, report, call.timestamp);
      const proof = clear ? {} : ({ proves: 'nothing' } as const);
      const what = { is: 'reported', report: reportedOf(report), ...proof } as const;
      if (ports.afterCall) await send(ports, call, { what, heard: [], tools: [] });
      return;
    }
    default:
      return;
  }
};

/** One message can hold any number of tool calls, with ids of any length. */
const FAILED_TOOLS = 8;

const ID_LENGTH = 200;

/** Reports tools of ours that gave no result: after two in a row a rule asks for a human (C3). Never throws. */
export const tellFailedTools = async (
  call: CallFacts,
  ids: readonly string[],
  ports: TellingPorts,
): Promise<void> => {
  const at = Math.max(0, call.timestamp ?? ports.clock());
  const tools = ids.slice(0, FAILED_TOOLS).map((id) => ({ id: id.slice(0, ID_LENGTH), at, failed: true }));
  if (tools.length === 0) return;
  // A caller waits for the answer of the tool: a queue that is down does not hold it up.
  await send(ports, call, { what: { is: 'tool-failed' }, heard: [], tools }).catch(() => undefined);
};
