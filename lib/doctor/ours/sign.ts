import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { parsedJson } from '../../base/json.ts';
import type { Scheme } from '../../vapi/authentication.ts';

/** Vapi's own names and defaults, as lib/vapi/authentication.ts reads them. */
const optionsShape = z.object({
  algorithm: z._default(z.string(), 'sha256'),
  signatureHeader: z.optional(z.string()),
  timestampHeader: z._default(z.string(), 'x-timestamp'),
  includeTimestamp: z.optional(z.boolean()),
  payloadFormat: z.optional(z.string()),
  signaturePrefix: z._default(z.string(), ''),
  signatureEncoding: z._default(z.enum(['hex', 'base64']), 'hex'),
  messageIdHeader: z._default(z.string(), 'svix-id'),
  secretIsBase64: z._default(z.boolean(), false),
  headerName: z._default(z.string(), 'authorization'),
  bearerPrefixEnabled: z._default(z.boolean(), true),
});
type Options = z.output<typeof optionsShape>;

export type Signing = { scheme: Scheme; options: string | undefined; secret: string };
type Signed = { body: string; url: string; now: number };

const MESSAGE_ID = 'doctor';

/** Returns the headers by which a request is believed to be Vapi's; undefined for options that cannot be read. */
export function signedAsVapi(signing: Signing, request: Signed): Record<string, string> | undefined {
  const options = optionsShape.safeParse(parsedJson(signing.options ?? '{}')).data;
  if (options === undefined) return undefined;
  const { scheme, secret } = signing;
  switch (scheme) {
    case 'secret':
      return { 'x-vapi-secret': secret };
    case 'bearer':
      return { [options.headerName]: `${options.bearerPrefixEnabled ? 'Bearer ' : ''}${secret}` };
    case 'hmac':
      return byHmac(options, secret, request, {
        header: 'x-signature',
        format: options.includeTimestamp === false ? '{body}' : '{timestamp}.{body}',
      });
    case 'hmac-body':
      return byHmac(options, secret, request, { header: 'x-vapi-signature', format: '{body}' });
  }
}

function byHmac(
  options: Options,
  secret: string,
  { body, url, now }: Signed,
  usual: { header: string; format: string },
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const values: Record<string, string> = {
    '{body}': body,
    '{timestamp}': timestamp,
    '{method}': 'POST',
    '{url}': url,
    '{svix-id}': MESSAGE_ID,
  };
  const format = options.payloadFormat ?? usual.format;
  const payload = format.replace(/\{[^{}]*\}/g, (name) => values[name] ?? name);
  const key = Buffer.from(secret, options.secretIsBase64 ? 'base64' : 'utf8');
  const signature = createHmac(options.algorithm, key).update(payload).digest(options.signatureEncoding);
  return {
    [options.signatureHeader ?? usual.header]: `${options.signaturePrefix}${signature}`,
    [options.timestampHeader]: timestamp,
    [options.messageIdHeader]: MESSAGE_ID,
  };
}
