import * as z from 'zod';
import { settingsSchema } from './assistants.ts';
import { sentences } from './control.ts';
import { isE164, NOT_E164 } from './destinations.ts';
import { CREATE_CALL, complaints } from './published/published.ts';

const overrides = settingsSchema;

/** Who talks in a call, with what is overridden. */
export const orderedSpeaker = z.object({
  assistantId: z.string().min(1, 'should not be empty').optional(),
  assistant: z.looseObject({}).optional(),
  squadId: z.string().min(1, 'should not be empty').optional(),
  squad: z.looseObject({}).optional(),
  assistantOverrides: overrides.optional(),
  squadOverrides: overrides.optional(),
});

const customerSchema = z
  .looseObject({
    number: z.string().optional(),
    numberE164CheckEnabled: z.boolean().optional(),
    assistantOverrides: overrides.optional(),
  })
  .superRefine(({ number, numberE164CheckEnabled = true }, check) => {
    if (number === undefined || !numberE164CheckEnabled || isE164(number)) return;
    check.addIssue({ code: 'custom', path: ['number'], message: NOT_E164 });
  });
export type Customer = z.infer<typeof customerSchema>;

type Speakers = Record<
  'assistantId' | 'assistant' | 'squadId' | 'squad' | 'assistantOverrides' | 'squadOverrides',
  unknown
>;

/**
 * An assistant or a squad speaks, with overrides of its own kind. What Vapi does with those of the other kind is not
 * documented: they reach nobody, so they fail here.
 */
function demandOwnOverrides(order: Partial<Speakers>, demand: (path: string, message: string) => void): void {
  const isAssistant = order.assistantId !== undefined || order.assistant !== undefined;
  const isSquad = order.squadId !== undefined || order.squad !== undefined;
  if (isAssistant && isSquad) demand('squadId', 'stands beside an assistantId');
  if (isSquad && !isAssistant && order.assistantOverrides !== undefined) {
    demand('assistantOverrides', 'belong to an assistantId; a squad has squadOverrides');
  }
  if (isAssistant && !isSquad && order.squadOverrides !== undefined) {
    demand('squadOverrides', 'belong to a squadId; an assistant has assistantOverrides');
  }
}

/** What a call is asked for with, read from what the published document has let through. */
const orderSchema = z
  .object({
    /** For a leg that exists already (Vapi: phone call provider bypass); else Vapi dials. */
    phoneCallProviderBypassEnabled: z.boolean().optional(),
    ...orderedSpeaker.shape,
    phoneNumberId: z.string().min(1, 'should not be empty').optional(),
    phoneNumber: z.looseObject({}).optional(),
    customer: customerSchema.optional(),
    customers: z.array(customerSchema).optional(),
    name: z.string().optional(),
    schedulePlan: z.object({ earliestAt: z.string(), latestAt: z.string().optional() }).optional(),
  })
  .superRefine((order, check) => {
    const demand = (path: string, message: string) =>
      check.addIssue({ code: 'custom', path: [path], message });
    const speakers = [order.assistantId, order.assistant, order.squadId, order.squad];
    if (speakers.every((speaker) => speaker === undefined)) demand('assistantId', 'or squadId must be given');
    const bypass = order.phoneCallProviderBypassEnabled === true;
    if (order.phoneNumberId === undefined && (bypass || order.phoneNumber === undefined)) {
      demand('phoneNumberId', 'must be a string');
    }
    if (!bypass && order.customer?.number === undefined && order.customers === undefined) {
      demand('customer', 'or customers must be given');
    }
    if (bypass && order.customers !== undefined) demand('customers', 'cannot share one leg');
    demandOwnOverrides(order, demand);
  });

export type Order = z.infer<typeof orderSchema>;

export type OrderRead = { is: 'order'; order: Order } | { is: 'refused'; complaints: string[] };

/** Reads the body of `POST /call`. */
export function readOrder(body: unknown): OrderRead {
  const wrong = complaints(body, CREATE_CALL);
  if (wrong.length > 0) return { is: 'refused', complaints: wrong };
  const read = orderSchema.safeParse(withoutNulls(body));
  return read.success
    ? { is: 'order', order: read.data }
    : { is: 'refused', complaints: sentences(read.error) };
}

/** A null counts as absent, wherever it stands: nothing can be switched off by it. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}
