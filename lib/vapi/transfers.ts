import { withoutUndefined } from '../base/without-undefined.ts';
import { type CallOver, TRANSFER_STATUSES } from '../handoff/record/events.ts';
import { destinationOf } from './destination.ts';
import { list, part } from './loose.ts';

/** More than one call can have; of a longer list the last ones count. */
const MOST = 20;

/** Returns where the call was transferred to, and what came of it, the oldest first (Vapi: Artifact.transfers). */
export function transfersOf(artifact: Record<string, unknown>): CallOver['transfers'] {
  const transfers = list(artifact.transfers).slice(-MOST);
  if (transfers.length === 0) return undefined;
  return transfers.map((transfer) => {
    const { destination, status: told } = part(transfer);
    const status = TRANSFER_STATUSES.find((one) => one === told);
    return withoutUndefined({ to: destinationOf(destination), status });
  });
}
