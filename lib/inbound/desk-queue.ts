import { handoffIdOf } from '../base/ids.ts';
import type { MessageQueue } from '../base/queue.ts';
import { isStorageTrouble, Unavailable } from '../base/trouble.ts';
import { taskAttributes } from '../handoff/briefing/task-attributes.ts';
import { TASK_GRACE_SECONDS } from '../handoff/effects/own-leg.ts';
import { keep } from '../handoff/loop/take-in.ts';
import type { VoiceLinks } from '../handoff/ports/voice-links.ts';
import type { AdmitCaller, CallbackMessage } from '../handoff/record/callback-request.ts';
import type { HandoffRequest } from '../handoff/record/handoff.ts';
import { alreadyQueued } from '../handoff/strategies/choose.ts';
import { type LanguageCode, speechOf } from '../speech/index.ts';
import { callerIsQueued, goodbye } from '../twilio/twiml.ts';
import type { ArrivingCall } from '../twilio/voice-callbacks.ts';
import type { InboundPorts } from './metrics.ts';

export type QueueOptions = {
  windowSeconds: number;
  workflowSid: string;
  /** Our own account at Twilio. */
  accountSid: string;
  language: LanguageCode;
};

export type QueuePorts = InboundPorts & {
  links: VoiceLinks;
  /** The address of the agent's page, where links can be signed. */
  agentPage?: (handoff: { callId: string; handoffId: string; now: number }) => string;
  followups: MessageQueue<CallbackMessage>;
  admitCallback: AdmitCaller;
};

/** The only request of a leg's own: however often it is made, it makes one handoff. */
const REQUEST_ID = 'front-desk';

/**
 * Puts a caller whom no assistant can take into TaskRouter's queue: the answer to their leg does it. The handoff is
 * known by the leg (`CALL#<CallSid>`), and is kept before the leg is told, so that an offer finds it. Throws
 * `Unavailable` while the table is away. Gives the TwiML.
 */
export async function queueCaller(
  { callSid, accountSid, caller, called }: ArrivingCall,
  { windowSeconds, workflowSid, accountSid: own, language }: QueueOptions,
  ports: QueuePorts,
): Promise<string> {
  const { clock, queue, links, agentPage, log, count } = ports;
  const callId = callSid;
  const now = clock();
  const handoffId = handoffIdOf(callId, REQUEST_ID);
  const strategy = alreadyQueued('no assistant could take the caller');
  const request: HandoffRequest = {
    requestId: REQUEST_ID,
    requestedBy: 'front-desk',
    requestedAt: now,
    windowSeconds,
    callSid,
    accountSid: accountSid ?? own,
    ...(caller === undefined ? {} : { caller }),
    ...(called === undefined ? {} : { called }),
    direction: 'inbound',
    strategy,
    speech: language,
    context: { messages: [] },
  };
  const asked = { handoffId, request };
  const message = { callId, handoffId, event: { type: 'escalation-requested', ...asked } } as const;
  await keep(message, ports, new Unavailable('queue', 'not asked'));
  const window = { callId, handoffId, event: { type: 'window-expired', ...asked } } as const;
  // The end of the window stands in the record as well, where the sweeper finds it.
  await queue.send([{ message: window, delaySeconds: windowSeconds }]).catch(() => undefined);
  log.info('escalation', { callId, handoffId, event: 'front-desk', reason: strategy.reason });
  count('escalation_requested');
  count(`strategy_${strategy.is}`);
  const ref = { callId, handoffId, language };
  const described = { callId, handoffId, taskNo: 1, request, strategy };
  return callerIsQueued({
    workflowSid,
    attributes: taskAttributes(described, agentPage?.({ callId, handoffId, now })),
    timeoutSeconds: windowSeconds + TASK_GRACE_SECONDS,
    nextUrl: links.caller(ref),
    waitUrl: links.wait(ref),
  });
}

/**
 * Tells a caller that there are too many calls, and notes a callback for one whose number may be called. Without the table
 * nobody knows how many it has had: then the promise counts. Gives the TwiML.
 */
export async function sayManyCalls(
  { callSid: callId, caller: number }: ArrivingCall,
  language: LanguageCode,
  { followups, admitCallback, clock, log }: Pick<QueuePorts, 'followups' | 'admitCallback' | 'clock' | 'log'>,
): Promise<string> {
  const { callback, no_number } = speechOf(language).desk.manyCalls;
  if (number === undefined) return goodbye(no_number, language);
  const request = { number, caller: number, requestedAt: clock(), requestedBy: 'handoff' } as const;
  try {
    const admitted = await admitCallback(callId, number).catch((error: unknown) => {
      if (!isStorageTrouble(error)) throw error;
      return undefined;
    });
    if (admitted !== undefined && admitted !== 'admitted') {
      log.info('callback', { callId, reason: admitted });
      return goodbye(no_number, language);
    }
    const message = { callId, callback: request, ...(admitted === undefined && { unkept: true as const }) };
    await followups.send([{ message, delaySeconds: 0 }]);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    log.error('callback not noted', { callId });
    return goodbye(no_number, language);
  }
  return goodbye(callback, language);
}
