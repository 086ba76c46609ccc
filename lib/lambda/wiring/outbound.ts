import { randomUUID } from 'node:crypto';
import { doNotCallStore } from '../../aws/do-not-call-store.ts';
import { recentNumbers } from '../../aws/number-store.ts';
import { idempotencyStore, outboundStore } from '../../aws/outbound-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import { answeredBy, type Chosen, idOf, OUTBOUND } from '../../desk/assistants.ts';
import { DESK_SETTINGS } from '../../desk/settings.ts';
import type { AskPorts } from '../../outbound/call/ask.ts';
import type { OutboundMessage } from '../../outbound/call/events.ts';
import { outboundIdOf } from '../../outbound/call/ids.ts';
import type { DialPorts } from '../../outbound/call/ports.ts';
import { nextOpeningFor, whyNotCallable } from '../../outbound/call/when.ts';
import { OUTBOUND_SETTINGS } from '../../outbound/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { findPlacedCall } from '../../vapi/find-placed-call.ts';
import { placeCall } from '../../vapi/place-call.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { placesOf } from './desk.ts';
import { now } from './handoffs.ts';
import { callsAtVapi, type VAPI_API, vapiWithin } from './vapi.ts';

const ASSISTANTS = only(DESK_SETTINGS, 'VAPI_ASSISTANTS', 'VAPI_ASSISTANT_ID', 'VAPI_PHONE_NUMBER_ID');

export const ASKING = {
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(OUTBOUND_SETTINGS, 'OUTBOUND_QUEUE_URL', 'OUTBOUND_HOURS'),
  ...ASSISTANTS,
};
type OutboundSettings = SettingsOf<typeof ASKING>;

/** Vapi's id of the assistant under a key of `VAPI_ASSISTANTS`; without one, of the usual one. */
export function assistantOf(
  assistant: string | undefined,
  settings: SettingsOf<typeof ASSISTANTS>,
): string | undefined {
  const { VAPI_ASSISTANTS: assistants, VAPI_ASSISTANT_ID: only_ } = settings;
  return assistant === undefined ? (idOf(OUTBOUND, assistants) ?? only_) : idOf(assistant, assistants);
}

/** Where calls are asked for. */
export const askPorts = (settings: OutboundSettings, { log, count }: Telemetry): AskPorts => {
  const records = table(settings.TABLE_NAME);
  return {
    store: outboundStore(records, now),
    numbers: recentNumbers(records, now),
    idempotency: idempotencyStore(records, now),
    doNotCall: doNotCallStore(records, now),
    notCallable: whyNotCallable,
    nextOpening: nextOpeningFor(settings.OUTBOUND_HOURS),
    hasOwnNumber: settings.VAPI_PHONE_NUMBER_ID !== undefined,
    knowsAssistant: ({ assistant }) => assistantOf(assistant, settings) !== undefined,
    queue: messageQueue<OutboundMessage>(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    clock: now,
    newId: () => outboundIdOf(randomUUID()),
    log,
    count,
  };
};

export const DIALLING = {
  ...ASKING,
  ...only(DESK_SETTINGS, 'MAX_CALLS', 'RESERVED_FOR_INBOUND', 'MAX_CALL_SECONDS'),
};

/** What the dialler stands on. */
export const dialPorts = (
  settings: SettingsOf<typeof DIALLING & typeof VAPI_API>,
  { whetherHandedOver, campaigns }: Pick<DialPorts, 'whetherHandedOver' | 'campaigns'>,
  { log, count }: Telemetry,
): DialPorts => {
  const records = table(settings.TABLE_NAME);
  const slow = vapiWithin(settings, 10_000);
  return {
    store: outboundStore(records, now),
    queue: messageQueue<OutboundMessage>(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    clock: now,
    newOwner: randomUUID,
    doNotCall: doNotCallStore(records, now),
    numbers: recentNumbers(records, now),
    nextOpening: nextOpeningFor(settings.OUTBOUND_HOURS),
    places: placesOf(settings),
    place: placeCall(slow),
    findPlaced: findPlacedCall(slow),
    calls: callsAtVapi(settings),
    answeredBy(order, id) {
      const assistantId = assistantOf(order.assistant, settings);
      if (assistantId === undefined) return undefined;
      const chosen: Extract<Chosen, { is: 'assistant' }> = { is: 'assistant', assistantId };
      const { variables = {}, metadata = {}, customerName, customerId } = order;
      return answeredBy(chosen, {
        variableValues: { ...variables, ...(customerName !== undefined && { customerName }) },
        metadata: { ...metadata, ...(customerId !== undefined && { customerId }), attemptId: id },
      });
    },
    phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
    whetherHandedOver,
    campaigns,
    log,
    count,
  };
};
