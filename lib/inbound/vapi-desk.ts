import { within } from '../base/within.ts';
import type { ServerMessage } from '../vapi/server-message.ts';
import type { DeskOptions, DeskPorts } from './assistant-request.ts';
import { countCall, freePlace } from './place-of-call.ts';
import { type CallEnd, type RememberingPorts, rememberEnd } from './remember-end.ts';

/** Returns the end of a call that a message proves; undefined for any other message. */
function endOf(message: ServerMessage, now: number): CallEnd | undefined {
  switch (message.kind) {
    case 'status-update': {
      const { call, status, endedReason = 'ended', lastAssistantId } = message;
      if (status !== 'ended') return undefined;
      return { call, endedReason, endedAt: call.timestamp ?? now, lastAssistantId };
    }
    case 'end-of-call-report': {
      const { call, clear, endedReason, lastAssistantId, report } = message;
      if (!clear) return undefined;
      const endedAt = report.endedAt ?? call.timestamp ?? now;
      return { call, endedReason, endedAt, lastAssistantId, summary: report.summary };
    }
    default:
      return undefined;
  }
}

export type TellingDeskPorts = Pick<DeskPorts, 'places' | 'clock'> &
  RememberingPorts & {
    /** Whether the end of a call was told. Where this message tells it, that is kept before the desk hears of it. */
    isOver(callId: string): Promise<boolean>;
  };

/** The webhook has all of Vapi's patience, and a table that is away gives the place back by itself later. */
const PATIENCE_MS = 1_000;

/** A scheduled call takes none yet, and one that is forwarded had it before. */
const TAKES_A_PLACE: readonly string[] = ['queued', 'ringing', 'in-progress'];

/**
 * Stores what a message means for the front desk: the end of a call gives its place back and is remembered, if it was
 * cut off; a place is taken by the first that is heard of a call which nobody announced. Throws `Unavailable`.
 */
export async function tellDesk(
  message: ServerMessage,
  { setup, resumeMinutes }: Pick<DeskOptions, 'setup' | 'resumeMinutes'>,
  { memory, places, isOver, routing, clock }: TellingDeskPorts,
): Promise<void> {
  if (message.kind === 'status-update' && TAKES_A_PLACE.includes(message.status) && places !== undefined) {
    const { call } = message;
    const direction = call.direction === 'outbound' ? 'outbound' : 'inbound';
    // It is there already, whether or not there is room for it.
    await countCall(call, direction, places).catch(() => undefined);
    // Told after its end, it has taken what nobody gives back any more. One that we asked for takes nothing here.
    const isToldLate =
      call.attemptId === undefined && (await within(PATIENCE_MS, isOver(call.callId), false));
    if (isToldLate) await freePlace(call, places);
  }
  const end = endOf(message, clock());
  if (end === undefined) return;
  const { squadId, assistants, assistantId } = setup;
  const answersCalls = (squadId ?? assistantId ?? Object.keys(assistants)[0]) !== undefined;
  await Promise.all([
    places === undefined ? undefined : freePlace(end.call, places),
    // Where nobody is set up, nothing can be resumed.
    resumeMinutes === 0 || !answersCalls ? undefined : rememberEnd(end, setup, { memory, routing }),
  ]);
}
