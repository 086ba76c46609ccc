import { checkControlUrl } from '../vapi/control-url.ts';
import type { CallFacts, ToolCall } from '../vapi/server-message.ts';
import { answerCallback, CALLBACK_TOOLS } from './callback-tool.ts';
import { defined } from './defined.ts';
import { contextOf } from './escalation.ts';
import type { HandoffRequest } from './handoff.ts';
import { type OpeningHours, openingAt } from './opening-hours.ts';
import type { Count } from './ports.ts';
import type { ReceivePorts } from './receive.ts';
import { handoffIdOf, requestIdOf } from './request.ts';
import { SENTENCES } from './sentences.ts';
import { settle } from './settle.ts';
import { type Bridging, chooseStrategy } from './strategy.ts';

export type ToolOptions = {
  /** Names of the tools that ask for a human. */
  escalationTools: readonly string[];
  windowSeconds: number;
  controlHosts: readonly string[];
  /** Always, where there are none. */
  openingHours?: OpeningHours;
  bridging: Bridging;
};

const CANCEL_TOOLS: readonly string[] = ['cancel_handoff', 'cancelHandoff'];

const TAKEN_BACK = 'All right, I have told my colleagues that they are not needed any more.';
/** For a caller whom an agent has taken. */
export const BEING_JOINED =
  'A colleague has just taken the call and is being connected. Please stay on the line.';
const NOBODY_FETCHED = 'No colleague is being fetched any more, so let us go on together.';

export type ToolResult = { name: string; toolCallId?: string } & ({ result: string } | { error: string });
type Answered = { result: string } | { error: string };

/** Every tool call gets its result, whatever it is (Vapi: one result for each id). */
export const answerToolCalls = async (
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ToolOptions,
  ports: ReceivePorts,
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
  ports: ReceivePorts,
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
  ports: ReceivePorts,
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

/** What the caller hears outside the opening hours, instead of waiting for nobody (H17). */
export const closedSentence = (
  { openingHours }: Pick<ToolOptions, 'openingHours'>,
  { clock, count }: { clock: () => number; count: Count },
): string | undefined => {
  const opening: ReturnType<typeof openingAt> =
    openingHours === undefined ? { is: 'open' } : openingAt(openingHours, clock());
  count(opening.is === 'open' ? 'team_open' : 'team_closed');
  if (opening.is === 'open') return undefined;
  const again = opening.next === undefined ? '' : ` They are back ${opening.next}.`;
  return `I am sorry, none of my colleagues are here right now.${again} I can go on helping you myself, or note a callback for you.`;
};

/** A request that is still on its way through the queue is there by then. */
const ON_ITS_WAY_SECONDS = 2;

/**
 * The caller or the assistant has changed their mind (H16): whatever still waits is undone. An agent who has
 * accepted is not sent away any more. Throws `Unavailable` when neither table nor queue can be reached.
 */
const takeBack = async (call: CallFacts, ports: ReceivePorts): Promise<Answered> => {
  const { callId, timestamp } = call;
  const event = {
    type: 'taken-back',
    by: 'assistant',
    ...(timestamp === undefined ? {} : { askedAt: timestamp }),
  } as const;
  const handoff = await settle(callId, event, ports);
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

/** The request and its window go out in one batch, before anybody is told "connecting you". */
export const requestHandoff = async (
  call: CallFacts,
  requestId: string,
  requestedBy: HandoffRequest['requestedBy'],
  values: Record<string, unknown>,
  { windowSeconds, bridging }: Pick<ToolOptions, 'windowSeconds' | 'bridging'>,
  { queue, clock, log, count }: ReceivePorts,
): Promise<void> => {
  const { callId, controlUrl, callSid, accountSid, caller, called, direction } = call;
  const { assistantId, squadId, vapiNumberId } = call;
  const handoffId = handoffIdOf(callId, requestId);
  const strategy = chooseStrategy(call, bridging);
  const leg = { controlUrl, callSid, accountSid, caller, called, direction };
  const known = { ...leg, assistantId, squadId, vapiNumberId };
  const handoffRequest: HandoffRequest = {
    ...defined(known),
    requestId,
    requestedBy,
    requestedAt: clock(),
    windowSeconds,
    strategy,
    context: contextOf(values, call),
  };
  const event = { type: 'escalation-requested', handoffId, request: handoffRequest } as const;
  await queue.send([
    { message: { callId, handoffId, event }, delaySeconds: 0 },
    {
      message: { callId, handoffId, event: { type: 'window-expired', handoffId } },
      delaySeconds: windowSeconds,
    },
  ]);
  log.info('escalation', { callId, handoffId, requestId, event: requestedBy, reason: strategy.reason });
  count('escalation_requested');
  count(`strategy_${strategy.is}`);
};
