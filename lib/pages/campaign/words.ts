import type { CampaignStatus, PauseCode } from '../../outbound/campaign/states.ts';
import type { CampaignView, Waiting } from '../../outbound/campaign/view.ts';
import type { OutboundOutcome } from '../../outbound/outcomes.ts';
import type { Shown } from '../kit/shown.ts';

/** No telephone number stands on this page, not even in a name. */
export const HIDDEN: Shown = { numbers: 'hidden' };

/** A campaign's status for people. */
export const STATUS_WORDS: Readonly<Record<CampaignStatus, string>> = {
  draft: 'Draft',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  canceled: 'Canceled',
};

/** Why a campaign has paused itself: after "Paused", what it means, and what to do. */
export const PAUSE_WORDS: Readonly<Record<PauseCode, { short: string; means: string; todo: string }>> = {
  breaker: {
    short: 'too many calls failed',
    means: 'The campaign has stopped itself, so that not everybody on the list is called in vain.',
    todo: 'Read the reasons below, see to what causes them, then resume.',
  },
  ours: {
    short: 'something in the set-up is wrong',
    means: 'With this assistant, phone number or key every call would fail.',
    todo: 'Put the set-up right, then resume.',
  },
  account: {
    short: 'Vapi takes no calls from the account',
    means: 'Its credit is used up, it is frozen, or it has reached a limit.',
    todo: 'Put the account right at Vapi, then resume.',
  },
};

/** An outcome for people, and how it is coloured. */
export const OUTCOME_WORDS: Readonly<
  Record<OutboundOutcome, { words: string; look: 'good' | 'plain' | 'poor' | 'off' }>
> = {
  answered: { words: 'Answered', look: 'good' },
  handed_over: { words: 'Handed over to an agent', look: 'good' },
  voicemail: { words: 'Voicemail', look: 'plain' },
  no_answer: { words: 'No answer', look: 'plain' },
  busy: { words: 'Busy', look: 'plain' },
  bad_number: { words: 'Bad number', look: 'poor' },
  failed: { words: 'Failed', look: 'poor' },
  unknown: { words: 'Unknown', look: 'poor' },
  canceled: { words: 'Canceled', look: 'off' },
  expired: { words: 'Expired', look: 'off' },
  opted_out: { words: 'Opted out', look: 'off' },
};

/** Why people wait. */
export const WAITING_WORDS: Readonly<Record<Waiting['for'], string>> = {
  due: 'next in line',
  hours: 'calling hours',
  again: 'to be called again',
  recent: 'called lately',
  day: 'had today’s calls',
  room: 'no free line',
  start: 'not started yet',
};

/** Whether anything on the page may still change. */
export function isLive({ status, live, counts }: CampaignView): boolean {
  const over = status === 'done' || status === 'canceled';
  return !over || live.length > 0 || counts.dialing + counts.talking > 0;
}
