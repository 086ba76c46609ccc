import * as z from 'zod';
import { complaints, DESTINATION } from './published/published.ts';

export const TRANSFER_MODES = [
  'blind-transfer',
  'blind-transfer-add-summary-to-sip-header',
  'warm-transfer-say-message',
  'warm-transfer-say-summary',
  'warm-transfer-twiml',
  'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
  'warm-transfer-wait-for-operator-to-speak-first-and-then-say-summary',
  'warm-transfer-experimental',
] as const;
export type TransferMode = (typeof TRANSFER_MODES)[number];

const message = z.union([
  z.string(),
  z.object({
    type: z.literal('custom-message'),
    content: z.string().optional(),
    contents: z.array(z.looseObject({})).optional(),
  }),
]);
const loose = z.looseObject({});

const transferPlanSchema = z.object({
  mode: z.enum(TRANSFER_MODES),
  message: message.optional(),
  timeout: z.number().optional(),
  sipVerb: z.enum(['refer', 'bye', 'dial']).optional(),
  dialTimeout: z.number().optional(),
  holdAudioUrl: z.string().optional(),
  transferCompleteAudioUrl: z.string().optional(),
  transferAssistant: loose.optional(),
  contextEngineeringPlan: loose.optional(),
  voicemailDetectionType: z.string().optional(),
  twiml: z.string().optional(),
  summaryPlan: loose.optional(),
  sipHeadersInReferToEnabled: z.boolean().optional(),
  fallbackPlan: z.object({ message, endCallEnabled: z.boolean().optional() }).optional(),
});
export type TransferPlan = z.infer<typeof transferPlanSchema>;

const common = {
  message: message.optional(),
  callerId: z.string().optional(),
  transferPlan: transferPlanSchema.optional(),
  description: z.string().optional(),
};

/** As Vapi says it of every number. */
export const NOT_E164 =
  'must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).';
export const isE164 = (number: string): boolean => /^\+[1-9]\d{1,14}$/.test(number);

const numberDestination = z
  .object({
    type: z.literal('number'),
    number: z.string(),
    numberE164CheckEnabled: z.boolean().optional(),
    extension: z.string().optional(),
    ...common,
  })
  .superRefine(({ number, numberE164CheckEnabled = true }, check) => {
    if (numberE164CheckEnabled ? isE164(number) : /^\+?[a-zA-Z0-9]+$/.test(number)) return;
    check.addIssue({ code: 'custom', path: ['number'], message: NOT_E164 });
  });

const sipDestination = z.object({
  type: z.literal('sip'),
  sipUri: z.string().regex(/^sips?:\S+$/, 'must be a SIP URI'),
  sipHeaders: z.record(z.string(), z.unknown()).optional(),
  ...common,
});

/**
 * Where a live call can be moved (Vapi: live call control, call forwarding), read from what the published
 * documents have let through; the rules here are those that they tell in prose.
 */
export const destinationSchema = z.discriminatedUnion('type', [numberDestination, sipDestination]);
export type Destination = z.infer<typeof destinationSchema>;

export const addressOf = (destination: Destination): string =>
  destination.type === 'number' ? destination.number : destination.sipUri;

/**
 * A destination in the answer to a `transfer-destination-request`. There Vapi drops what it does not know
 * without a word: a snake_case `transfer_plan` makes the transfer blind.
 */
export function lenientDestination(given: unknown): Destination | undefined {
  const read = destinationSchema.safeParse(given).data;
  return read !== undefined && complaints(read, DESTINATION).length === 0 ? read : undefined;
}
