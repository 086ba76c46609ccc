import { askedFor } from '../call/decide.ts';
import type { Contact } from './contact.ts';
import type { CampaignResult } from './news.ts';
import { holderOf, orderOf } from './order-of.ts';
import type { CampaignPorts } from './ports.ts';
import type { Campaign, LiveCall } from './record.ts';
import { endOf } from './steps.ts';

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
      const isRunning = campaign.status === 'running' && clock() < endOf(campaign);
      const isDue = progress.state === 'waiting' && contact.starts === call.starts;
      return isRunning && isDue ? undefined : { is: 'withdrawn' };
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

/** `mayHold`: whoever was at it before may have died with all that it had taken. */
async function passed(gates: readonly Gate[], mayHold: boolean): Promise<No | undefined> {
  const taken: Gate[] = [];
  for (const gate of gates) {
    const no = await gate.ask();
    if (no !== undefined) {
      const held = mayHold ? gates : taken;
      for (const one of held.toReversed()) await one.undo();
      return no;
    }
    taken.push(gate);
  }
  return undefined;
}

/**
 * Begins a call to a contact: when the pace has come to it, and no gate says no, it is kept as a call of its own, which
 * the dialler makes. Throws `Unavailable`.
 */
export async function begin(
  campaign: Campaign,
  callId: string,
  { mayHold }: { mayHold: boolean },
  ports: CampaignPorts,
): Promise<CampaignResult> {
  const { contacts, calls, queue, clock } = ports;
  const call = campaign.live.find((live) => live.callId === callId);
  if (call === undefined) return { is: 'withdrawn' };
  // It was begun before, and may be over: it must hold nothing any more.
  const known = mayHold ? (await calls.load(callId)).call : undefined;
  if (known !== undefined) return { is: 'dialled', at: known.requestedAt };
  await ports.waitUntil(campaign.nextAt);
  // The pace counts from here: what the gates take is no part of it.
  const at = clock();
  const [loaded] = await contacts.load(campaign, [call.row]);
  if (loaded === undefined) return { is: 'withdrawn' };
  const no = await passed(gatesOf(campaign, call, loaded.contact, ports), mayHold);
  if (no !== undefined) return no;
  const now = clock();
  const order = orderOf(campaign, loaded.contact);
  const { id } = campaign;
  await calls.save(askedFor({ id: callId, order, campaign: { id, row: call.row } }, now, now), 0);
  // Without the message the sweeper finds it.
  await queue.send([{ message: { id: callId }, delaySeconds: 0 }]).catch(() => undefined);
  return { is: 'dialled', at };
}
