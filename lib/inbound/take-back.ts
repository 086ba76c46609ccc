import type { CallFacts } from '../base/call-facts.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { decideNow } from '../handoff/loop/decide-now.ts';
import type { Handoff } from '../handoff/record/handoff.ts';
import type { InboundPorts } from './metrics.ts';

/** A request that is still on its way through the queue is there by then. */
const ON_ITS_WAY_SECONDS = 2;

type Asking = Pick<CallFacts, 'callId' | 'timestamp'>;

/** By Vapi's clock, as the request's own time is: ours may be ahead of it, or behind. */
const takenBack = ({ timestamp }: Asking) =>
  ({ type: 'taken-back', by: 'assistant', ...withoutUndefined({ askedAt: timestamp }) }) as const;

async function leaveWord(call: Asking, { queue }: InboundPorts): Promise<void> {
  const message = { callId: call.callId, event: takenBack(call) };
  await queue.send([{ message, delaySeconds: ON_ITS_WAY_SECONDS }]);
}

/**
 * Takes a wish for a human back: a handoff that waits is ended here and now; an agent who has accepted stays. Where none
 * was waiting or joined, a request may still be on its way: the same word follows it. Returns the record after that;
 * undefined where there is none. Throws when table or queue cannot be reached.
 */
export async function takeBack(call: Asking, ports: InboundPorts): Promise<Handoff | undefined> {
  let found: Handoff | undefined;
  const event = (before: Handoff) => {
    // A later round may meet the write of this one.
    found ??= before;
    return takenBack(call);
  };
  const handoff = await decideNow(call.callId, event, ports);
  if (found === undefined || found.progress.state === 'ended') await leaveWord(call, ports);
  return handoff;
}

/**
 * As `takeBack`, for a caller who goes elsewhere in any case: a table or a queue that cannot be reached does not hold
 * them up. Where the table is away the worker is told.
 */
export async function takeBackIfPossible(call: Asking, ports: InboundPorts): Promise<Handoff | undefined> {
  try {
    return await takeBack(call, ports);
  } catch {
    await leaveWord(call, ports).catch(() => undefined);
    return undefined;
  }
}
