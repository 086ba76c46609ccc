import { e164Of } from '../base/phone-number.ts';

/**
 * Returns the one form in which a number is called and listed, however it was written: without the zeros that are dialled
 * only in its own country (`+44 01632 ...`); undefined where it is no number.
 */
export function calledAs(text: string): string | undefined {
  const number = e164Of(text);
  // Reading leaves out one zero at a time.
  return number === undefined || number === text ? number : calledAs(number);
}
