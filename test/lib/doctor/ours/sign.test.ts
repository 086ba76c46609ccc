import { describe, expect, it } from 'vitest';
import { signedAsVapi } from '../../../../lib/doctor/ours/sign.ts';
import { type Scheme, vapiAuthentication } from '../../../../lib/vapi/authentication.ts';

const NOW = 1_800_000_000_000;
const SECRET = 'c2VjcmV0LW9mLXRoZS1zdGFnZQ==';
const URL_OF_OURS = 'https://handoff.example.com/webhook/vapi';

const CASES: [Scheme, string | undefined][] = [
  ['hmac', undefined],
  ['hmac', '{"includeTimestamp": false}'],
  ['hmac', '{"signatureHeader": "X-Call-Signature", "signaturePrefix": "sha256=", "algorithm": "sha512"}'],
  [
    'hmac',
    '{"payloadFormat": "{svix-id}.{timestamp}.{body}", "signatureEncoding": "base64", "secretIsBase64": true}',
  ],
  ['hmac', '{"payloadFormat": "{method} {url} {timestamp} {body}", "timestampHeader": "x-at"}'],
  ['hmac-body', undefined],
  ['hmac-body', '{"signatureHeader": "vapi-signature"}'],
  ['secret', undefined],
  ['bearer', undefined],
  ['bearer', '{"headerName": "x-key", "bearerPrefixEnabled": false}'],
];

describe('A message that is signed as Vapi signs it', () => {
  it.each(CASES)('is believed with %s and %s', (scheme, options) => {
    const body = '{"message":{"type":"doctor"}}';
    const signed = signedAsVapi({ scheme, options, secret: SECRET }, { body, url: URL_OF_OURS, now: NOW });
    const headers = Object.fromEntries(
      Object.entries(signed ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const authentication = vapiAuthentication(scheme, options);
    if (authentication.is === 'invalid') throw new Error(authentication.problem);
    const request = { rawBody: Buffer.from(body), headers, method: 'POST', url: URL_OF_OURS };
    expect(authentication.verify(request, [SECRET], NOW)).toEqual({ is: 'authentic' });
    expect(authentication.verify(request, ['another-secret-of-ours'], NOW).is).toBe('refused');
  });

  it('cannot be made with options that nobody can read', () => {
    const signing = { scheme: 'hmac', options: '{', secret: SECRET } as const;
    expect(signedAsVapi(signing, { body: '', url: URL_OF_OURS, now: NOW })).toBeUndefined();
  });
});
