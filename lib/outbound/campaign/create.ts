import { hash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import type { Idempotency, NextOpening, OutboundStore } from '../call/ports.ts';
import { zonesFor } from '../call/when.ts';
import type { OutboundMetric } from '../metrics.ts';
import type { Contact, Person } from './contact.ts';
import type { CampaignMessage } from './message.ts';
import { drafted, resumed } from './moves.ts';
import { orderOf } from './order-of.ts';
import type { AllContacts, CampaignList, CampaignStore } from './ports.ts';
import type { Campaign } from './record.ts';
import type { RefusedRow, Upload, UploadPorts } from './upload/read.ts';

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
 * Takes in a campaign (O2), once for a key. First the contacts, under a name of this upload alone, and then the campaign,
 * by which they count: whoever dies before leaves nothing that is called. Throws `Unavailable`.
 */
export async function createCampaign(
  read: () => Promise<Upload>,
  { key, of }: { key: string | undefined; of: string },
  ports: CampaignAsk,
): Promise<Created> {
  const { store, contacts, idempotency, queue, clock, count } = ports;
  const known = key === undefined ? undefined : await idempotency.load(key);
  if (known !== undefined && known.of !== of) return { is: 'conflict' };
  const upload = await read();
  if (upload.is === 'refused') return upload;
  const before = known && (await store.load(known.id)).campaign;
  if (before !== undefined) return { is: 'created', campaign: before, refused: upload.refused };
  if (!ports.hasOwnNumber) return { is: 'not-set-up', field: 'VAPI_PHONE_NUMBER_ID' };
  const now = clock();
  const { name, assistant, settings, start } = upload;
  const id = idOf(key === undefined ? ports.newId() : `${key}\n${of}`);
  const given = { id, name, assistant, settings, upload: ports.newId(), total: 0, lists: 1 };
  const startAt = settings.startAt === undefined ? now : Math.max(now, Date.parse(settings.startAt));
  const { listed, refused } = await scheduled(drafted(given, now), upload.people, startAt, ports);
  const lists = Math.max(1, Math.ceil(listed.length / CONTACTS_A_LIST));
  const draft = drafted({ ...given, lists, total: listed.length }, now);
  await contacts.enter(draft, listed);
  await store.enter(id, now);
  const campaign = start ? (resumed(draft, now) ?? draft) : draft;
  const saved = await store.save(campaign, 0);
  const kept = saved === 'saved' ? campaign : ((await store.load(id)).campaign ?? campaign);
  if (key !== undefined) await idempotency.keep(key, of, id);
  // Without the message the sweeper finds it.
  if (start) await queue.send([{ message: { campaign: id }, delaySeconds: 0 }]).catch(() => undefined);
  count('campaign_asked_created');
  const rows = [...upload.refused, ...refused].toSorted((a, b) => a.row - b.row);
  return { is: 'created', campaign: kept, refused: rows };
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
