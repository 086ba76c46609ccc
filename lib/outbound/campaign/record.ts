import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { effectOf, unknownEffectSchema } from '../../outbox/effect.ts';
import { readOwing } from '../../outbox/stored.ts';
import { changing, tally } from './contact.ts';
import { campaignSettingsSchema } from './settings.ts';
import { CAMPAIGN_STATUSES, PAUSE_CODES } from './states.ts';

const millis = z.int().check(z.nonnegative());
const text = z.exactOptional(z.string());

/** A call that did not come about, or broke: its row in the list, and why as Vapi says it. */
const failureSchema = stored({ row: z.int(), at: millis, endedReason: z.string(), callId: text });
export type CallFailure = z.infer<typeof failureSchema>;

/** A contact who is being called, as often as before this call. `callId` is our id of it. */
const liveSchema = stored({
  row: z.int(),
  callId: z.string(),
  /** `begun` while the gates are asked, `dialled` once the call was handed to the dialler. */
  is: z.enum(['begun', 'dialled']),
  at: millis,
  ...tally,
});
export type LiveCall = z.infer<typeof liveSchema>;

/** What becomes of a contact: kept in the campaign's record until the contact's own has it. */
const changeSchema = stored({
  row: z.int(),
  /** By `starts` an older change is known, and void. */
  ...tally,
  ...changing,
  /** No call was made: the half hour and the day's attempt are given back. */
  givesBack: z.exactOptional(z.literal(true)),
});
export type ContactChange = z.infer<typeof changeSchema>;

const workSchema = z.discriminatedUnion('kind', [
  /** Look who is next. */
  stored({ kind: z.literal('tick') }),
  /** Ask the gates for a contact, and hand the call to the dialler. */
  stored({ kind: z.literal('start'), row: z.int(), callId: z.string() }),
  /** Write down what became of a contact. */
  stored({ kind: z.literal('settle'), change: changeSchema }),
]);
export type CampaignWork = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

/** A campaign, whom it is calling now, and what it owes. Its contacts are records of their own. Times in ms since 1970. */
const campaignSchema = stored({
  id: z.string(),
  name: z.string(),
  assistant: text,
  settings: campaignSettingsSchema,
  /** Under which its contacts are kept: two uploads of one request never mix. */
  upload: z.string(),
  total: z.int(),
  /** In how many lists the contacts stand that wait. */
  lists: z.int(),
  createdAt: millis,
  status: z.enum(CAMPAIGN_STATUSES),
  pausedBecause: z.exactOptional(stored({ code: z.enum(PAUSE_CODES), failures: z.array(failureSchema) })),
  /** No call is begun before then: the pace, or there is no room. */
  nextAt: millis,
  /** How often in a row there was no room, and since when. */
  deferrals: z.int(),
  fullSince: z.exactOptional(millis),
  live: z.array(liveSchema),
  /** Of the contacts that are done with, by outcome. */
  counts: z.record(z.string(), z.int()),
  /** The ends that the breaker looks at, by the second in which they were: how many, and how many of them failures. */
  ends: z.array(z.tuple([millis, z.int(), z.int()])),
  failures: z.array(failureSchema),
  /** When the last calls were begun. */
  begun: z.array(millis),
  /** When a contact was last written: the index of who waits may not show it yet. */
  settledAt: millis,
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
});
export type Campaign = z.infer<typeof campaignSchema>;

/** Returns the campaign that a stored record holds; undefined for one with a word of another version. */
export const campaignFrom = (record: unknown): Campaign | undefined =>
  readOwing(campaignSchema, effectSchema, record);

/** How many contacts are done with. */
export const endedIn = ({ counts }: Pick<Campaign, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How many contacts wait. */
export const waitingIn = (campaign: Pick<Campaign, 'counts' | 'total' | 'live'>): number =>
  campaign.total - endedIn(campaign) - campaign.live.length;
