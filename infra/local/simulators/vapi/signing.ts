import { createHmac } from 'node:crypto';

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
