import { createHmac, randomUUID } from 'node:crypto';
import * as z from 'zod';

export type WebhookAuth = 'hmac' | 'hmac-body' | 'secret' | 'bearer';

/** The headers that prove a body to come from Vapi at this time (ms since 1970). */
export type Sign = (body: string, nowMs: number) => Record<string, string>;

const hmac = (secret: string, signed: string) => createHmac('sha256', secret).update(signed).digest('hex');

/** Signs as Vapi does: its HMAC credential's defaults, the plan over the bare body, or the secret as it is. */
export function createSign({ auth, secret }: { auth: WebhookAuth; secret: string }): Sign {
  switch (auth) {
    case 'hmac':
      return (body, nowMs) => {
        const timestamp = String(Math.floor(nowMs / 1000));
        return { 'x-timestamp': timestamp, 'x-signature': hmac(secret, `${timestamp}.${body}`) };
      };
    case 'hmac-body':
      return (body) => ({ 'x-vapi-signature': hmac(secret, body) });
    case 'secret':
      return () => ({ 'x-vapi-secret': secret });
    case 'bearer':
      return () => ({ authorization: `Bearer ${secret}` });
  }
}

const planSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('hmac'),
    secretKey: z.string(),
    algorithm: z.enum(['sha256', 'sha512', 'sha1']),
    signatureHeader: z.string().default('x-signature'),
    timestampHeader: z.string().default('x-timestamp'),
    signaturePrefix: z.string().default(''),
    includeTimestamp: z.boolean().default(true),
    payloadFormat: z.string().default('{timestamp}.{body}'),
    messageIdHeader: z.string().optional(),
    signatureEncoding: z.enum(['hex', 'base64']).default('hex'),
    secretIsBase64: z.boolean().default(false),
  }),
  z.looseObject({
    type: z.literal('bearer'),
    token: z.string(),
    headerName: z.string().default('Authorization'),
    bearerPrefixEnabled: z.boolean().default(true),
  }),
]);
type Hmac = Extract<z.infer<typeof planSchema>, { type: 'hmac' }>;

/** Signs by the plan of a credential; undefined for one of another kind. */
export function signByPlan(plan: unknown): Sign | undefined {
  const read = planSchema.safeParse(plan).data;
  if (read?.type === 'hmac') return (body, nowMs) => signedBy(read, body, nowMs);
  if (read === undefined) return undefined;
  const { token, headerName, bearerPrefixEnabled } = read;
  return () => ({ [headerName]: bearerPrefixEnabled ? `Bearer ${token}` : token });
}

function signedBy(plan: Hmac, body: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const id = `msg_${randomUUID()}`;
  const values: Record<string, string> = { timestamp, body, method: 'POST', 'svix-id': id };
  const payload = plan.payloadFormat.replace(/\{([a-z-]+)\}/g, (whole, name) => values[name] ?? whole);
  const key = plan.secretIsBase64 ? Buffer.from(plan.secretKey, 'base64') : plan.secretKey;
  const signature = createHmac(plan.algorithm, key).update(payload).digest(plan.signatureEncoding);
  return {
    [plan.signatureHeader]: `${plan.signaturePrefix}${signature}`,
    ...(plan.includeTimestamp && { [plan.timestampHeader]: timestamp }),
    ...(plan.messageIdHeader !== undefined && { [plan.messageIdHeader]: id }),
  };
}
