import { E164 } from './e164.ts';

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** Returns a word as its letters lie on a telephone's keys: `anonymous` is 266696687. */
function onKeypad(word: string): string {
  return [...word].map((letter) => KEYS.findIndex((key) => key.includes(letter)) + 2).join('');
}

/** What networks put in place of a number that is withheld: Twilio passes such a word on as digits with a plus. */
const WITHHELD = new Set(
  ['anonymous', 'unavailable', 'unknown', 'blocked', 'restricted', 'private'].map(
    (word) => `+${onKeypad(word)}`,
  ),
);

/** North America has one length, and no area code begins with 0 or 1, no exchange is 000. */
const OF_NORTH_AMERICA = /^\+1[2-9]\d{2}(?!000)\d{7}$/;

/** Of country codes, 999 is nobody's; no number ends in nine zeros. */
const MADE_UP = /^\+999|0{9}$/;

/** Whether a number in E.164 form is a withheld caller's: nobody has it. */
export function isWithheld(number: string): boolean {
  return WITHHELD.has(number);
}

/**
 * Returns a caller id if it is a number that can be called, in E.164 form; undefined for one that is withheld, made
 * up, or of a caller without a telephone (`sip:`, `client:`). Cheap: it looks at every message about a call.
 */
export function callerNumberOf(callerId: string | undefined): string | undefined {
  if (callerId === undefined || !E164.test(callerId)) return undefined;
  if (isWithheld(callerId) || MADE_UP.test(callerId)) return undefined;
  return callerId.startsWith('+1') && !OF_NORTH_AMERICA.test(callerId) ? undefined : callerId;
}
