import * as z from 'zod';
import { destinationSchema, TRANSFER_MODES, type TransferMode } from './destinations.ts';
import { CONTROL, complaints } from './published/published.ts';

const flag = z.boolean().optional();

const transportMessage = z.discriminatedUnion('transport', [
  z.object({ transport: z.literal('twilio'), twiml: z.string() }),
  z.object({
    transport: z.literal('vapi.sip'),
    sipVerb: z.enum(['INFO', 'MESSAGE', 'NOTIFY']),
    headers: z.record(z.string(), z.unknown()).optional(),
    body: z.string().optional(),
  }),
]);

/**
 * What a call's control URL takes, read from what the published documents have let through. Stricter than
 * they are in one thing: `say` needs its `content` and `transfer` its `destination`, without which neither
 * does anything.
 */
export const controlSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('say'),
    content: z.string().min(1, 'should not be empty'),
    endCallAfterSpoken: flag,
    interruptionsEnabled: flag,
    interruptAssistantEnabled: flag,
  }),
  z.object({
    type: z.literal('add-message'),
    message: z.object({
      role: z.enum(['assistant', 'function', 'user', 'system', 'tool']),
      content: z.string().nullable(),
    }),
    triggerResponseEnabled: flag,
  }),
  z.object({
    type: z.literal('control'),
    control: z.enum([
      'mute-assistant',
      'unmute-assistant',
      'mute-customer',
      'unmute-customer',
      'say-first-message',
    ]),
  }),
  z.object({ type: z.literal('end-call') }),
  z.object({
    type: z.literal('transfer'),
    destination: destinationSchema,
    content: z.string().optional(),
  }),
  z.object({ type: z.literal('send-transport-message'), message: transportMessage }),
  z.object({
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

export type ControlRead = { is: 'control'; control: Control } | { is: 'refused'; complaints: string[] };

/** Reads the body of a POST to a control URL, for an account that may have some ways of transfer only. */
export function readControl(body: unknown, refusedModes: ReadonlySet<TransferMode>): ControlRead {
  const wrong = complaints(body, CONTROL);
  if (wrong.length > 0) return { is: 'refused', complaints: wrong };
  const read = controlSchema.safeParse(body);
  if (!read.success) return { is: 'refused', complaints: sentences(read.error) };
  const control = read.data;
  const mode = control.type === 'transfer' ? control.destination.transferPlan?.mode : undefined;
  if (mode === undefined || !refusedModes.has(mode)) return { is: 'control', control };
  const left = TRANSFER_MODES.filter((known) => !refusedModes.has(known)).join(', ');
  return {
    is: 'refused',
    complaints: [`destination.transferPlan.mode must be one of the following values: ${left}`],
  };
}

/** What is wrong, sentence by sentence, in the words of Vapi's API: never with a value in it. */
export const sentences = (error: z.ZodError): string[] =>
  error.issues.map((issue) => {
    const subject = issue.path.map(String).join('.');
    return issue.code === 'invalid_type'
      ? `${subject} must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
      : `${subject} ${issue.message}`;
  });
