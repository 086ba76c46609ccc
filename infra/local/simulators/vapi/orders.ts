import * as z from 'zod';

/** What a call is opened with for a leg that exists already (Vapi: phone call provider bypass). */
const orderSchema = z
  .strictObject({
    phoneCallProviderBypassEnabled: z.literal(true),
    assistantId: z.string().min(1, 'should not be empty').optional(),
    squadId: z.string().min(1, 'should not be empty').optional(),
    phoneNumberId: z.string().min(1, 'should not be empty'),
    customer: z
      .strictObject({
        number: z.string().regex(/^\+[1-9]\d{1,14}$/, 'must be a valid phone number in E.164'),
      })
      .optional(),
    assistantOverrides: z
      .strictObject({
        firstMessage: z.string().optional(),
        variableValues: z.record(z.string(), z.unknown()).optional(),
        metadata: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
  })
  .superRefine(({ assistantId, squadId }, check) => {
    if (assistantId !== undefined || squadId !== undefined) return;
    check.addIssue({ code: 'custom', path: ['assistantId'], message: 'or squadId must be given' });
  });
export type Order = z.infer<typeof orderSchema>;

export type OrderRead =
  | { is: 'order'; order: Order }
  | { is: 'outbound' }
  | { is: 'refused'; error: z.ZodError };

/** Reads the body of `POST /call`. Without the bypass Vapi would dial somebody, which nobody does here. */
export function readOrder(body: unknown): OrderRead {
  const bypass = z.looseObject({ phoneCallProviderBypassEnabled: z.literal(true) }).safeParse(body);
  if (!bypass.success) return { is: 'outbound' };
  const read = orderSchema.safeParse(body);
  return read.success ? { is: 'order', order: read.data } : { is: 'refused', error: read.error };
}
