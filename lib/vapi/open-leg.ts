import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { parsedJson } from '../base/json.ts';
import { onceOnly } from '../http/outcome.ts';
import { type VapiAccount, type VapiConnection, vapiApi } from './api.ts';
import { placedIn } from './placed.ts';

/** A call for a leg that asks for instructions (Vapi: phone call provider bypass). */
export type LegOrder = {
  /** Who answers, with what they are told: as Vapi names the fields. */
  answeredBy: Record<string, unknown>;
  phoneNumberId: string;
  /** The caller, E.164; absent for one who withholds it. */
  customer?: string | undefined;
};

/** What came of it. `limit`: how many calls Vapi takes at one time (Vapi: subscriptionLimits). */
export type LegOpened = { limit?: number | undefined } & (
  | { is: 'opened'; callId: string; twiml: string }
  /** There is no such call. */
  | { is: 'refused'; reason: string }
  /** There may be one: its answer was lost, has no instructions, or says that it waits for a place. */
  | { is: 'unsure'; reason: string; callId?: string | undefined }
);

/** Twilio's limit is 64 kB for a document, and what comes after the call stands in it as well. */
const MAX_TWIML_BYTES = 60_000;

const openedSchema = z.object({
  id: callIdSchema,
  phoneCallProviderDetails: z.object({
    twiml: z.string().check(
      z.refine((twiml) => Buffer.byteLength(twiml) <= MAX_TWIML_BYTES),
      z.regex(/<Stream\b/),
    ),
  }),
});

/** Sends one request and no second: POST /call takes no key by which Vapi could tell a repeated one. */
export function openForLeg(options: VapiAccount & VapiConnection): (order: LegOrder) => Promise<LegOpened> {
  const api = vapiApi(options);
  return async ({ answeredBy, phoneNumberId, customer }) => {
    const answer = await api.write(['call'], {
      phoneCallProviderBypassEnabled: true,
      phoneNumberId,
      ...answeredBy,
      ...(customer === undefined ? {} : { customer: { number: customer } }),
    });
    if (answer.is !== 'done') {
      const { is, reason } = onceOnly(answer);
      return { is: is === 'unsure' ? 'unsure' : 'refused', reason };
    }
    const body = parsedJson(answer.body);
    const { isBlocked, limit, callId: named } = placedIn(body);
    const unsure = { is: 'unsure', callId: named, limit } as const;
    if (isBlocked) return { ...unsure, reason: 'vapi-concurrency' };
    const opened = openedSchema.safeParse(body);
    if (!opened.success) return { ...unsure, reason: 'vapi-unreadable' };
    const { id: callId, phoneCallProviderDetails } = opened.data;
    return { is: 'opened', callId, twiml: phoneCallProviderDetails.twiml, limit };
  };
}
