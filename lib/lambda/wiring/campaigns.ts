import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { campaignList, campaignStore, loadCampaign } from '../../aws/campaign-store.ts';
import {
  allContacts,
  contactStore,
  enterContacts,
  refusedContacts,
  waitingContacts,
} from '../../aws/contact-store.ts';
import { doNotCallStore, listedAmong } from '../../aws/do-not-call-store.ts';
import { areaSeconds, dayAttempts, recentNumbers } from '../../aws/number-store.ts';
import { idempotencyStore, loadOutbound, outboundStore } from '../../aws/outbound-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import { campaignPage } from '../../base/signed-link.ts';
import type { OutboundMessage } from '../../outbound/call/events.ts';
import type { CallsCampaign } from '../../outbound/call/ports.ts';
import { areaOf, nextOpeningFor, whyNotCallable } from '../../outbound/call/when.ts';
import type { CampaignReading } from '../../outbound/campaign/api.ts';
import type { CampaignAsk } from '../../outbound/campaign/create.ts';
import type { CampaignMessage } from '../../outbound/campaign/message.ts';
import type { CampaignPorts } from '../../outbound/campaign/ports.ts';
import { admits, tellCampaign } from '../../outbound/campaign/run.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { placesOf } from './desk.ts';
import { now } from './handoffs.ts';
import { ASKING, assistantOf, type DIALLING } from './outbound.ts';

export const CAMPAIGN_ASKING = {
  ...ASKING,
  ...only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL', 'LINK_SIGNING_KEY'),
};

/** Where campaigns are asked for, and shown. */
export const campaignAsk = (
  settings: SettingsOf<typeof CAMPAIGN_ASKING>,
  { log, count }: Telemetry,
): CampaignAsk => {
  const records = table(settings.TABLE_NAME);
  const [key] = settings.LINK_SIGNING_KEY ?? [];
  return {
    store: { ...campaignStore(records, now), ...campaignList(records) },
    contacts: {
      enter: enterContacts(records),
      refused: refusedContacts(records),
      all: allContacts(records),
      everybodyWaiting: waitingContacts(records),
    },
    calls: { load: loadOutbound(records, now) },
    idempotency: idempotencyStore(records, now),
    notCallable: whyNotCallable,
    listedAmong: listedAmong(records, now),
    knowsAssistant: (assistant) => assistantOf(assistant, settings) !== undefined,
    nextOpening: nextOpeningFor(settings.OUTBOUND_HOURS),
    hasOwnNumber: settings.VAPI_PHONE_NUMBER_ID !== undefined,
    queue: messageQueue<CampaignMessage>(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    pageOf: key === undefined ? undefined : campaignPage(settings.PUBLIC_BASE_URL, key),
    clock: now,
    newId: randomUUID,
    log,
    count,
  };
};

/** Where a campaign is looked at. */
export const campaignReading = (tableName: string): CampaignReading => {
  const records = table(tableName);
  return {
    store: { load: loadCampaign(records, now) },
    contacts: { everybodyWaiting: waitingContacts(records) },
    calls: { load: loadOutbound(records, now) },
    clock: now,
  };
};

/** What the worker of campaigns stands on. */
export const campaignPorts = (
  settings: SettingsOf<typeof DIALLING>,
  { log, count }: Telemetry,
): CampaignPorts => {
  const records = table(settings.TABLE_NAME);
  return {
    store: campaignStore(records, now),
    contacts: contactStore(records),
    calls: outboundStore(records, now),
    queue: messageQueue<CampaignMessage | OutboundMessage>(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    clock: now,
    waitUntil: async (at) => {
      const left = at - now();
      if (left > 0) await wait(left);
    },
    newOwner: randomUUID,
    doNotCall: doNotCallStore(records, now),
    nextOpening: nextOpeningFor(settings.OUTBOUND_HOURS),
    numbers: recentNumbers(records, now),
    attempts: dayAttempts(records, now),
    areas: areaSeconds(records, now),
    areaOf,
    places: placesOf(settings),
    log,
    count,
  };
};

/** The campaigns, as far as their calls have to do with them. */
export const callsCampaign = (ports: CampaignPorts): CallsCampaign => ({
  admits: (id, callId) => admits(id, callId, ports),
  tell: (id, call) => tellCampaign(id, call, ports),
});
