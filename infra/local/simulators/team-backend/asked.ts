import * as z from 'zod/mini';
import { E164 } from '../../../../lib/base/e164.ts';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const text = z.string().check(z.minLength(1));
const number = z.string().check(z.regex(E164));
const timeZone = z.string().check(z.refine(isTimeZone));

/** Beside its tool and its arguments. */
const whose = {
  toolCallId: text,
  call: z.strictObject({
    id: text,
    caller: z.exactOptional(number),
    customerId: z.exactOptional(text),
    verified: z.boolean(),
  }),
};
const ticket = z.strictObject({ ticket: z.exactOptional(text) });

/** What may be asked for: whatever else a body holds is refused. */
export const askedSchema = z.discriminatedUnion('tool', [
  z.strictObject({ ...whose, tool: z.literal('get_ticket_status'), arguments: ticket }),
  z.strictObject({ ...whose, tool: z.literal('get_ticket_details'), arguments: ticket }),
  z.strictObject({
    ...whose,
    tool: z.literal('check_availability'),
    arguments: z.strictObject({
      date: z.exactOptional(z.iso.date()),
      time: z.exactOptional(z.iso.time({ precision: -1 })),
      part_of_day: z.exactOptional(z.enum(['morning', 'afternoon', 'evening'])),
      service: z.exactOptional(text),
      timeZone,
    }),
  }),
  z.strictObject({
    ...whose,
    tool: z.literal('schedule_appointment'),
    arguments: z.strictObject({
      start: z.iso.datetime({ offset: true }),
      timeZone,
      service: z.exactOptional(text),
      name: text,
      phone: z.exactOptional(number),
      email: z.exactOptional(z.email()),
      notes: z.exactOptional(text),
      language: z.string().check(z.regex(/^[a-z]{2}$/)),
    }),
  }),
  z.strictObject({
    ...whose,
    tool: z.literal('cancel_appointment'),
    arguments: z.strictObject({ reference: z.exactOptional(text) }),
  }),
]);

export type Asked = z.infer<typeof askedSchema>;
export type AskedOf<Tool extends Asked['tool']> = Extract<Asked, { tool: Tool }>;

const TOOLS: readonly string[] = [
  'get_ticket_status',
  'get_ticket_details',
  'check_availability',
  'schedule_appointment',
  'cancel_appointment',
] satisfies readonly Asked['tool'][];

/** The tool that a path names; undefined for any other path. */
export function toolOf(path: string, base: string): string | undefined {
  return TOOLS.find((tool) => path === `${base}/${tool}`);
}
