import { cellOf, csvOf, quoted } from '../../base/csv.ts';
import type { Contact } from './contact.ts';
import type { Campaign } from './record.ts';
import { type LiveCalls, standingOf, withPending } from './show.ts';

const HEADER = 'row,id,number,status,outcome,attempts,lastAttempt,endedReason,callId';

/** What became of each contact of a campaign as CSV, in the order of the list. */
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
      ...[person.row, cellOf(person.id), quoted(person.number), status, outcome, attempts, lastAttempt],
      ...[cellOf(last?.endedReason), cellOf(last?.callId)],
    ].join(',');
  });
  return csvOf([HEADER, ...lines]);
}
