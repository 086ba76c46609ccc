import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { blankCall, type CallState, OUR_NUMBER } from './call.ts';
import { enter } from './entering.ts';
import { endCall, type Line, tellStatus } from './line.ts';
import type { Order } from './orders.ts';

const NOBODY_CAME = 'phone-call-provider-bypass-enabled-but-no-call-received';

/** A call that waits for whoever has its TwiML to connect a leg. */
export const orderedCall = (
  order: Order,
  baseUrl: string,
  now: number,
  accountSid: string | undefined,
): CallState => ({
  ...blankCall(randomUUID(), 'inboundPhoneCall', baseUrl, now),
  ...askedWith(order),
  ...(accountSid !== undefined && { accountSid }),
  status: 'queued',
  stream: 'awaited',
});

/** What a call has from the order for it. */
export function askedWith(order: Order) {
  const { customer, name, assistantOverrides, squadOverrides } = order;
  const overrides = { ...assistantOverrides, ...squadOverrides };
  return {
    ...(customer?.number !== undefined && { caller: customer.number }),
    called: OUR_NUMBER,
    variableValues: overrides.variableValues ?? {},
    metadata: overrides.metadata ?? {},
    ...(name !== undefined && { name }),
    order,
  };
}

/** A leg has joined: the assistant is on the line, and speaks first. */
export async function begin(line: Line): Promise<void> {
  const { call } = line;
  call.status = 'in-progress';
  line.note('call-started');
  enter(line, call.talking);
  await tellStatus(line);
}

/** Ends the call when no leg has joined it in time; `joined` stops the clock. */
export async function endUnlessJoined(
  line: Line,
  patienceMs: number,
  joined: AbortSignal,
  reason = NOBODY_CAME,
): Promise<void> {
  const late = await sleep(patienceMs, true, { signal: joined }).catch(() => false);
  if (late) await endCall(line, reason);
}
