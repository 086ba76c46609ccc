import { hash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import type { Claim, Idempotency, NextOpening, OutboundStore } from '../call/ports.ts';
import { zonesFor } from '../call/when.ts';
import type { OutboundMetric } from '../metrics.ts';
import { problem } from '../problem.ts';
import type { Contact, Person } from './contact.ts';
import type { CampaignMessage } from './message.ts';
import { drafted, resumed } from './moves.ts';
import { orderOf } from './order-of.ts';
import type { AllContacts, CampaignList, CampaignStore } from './ports.ts';
import type { Campaign } from './record.ts';
import { LONGEST_CAMPAIGN_MS } from './steps.ts';
import type { RefusedRow, Upload, UploadPorts } from './upload/read.ts';
import { invalid } from './upload/upload.ts';

export type CampaignAsk = UploadPorts & {
  store: CampaignStore & CampaignList;
  contacts: AllContacts;
  calls: Pick<OutboundStore, 'load'>;
  idempotency: Idempotency;
  nextOpening: NextOpening;
  /** Whether there is a number to call from. */
  hasOwnNumber: boolean;
  queue: MessageQueue<CampaignMessage>;
  /** The page of a campaign; without a key to sign its link there is none. */
  pageOf?: ((id: string, now: number) => string) | undefined;
  clock: Clock;
  /** A fresh name. */
  newId(): string;
  log: Log;
  count: Count<OutboundMetric>;
};

/** Two in one campaign's list begin one after the other, and a partition takes 1,000 writes a second. */
const CONTACTS_A_LIST = 2_500;

export type Created =
  | { is: 'created'; campaign: Campaign; refused: readonly RefusedRow[] }
  | Extract<Upload, { is: 'refused' }>
  | { is: 'not-set-up'; field: string }
  /** The key was used for something else. */
  | { is: 'conflict' };

const idOf = (seed: string): string => `cm_${hash('sha256', seed).slice(0, 27)}`;

/**
 * Takes in a campaign (O2), once for a key, which is claimed first: a repeated request goes on under the id of the first
 * one, and is told what that one was. First the contacts, under a name of this upload alone, and then the campaign, by
 * which they count: whoever dies before leaves nothing that is called. Throws `Unavailable`.
 */
export async function createCampaign(
  read: () => Promise<Upload>,
  { key: header, of }: { key: string | undefined; of: string },
  ports: CampaignAsk,
): Promise<Created> {
  const { store, contacts, idempotency, queue, clock, count } = ports;
  // An empty one is none.
  const key = header || undefined;
  const known = key === undefined ? undefined : await idempotency.load(key);
  if (known !== undefined) {
    if (known.of !== of) return { is: 'conflict' };
    const { campaign } = await store.load(known.id);
    if (campaign !== undefined) return created(campaign, ports);
  }
  const upload = await read();
  if (upload.is === 'refused') return upload;
  if (!ports.hasOwnNumber) return { is: 'not-set-up', field: 'VAPI_PHONE_NUMBER_ID' };
  const now = clock();
  const { name, assistant, settings, start } = upload;
  const startAt = settings.startAt === undefined ? now : Math.max(now, Date.parse(settings.startAt));
  if (startAt >= now + LONGEST_CAMPAIGN_MS) {
    return invalid(problem('settings.startAt', 'is 90 days ahead or more: no campaign lasts longer'));
  }
  const claim = known ?? (await claimed(key, of, ports));
  if (claim.of !== of) return { is: 'conflict' };
  const { id } = claim;
  const given = { id, name, assistant, settings, upload: ports.newId(), total: 0, lists: 1 };
  const { listed, refused } = await scheduled(drafted(given, now), upload.people, startAt, ports);
  const rows = [...upload.refused, ...refused].toSorted((a, b) => a.row - b.row);
  const lists = Math.max(1, Math.ceil(listed.length / CONTACTS_A_LIST));
  const draft = drafted({ ...given, lists, total: listed.length }, now);
  await contacts.enter(draft, listed, rows);
  await store.enter(id, now);
  const campaign = start ? (resumed(draft, now) ?? draft) : draft;
  if ((await store.save(campaign, 0)) === 'lost') {
    const first = (await store.load(id)).campaign;
    if (first !== undefined) return created(first, ports);
  }
  // Without the message the sweeper finds it.
  if (start) await queue.send([{ message: { campaign: id }, delaySeconds: 0 }]).catch(() => undefined);
  count('campaign_asked_created');
  return { is: 'created', campaign, refused: rows };
}

/**
 * Claims a key for a new campaign. Its id is made of the key and what was asked, so that whoever lost the answer can
 * tell it; where that is taken, because the key is used again after its day, the id is a fresh one.
 */
async function claimed(
  key: string | undefined,
  of: string,
  { store, idempotency, newId }: CampaignAsk,
): Promise<Claim> {
  if (key === undefined) return { of, id: idOf(newId()) };
  const told = idOf(`${key}\n${of}`);
  const isTaken = (await store.load(told)).campaign !== undefined;
  return idempotency.claim(key, { of, id: isTaken ? idOf(newId()) : told });
}

async function created(campaign: Campaign, { contacts }: CampaignAsk): Promise<Created> {
  return { is: 'created', campaign, refused: await contacts.refused(campaign) };
}

/** Each contact with when it is due first; refused where that is never. */
async function scheduled(
  campaign: Campaign,
  people: readonly Person[],
  startAt: number,
  { nextOpening }: CampaignAsk,
): Promise<{ listed: Contact[]; refused: RefusedRow[] }> {
  const listed: Contact[] = [];
  const refused: RefusedRow[] = [];
  for (const person of people) {
    const zones = (await zonesFor(person)) ?? [];
    const contact = contactOf(person, zones, startAt);
    const opening = await nextOpening(orderOf(campaign, contact), startAt);
    if (opening === undefined) {
      const message = 'number may be called at no time.';
      refused.push({ row: person.row, code: 'number_not_callable', message });
      continue;
    }
    const progress = {
      state: 'waiting',
      dueAt: opening,
      for: opening > startAt ? 'hours' : 'start',
    } as const;
    listed.push({ ...contact, progress });
  }
  return { listed, refused };
}

/** More zones than these are told by how many they are. */
const NAMED_ZONES = 2;

function contactOf(person: Person, zones: readonly string[], dueAt: number): Contact {
  const zone = zones.length > NAMED_ZONES ? `${zones.length} time zones` : zones.join(', ');
  return {
    ...{ person, zone, attempts: 0, starts: 0, deferrals: 0 },
    progress: { state: 'waiting', dueAt, for: 'start' },
  };
}
