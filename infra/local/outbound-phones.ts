import type { OutboundPhone } from './simulators/vapi/outbound.ts';

/** Long enough to be seen on a campaign's page, short enough to wait for. */
const RINGS_MS = 4_000;
const RINGS_IN_VAIN_MS = 12_000;
const TALKS_MS = 20_000;

/**
 * What the telephones do that are called by `npm start`, by the last digit of their number: 0 is busy, at 1 nobody
 * answers, 2 is a machine; at all others somebody talks with the assistant for a while.
 */
export function phoneByLastDigit(number: string): OutboundPhone {
  switch (number.at(-1)) {
    case '0':
      return { is: 'busy', afterMs: RINGS_MS };
    case '1':
      return { is: 'no-answer', afterMs: RINGS_IN_VAIN_MS };
    case '2':
      return { is: 'voicemail', afterMs: RINGS_MS, says: 'Please leave a message after the tone.' };
    default:
      return { is: 'answers', afterMs: RINGS_MS, says: 'Hello?', talksForMs: TALKS_MS };
  }
}
