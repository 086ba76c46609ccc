import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { fail, judged, ok, skipped, warn } from '../finding.ts';
import type { BusinessNumber } from '../numbers.ts';
import { ifSeen, whenSeen, whyUnseen } from '../seen.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** Whether agents can be rung, and whether carriers believe our numbers. */
export function callingChecks(
  seen: TwilioSeen,
  expected: Expectations,
  numbers: readonly BusinessNumber[],
): Check[] {
  return [
    callerIdCheck(seen, expected),
    ...[...seen.countries].map(([iso, country]) => {
      const id = `twilio.geo:${iso}`;
      return whenSeen(id, 'The permissions for the country', country, (permissions) =>
        judged(id, `Calls to ${permissions.name ?? iso} are allowed.`, [
          permissions.low_risk_numbers_enabled
            ? undefined
            : fail(
                `Calls to ${permissions.name ?? iso} are not allowed: nobody there is rung or called back.`,
                "Allow the country under Voice > Settings > Geo permissions in Twilio's console.",
              ),
        ]),
      );
    }),
    whenSeen('twilio.customer-profile', 'The business profile', seen.profiles, (profiles) =>
      judged('twilio.customer-profile', 'The business profile is approved.', [
        profiles.length > 0
          ? undefined
          : warn(
              'No business profile is approved: few calls at one time, and calls to the United States may be blocked.',
              "Have it approved in Twilio's Trust Hub.",
            ),
      ]),
    ),
    shakenCheck(seen, numbers),
  ];
}

function callerIdCheck({ numbers, callerIds }: TwilioSeen, { twilio: { callerId } }: Expectations): Check {
  const id = 'twilio.caller-id';
  if (callerId === undefined) {
    return skipped(id, 'TWILIO_NUMBER is not set: agents are rung from the number that was called.');
  }
  const owned = numbers.get(callerId);
  if (ifSeen(owned) !== undefined) return ok(id, `Agents are rung from ${callerId}, which is the account's.`);
  if (ifSeen(callerIds)?.includes(callerId))
    return ok(id, `Agents are rung from ${callerId}, which is verified.`);
  if (owned !== undefined && owned.is !== 'seen') return skipped(id, whyUnseen(owned, 'The list of numbers'));
  if (callerIds.is !== 'seen') return skipped(id, whyUnseen(callerIds, 'The list of verified numbers'));
  return judged(id, '', [
    fail(
      `${callerId}, from which agents are rung, is neither the account's nor verified: Twilio rings nobody.`,
      'Set TWILIO_NUMBER to a number of the account.',
    ),
  ]);
}

/** Only carriers of North America ask for the signature. */
function shakenCheck({ numbers, signedNumbers }: TwilioSeen, business: readonly BusinessNumber[]): Check {
  const id = 'twilio.shaken';
  const owned = business.flatMap(({ number }) => ifSeen(numbers.get(number)) ?? []);
  const american = owned.filter((one) => one.phone_number.startsWith('+1'));
  if (american.length === 0) return skipped(id, 'No number of ours in this account is of North America.');
  return whenSeen(id, 'The list of signed numbers', signedNumbers, (signed) => {
    const unsigned = american.filter(({ sid }) => !signed.has(sid)).map((one) => one.phone_number);
    return judged(id, 'Our calls are signed in full.', [
      unsigned.length === 0
        ? undefined
        : warn(
            `Calls from ${unsigned.join(', ')} are not signed in full: telephones may show them as spam.`,
            "Assign the numbers to SHAKEN/STIR in Twilio's Trust Hub.",
          ),
    ]);
  });
}
