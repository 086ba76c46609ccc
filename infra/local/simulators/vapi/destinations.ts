import * as z from 'zod';

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

const customMessage = z.strictObject({
  type: z.literal('custom-message'),
  content: z.string().optional(),
  contents: z.array(z.looseObject({})).optional(),
});
const message = z.union([z.string(), customMessage], 'must be a string or a custom message');
const seconds = (max: number) =>
  z.number().min(1, 'must not be less than 1').max(max, `must not be greater than ${max}`);
const loose = z.looseObject({});

const fallbackPlanSchema = z.strictObject({ message, endCallEnabled: z.boolean().optional() });

const transferPlanSchema = z.strictObject({
  mode: z.enum(TRANSFER_MODES),
  message: message.optional(),
  timeout: seconds(600).optional(),
  sipVerb: z.enum(['refer', 'bye', 'dial']).optional(),
  dialTimeout: seconds(600).optional(),
  holdAudioUrl: z.string().optional(),
  transferCompleteAudioUrl: z.string().optional(),
  transferAssistant: loose.optional(),
  contextEngineeringPlan: loose.optional(),
  // Named in the guides only, not in the published schema.
  voicemailDetectionType: z.string().optional(),
  twiml: z.string().max(4096, 'must be shorter than or equal to 4096 characters').optional(),
  summaryPlan: z
    .strictObject({
      messages: z.array(loose).optional(),
      enabled: z.boolean().optional(),
      timeoutSeconds: z.number().optional(),
    })
    .optional(),
  sipHeadersInReferToEnabled: z.boolean().optional(),
  fallbackPlan: fallbackPlanSchema.optional(),
});
export type TransferPlan = z.infer<typeof transferPlanSchema>;

const common = {
  message: message.optional(),
  callerId: z.string().optional(),
  transferPlan: transferPlanSchema.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
};

const numberDestination = z
  .strictObject({
    type: z.literal('number'),
    number: z.string(),
    numberE164CheckEnabled: z.boolean().optional(),
    extension: z.string().optional(),
    ...common,
  })
  .superRefine(({ number, numberE164CheckEnabled = true }, check) => {
    const allowed = numberE164CheckEnabled ? /^\+[1-9]\d{1,14}$/ : /^\+?[a-zA-Z0-9]+$/;
    if (allowed.test(number)) return;
    check.addIssue({ code: 'custom', path: ['number'], message: 'must be a valid phone number in E.164' });
  });

const sipDestination = z.strictObject({
  type: z.literal('sip'),
  sipUri: z.string().regex(/^sips?:\S+$/, 'must be a SIP URI'),
  sipHeaders: z.record(z.string(), z.unknown()).optional(),
  ...common,
});

/** Where a live call can be moved: Vapi: live call control, call forwarding. Unknown properties are refused. */
export const destinationSchema = z.discriminatedUnion('type', [numberDestination, sipDestination]);
export type Destination = z.infer<typeof destinationSchema>;

export const addressOf = (destination: Destination): string =>
  destination.type === 'number' ? destination.number : destination.sipUri;

/**
 * A destination in the answer to a `transfer-destination-request`. There Vapi drops what it does not know
 * without a word: a snake_case `transfer_plan` makes the transfer blind.
 */
export function lenientDestination(given: unknown): Destination | undefined {
  const copy: unknown = structuredClone(given);
  const first = destinationSchema.safeParse(copy);
  if (first.success) return first.data;
  for (const issue of first.error.issues) {
    if (issue.code === 'unrecognized_keys') dropKeys(copy, issue.path, issue.keys);
  }
  return destinationSchema.safeParse(copy).data;
}

function dropKeys(root: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let target: unknown = root;
  for (const step of path) target = isRecord(target) ? target[String(step)] : undefined;
  if (!isRecord(target)) return;
  for (const key of keys) delete target[key];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
