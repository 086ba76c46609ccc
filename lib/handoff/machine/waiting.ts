import type { Handoff } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { isWindowOpen, nextDue, owe, owes } from './steps.ts';

/**
 * A caller who waits with the assistant hears from us at least this often: Vapi ends a call in which nobody has spoken
 * for 30 s, and a silent line is taken for a dead one.
 */
export const LONGEST_SILENCE_MS = 20_000;

/** From when a sentence is due until it is heard: the sweeper's seconds, and our way to Vapi. */
const ON_ITS_WAY_MS = 4_000;

/** Notes that the caller has heard a sentence of ours. */
export function spoken(handoff: Handoff, at: number): Handoff {
  return { ...handoff, spokenAt: at };
}

/** Nothing can be said into the call: the caller is not asked for patience any more. */
export function unheard(handoff: Handoff): Handoff {
  return spoken(handoff, handoff.deadline);
}

/**
 * When a caller who waits with the assistant has to hear the next word, in ms since 1970. What is left of the window is
 * shared out evenly, so that no word comes right before the sentence at its end; a window that is over soon needs none.
 * It is owed only when it is due: nearly every caller is joined before, and costs no message for it.
 */
export function nextWordAt(handoff: Handoff): number | undefined {
  const { deadline, spokenAt } = handoff;
  const hearsUs = isWindowOpen(handoff) && strategyOf(handoff).callerWaits === 'with-assistant';
  if (spokenAt === undefined || !hearsUs || owes(handoff, 'tell-caller') !== undefined) return undefined;
  const pause = LONGEST_SILENCE_MS - ON_ITS_WAY_MS;
  const left = deadline - spokenAt;
  return left <= pause ? undefined : Math.round(spokenAt + left / Math.ceil(left / pause));
}

/** A word that is so late is not said any more: the sentence at the end of the window comes first. */
const RIGHT_BEFORE_MS = 3_000;

/** Owes the word that is due; the very record where none is. */
export function oweWord(handoff: Handoff, now: number): Handoff {
  const at = nextWordAt(handoff);
  return at === undefined || at > now || now > handoff.deadline - RIGHT_BEFORE_MS
    ? handoff
    : owe(handoff, { kind: 'tell-caller', sentence: 'waiting' }, now);
}

/**
 * When the record has to be looked after though no message comes, in ms since 1970: the first thing that is due, or the
 * next word to whoever waits.
 */
export function wakeDue(handoff: Handoff): number | undefined {
  const due = nextDue(handoff);
  const word = nextWordAt(handoff);
  return due === undefined || word === undefined ? (due ?? word) : Math.min(due, word);
}
