import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkControlUrl } from '../../../lib/vapi/control-url.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const VAPI = ['.vapi.ai'];
const LOCAL = ['127.0.0.1', 'localhost', '::1'];

describe('A control URL written in a roundabout way', () => {
  it.each([
    [`https://\uff41.\uff56api\u3002ai/${ID}/control`, VAPI, `https://a.vapi.ai/${ID}/control`],
    [`https://a.vapi.ai/x/../${ID}/control`, VAPI, `https://a.vapi.ai/${ID}/control`],
    [`https://a.vapi.ai\\${ID}\\control`, VAPI, `https://a.vapi.ai/${ID}/control`],
    [`https://a.vapi.ai\\@evil.example/${ID}`, VAPI, `https://a.vapi.ai/@evil.example/${ID}`],
    [`  https://a.vapi.ai\t/${ID}/con\ntrol`, VAPI, `https://a.vapi.ai/${ID}/control`],
    [`https://a.vapi.ai/%30${ID.slice(1)}/control`, VAPI, `https://a.vapi.ai/%30${ID.slice(1)}/control`],
    [`https://a.vapi.ai/%ZZ/${ID}`, VAPI, `https://a.vapi.ai/%ZZ/${ID}`],
    [`https://a.vapi.ai:443/${ID}/control`, VAPI, `https://a.vapi.ai/${ID}/control`],
    [`http://127.1:4010/${ID}/control`, LOCAL, `http://127.0.0.1:4010/${ID}/control`],
    [`HTTP://LOCALHOST:4010/${ID}/control`, LOCAL, `http://localhost:4010/${ID}/control`],
    [`http://[0:0:0:0:0:0:0:1]:4010/${ID}/control`, LOCAL, `http://[::1]:4010/${ID}/control`],
  ])('%j leads where the check looked', (url, hosts, leads) => {
    expect(checkControlUrl(url, ID, hosts)).toEqual({ is: 'allowed', url: leads });
  });

  it.each([
    [`https://a.vapi.ai%2eevil.example/${ID}`, VAPI, 'host'],
    [`https://a.vapi.ai%2fevil.example/${ID}`, VAPI, 'not-a-url'],
    [`https://a.vapi.ai%00.evil.example/${ID}`, VAPI, 'not-a-url'],
    [`https://a.v\u0430pi.ai/${ID}`, VAPI, 'host'],
    [`https://a.vapi.ai../${ID}`, VAPI, 'host'],
    [`https://evil.example?.vapi.ai/${ID}`, VAPI, 'host'],
    [`https:evil.example/.vapi.ai/${ID}`, VAPI, 'host'],
    [`https://:secret@a.vapi.ai/${ID}`, VAPI, 'credentials'],
    [`https://%40@a.vapi.ai/${ID}`, VAPI, 'credentials'],
    [`https://a.vapi.ai:65536/${ID}`, VAPI, 'not-a-url'],
    [`wss://a.vapi.ai/${ID}`, VAPI, 'not-https'],
    [`file:///a.vapi.ai/${ID}`, VAPI, 'not-https'],
    [`https://169.254.169.254/${ID}`, VAPI, 'host'],
    [`http://169.254.169.254/${ID}`, ['169.254.169.254'], 'not-https'],
    [`http://10.0.0.1/${ID}`, ['10.0.0.1'], 'not-https'],
    [`http://[::ffff:127.0.0.1]/${ID}`, LOCAL, 'not-https'],
    [`http://127.0.0.1.evil.example/${ID}`, LOCAL, 'not-https'],
    [`http://a.localhost/${ID}`, LOCAL, 'not-https'],
    [`http://a.vapi.ai/${ID}`, ['a.vapi.ai'], 'not-https'],
    [`https://a.vapi.ai/${ID}%2Fcontrol`, VAPI, 'call-id'],
    [`https://a.vapi.ai/${ID}/..`, VAPI, 'call-id'],
    [`https://a.vapi.ai/${ID.toUpperCase()}/control`, VAPI, 'call-id'],
    [`https://a.vapi.ai/${ID}/control`, [], 'host'],
    [`https://a.vapi.ai/${ID}/control`, ['vapi.ai'], 'host'],
    ['', VAPI, 'not-a-url'],
  ])('%j is refused', (url, hosts, reason) => {
    expect(checkControlUrl(url, ID, hosts)).toEqual({ is: 'refused', reason });
  });

  it('never leaves the named hosts, however host, sign-in and path are put together', () => {
    const piece = fc.constantFrom(
      ...['https://', 'http://', '//', 'a.vapi.ai', '.vapi.ai', 'evil.example', '127.0.0.1', 'localhost'],
      ...[
        '@',
        ':',
        '\\',
        '/',
        '#',
        '?',
        '%2e',
        '%40',
        '.',
        ':8080',
        '[::1]',
        '\t',
        '\u3002',
        ID,
        'user:pass',
      ],
    );
    const hosts = [...VAPI, 'localhost'];
    let allowed = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const checked = checkControlUrl(`https://${pieces.join('')}`, ID, hosts);
        if (checked.is === 'refused') return;
        allowed += 1;
        const { protocol, hostname, username, password, pathname } = new URL(checked.url);
        const host = hostname.replace(/\.$/, '');
        expect(host === 'localhost' || host.endsWith('.vapi.ai')).toBe(true);
        expect(protocol === 'https:' || host === 'localhost').toBe(true);
        expect(username + password).toBe('');
        expect(pathname).toContain(ID);
      }),
      { seed: 23, numRuns: 5_000 },
    );
    expect(allowed).toBeGreaterThan(0);
  });

  it('is told apart from another call of the same host', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (id, other) => {
        const url = `https://a.vapi.ai/${id}/control`;
        expect(checkControlUrl(url, id, VAPI)).toEqual({ is: 'allowed', url });
        if (other !== id) expect(checkControlUrl(url, other, VAPI)).toMatchObject({ reason: 'call-id' });
      }),
      { seed: 29, numRuns: 500 },
    );
  });

  it('gives away nothing of itself when it is refused', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const checked = checkControlUrl(url, ID, VAPI);
        expect(Object.keys(checked).sort()).toEqual(['is', 'reason']);
      }),
      { seed: 31, numRuns: 300 },
    );
  });
});
