import { campaignReading } from '../../../../lib/lambda/wiring/campaigns.ts';
import { openCampaign } from '../../../../lib/outbound/campaign/api.ts';
import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import { wallOf } from '../../../../lib/tools/when/wall.ts';
import { LOCAL_OUTBOUND_API_KEY } from '../../local-values.ts';
import type { SimulatedCall } from '../../simulators/vapi/vapi.ts';
import type { System } from '../../system.ts';
import type { Beat, Played, Stage } from '../story.ts';
import { campaignApi, type Made, type Result } from './api.ts';
import { CONTACTS, type Contact, contactWith, ZONES_OPEN } from './contacts.ts';
import { hoursOpenNow } from './hours.ts';
import { clockOf, lastDigits } from './words.ts';

const PAUSE_SECONDS = 2;

/** Fast motion: without these a campaign begins a call every 2.5 s, and calls nobody again within an hour. */
const settings = {
  secondsApart: 0.3,
  maxConcurrent: 5,
  attempts: { most: 2, waitMinutes: PAUSE_SECONDS / 60 },
};

/** Each look takes some ten requests of a machine that has calls to make. */
const LOOK_EVERY_MS = 400;

/** What is seen of the campaign while it is played, and afterwards. */
export type CampaignSeen = {
  since: number;
  asked: typeof settings & { hours: ReturnType<typeof hoursOpenNow> };
  beats: Beat[];
  made?: Made;
  /** As it was last seen, before it was canceled. */
  view?: CampaignView;
  /** What became of each call, by our id of it. */
  outcomes: Map<string, string>;
  results: readonly Result[];
  listed: readonly string[];
  /** Its status, once it was canceled. */
  canceledAs?: string;
};

/** The calls to the campaign's contacts, as Vapi has them. */
export const callsIn = ({ vapi }: Played): SimulatedCall[] =>
  vapi
    .calls()
    .filter(({ type, caller }) => type === 'outboundPhoneCall' && contactWith(caller) !== undefined);

export const CAMPAIGN_NAME = 'Renewals';

const request = (hours: CampaignSeen['asked']['hours']) => ({
  name: CAMPAIGN_NAME,
  consent: { kind: 'express', reference: 'contract' },
  contacts: CONTACTS.map(({ number, name }) => ({
    ...{ number, name },
    variables: { purpose: 'the contract, which ends this year' },
  })),
  settings: { ...settings, hours },
});

/** Whether nobody is called any more but who waits for the morning. */
const onlyMorningIsLeft = ({ view }: CampaignSeen): boolean => {
  if (view === undefined) return false;
  const { queued, dialing, talking } = view.counts;
  return queued + dialing + talking === 0 && view.waiting.every(({ for: why }) => why === 'hours');
};

export type CampaignStory = {
  seen: CampaignSeen;
  /** Sees how far it is. */
  look(): Promise<void>;
  play(stage: Stage): Promise<void>;
  /** Told of a moment of any call; those of the one that comes to an agent are shown. */
  hear(callId: string, beat: Beat): void;
};

/** A campaign that is made by the API, and the people whom it calls. */
export function campaignStory(played: Played, { url, emulators }: System): CampaignStory {
  const api = campaignApi(url, LOCAL_OUTBOUND_API_KEY);
  const ports = campaignReading(emulators.tableName);
  const since = Date.now();
  const seen: CampaignSeen = {
    ...{ since, asked: { ...settings, hours: hoursOpenNow(since, ZONES_OPEN) }, beats: [] },
    ...{ outcomes: new Map(), results: [], listed: [] },
  };
  let isPlayed = false;
  let lookedAt = 0;

  const writes = async ({ number }: Contact, { tell }: Stage): Promise<void> => {
    await api.list(number, 'letter');
    tell('callee', `${lastDigits(number)} writes that they want no calls: on the do-not-call list`);
  };
  /** Whoever is called does what they do. */
  const callPeople = (stage: Stage): Promise<void>[] => {
    const acts: Promise<void>[] = [];
    const begin = (act: Promise<void>) => {
      // Looked at when all are over.
      act.catch(() => undefined);
      acts.push(act);
    };
    played.vapi.on(({ what, callId }) => {
      const call = played.vapi.call(callId);
      const contact = contactWith(call?.caller);
      if (call === undefined || contact === undefined) return;
      if (what === 'call-started' && contact.talk !== undefined) begin(contact.talk(call, stage));
      if (what === 'call-ended' && contact.wantsNone === 'writes') begin(writes(contact, stage));
    });
    return acts;
  };
  const tellWhoWaits = ({ tell }: Stage): void => {
    const [morning] = onlyMorningIsLeft(seen) ? (seen.view?.waiting ?? []) : [];
    const contact = CONTACTS.find(({ place }) => place.zone === morning?.zone);
    if (morning === undefined || contact === undefined) return;
    const { number, place } = contact;
    const shown = (at: number) => clockOf(wallOf(at, place.zone).minutes);
    const until = `${shown(morning.nextAt)} in ${place.name}, where it is ${shown(Date.now())}`;
    tell('campaign', `nobody is left but ${lastDigits(number)}, who waits until ${until}`);
  };

  return {
    seen,
    hear(callId, beat) {
      const contact = contactWith(played.vapi.call(callId)?.caller);
      if (contact?.becomes !== 'handed_over') return;
      seen.beats.push({ ...beat, who: beat.who === 'caller' ? 'callee' : beat.who });
    },
    async look() {
      if (seen.made === undefined || seen.canceledAs !== undefined) return;
      if (Date.now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = Date.now();
      const view = await openCampaign(seen.made.campaign.id, ports);
      if (view !== undefined && !isPlayed) seen.view = view;
      for (const { status, name = '' } of callsIn(played)) {
        if (status !== 'ended' || seen.outcomes.has(name)) continue;
        const outcome = await api.outcomeOf(name);
        if (outcome !== undefined) seen.outcomes.set(name, outcome);
      }
    },
    async play(stage) {
      const acts = callPeople(stage);
      seen.since = Date.now();
      const made = await api.make(request(seen.asked.hours));
      seen.made = made;
      stage.tell('campaign', `${CONTACTS.length} contacts are taken in, ${made.refused.length} refused`);
      await stage.until(() => onlyMorningIsLeft(seen));
      isPlayed = true;
      await Promise.all(acts);
      tellWhoWaits(stage);
      seen.results = await api.results(made.campaign.id);
      const numbers = CONTACTS.map(({ number }) => number);
      const listed = await Promise.all(numbers.map(api.isListed));
      seen.listed = numbers.filter((_number, index) => listed[index]);
      seen.canceledAs = await api.cancel(made.campaign.id);
      stage.tell('campaign', 'is canceled');
    },
  };
}
