import type { NextStep } from '../handoff/ports/legs.ts';
import { callerIsQueued, callerJoinsConference, goodbye, MAX_INLINE_TWIML } from './twiml.ts';

/**
 * Bytes of attributes in the queue's TwiML: Twilio adds some 600 of its own to the 4096 of a task, and inline TwiML
 * may have 4000 characters in all, each `&` and `<` escaped (Twilio Voice: Enqueue; Calls: Twiml).
 */
const QUEUE_ATTRIBUTES = [3300, 2700, 2100, 1500];

/** Returns the TwiML that tells a leg its next step. */
export function twimlOf(step: NextStep): string {
  switch (step.is) {
    case 'conference':
      return callerJoinsConference(step);
    case 'queue': {
      const queued = (attributes: string) => callerIsQueued({ ...step, attributes });
      for (const bytes of QUEUE_ATTRIBUTES) {
        const twiml = queued(step.attributes(bytes));
        if (twiml.length <= MAX_INLINE_TWIML) return twiml;
      }
      // Nothing but such characters: in JSON they stand in texts only.
      return queued(step.attributes(0).replace(/[&<>]/g, ' '));
    }
    case 'given':
      return step.twiml;
    case 'goodbye':
      return goodbye(step.sentence, step.language);
  }
}
