import type { Contact } from './contact.ts';
import type { Campaign } from './record.ts';
import { type LiveCalls, standingOf, withPending } from './show.ts';

const HEADER = 'row,id,number,status,outcome,attempts,lastAttempt,endedReason,callId';

/** A spreadsheet takes these at the beginning of a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell of foreign text: what would be a formula begins with an apostrophe, which spreadsheets take for text. */
function cellOf(text = ''): string {
  const defused = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** What became of each contact of a campaign as CSV, in the order of the list. Numbers are digits after their plus. */
export function resultsOf(
  campaign: Campaign,
  contacts: readonly Contact[],
  calls: LiveCalls,
  now: number,
): string {
  const lines = contacts.map((kept) => {
    const contact = withPending(campaign, kept);
    const { person, attempts, last } = contact;
    const { status, outcome = '' } = standingOf(campaign, contact, calls, now);
    const lastAttempt = last === undefined ? '' : new Date(last.at).toISOString();
    return [
      ...[person.row, cellOf(person.id), person.number, status, outcome, attempts, lastAttempt],
      ...[cellOf(last?.endedReason), cellOf(last?.callId)],
    ].join(',');
  });
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}
