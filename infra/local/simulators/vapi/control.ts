import * as z from 'zod';
import { destinationSchema } from './destinations.ts';

const flag = z.boolean().optional();

const transportMessage = z.discriminatedUnion('transport', [
  z.strictObject({ transport: z.literal('twilio'), twiml: z.string() }),
  z.strictObject({
    transport: z.literal('vapi.sip'),
    sipVerb: z.enum(['INFO', 'MESSAGE', 'NOTIFY']),
    headers: z.record(z.string(), z.unknown()).optional(),
    body: z.string().optional(),
  }),
]);

/**
 * What a call's control URL takes: Vapi: live call control. Stricter than the published schema in one
 * thing: `say` needs its `content` and `transfer` its `destination`, without which neither does anything.
 */
export const controlSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('say'),
    content: z.string().min(1, 'should not be empty'),
    endCallAfterSpoken: flag,
    interruptionsEnabled: flag,
    interruptAssistantEnabled: flag,
  }),
  z.strictObject({
    type: z.literal('add-message'),
    message: z.strictObject({
      role: z.enum(['assistant', 'function', 'user', 'system', 'tool']),
      content: z.string().nullable(),
    }),
    triggerResponseEnabled: flag,
  }),
  z.strictObject({
    type: z.literal('control'),
    control: z.enum([
      'mute-assistant',
      'unmute-assistant',
      'mute-customer',
      'unmute-customer',
      'say-first-message',
    ]),
  }),
  z.strictObject({ type: z.literal('end-call') }),
  z.strictObject({
    type: z.literal('transfer'),
    destination: destinationSchema,
    content: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('send-transport-message'), message: transportMessage }),
  // In the guides, not in the published schema.
  z.strictObject({
    type: z.literal('handoff'),
    destination: z.looseObject({ type: z.literal('assistant') }),
    content: z.string().optional(),
  }),
]);
export type Control = z.infer<typeof controlSchema>;

export const CONTROL_TYPES = [
  'say',
  'add-message',
  'control',
  'end-call',
  'transfer',
  'send-transport-message',
  'handoff',
] as const satisfies Control['type'][];

/** What is wrong, sentence by sentence, in the words of Vapi's API: never with a value in it. */
export const complaints = (error: z.ZodError): string[] => error.issues.flatMap(complaint);

function complaint(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const inside = at === '' ? '' : `${at}.`;
    return issue.keys.map((key) => `${inside}property ${key} should not exist`);
  }
  const subject = at === '' ? 'body' : at;
  if (issue.code === 'invalid_type') return [`${subject} must be ${article(issue.expected)}`];
  if (issue.code === 'invalid_value') {
    return [`${subject} must be one of the following values: ${issue.values.join(', ')}`];
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return [`${subject} must be one of the known values`];
  }
  return [`${subject} ${issue.message}`];
}

const article = (expected: string) => `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
