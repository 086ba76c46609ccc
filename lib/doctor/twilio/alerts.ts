import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { judged, warn } from '../finding.ts';
import { whenSeen } from '../seen.ts';
import { ourPath } from '../urls.ts';
import type { Alert } from './shapes.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** Codes of webhooks, TaskRouter and calls: ours wherever they led. */
const OUR_CODES: readonly [from: number, to: number][] = [
  [40_000, 40_199],
  [11_200, 11_237],
  [12_100, 12_100],
  [12_200, 12_200],
  [12_300, 12_300],
  [13_223, 13_227],
  [14_215, 14_222],
  [21_220, 21_220],
];
const SHOWN = 5;

/** What Twilio could not do for us in the last 24 hours. Of an alert only what says nothing of a caller is told. */
export function alertsCheck({ alerts }: TwilioSeen, { urls }: Expectations): Check {
  const id = 'twilio.alerts';
  return whenSeen(id, 'The list of alerts', alerts, (all) => {
    const pathOf = ({ request_url: url }: Alert) => (url && urls ? ourPath(url, urls) : undefined);
    const ours = all.filter((one) => pathOf(one) !== undefined || isOurCode(Number(one.error_code)));
    const groups = Map.groupBy(ours, (one) => one.error_code);
    const told = [...groups]
      .map(([code, group]) => ({ code, group, last: lastOf(group) }))
      .toSorted((one, other) =>
        (other.last?.date_generated ?? '').localeCompare(one.last?.date_generated ?? ''),
      )
      .map(({ code, group, last }) => {
        const where = last === undefined ? '' : [pathOf(last), answerOf(last)].filter(Boolean).join(', ');
        return `${code} ×${group.length}, last ${last?.date_generated ?? 'at no time told'}${where && ` (${where})`}`;
      });
    const more = told.length > SHOWN ? ` And ${told.length - SHOWN} more codes.` : '';
    return judged(id, 'Twilio reports no failure of ours in the last 24 hours.', [
      told.length === 0
        ? undefined
        : warn(
            `In the last 24 hours callers may have waited in vain: ${told.slice(0, SHOWN).join('; ')}.${more}`,
            `https://www.twilio.com/docs/errors/${[...groups.keys()][0]} and Twilio's debugger say more.`,
          ),
    ]);
  });
}

function isOurCode(code: number): boolean {
  return OUR_CODES.some(([from, to]) => code >= from && code <= to);
}

function lastOf(group: readonly Alert[]): Alert | undefined {
  return group.toSorted((one, other) =>
    (other.date_generated ?? '').localeCompare(one.date_generated ?? ''),
  )[0];
}

/** Of the text only the status: the rest may quote a request. */
function answerOf({ alert_text: text }: Alert): string {
  const [, status] = /HTTP\D{0,3}(\d{3})\b/.exec(text ?? '') ?? [];
  return status === undefined ? '' : `answered ${status}`;
}
