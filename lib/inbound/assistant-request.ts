import { type CallFacts, telephoneOf } from '../base/call-facts.ts';
import { within } from '../base/within.ts';
import { answeredBy, chooseAssistant, type DeskSetup } from '../desk/assistants.ts';
import { type CutOff, resumedFrom } from '../desk/memory.ts';
import type { CallerMemory } from '../desk/ports.ts';
import type { TransferMode } from '../handoff/record/handoff.ts';
import { type LanguageCode, speechOf } from '../speech/index.ts';
import { SOURCE_NAMES } from '../vapi/own-call.ts';
import { numberDestination } from '../vapi/transfer-plan.ts';
import type { InboundPorts } from './metrics.ts';
import { type CallPlaces, takePlace } from './place-of-call.ts';

export type DeskOptions = {
  setup: DeskSetup;
  resumeMinutes: number;
  transferMode: TransferMode;
  fallbackNumber?: string | undefined;
  language: LanguageCode;
};

export type DeskPorts = Pick<InboundPorts, 'clock' | 'log' | 'count'> & {
  memory: CallerMemory;
  /** None where the team has set no limit. */
  places?: CallPlaces | undefined;
};

/** Vapi waits 7.5 s and asks once, and a caller hears it ring: what the table does not tell soon is done without. */
const PATIENCE_MS = 700;

/**
 * Answers who takes a call (F2): from settings and one read. A caller whose call was cut off a short while ago gets
 * whom they were with, who knows what was said. Without a call it is a chat: the same assistant, and nothing resumed.
 */
export async function answerAssistantRequest(
  call: CallFacts | undefined,
  { setup, resumeMinutes, transferMode, fallbackNumber, language }: DeskOptions,
  { memory, places, clock, log, count }: DeskPorts,
): Promise<object> {
  const { callId = '' } = call ?? {};
  const caller = call && telephoneOf(call);
  const { desk } = speechOf(language);
  const [place, last] = await Promise.all([
    call === undefined || places === undefined
      ? undefined
      : within(PATIENCE_MS, takePlace(call, 'inbound', places), undefined),
    caller === undefined || resumeMinutes === 0
      ? undefined
      : within(PATIENCE_MS, memory.load(caller), undefined),
  ]);
  if (place === 'full') {
    log.warn('no place', { callId });
    count('assistant_request_full');
    count('arrival_busy');
    return fallbackNumber === undefined
      ? { error: desk.manyCalls.no_number }
      : { destination: numberDestination(fallbackNumber, transferMode, undefined, language) };
  }
  const resumed = resumedFrom(last, clock(), resumeMinutes);
  const chosen = chooseAssistant(setup, resumed && last?.specialist);
  if (chosen.is === 'none') {
    log.warn('no assistant', { callId });
    count('assistant_request_nobody');
    count('arrival_busy');
    return { error: desk.nobody };
  }
  count(resumed === undefined ? 'assistant_request_answered' : 'assistant_request_resumed');
  count('arrival_assistant');
  log.info('assistant answers', { callId, event: resumed === undefined ? chosen.is : 'resumed' });
  return answeredBy(chosen, { variableValues: { ...resumed }, metadata: notesOf(resumed && last) });
}

/** Our notes on a call that goes on: whose word its variables are. */
export function notesOf(last: CutOff | undefined): Record<string, string> {
  if (last === undefined) return {};
  return {
    handoffPreviousCallId: last.callId,
    ...(last.nameSource !== undefined && { [SOURCE_NAMES.customerName]: last.nameSource }),
  };
}
