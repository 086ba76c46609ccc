import type { Contact } from './contact.ts';
import type { CampaignResult } from './news.ts';
import { callIdOf, orderOf } from './order-of.ts';
import type { CampaignPorts } from './ports.ts';
import type { Campaign } from './record.ts';
import { endOf, isSettling, mayBegin } from './steps.ts';

/** So many are looked at in one go where the first ones may not be called now. */
const LOOKED_AT = 24;

/**
 * Looks who is to be called next: whoever is due first, and whose calling hours are open. All whose hours have closed
 * meanwhile are put off to their next opening. Throws `Unavailable`.
 */
export async function whoIsNext(campaign: Campaign, ports: CampaignPorts): Promise<CampaignResult> {
  const { contacts, clock } = ports;
  const now = clock();
  if (!mayBegin(campaign)) return { is: 'held' };
  if (now >= endOf(campaign)) return { is: 'nobody' };
  const busy = campaign.live.length + campaign.effects.length;
  const found = (await contacts.waiting(campaign, LOOKED_AT + busy)).filter(
    ({ row }) => !campaign.live.some((one) => one.row === row) && !isSettling(campaign, row),
  );
  const due = found.filter(({ dueAt }) => dueAt <= now).map(({ row }) => row);
  const [first, ...others] = due;
  if (first === undefined) return { is: 'nobody', nextAt: found[0]?.dueAt };
  let closed = 0;
  for (const rows of [[first], others]) {
    const seen = await look(campaign, rows, now, ports);
    if (seen.open !== undefined) return pickedOf(campaign, seen.open);
    closed += seen.closed;
  }
  // The index has not caught up with who was called or put off just now.
  return closed === 0 ? { is: 'nobody' } : { is: 'looked' };
}

function pickedOf(
  campaign: Campaign,
  { person: { row }, attempts, starts, deferrals }: Contact,
): CampaignResult {
  return { is: 'picked', row, callId: callIdOf(campaign, row, starts), attempts, starts, deferrals };
}

/** The first of these contacts whose hours are open, and how many were put off because theirs are not. */
async function look(
  campaign: Campaign,
  rows: readonly number[],
  now: number,
  { contacts, nextOpening }: CampaignPorts,
): Promise<{ open?: Contact | undefined; closed: number }> {
  if (rows.length === 0) return { closed: 0 };
  const loaded = await contacts.load(campaign, rows);
  const waiting = loaded.filter(
    ({ contact: { progress } }) => progress.state === 'waiting' && progress.dueAt <= now,
  );
  const seen = await Promise.all(
    waiting.map(async (one) => {
      const opening = await nextOpening(orderOf(campaign, one.contact), now);
      return { ...one, opening: opening ?? now };
    }),
  );
  const closed = seen.filter(({ opening }) => opening > now);
  await Promise.all(
    closed.map(({ contact, version, opening }) => {
      const progress = { state: 'waiting', dueAt: opening, for: 'hours' } as const;
      // A lost write is of somebody who has put them off as well.
      return contacts.save(campaign, { ...contact, progress }, version);
    }),
  );
  return { open: seen.find(({ opening }) => opening <= now)?.contact, closed: closed.length };
}
