import { FRONT_DESK, idOf, OUTBOUND } from '../../desk/assistants.ts';
import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, ok, SET_UP, skipped, warn } from '../finding.ts';
import { whenSeen, whyUnseen } from '../seen.ts';
import { sameUrl } from '../urls.ts';
import { assistantChecks } from './assistants.ts';
import type { VapiSeen } from './read.ts';
import type { Squad } from './shapes.ts';

/** Judges what was read at Vapi, but for the numbers. */
export function vapiChecks(seen: VapiSeen, expected: Expectations): Check[] {
  return [
    keyCheck(seen),
    credentialCheck(seen, expected),
    ...assistantChecks(seen, expected),
    squadCheck(seen, expected),
    concurrencyCheck(seen, expected),
  ];
}

function keyCheck({ numbers }: VapiSeen): Check {
  const id = 'vapi.key';
  switch (numbers.is) {
    case 'seen':
      return ok(id, 'Vapi takes the key.');
    case 'denied':
    case 'gone':
      return judged(id, '', [
        fail(
          'Vapi refuses the key: no caller can be moved to an agent, and nobody is called.',
          "Check VAPI_API_KEY (the private key) and VAPI_API_URL (the organisation's region).",
        ),
      ]);
    case 'unanswered':
      return judged(id, '', [
        fail(
          `Vapi does not answer (${numbers.reason}): nothing can be said about it.`,
          'Try again; https://status.vapi.ai says whether it is down.',
        ),
      ]);
    case 'not-asked':
      return skipped(id, whyUnseen(numbers, 'The key'));
  }
}

/** The plan at Vapi for each of our ways to know its webhooks. */
const PLANS = { hmac: 'hmac', 'hmac-body': 'hmac', bearer: 'bearer', secret: undefined } as const;

function credentialCheck({ credentials }: VapiSeen, { vapi }: Expectations): Check {
  const id = 'vapi.credential';
  const { credentialId, scheme } = vapi;
  if (credentialId === undefined) return skipped(id, 'VAPI_CREDENTIAL_ID is not set.');
  if (credentials.is === 'gone' || credentials.is === 'denied') {
    return skipped(id, 'This key may not list credentials; VAPI_CREDENTIAL_ID is believed.');
  }
  return whenSeen(id, 'The list of credentials', credentials, (all) => {
    const ours = all.find((one) => one.id === credentialId);
    const plan = PLANS[scheme];
    const type = ours?.authenticationPlan?.type;
    return judged(id, 'Webhooks are signed with a credential that is there.', [
      ours === undefined
        ? fail(
            'Vapi has no credential VAPI_CREDENTIAL_ID: its webhooks are unsigned, we answer 401, and no caller gets a colleague.',
            SET_UP,
          )
        : undefined,
      type && plan !== undefined && type !== plan
        ? fail(
            `The credential is "${type}", but VAPI_AUTH is ${scheme}: we answer 401 to every webhook.`,
            'Make them the same.',
          )
        : undefined,
    ]);
  });
}

function squadCheck({ squad }: VapiSeen, { vapi, urls }: Expectations): Check {
  const id = 'vapi.squad';
  if (squad.is === 'gone') {
    return judged(id, '', [
      fail('Vapi has no squad VAPI_SQUAD_ID: every caller hears an error and is cut off.', SET_UP),
    ]);
  }
  return whenSeen(id, 'The squad', squad, (seen) =>
    judged(id, 'The front desk answers, and every specialist is behind it.', [
      ...memberFindings(seen, vapi),
      overridden(seen, urls?.vapiWebhook),
    ]),
  );
}

function memberFindings(
  { members }: Squad,
  { assistants, wanted }: Expectations['vapi'],
): (Finding | undefined)[] {
  const ids = members.map(({ assistantId }) => assistantId ?? undefined);
  const router = idOf(FRONT_DESK, assistants);
  const absent = Object.entries(assistants)
    // What somebody has put beside ours need not be in our squad.
    .filter(([key]) => wanted.size === 0 || wanted.has(key))
    .filter(([key, id]) => key !== OUTBOUND && !ids.includes(id))
    .map(([key]) => key);
  return [
    router !== undefined && ids[0] !== undefined && ids[0] !== router
      ? fail('Its first member is not the front desk: every caller begins with somebody else.', SET_UP)
      : undefined,
    absent.length === 0
      ? undefined
      : fail(
          `${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} not in it: callers cannot be moved there.`,
          SET_UP,
        ),
  ];
}

function overridden({ membersOverrides }: Squad, url: string | undefined): Finding | undefined {
  const over = membersOverrides?.server?.url;
  return over && url !== undefined && !sameUrl(over, url)
    ? fail('It sends the messages of all its members elsewhere: nobody fetches a colleague.', SET_UP)
    : undefined;
}

function concurrencyCheck({ limits }: VapiSeen, { vapi: { maxCalls } }: Expectations): Check {
  const id = 'vapi.concurrency';
  if (limits.is === 'gone' || limits.is === 'denied') {
    return skipped(id, 'Vapi does not tell this key how many calls it may have at one time.');
  }
  return whenSeen(id, 'The limits', limits, (seen) => {
    const limit = seen.subscriptionLimits?.concurrencyLimit ?? seen.concurrencyLimit;
    if (typeof limit !== 'number') {
      return skipped(id, 'Vapi does not tell how many calls there may be at one time.');
    }
    const fix = `Set MAX_CALLS to ${limit}, or buy more lines from Vapi.`;
    return judged(id, `Vapi allows ${limit} calls at one time; MAX_CALLS is ${maxCalls}.`, [
      maxCalls === undefined
        ? warn(
            `Vapi allows ${limit} calls at one time, and MAX_CALLS is not set: callers beyond them hear what Vapi says.`,
            fix,
          )
        : undefined,
      maxCalls !== undefined && maxCalls > limit
        ? warn(
            `MAX_CALLS is ${maxCalls}, but Vapi allows ${limit}: callers beyond them hear what Vapi says.`,
            fix,
          )
        : undefined,
    ]);
  });
}
