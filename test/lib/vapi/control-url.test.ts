import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkControlUrl } from '../../../lib/vapi/control-url.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const VAPI = ['.vapi.ai'];
const LOCAL = ['127.0.0.1', 'localhost', '::1'];

describe('A control URL', () => {
  it.each([
    [`https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/${ID}/control`, VAPI],
    [`https://a.vapi.ai:8443/${ID}/control`, VAPI],
    [`https://A.VAPI.AI/${ID}/control`, VAPI],
    [`https://a.vapi.ai./${ID}/control`, VAPI],
    [`https://a.vapi.ai/x/${ID}`, VAPI],
    [`http://127.0.0.1:4010/${ID}/control`, LOCAL],
    [`http://localhost:4010/${ID}/control`, LOCAL],
    [`http://[::1]:4010/${ID}/control`, LOCAL],
    [`https://fake.example.com/${ID}/control`, ['fake.example.com']],
  ])('%s is allowed', (url, hosts) => {
    expect(checkControlUrl(url, ID, hosts).is).toBe('allowed');
  });

  it.each([
    [`http://a.vapi.ai/${ID}/control`, VAPI, 'not-https'],
    [`https://evilvapi.ai/${ID}/control`, VAPI, 'host'],
    [`https://vapi.ai/${ID}/control`, VAPI, 'host'],
    [`https://a.vapi.ai.evil.example/${ID}/control`, VAPI, 'host'],
    [`https://evil.example/a.vapi.ai/${ID}/control`, VAPI, 'host'],
    [`https://a.vapi.ai@evil.example/${ID}/control`, VAPI, 'credentials'],
    [`https://user:pass@a.vapi.ai/${ID}/control`, VAPI, 'credentials'],
    [`https://evil.example\\@a.vapi.ai/${ID}/control`, VAPI, 'host'],
    [`https://evil.example#.vapi.ai/${ID}/control`, VAPI, 'host'],
    [`https://127.0.0.1/${ID}/control`, VAPI, 'host'],
    [`http://127.0.0.1/${ID}/control`, VAPI, 'not-https'],
    [`http://fake.example.com/${ID}/control`, ['fake.example.com'], 'not-https'],
    [`http://127.0.0.2/${ID}/control`, LOCAL, 'not-https'],
    [`ftp://127.0.0.1/${ID}/control`, LOCAL, 'not-https'],
    ['https://a.vapi.ai/control', VAPI, 'call-id'],
    [`https://a.vapi.ai/x${ID}/control`, VAPI, 'call-id'],
    [`https://a.vapi.ai/control?id=/${ID}/`, VAPI, 'call-id'],
    [`https://a.vapi.ai/control#/${ID}/`, VAPI, 'call-id'],
    ['/relative', VAPI, 'not-a-url'],
    ['javascript:alert(1)', VAPI, 'not-https'],
    [`https://a.vapi.ai/${ID}/control`, ['.'], 'host'],
  ])('%s is refused', (url, hosts, reason) => {
    expect(checkControlUrl(url, ID, hosts)).toEqual({ is: 'refused', reason });
  });

  it('is refused when there is no call id to look for', () => {
    expect(checkControlUrl('https://a.vapi.ai//control', '', VAPI)).toMatchObject({ reason: 'call-id' });
  });

  it('that is allowed always leads to a host under the suffix, over https', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.webUrl().map((url) => `${url}/${ID}`),
        ),
        (url) => {
          const checked = checkControlUrl(url, ID, VAPI);
          if (checked.is === 'refused') return;
          const { protocol, hostname } = new URL(checked.url);
          expect(protocol).toBe('https:');
          expect(hostname.endsWith('.vapi.ai')).toBe(true);
        },
      ),
      { seed: 3, numRuns: 2_000 },
    );
  });
});
