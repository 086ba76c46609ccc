import { askedFor } from '../call/decide.ts';
import type { Contact } from './contact.ts';
import type { CampaignResult } from './news.ts';
import { holderOf, orderOf } from './order-of.ts';
import type { CampaignPorts } from './ports.ts';
import type { Campaign, LiveCall } from './record.ts';
import { isOpen } from './steps.ts';
import { toldOf } from './told.ts';

type No = Extract<CampaignResult, { is: 'put-off' | 'forbidden' | 'no-room' | 'withdrawn' }>;

/** Says no, or nothing; what it took can be given back. */
type Gate = { ask(): Promise<No | undefined>; undo(): Promise<void> };

const reads = (ask: Gate['ask']): Gate => ({ ask, undo: async () => undefined });

const A_SECOND_MS = 1_000;

/**
 * Asks, in their order, whether a contact may be called now (O2); where one gate says no, what the others took is given
 * back. Each that takes something takes it under the contact's or the call's own name, so that who begins a call again
 * after a crash holds nothing twice.
 */
function gatesOf(campaign: Campaign, call: LiveCall, contact: Contact, ports: CampaignPorts): Gate[] {
  const { clock, doNotCall, nextOpening, numbers, attempts, areas, places } = ports;
  const { settings } = campaign;
  const { person } = contact;
  const { row, callId } = call;
  const holder = holderOf(campaign, row);
  // The same attempt, however often it is begun.
  const attempt = `${holder}:${call.attempts}`;
  let area: { name: string; second: number } | undefined;
  const { progress } = contact;
  return [
    reads(async () => {
      const isDue = progress.state === 'waiting' && contact.starts === call.starts;
      return isOpen(campaign, clock()) && isDue ? undefined : { is: 'withdrawn' };
    }),
    reads(async () =>
      (await doNotCall.entryOf(person.number)) === undefined
        ? undefined
        : { is: 'forbidden', outcome: 'opted_out' },
    ),
    reads(async () => {
      const now = clock();
      const opening = await nextOpening(orderOf(campaign, contact), now);
      if (opening === undefined) return { is: 'forbidden', outcome: 'expired' };
      return opening > now ? { is: 'put-off', dueAt: opening, for: 'hours' } : undefined;
    }),
    {
      async ask() {
        const taken = await numbers.take(person.number, holder, callId);
        return taken.is === 'taken' ? undefined : { is: 'put-off', dueAt: taken.until, for: 'recent' };
      },
      // An earlier attempt still has it.
      undo: async () => (call.attempts > 0 ? undefined : numbers.free(person.number, holder)),
    },
    {
      async ask() {
        const taken = await attempts.take(person.number, attempt, settings.attempts.perDay);
        return taken.is === 'taken' ? undefined : { is: 'put-off', dueAt: taken.until, for: 'day' };
      },
      undo: () => attempts.free(person.number, attempt),
    },
    {
      async ask() {
        const name = await ports.areaOf(person.number);
        const second = Math.floor(clock() / A_SECOND_MS);
        if ((await areas.take(name, second, settings.perAreaCodePerSecond)) === 'full') {
          return { is: 'put-off', dueAt: (second + 1) * A_SECOND_MS, for: 'room' };
        }
        area = { name, second };
        return undefined;
      },
      // It passes by itself for whoever died.
      undo: async () => area && areas.free(area.name, area.second),
    },
    {
      ask: async () => ((await places?.take(callId, 'outbound')) === 'full' ? { is: 'no-room' } : undefined),
      undo: async () => places?.free(callId),
    },
  ];
}

/** Asks one gate after another, up to the first that says no; and what was taken before that. */
async function asked(gates: readonly Gate[]): Promise<{ no?: No; taken: Gate[] }> {
  const taken: Gate[] = [];
  for (const gate of gates) {
    const no = await gate.ask();
    if (no !== undefined) return { no, taken };
    taken.push(gate);
  }
  return { taken };
}

/** Longer than the part of a second that is left where somebody comes in time. */
const MOST_WAITED_MS = 1_500;

/** Its claim has run out: somebody else may be at it, and what is held may be theirs. */
const LATE = { is: 'not-done', reason: 'late' } as const;

/**
 * What a call of which there is a record is to its campaign, whoever began it: it goes on, or has ended. One that owes
 * nothing any more gives no place back that was taken for it since.
 */
async function begunBefore(
  callId: string,
  { calls, places }: CampaignPorts,
): Promise<CampaignResult | undefined> {
  const { call } = await calls.load(callId);
  if (call === undefined) return undefined;
  const told = toldOf(call);
  if (told === undefined) return { is: 'dialled', at: call.requestedAt };
  if (call.effects.length === 0) await places?.free(callId);
  return { is: 'over', told };
}

/**
 * Begins a call to a contact: when the pace has come to it, and no gate says no, it is kept as a call of its own, which
 * the dialler makes. `mayHold`: whoever was at it before may have died with all that it had taken. `until`: so long
 * nobody else is at it (ms since 1970). Throws `Unavailable`.
 */
export async function begin(
  campaign: Campaign,
  callId: string,
  { mayHold, until }: { mayHold: boolean; until: number },
  ports: CampaignPorts,
): Promise<CampaignResult> {
  const { contacts, calls, queue, clock } = ports;
  const call = campaign.live.find((live) => live.callId === callId);
  if (call === undefined) return { is: 'withdrawn' };
  const known = mayHold ? await begunBefore(callId, ports) : undefined;
  if (known !== undefined) return known;
  if (isOpen(campaign, clock())) {
    if (campaign.nextAt - clock() > MOST_WAITED_MS) return { is: 'too-early' };
    await ports.waitUntil(campaign.nextAt);
  }
  // The pace counts from here: what the gates take is no part of it.
  const at = clock();
  const [loaded] = await contacts.load(campaign, [call.row]);
  if (loaded === undefined) return { is: 'withdrawn' };
  const gates = gatesOf(campaign, call, loaded.contact, ports);
  const { no, taken } = await asked(gates);
  const held = mayHold ? gates : taken;
  if (no !== undefined && held.length > 0) {
    // A call that is there needs what it holds.
    const begun = await begunBefore(callId, ports);
    if (begun !== undefined) return begun;
    if (clock() >= until) return LATE;
    for (const gate of held.toReversed()) await gate.undo();
  }
  if (no !== undefined) return no;
  const now = clock();
  if (now >= until) return LATE;
  const order = orderOf(campaign, loaded.contact);
  const { id } = campaign;
  const saved = await calls.save(
    askedFor({ id: callId, order, campaign: { id, row: call.row } }, now, now),
    0,
  );
  if (saved === 'lost') return (await begunBefore(callId, ports)) ?? LATE;
  // Without the message the sweeper finds it.
  await queue.send([{ message: { id: callId }, delaySeconds: 0 }]).catch(() => undefined);
  return { is: 'dialled', at };
}
