import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import type { Week } from '../../../../lib/outbound/hours/calling-hours.ts';
import { isOpen } from '../../../../lib/outbound/hours/next-opening.ts';
import { unless } from '../story.ts';
import type { Result } from './api.ts';
import type { Contact } from './contacts.ts';
import { lastDigits } from './words.ts';

/** A request to dial, as Vapi saw it; `attempt` is our name of it, `at` in ms since 1970. */
export type Dialled = { number: string; attempt: string; at: number };

/** What can be seen of a campaign from outside, when nobody of it is left but who waits for the morning. */
export type Facts = {
  /** Calling hours, pace and pause as they were asked for. */
  hours: Week;
  secondsApart: number;
  attempts: { waitMinutes: number };
  /** How many rows the upload refused. */
  refused: number;
  dialled: readonly Dialled[];
  results: readonly Result[];
  /** Who is on the do-not-call list. */
  listed: readonly string[];
  left: Pick<CampaignView, 'status' | 'counts' | 'waiting' | 'begun'>;
  /** What the campaign is after it was canceled. */
  canceledAs: string;
};

/** A timer may be a little early. */
const EARLY_MS = 5;

/** How long after the one before each call was begun, in ms. */
export const gapsOf = (begun: readonly number[]): number[] =>
  begun.slice(1).map((at, index) => at - (begun[index] ?? at));

function faultsOf(contact: Contact, { hours, attempts, dialled, results }: Facts): string[] {
  const { number, place, phone, becomes } = contact;
  const who = lastDigits(number);
  const calls = dialled.filter((call) => call.number === number);
  const result = results.find((one) => one.number === number);
  const became = result?.status === 'ended' ? result.outcome : result?.status;
  return [
    ...unless(calls.length === phone.length, `Vapi is asked to dial ${who} ${phone.length} times`),
    ...unless(result?.attempts === phone.length, `${phone.length} attempts of ${who} are told`),
    ...unless(became === becomes, `${who} ends as ${becomes}`),
    ...unless(
      gapsOf(calls.map(({ at }) => at)).every((gap) => gap >= attempts.waitMinutes * 60_000),
      `${who} is called again after the pause`,
    ),
    ...unless(
      calls.every(({ at }) => isOpen({ hours, zones: [place.zone] }, at)),
      `${who} is called while it is open in ${place.name}`,
    ),
  ];
}

/** Those who wait, and nobody else, do so for the beginning of their hours. */
const waitsForMorning = (contacts: readonly Contact[], { hours, left }: Facts): boolean => {
  const { counts, waiting } = left;
  const later = contacts.filter(({ becomes }) => becomes === 'scheduled');
  return (
    counts.scheduled === later.length &&
    counts.ended === contacts.length - later.length &&
    waiting.reduce((sum, { count }) => sum + count, 0) === later.length &&
    waiting.every(({ for: why, zone, nextAt }) => {
      const asked = { hours, zones: [zone] };
      return why === 'hours' && isOpen(asked, nextAt) && !isOpen(asked, nextAt - 1);
    })
  );
};

/** What is not as it should be with a campaign to these contacts; a sentence for each. */
export function campaignFaults(contacts: readonly Contact[], facts: Facts): string[] {
  const { secondsApart, refused, dialled, listed, left, canceledAs } = facts;
  const least = Math.min(...gapsOf(left.begun));
  const unwanted = contacts.filter(({ wantsNone }) => wantsNone !== undefined);
  return [
    ...unless(refused === 0, 'no row is refused'),
    ...contacts.flatMap((contact) => faultsOf(contact, facts)),
    ...unless(
      new Set(dialled.map(({ attempt }) => attempt)).size === dialled.length,
      'each attempt is dialled once',
    ),
    ...unless(
      unwanted.every(({ number }) => listed.includes(number)),
      'who wants no calls is listed',
    ),
    ...unless(least >= secondsApart * 1_000 - EARLY_MS, `calls are begun ${secondsApart} s apart`),
    ...unless(left.status === 'running', 'it runs until it is canceled'),
    ...unless(waitsForMorning(contacts, facts), 'nobody is left but who waits for the morning'),
    ...unless(canceledAs === 'canceled', 'it is canceled at last'),
  ];
}
