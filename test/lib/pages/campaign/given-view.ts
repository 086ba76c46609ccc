import * as z from 'zod/mini';
import { campaignSettingsSchema } from '../../../../lib/outbound/campaign/settings.ts';
import type { CampaignView, Counts } from '../../../../lib/outbound/campaign/view.ts';

/** Campaigns as their page sees them, in every state. It is a Tuesday, 10:50 in New York. */
export const T0 = Date.parse('2026-12-01T15:50:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const settings = (changed: object = {}) => z.parse(campaignSettingsSchema, changed);

const NONE: Counts = {
  ...{ queued: 0, scheduled: 0, dialing: 0, talking: 0, ended: 0 },
  ...{
    answered: 0,
    handed_over: 0,
    voicemail: 0,
    no_answer: 0,
    busy: 0,
    bad_number: 0,
    failed: 0,
    unknown: 0,
  },
  ...{ canceled: 0, expired: 0, opted_out: 0 },
};
export const counts = (changed: Partial<Counts>): Counts => ({ ...NONE, ...changed });

/** Of 412 who are done. */
const OUTCOMES = {
  ...{ answered: 183, handed_over: 31, voicemail: 77, no_answer: 84, busy: 9 },
  ...{ bad_number: 14, failed: 6, unknown: 1, opted_out: 7 },
} as const;

const CALLS = [
  [418, '0123', 'talking', 185],
  [431, '0177', 'talking', 42],
  [433, '0148', 'talking', 31],
  [434, '0102', 'dialing', 9],
  [1_002, '0190', 'dialing', 3],
] as const;
const live: CampaignView['live'] = CALLS.map(([row, number, is, seconds]) => ({
  row,
  number,
  is,
  since: T0 - seconds * 1000,
}));

/** When calls were begun, one in so many seconds, up to now. */
export const begun = (count: number, secondsApart: number, last = T0 - 1_000): number[] =>
  Array.from({ length: count }, (_, n) => Math.round(last - (count - 1 - n) * secondsApart * 1000));

const base: CampaignView = {
  now: T0,
  id: 'ca_8R2MZ0Q4V7',
  name: 'Spring meter readings',
  status: 'draft',
  createdAt: T0 - 26 * HOUR,
  settings: settings(),
  total: 1_000,
  counts: counts({ queued: 1_000 }),
  live: [],
  waiting: [],
  begun: [],
  breaker: { ends: 0, failures: 0 },
};

export const draft = (changed: Partial<CampaignView> = {}): CampaignView => ({
  ...base,
  waiting: [
    { zone: 'America/New_York', for: 'due', count: 610, nextAt: T0 },
    { zone: 'America/Denver', for: 'hours', count: 390, nextAt: T0 + 70 * MINUTE },
  ],
  ...changed,
});

export const running = (changed: Partial<CampaignView> = {}): CampaignView => ({
  ...base,
  status: 'running',
  assistant: 'outbound',
  counts: counts({ queued: 171, scheduled: 412, dialing: 2, talking: 3, ended: 412, ...OUTCOMES }),
  live,
  waiting: [
    { zone: 'America/New_York', for: 'due', count: 123, nextAt: T0 - MINUTE },
    { zone: '2 zones', for: 'due', count: 48, nextAt: T0 - MINUTE },
    { zone: 'America/New_York', for: 'again', count: 12, nextAt: T0 + 13 * MINUTE },
    { zone: 'America/New_York', for: 'recent', count: 1, nextAt: T0 + 21 * MINUTE },
    { zone: 'America/Denver', for: 'hours', count: 347, nextAt: T0 + 70 * MINUTE },
    { zone: 'America/Los_Angeles', for: 'hours', count: 40, nextAt: T0 + 130 * MINUTE },
    { zone: 'America/New_York', for: 'day', count: 12, nextAt: T0 + 23 * HOUR + 10 * MINUTE },
  ],
  begun: begun(60, 2.7),
  breaker: { ends: 31, failures: 2 },
  ...changed,
});

const REASONS = [
  'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable',
  'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable',
  'twilio-failed-to-connect-call',
] as const;

/** A campaign that has paused itself. */
export const pausedBy = (
  code: 'breaker' | 'ours' | 'account',
  changed: Partial<CampaignView> = {},
): CampaignView => ({
  ...running(),
  status: 'paused',
  counts: counts({ queued: 171, scheduled: 417, ended: 412, ...OUTCOMES, answered: 160, failed: 29 }),
  live: [],
  begun: begun(60, 2.6, T0 - 4 * MINUTE),
  breaker: { ends: 0, failures: 0 },
  pausedBecause: {
    code,
    failures: Array.from({ length: code === 'breaker' ? 20 : 1 }, (_, n) => ({
      row: 380 + n * 2,
      at: T0 - 4 * MINUTE - (20 - n) * 4_300,
      endedReason: code === 'breaker' ? (REASONS[n % 3] ?? '') : 'vapi-error: 401 unauthorized',
    })),
  },
  ...changed,
});

/** Paused by people. */
export const paused = (changed: Partial<CampaignView> = {}): CampaignView => {
  const { pausedBecause: _none, ...view } = pausedBy('breaker');
  return { ...view, live: live.slice(0, 1), ...changed };
};

/** Nobody can be called before tomorrow. */
export const tomorrow = (changed: Partial<CampaignView> = {}): CampaignView => ({
  ...running(),
  live: [],
  counts: counts({ scheduled: 588, ended: 412, ...OUTCOMES }),
  now: T0 + 10 * HOUR,
  waiting: [
    { zone: 'America/New_York', for: 'hours', count: 201, nextAt: T0 + 23 * HOUR + 10 * MINUTE },
    { zone: 'America/Denver', for: 'hours', count: 347, nextAt: T0 + 25 * HOUR + 10 * MINUTE },
    { zone: 'America/Los_Angeles', for: 'hours', count: 40, nextAt: T0 + 26 * HOUR + 10 * MINUTE },
  ],
  breaker: { ends: 0, failures: 0 },
  ...changed,
});

export const done = (changed: Partial<CampaignView> = {}): CampaignView => ({
  ...base,
  status: 'done',
  settings: settings({ endAt: '2026-12-01T17:00:00-05:00' }),
  counts: counts({
    ended: 1_000,
    ...{ answered: 461, handed_over: 83, voicemail: 171, no_answer: 188, busy: 21, bad_number: 33 },
    ...{ failed: 9, unknown: 1, expired: 20, opted_out: 13 },
  }),
  begun: begun(60, 2.5, T0 - 3 * HOUR),
  ...changed,
});

export const canceled = (changed: Partial<CampaignView> = {}): CampaignView => ({
  ...done(),
  status: 'canceled',
  counts: counts({ talking: 1, ended: 999, ...OUTCOMES, canceled: 587 }),
  live: live.slice(0, 1),
  ...changed,
});

/** Sixty zones that wait, a hundred calls at one time, and names that are no names. */
export const HOSTILE = '"><img src=x onerror="window.ran=1"><script>window.ran=1</script>\u202E\u2066evil ';
export const hostile = (foreign = HOSTILE): CampaignView => {
  const long = foreign.repeat(Math.ceil(10_000 / foreign.length));
  return pausedBy('breaker', {
    name: long,
    assistant: long,
    total: 10_000,
    settings: settings({
      maxConcurrent: 100,
      hours: { mon: Array<string>(300).fill('10:00-17:00'), fri: ['09:00-12:00'] },
    }),
    live: Array.from({ length: 100 }, (_, row) => ({ row, number: foreign, is: 'talking', since: T0 - row })),
    waiting: Array.from({ length: 60 }, (_, n) => ({
      zone: `${n}${long}`,
      for: 'hours',
      count: 100,
      nextAt: T0 + n * HOUR,
    })),
    pausedBecause: {
      code: 'breaker',
      failures: Array.from({ length: 40 }, (_, n) => ({ row: n, at: T0 - n, endedReason: long })),
    },
  });
};
