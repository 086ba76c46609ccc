import * as z from 'zod/mini';
import type { Panel } from '../screen.ts';
import { type Beat, closed, joins, legsOf, type Played, unless } from '../story.ts';
import { CONTACTS, contactWith } from './contacts.ts';
import { campaignFaults, type Dialled, gapsOf } from './facts.ts';
import { type CampaignSeen, callsIn } from './playing.ts';
import { CAMPAIGN_AGENT } from './talks.ts';
import { lastDigits } from './words.ts';

const requestSchema = z.object({ customer: z.object({ number: z.string(), externalId: z.string() }) });

/** What Vapi was asked to dial. */
const dialledAt = ({ vapi }: Played): Dialled[] =>
  vapi.requests.flatMap(({ operation, body, at }) => {
    const { customer } = requestSchema.safeParse(body).data ?? {};
    const isOurs = operation === 'create-call' && contactWith(customer?.number) !== undefined;
    return isOurs && customer ? [{ number: customer.number, attempt: customer.externalId, at }] : [];
  });

/** Each call as one line, with how far it is or what became of it. */
const linesOf = (played: Played, { outcomes }: CampaignSeen): Beat[] => {
  const before = new Set<string>();
  return callsIn(played).flatMap(({ caller, name = '', startedAt, status }) => {
    const contact = contactWith(caller);
    if (contact === undefined) return [];
    const { number, place } = contact;
    const again = before.has(number) ? ' again' : '';
    before.add(number);
    const became = outcomes.get(name) ?? (status === 'in-progress' ? 'talks' : 'rings');
    const text = `calls ${lastDigits(number)} in ${place.name}${again}: ${became}`;
    return [{ at: startedAt, who: 'campaign', text }];
  });
};

const progressOf = ({ view }: CampaignSeen): string => {
  if (view === undefined) return '';
  const { ended, talking, dialing, queued, scheduled } = view.counts;
  const bar = '█'.repeat(ended).padEnd(view.total, '░');
  const waiting = queued + scheduled;
  return `${bar} ${ended} of ${view.total} done · ${talking} talking · ${dialing} dialing · ${waiting} waiting`;
};

const seconds = (ms: number): string => (ms / 1_000).toFixed(2);

const paceOf = ({ view, asked }: CampaignSeen): string => {
  const gaps = gapsOf(view?.begun ?? []).toSorted((a, b) => a - b);
  const [least] = gaps;
  const middle = gaps[Math.floor(gaps.length / 2)];
  if (least === undefined || middle === undefined) return '';
  return `calls begun ${seconds(middle)} s apart (median), ${seconds(least)} s at least · asked: ${asked.secondsApart} s`;
};

/** The callee who wanted a person has one. */
const handoverFaults = (played: Played): string[] => {
  const call = callsIn(played).find(({ caller }) => contactWith(caller)?.becomes === 'handed_over');
  if (call === undefined) return ['somebody is called who wants a person'];
  return [
    ...unless(legsOf(played, CAMPAIGN_AGENT).length === 1, 'the agent is rung exactly once'),
    ...unless(joins(call, played), 'the callee is moved into the conference'),
    ...closed(call.id, played, 'completed'),
  ];
};

/** How many ended in which way, before it was canceled. */
const outcomesIn = ({ results }: CampaignSeen): string => {
  const counts = new Map<string, number>();
  for (const { status, outcome } of results) {
    const word = status === 'ended' ? outcome : status;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const mostFirst = [...counts].toSorted(([, a], [, b]) => b - a);
  return mostFirst.map(([word, count]) => `${word} ${count}`).join(', ');
};

const verdictOf = (played: Played, seen: CampaignSeen): Panel['verdict'] => {
  const { asked, made, view, results, listed, canceledAs } = seen;
  if (made === undefined || view === undefined || canceledAs === undefined) {
    return { good: false, text: 'it was not played to its end' };
  }
  const dialled = dialledAt(played);
  const facts = { ...asked, refused: made.refused.length, dialled, results, listed, left: view, canceledAs };
  const faults = [...campaignFaults(CONTACTS, facts), ...handoverFaults(played)];
  if (faults.length > 0) return { good: false, text: `expected ${faults.join(', ')}` };
  return {
    good: true,
    text: `${dialled.length} calls, one for each attempt, all within the hours: ${outcomesIn(seen)}`,
  };
};

/** The campaign as the screen shows it; `final` with what became of it. */
export const campaignPanel = (played: Played, seen: CampaignSeen, final: boolean): Panel => ({
  title: `A campaign of ${CONTACTS.length} contacts in four time zones, in fast motion`,
  since: seen.since,
  beats: [...seen.beats, ...linesOf(played, seen)].toSorted((a, b) => a.at - b.at),
  progress: progressOf(seen),
  doing: 'calls people',
  verdict: final ? verdictOf(played, seen) : undefined,
  figures: paceOf(seen),
});
