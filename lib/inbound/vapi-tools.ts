import type { CallFacts, ToolCall } from '../base/call-facts.ts';
import { requestIdOf } from '../base/ids.ts';
import { answerCallback, CALLBACK_TOOLS } from '../followup/callback-tool.ts';
import { BEING_JOINED, closedSentence, requestHandoff, type ToolOptions } from '../handoff/ask/request.ts';
import { decideNow } from '../handoff/loop/decide-now.ts';
import { SENTENCES } from '../speech/english.ts';
import { checkControlUrl } from '../vapi/control-url.ts';
import type { InboundPorts } from './metrics.ts';

const CANCEL_TOOLS: readonly string[] = ['cancel_handoff', 'cancelHandoff'];

const TAKEN_BACK = 'All right, I have told my colleagues that they are not needed any more.';

const NOBODY_FETCHED = 'No colleague is being fetched any more, so let us go on together.';

export type ToolResult = { name: string; toolCallId?: string } & ({ result: string } | { error: string });

type Answered = { result: string } | { error: string };

/** Every tool call gets its result, whatever it is (Vapi: one result for each id). */
export const answerToolCalls = async (
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ToolOptions,
  ports: InboundPorts,
): Promise<ToolResult[]> => {
  const results: ToolResult[] = [];
  let asked = false;
  for (const toolCall of toolCalls) {
    const { id, name } = toolCall;
    const answered = await answerTool(call, toolCall, asked, options, ports);
    asked ||= 'result' in answered && options.escalationTools.includes(name);
    if ('error' in answered) {
      ports.log.warn('tool call refused', { callId: call.callId, reason: answered.error });
    }
    ports.count('error' in answered ? 'tool_call_refused' : 'tool_call_taken');
    results.push({ name, ...(id === undefined ? {} : { toolCallId: id }), ...answered });
  }
  return results;
};

const answerTool = (
  call: CallFacts,
  toolCall: ToolCall,
  asked: boolean,
  options: ToolOptions,
  ports: InboundPorts,
): Promise<Answered> => {
  if (options.escalationTools.includes(toolCall.name)) {
    return escalate(call, toolCall, asked, options, ports);
  }
  if (CANCEL_TOOLS.includes(toolCall.name)) return takeBack(call, ports);
  if (CALLBACK_TOOLS.includes(toolCall.name)) return answerCallback(call, toolCall, ports);
  return Promise.resolve({ error: 'There is no tool of this name.' });
};

/** The first good request for a human in a message starts the handoff (H3); the others ask for the same. */
const escalate = async (
  call: CallFacts,
  { id, name, arguments: given }: ToolCall,
  asked: boolean,
  options: ToolOptions,
  ports: InboundPorts,
): Promise<Answered> => {
  if (given.is === 'invalid') return { error: given.problem };
  const problem = controlProblem(call, options);
  if (problem !== undefined) return { error: problem };
  const closed = closedSentence(options, ports);
  if (closed !== undefined) return { result: closed };
  if (!asked) {
    const requestId = id ?? requestIdOf(call.callId, name, call.timestamp);
    await requestHandoff(call, requestId, 'tool-call', given.value, options, ports);
  }
  return { result: SENTENCES.connecting };
};

/** A request that is still on its way through the queue is there by then. */
const ON_ITS_WAY_SECONDS = 2;

/**
 * The caller or the assistant has changed their mind (H16): whatever still waits is undone. An agent who has
 * accepted is not sent away any more. Throws `Unavailable` when neither table nor queue can be reached.
 */
const takeBack = async (call: CallFacts, ports: InboundPorts): Promise<Answered> => {
  const { callId, timestamp } = call;
  const event = {
    type: 'taken-back',
    by: 'assistant',
    ...(timestamp === undefined ? {} : { askedAt: timestamp }),
  } as const;
  const handoff = await decideNow(callId, event, ports);
  const progress = handoff?.progress;
  ports.log.info('taken back', { callId, reason: progress?.state ?? 'no handoff' });
  if (progress === undefined) {
    await ports.queue.send([{ message: { callId, event }, delaySeconds: ON_ITS_WAY_SECONDS }]);
    return { result: NOBODY_FETCHED };
  }
  if (progress.state !== 'ended') return { result: BEING_JOINED };
  return { result: progress.outcome === 'canceled' ? TAKEN_BACK : NOBODY_FETCHED };
};

const controlProblem = (call: CallFacts, { controlHosts }: ToolOptions): string | undefined => {
  if (call.controlUrl === undefined) return undefined;
  const checked = checkControlUrl(call.controlUrl, call.callId, controlHosts);
  return checked.is === 'allowed'
    ? undefined
    : `The control URL of the call is not allowed (${checked.reason}).`;
};
