import { clipped } from '../../base/clip.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Called, Facts } from '../record/facts.ts';
import type { Handoff } from '../record/handoff.ts';

const BYTES = { word: 80, address: 120, reason: 200 } as const;

function timesOf({ progress }: Handoff): Pick<Facts, 'joinedAt' | 'endedAt'> {
  switch (progress.state) {
    case 'connected':
      return { joinedAt: progress.joinedAt ?? progress.since };
    case 'ended':
      return withoutUndefined({
        endedAt: progress.at,
        joinedAt: progress.outcome === 'completed' ? progress.joinedAt : undefined,
      });
    default:
      return {};
  }
}

/** Returns what a record tells of its handoff to whoever counts handoffs (R9). */
export function factsOf(handoff: Handoff): Facts {
  const { progress, request, reached = {} } = handoff;
  const agent = 'reservation' in progress ? progress.reservation?.agent : undefined;
  return {
    handoffId: handoff.handoffId,
    askedAt: request.requestedAt,
    state: progress.state,
    strategy: handoff.strategy.is,
    windowSeconds: request.windowSeconds,
    edition: 1 + ((progress.state === 'ended' && progress.corrections) || 0),
    ...(progress.state === 'ended' && { outcome: progress.outcome }),
    ...withoutUndefined({
      department: clipped(request.context.department, BYTES.word),
      agent: clipped(agent?.name ?? agent?.workerSid, BYTES.word),
      taskAt: reached.queued,
      offeredAt: reached.offered,
      acceptedAt: reached.bridging,
    }),
    ...timesOf(handoff),
  };
}

/** Returns what a record tells of whoever called. */
export function calledOf({ callId, request }: Handoff): Called {
  const { context, caller, callerSip } = request;
  return {
    callId,
    ...withoutUndefined({
      name: clipped(context.customerName, BYTES.word),
      caller: clipped(caller ?? callerSip, BYTES.address),
      reason: clipped(context.reason, BYTES.reason),
    }),
  };
}
