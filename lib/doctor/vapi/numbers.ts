import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, SET_UP, skipped, warn } from '../finding.ts';
import { hidden } from '../hidden.ts';
import type { BusinessNumber } from '../numbers.ts';
import { ifSeen, whyUnseen } from '../seen.ts';
import { sameUrl } from '../urls.ts';
import type { VapiSeen } from './read.ts';
import { credentialFinding } from './server.ts';
import type { VapiNumber } from './shapes.ts';

/** The numbers of the business: those of the team, or what Vapi knows as ours where nobody has told. */
export function businessNumbers(
  numbers: VapiSeen['numbers'],
  { team, vapi, urls }: Expectations,
): BusinessNumber[] {
  if (team !== undefined) return [...team.numbers];
  return (ifSeen(numbers) ?? [])
    .filter(
      ({ id, server }) =>
        id === vapi.phoneNumberId ||
        (server?.url && urls !== undefined && sameUrl(server.url, urls.vapiWebhook)),
    )
    .flatMap(({ number }) => (number ? { number, answeredBy: undefined } : []));
}

/** How Vapi has each number of the business. */
export function vapiNumberChecks(
  { numbers }: Pick<VapiSeen, 'numbers'>,
  expected: Expectations,
  business: readonly BusinessNumber[],
): Check[] {
  return business.map((one) => {
    const id = `vapi.number:${one.number}`;
    if (numbers.is !== 'seen') return skipped(id, whyUnseen(numbers, 'The list of numbers'));
    const known = numbers.value.find(({ number }) => number === one.number);
    if (known === undefined) {
      return judged(id, '', [
        fail('Vapi does not know the number: no assistant answers it, and none can call from it.', SET_UP),
      ]);
    }
    return judged(
      id,
      'Vapi asks us who answers, and knows where a caller goes if we do not.',
      findingsOf(known, one, expected),
    );
  });
}

function findingsOf(
  number: VapiNumber,
  { answeredBy }: BusinessNumber,
  expected: Expectations,
): (Finding | undefined)[] {
  const { vapi } = expected;
  return [
    statusFinding(number),
    answeredBy === 'us' && vapi.phoneNumberId !== number.id
      ? fail(
          'VAPI_PHONE_NUMBER_ID is not this number: we can open no call for its callers, and they get the busy answer.',
          SET_UP,
        )
      : undefined,
    // Whoever answers it themselves says in each request who is to talk.
    ...(answeredBy === 'us' ? [] : inboundFindings(number, expected)),
  ];
}

function statusFinding({ status }: VapiNumber): Finding | undefined {
  if (status === 'blocked')
    return fail('Vapi has blocked the number: no assistant answers it.', "See Vapi's dashboard.");
  return status === 'activating'
    ? warn('Vapi is still activating the number.', 'Try again in some minutes.')
    : undefined;
}

function inboundFindings(number: VapiNumber, { vapi, urls }: Expectations): (Finding | undefined)[] {
  const { assistantId, squadId, workflowId, server, fallbackDestination } = number;
  const fixed = assistantId ?? squadId ?? workflowId;
  const ours = [...Object.values(vapi.assistants), vapi.assistantId, vapi.squadId];
  if (fixed) {
    return [
      ours.includes(fixed)
        ? warn(
            'It always gives its callers to one assistant and does not ask us: who was cut off begins anew.',
            SET_UP,
          )
        : fail('It gives its callers to an assistant that is none of ours.', SET_UP),
    ];
  }
  return [
    server?.url && (urls === undefined || sameUrl(server.url, urls.vapiWebhook))
      ? undefined
      : fail('It does not ask us who answers: callers hear an error and are cut off.', SET_UP),
    server?.url ? credentialFinding(server.credentialId, vapi.credentialId, 'The number') : undefined,
    fallbackFinding(fallbackDestination, vapi.fallbackNumber),
  ];
}

function fallbackFinding(
  has: VapiNumber['fallbackDestination'],
  wanted: string | undefined,
): Finding | undefined {
  const fix = wanted === undefined ? `Set HUMAN_AGENT_NUMBER. ${SET_UP}` : SET_UP;
  if (!has?.number && !has?.sipUri) {
    return warn(
      'It has no fallback: if we do not answer in time, callers hear an error and are cut off.',
      fix,
    );
  }
  return wanted !== undefined && has.number !== wanted
    ? warn(
        `Its fallback (${hidden(has.number ?? has.sipUri ?? '')}) is not HUMAN_AGENT_NUMBER: callers reach somebody else.`,
        fix,
      )
    : undefined;
}
