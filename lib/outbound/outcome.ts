import { classOf, type EndedClass } from '../vapi/ended-classes.ts';
import type { OutboundOutcome } from './outcomes.ts';

export type CallEnded = {
  /** Vapi's own word, as it came. */
  endedReason: string;
  /** Whether the callee was heard. */
  hasSpoken: boolean;
  /** Whether an agent had the callee on the line. */
  handedOver: boolean;
  /** Whether a telephone rang, as a status or the beginning of the call tells. */
  rang: boolean;
};

/**
 * Says what became of a call by how it ended at Vapi (O1). `kind` tells whose fault a failure was; with `concurrency`
 * nobody was dialled, so the call was no attempt.
 */
export function outcomeOf(ended: CallEnded): { outcome: OutboundOutcome; kind: EndedClass | 'unknown' } {
  const kind = kindOf(ended);
  return { outcome: ended.handedOver ? 'handed_over' : outcomeOfKind(kind, ended.hasSpoken), kind };
}

/** A call that rang was an attempt, whatever its end says. */
function kindOf({ endedReason, hasSpoken, handedOver, rang }: CallEnded): EndedClass | 'unknown' {
  const kind = classOf(endedReason);
  return kind === 'concurrency' && (rang || hasSpoken || handedOver) ? 'platform' : kind;
}

function outcomeOfKind(kind: EndedClass | 'unknown', hasSpoken: boolean): OutboundOutcome {
  switch (kind) {
    case 'answered':
      return 'answered';
    case 'ambiguous':
    // Vapi has some fifty new words a month.
    case 'unknown':
      return hasSpoken ? 'answered' : 'no_answer';
    case 'not-answered':
      return 'no_answer';
    case 'busy':
      return 'busy';
    case 'voicemail':
      return 'voicemail';
    case 'bad-number':
      return 'bad_number';
    // Also how Vapi ends a call in progress that is stopped there.
    case 'cancelled':
      return hasSpoken ? 'answered' : 'canceled';
    case 'concurrency':
    case 'carrier':
    case 'platform':
    case 'provider':
    case 'own-provider':
    case 'ours':
    case 'account':
      return 'failed';
    case 'inbound':
      return hasSpoken ? 'answered' : 'unknown';
  }
}
