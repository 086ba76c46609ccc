import type { OutboundStore } from '../call/ports.ts';
import type { OutboundCall } from '../call/record.ts';
import { OUTBOUND_OUTCOMES } from '../outcomes.ts';
import { endsSeen } from './breaker.ts';
import type { Contact } from './contact.ts';
import { statusAt } from './moves.ts';
import type { WaitingContact } from './ports.ts';
import { type Campaign, type ContactChange, waitingIn } from './record.ts';
import { isSettling } from './steps.ts';
import type { CampaignView, Counts, Waiting } from './view.ts';

/** The calls of a campaign at this moment, by row. */
export type LiveCalls = ReadonlyMap<number, OutboundCall>;

/** Looks at the calls that a campaign has under way. Throws `Unavailable`. */
export async function liveCallsOf(
  { live }: Pick<Campaign, 'live'>,
  { load }: Pick<OutboundStore, 'load'>,
): Promise<LiveCalls> {
  const calls = await Promise.all(
    live.map(async ({ row, callId }) => [row, (await load(callId)).call] as const),
  );
  return new Map(calls.flatMap(([row, call]) => (call === undefined ? [] : [[row, call] as const])));
}

/** What a call looks like from its campaign: one that has ended is about to be told. */
function stateOf(call: OutboundCall | undefined): 'queued' | 'dialing' | 'talking' {
  switch (call?.progress.state) {
    case undefined:
    case 'waiting':
      return 'queued';
    case 'talking':
      return 'talking';
    default:
      return 'dialing';
  }
}

/** What became of whoever still waited when it was over; undefined while it is not. */
export function leftOverAs(campaign: Campaign, now: number): 'canceled' | 'expired' | undefined {
  const status = statusAt(campaign, now);
  if (status === 'canceled') return 'canceled';
  return status === 'done' ? 'expired' : undefined;
}

/** Those of the index who wait: it may still show who is called by now. */
const stillWaiting = (campaign: Campaign, waiting: readonly WaitingContact[]): WaitingContact[] => {
  const live = new Set(campaign.live.map(({ row }) => row));
  return waiting.filter(({ row }) => !live.has(row) && !isSettling(campaign, row));
};

/** One number for each status and each outcome: those of the statuses are all contacts together. */
export function countsOf(
  campaign: Campaign,
  waiting: readonly WaitingContact[],
  calls: LiveCalls,
  now: number,
): Counts {
  const states = campaign.live.map(({ row }) => stateOf(calls.get(row)));
  const inState = (state: string) => states.filter((one) => one === state).length;
  const left = leftOverAs(campaign, now);
  const waits = waitingIn(campaign);
  const later = stillWaiting(campaign, waiting).filter(({ dueAt }) => dueAt > now).length;
  const scheduled = left === undefined ? Math.min(waits, later) : 0;
  const outcomes = OUTBOUND_OUTCOMES.map((outcome) => {
    const over = outcome === left ? waits : 0;
    return [outcome, (campaign.counts[outcome] ?? 0) + over] as const;
  });
  return {
    queued: (left === undefined ? waits - scheduled : 0) + inState('queued'),
    scheduled,
    dialing: inState('dialing'),
    talking: inState('talking'),
    ended: outcomes.reduce((sum, [, count]) => sum + count, 0),
    ...byOutcome(outcomes),
  };
}

const byOutcome = (counts: readonly (readonly [(typeof OUTBOUND_OUTCOMES)[number], number])[]) => {
  const of = (outcome: (typeof OUTBOUND_OUTCOMES)[number]) =>
    counts.find(([one]) => one === outcome)?.[1] ?? 0;
  return {
    answered: of('answered'),
    handed_over: of('handed_over'),
    voicemail: of('voicemail'),
    no_answer: of('no_answer'),
    busy: of('busy'),
    bad_number: of('bad_number'),
    failed: of('failed'),
    unknown: of('unknown'),
    canceled: of('canceled'),
    expired: of('expired'),
    opted_out: of('opted_out'),
  };
};

/** Who waits for what, by whose moment comes first. */
function groupsOf(waiting: readonly WaitingContact[], now: number): Waiting[] {
  const groups = new Map<string, Waiting>();
  for (const { zone, dueAt, for: why = 'start' } of waiting) {
    const is = dueAt <= now ? 'due' : why;
    const key = `${is} ${zone}`;
    const known = groups.get(key);
    const nextAt = Math.min(dueAt, known?.nextAt ?? dueAt);
    groups.set(key, { zone, for: is, count: (known?.count ?? 0) + 1, nextAt });
  }
  return [...groups.values()].toSorted((a, b) => a.nextAt - b.nextAt);
}

const LAST_DIGITS = 4;

/** A campaign as its page shows it. */
export function viewOf(
  campaign: Campaign,
  waiting: readonly WaitingContact[],
  calls: LiveCalls,
  now: number,
): CampaignView {
  const { id, name, assistant, pausedBecause, createdAt, settings, total, begun } = campaign;
  const status = statusAt(campaign, now);
  const live = campaign.live.flatMap(({ row, at }) => {
    const call = calls.get(row);
    const is = stateOf(call);
    if (call === undefined || is === 'queued') return [];
    const since = call.progress.state === 'talking' ? call.progress.at : at;
    return [{ row, number: call.order.number.slice(-LAST_DIGITS), is, since }];
  });
  return {
    ...{ now, id, name, assistant, status, createdAt, settings, total, begun, live },
    ...(status === 'paused' && { pausedBecause }),
    counts: countsOf(campaign, waiting, calls, now),
    waiting: leftOverAs(campaign, now) === undefined ? groupsOf(stillWaiting(campaign, waiting), now) : [],
    breaker: endsSeen(campaign, now),
  };
}

/** What is known of a contact, with what is still to be written down of it. */
export function withPending({ effects }: Pick<Campaign, 'effects'>, contact: Contact): Contact {
  const pending = effects.flatMap(({ work }): ContactChange[] =>
    work.kind === 'settle' && work.change.row === contact.person.row ? [work.change] : [],
  );
  const [change] = pending;
  if (change === undefined || contact.starts >= change.starts) return contact;
  const { row: _row, givesBack: _back, ...changed } = change;
  return { ...contact, ...changed };
}

/** The status and the outcome of a contact, in the words of the API. */
export function standingOf(
  campaign: Campaign,
  contact: Contact,
  calls: LiveCalls,
  now: number,
): { status: string; outcome?: string } {
  const { progress, person } = contact;
  if (progress.state === 'ended') return { status: 'ended', outcome: progress.outcome };
  if (campaign.live.some(({ row }) => row === person.row)) return { status: stateOf(calls.get(person.row)) };
  const left = leftOverAs(campaign, now);
  if (left !== undefined) return { status: 'ended', outcome: left };
  return { status: progress.dueAt > now ? 'scheduled' : 'queued' };
}
