import type { CallFacts, ToolCall } from '../base/call-facts.ts';
import type { Clock } from '../base/clock.ts';
import type { Delayed } from '../base/queue.ts';
import type { Log } from '../base/telemetry.ts';
import type { CallbackMessage, CallbackRequest } from '../handoff/record/callback-request.ts';
import { callbackRequestOf } from './callback.ts';

/** Names of the tool that asks for a callback. */
export const CALLBACK_TOOLS: readonly string[] = ['request_callback', 'requestCallback'];

export type CallbackToolPorts = {
  queue: { send(messages: Delayed<CallbackMessage>[]): Promise<void> };
  clock: Clock;
  log: Log;
  count: (metric: 'callback_requested', value?: number) => void;
};

const NO_NUMBER =
  'I do not have a number for the callback. Which number should my colleagues call, with its country code?';
const BAD_NUMBER =
  'That does not seem to be a whole phone number. Which number should my colleagues call, with its country code?';

/** Four digits, one by one: enough to hear a mistake, too few to tell a stranger the number. */
const noted = ({ number, when }: CallbackRequest): string => {
  const ending = [...number.slice(-4)].join(' ');
  const time = when === undefined ? '' : ` The time you asked for: ${when}.`;
  return `I have noted that my colleagues call back on the number ending in ${ending}.${time}`;
};

/**
 * Takes a callback request (H17): the queue has it before the assistant says so. Throws `Unavailable` when the
 * queue cannot be reached, so that Vapi asks again; the worker makes one task of it however often it is asked.
 */
export const answerCallback = async (
  call: CallFacts,
  { arguments: given }: ToolCall,
  { queue, clock, log, count }: CallbackToolPorts,
): Promise<{ result: string } | { error: string }> => {
  if (given.is === 'invalid') return { error: given.problem };
  const { callId } = call;
  const asked = await callbackRequestOf(given.value, call, clock());
  if (asked.is !== 'request') {
    log.info('callback', { callId, reason: asked.is });
    return { result: asked.is === 'no-number' ? NO_NUMBER : BAD_NUMBER };
  }
  await queue.send([{ message: { callId, callback: asked.request }, delaySeconds: 0 }]);
  log.info('callback', { callId, event: 'requested' });
  count('callback_requested');
  return { result: noted(asked.request) };
};
