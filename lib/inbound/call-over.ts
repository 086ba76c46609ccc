import type { CallOver } from '../handoff/record/events.ts';

/** Returns the event that a call is over, from a source that is certain of it. */
export function callOver(source: CallOver['source'], endedReason: string): CallOver {
  return { type: 'call-over', source, endedReason, clear: true, fieldsFilled: 0, putOff: 0 };
}
