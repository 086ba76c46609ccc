import { isStorageTrouble, troubleOf } from '../../base/trouble.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { workOff } from '../../outbox/loop.ts';
import { OUTBOUND_LEASE_MS } from '../lease.ts';
import { afterEvent, afterResult, isBeingDialled } from './decide.ts';
import type { OutboundMessage } from './events.ts';
import { isPlaceInDoubt } from './lost-place.ts';
import type { DialPorts, LoadedOutbound } from './ports.ts';
import type { OutboundCall, OutboundWork } from './record.ts';
import type { DialResult, WorkResult } from './results.ts';

/** An event, the worker and the sweeper may meet. */
const ROUNDS = 5;
/** One request to Vapi takes 10 s at most, and the worker has 20. */
const BEGIN_WITHIN_MS = 6_000;

/** Works off what an outbound call owes, or takes in what was told of it. Throws where the message must come again. */
export async function workOffOutbound(message: OutboundMessage, ports: DialPorts): Promise<void> {
  const { store, queue, clock, newOwner, log, count } = ports;
  const { id, event, givenUpBy } = message;
  const handedOver = event?.type === 'ended' && (await ports.whetherHandedOver(event.callId));
  await workOff<LoadedOutbound, OutboundCall, OutboundWork, WorkResult, OutboundMessage>(
    id,
    { store, queue, clock, newOwner },
    {
      recordOf: ({ call }) => call,
      isPatient: ({ kind }) => kind === 'look',
      decide({ call }, now) {
        if (call === undefined) log.warn('outbound call gone', { event: event?.type ?? 'none' });
        return {
          record: call === undefined || event === undefined ? call : afterEvent(call, event, handedOver, now),
        };
      },
      perform: (call, claimed) => perform(call, claimed, ports),
      afterResult,
      reportEffect({ id: outboundId }, { effect }, result) {
        const reason = 'reason' in result ? result.reason : undefined;
        const line = {
          outboundId,
          effect: effect.work.kind,
          event: result.is,
          ...withoutUndefined({ reason }),
        };
        if (reason === undefined) log.info('outbound call', line);
        else log.warn('outbound call', line);
        if (effect.work.kind === 'dial') countDial(result, ports);
      },
      reportMove(before, { id: outboundId, progress }) {
        if (progress.state !== 'ended' || before?.progress.state === 'ended') return;
        log.info('outbound call ended', {
          outboundId,
          outcome: progress.outcome,
          ...withoutUndefined({ callId: progress.callId, reason: progress.endedReason }),
        });
        count(`outbound_ended_${progress.outcome}`);
      },
      rounds: ROUNDS,
      leaseMs: OUTBOUND_LEASE_MS,
      beginWithinMs: BEGIN_WITHIN_MS,
      wakeUp: ({ id: ofCall }, owner) => ({ id: ofCall, ...withoutUndefined({ givenUpBy: owner }) }),
      isWakeUp: event === undefined,
      ...withoutUndefined({ givenUpBy }),
    },
  );
}

/** What came of asking Vapi; everything else that is done has no count of its own. */
function countDial(result: WorkResult, { count }: DialPorts): void {
  switch (result.is) {
    case 'placed':
    case 'deferred':
    case 'refused':
    case 'unsure':
    case 'forbidden':
      count(`dial_${result.is}`);
      break;
    case 'withdrawn':
    case 'not-yet':
      count('dial_not_yet');
      break;
    default:
  }
}

async function perform(
  call: OutboundCall,
  { effect, doubt }: Claimed<OutboundWork>,
  ports: DialPorts,
): Promise<WorkResult> {
  const { work } = effect;
  const storage = (error: unknown): WorkResult => {
    if (!isStorageTrouble(error)) throw error;
    const { reason } = troubleOf(error, work.kind);
    return { is: 'not-done', reason };
  };
  switch (work.kind) {
    case 'dial':
      // An invocation that died may have asked: nobody is rung twice for it.
      return doubt === 'crashed'
        ? { is: 'unsure', reason: 'crashed', repeat: false }
        : dial(call, ports).catch(storage);
    case 'find': {
      const { phoneNumberId = '' } = ports;
      const found = await ports.findPlaced({ attemptId: call.id, phoneNumberId, since: work.since });
      if (found.is === 'found' || found.is === 'absent') return found;
      return { is: 'not-done', reason: found.reason };
    }
    case 'look':
      return look(call, ports).catch(storage);
    case 'free-place':
      // Whoever dials needs it now, and owes it again if nothing comes of it.
      return isBeingDialled(call) ? { is: 'freed' } : freed(ports.places?.free(call.id)).catch(storage);
    case 'look-then-free':
      return lookThenFree(call, work, ports).catch(storage);
    case 'tell-campaign':
      return tellCampaign(call, ports).catch(storage);
    case 'free-number':
      return freed(ports.numbers.free(call.order.number, call.id)).catch(storage);
  }
}

