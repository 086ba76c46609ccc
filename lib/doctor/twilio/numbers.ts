import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { BRING_HERE, type Finding, fail, judged, SET_UP, warn } from '../finding.ts';
import type { BusinessNumber } from '../numbers.ts';
import { whenSeen } from '../seen.ts';
import { sameUrl } from '../urls.ts';
import type { TwilioNumber } from './shapes.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** Where Vapi takes calls that Twilio sends it. */
const VAPI_INBOUND = '/twilio/inbound_call';

/** Where the calls of each number of the business go. */
export function numberChecks(
  seen: TwilioSeen,
  expected: Expectations,
  numbers: readonly BusinessNumber[],
): Check[] {
  return numbers.flatMap((business) => {
    const one = seen.numbers.get(business.number);
    if (one === undefined) return [];
    const id = `twilio.number:${business.number}`;
    return whenSeen(id, 'The list of numbers', one, (number) =>
      number === undefined
        ? judged(id, '', [notOurs(expected)])
        : judged(id, fineOf(number, expected), findingsOf(number, business, expected)),
    );
  });
}

function notOurs({ twilio: { bridge, agentRungBy } }: Expectations): Finding {
  const fix = 'Check the number and TWILIO_ACCOUNT_SID.';
  return agentRungBy === 'us'
    ? fail(
        `The number is not in this account: its callers cannot be moved to an agent (BRIDGE=${bridge}).`,
        fix,
      )
    : warn("The number is not in this account: only Vapi's own transfer reaches an agent.", fix);
}

function fineOf({ voice_url: url }: TwilioNumber, { urls }: Expectations): string {
  return urls !== undefined && url && sameUrl(url, urls.voice)
    ? 'Calls come to us, with somewhere to go if we fail.'
    : 'Calls go to Vapi, with somewhere to go if it fails.';
}

function findingsOf(
  number: TwilioNumber,
  { answeredBy }: BusinessNumber,
  expected: Expectations,
): (Finding | undefined)[] {
  const { capabilities, trunk_sid: trunk, voice_application_sid: application } = number;
  return [
    capabilities?.voice === false
      ? fail('The number cannot take calls.', 'Use a number with the capability "voice".')
      : undefined,
    trunk || application
      ? fail(
          `Its calls go to ${trunk ? 'a SIP trunk' : 'a TwiML app'}: its voice URL is not asked, and no assistant answers.`,
          "Take the number off it in Twilio's console.",
        )
      : undefined,
    voiceFinding(number, answeredBy, expected),
    fallbackFinding(number, expected),
    statusFinding(number, expected),
  ];
}

function voiceFinding(
  { voice_url: url, voice_method: method }: TwilioNumber,
  answeredBy: BusinessNumber['answeredBy'],
  { urls, vapi }: Expectations,
): Finding | undefined {
  if (!url) return fail('It has no voice URL: callers hear an error and are cut off.', SET_UP);
  const atUs = urls !== undefined && sameUrl(url, urls.voice);
  // Wherever Vapi's API is in its region, or as Vapi writes it itself.
  const atVapi =
    sameUrl(url, `${vapi.url}${VAPI_INBOUND}`) || /^https:\/\/api\.(?:\w+\.)?vapi\.ai\//.test(url);
  if (atUs && method === 'GET') {
    return fail(
      'Its voice URL is asked by GET, which our webhook does not answer: callers are cut off.',
      SET_UP,
    );
  }
  if (urls === undefined && !atVapi) return undefined;
  if (!atUs && !atVapi) {
    return fail('Its voice URL leads to another system: no assistant answers.', BRING_HERE);
  }
  if (answeredBy === 'us' && !atUs) {
    return fail('team.json says that we answer it, but its calls go to Vapi.', SET_UP);
  }
  return answeredBy === 'vapi' && !atVapi
    ? fail('team.json says that Vapi answers it, but its calls come to us.', SET_UP)
    : undefined;
}

/** None of our routes takes a GET. */
function askedByGet(thing: string, method: string | null | undefined, harm: string): Finding | undefined {
  return method === 'GET'
    ? warn(`${thing} is asked by GET, which our webhook does not answer: ${harm}`, SET_UP)
    : undefined;
}

function fallbackFinding(
  { voice_fallback_url: url, voice_fallback_method: method }: TwilioNumber,
  { urls }: Expectations,
): Finding | undefined {
  if (!url) {
    return warn(
      'It has no fallback URL: if nobody answers for it, the caller hears an error and is cut off.',
      SET_UP,
    );
  }
  return urls !== undefined && sameUrl(url, urls.voice)
    ? askedByGet('Its fallback', method, 'if nobody answers for it, the caller is cut off.')
    : undefined;
}

const END_UNKNOWN = 'the end of a call that Vapi does not report is never known.';

function statusFinding(
  { status_callback: url, status_callback_method: method }: TwilioNumber,
  { urls }: Expectations,
): Finding | undefined {
  if (!url) {
    return warn(`It has no status callback: ${END_UNKNOWN}`, SET_UP);
  }
  if (urls === undefined) return undefined;
  return sameUrl(url, urls.status)
    ? askedByGet('Its status callback', method, END_UNKNOWN)
    : warn(`Its status callback leads to another system: ${END_UNKNOWN}`, BRING_HERE);
}