async function freed(freeing: Promise<void> | undefined): Promise<WorkResult> {
  await freeing;
  return { is: 'freed' };
}

/** Gives the place back where there is no call, or none any more; else `found` says which one has it. */
async function lookThenFree(
  { id, blockedCalls = [] }: OutboundCall,
  { since, callId }: { since: number; callId?: string | undefined },
  { phoneNumberId = '', findPlaced, calls, places }: DialPorts,
): Promise<WorkResult> {
  if (callId === undefined) {
    const found = await findPlaced({ attemptId: id, phoneNumberId, since });
    if (found.is !== 'found' && found.is !== 'absent') return { is: 'not-done', reason: found.reason };
    const isThere = found.is === 'found' && found.status !== 'ended' && !blockedCalls.includes(found.callId);
    return isThere ? { is: 'found', callId: found.callId } : freed(places?.free(id));
  }
  const looked = await calls.look(callId);
  if (looked.is !== 'call-seen') return { is: 'not-done', reason: looked.reason };
  return looked.call.is === 'live' ? { is: 'found', callId } : freed(places?.free(id));
}

/** The place first: who is told begins the next call. */
async function tellCampaign(call: OutboundCall, { places, campaigns }: DialPorts): Promise<WorkResult> {
  if (!isPlaceInDoubt(call)) await places?.free(call.id);
  if (call.campaign !== undefined) await campaigns.tell(call.campaign.id, call);
  return { is: 'freed' };
}

/** The gates before a call, each undone when a later one says no; then one request to Vapi. Throws `Unavailable`. */
async function dial(call: OutboundCall, ports: DialPorts): Promise<DialResult> {
  const { clock, doNotCall, nextOpening, numbers, places, place, phoneNumberId, answeredBy, campaigns } =
    ports;
  const { id, order, campaign } = call;
  if (campaign !== undefined && !(await campaigns.admits(campaign.id, id))) return { is: 'withdrawn' };
  if ((await doNotCall.entryOf(order.number)) !== undefined) return { is: 'forbidden', outcome: 'opted_out' };
  const now = clock();
  const opening = await nextOpening(order, now);
  if (opening === undefined) return { is: 'forbidden', outcome: 'expired' };
  if (opening > now) return { is: 'not-yet', dueAt: opening };
  // Whoever was asked for long ago may have been called meanwhile; a campaign has seen to it itself.
  const taken = campaign === undefined ? await numbers.take(order.number, id) : undefined;
  if (taken?.is === 'recent') return { is: 'not-yet', dueAt: taken.until };
  const who = answeredBy(order, id);
  if (who === undefined || phoneNumberId === undefined) return { is: 'refused', reason: 'not-set-up' };
  // A campaign has taken the place under the same name.
  const room = campaign === undefined ? await places?.take(id, 'outbound') : 'taken';
  if (room === 'full') return { is: 'deferred', reason: 'no-place' };
  const placed = await place({
    attemptId: id,
    number: order.number,
    customerName: order.customerName,
    answeredBy: who,
    phoneNumberId,
  });
  if ('limit' in placed && placed.limit !== undefined)
    await places?.lower(placed.limit).catch(() => undefined);
  switch (placed.is) {
    case 'placed':
      return { is: 'placed', callId: placed.callId };
    case 'blocked':
      return placed.callId === undefined
        ? { is: 'unsure', reason: 'vapi-blocked', repeat: false }
        : { is: 'placed', callId: placed.callId };
    case 'deferred':
    case 'not-sent': {
      const { reason } = placed;
      const retryAfterSeconds = placed.is === 'deferred' ? placed.retryAfterSeconds : undefined;
      return { is: 'deferred', reason, ...withoutUndefined({ retryAfterSeconds }) };
    }
    case 'refused':
      return { is: 'refused', reason: placed.reason };
    case 'unsure':
      return { is: 'unsure', reason: placed.reason, repeat: /-5\d\d$/.test(placed.reason) };
  }
}

async function look(
  { progress }: OutboundCall,
  { calls, whetherHandedOver }: DialPorts,
): Promise<WorkResult> {
  const callId = 'callId' in progress ? progress.callId : undefined;
  if (callId === undefined) return { is: 'absent' };
  const looked = await calls.look(callId);
  if (looked.is !== 'call-seen') return { is: 'not-done', reason: looked.reason };
  const { call } = looked;
  if (call.is === 'live') return { is: 'live' };
  if (call.is === 'missing') return { is: 'absent' };
  const { endedReason, heard = [] } = call;
  return {
    is: 'over',
    endedReason,
    hasSpoken: heard.length > 0,
    handedOver: await whetherHandedOver(callId),
  };
}
