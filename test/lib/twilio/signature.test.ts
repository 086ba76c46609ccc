import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stringify } from 'node:querystring';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, verifyTwilioSignature } from '../../../lib/twilio/signature.ts';
import signatures from '../../fixtures/twilio/signature-vectors.json' with { type: 'json' };

const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
const NEXT_TOKEN = 'cafecafecafecafecafecafecafecafe';
const BASE = 'https://handoff.example.com/prod';
const PATH = '/webhook/twilio/events';

/** Twilio's rule, written down once more: the URL and then every name and value, sorted by name. */
function sign(token: string, url: string, params: [string, string][]): string {
  const data = params
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => name + value)
    .join('');
  return createHmac('sha1', token)
    .update(url + data)
    .digest('base64');
}

function formRequest(body: string | Buffer, signature: string | undefined, query = ''): SignedRequest {
  return {
    rawBody: Buffer.from(body),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
    },
    path: PATH,
    rawQueryString: query,
  };
}

function jsonRequest(body: string, query: string, signature: string): SignedRequest {
  return {
    rawBody: Buffer.from(body),
    headers: { 'content-type': 'application/json', 'x-twilio-signature': signature },
    path: PATH,
    rawQueryString: query,
  };
}

const simple: [string, string][] = [
  ['TaskSid', 'WT6c0f3a8e57d14b92bd7e9140a5c8f236'],
  ['EventType', 'task.canceled'],
];
const simpleBody = stringify(Object.fromEntries(simple));
const simpleSignature = sign(TOKEN, BASE + PATH, simple);

describe('the signatures of the fixtures', () => {
  for (const { payload, url, signature } of signatures.vectors) {
    const parsed = new URL(url);
    const fields: Record<string, string> = JSON.parse(
      readFileSync(new URL(`../../fixtures/twilio/${payload}`, import.meta.url), 'utf8'),
    );
    const request: SignedRequest = {
      ...formRequest(stringify(fields), signature, parsed.search.slice(1)),
      path: parsed.pathname.replace(/^\/prod/, ''),
    };

    it(`lets ${payload} pass with all its parameters`, () => {
      expect(verifyTwilioSignature(request, BASE, [signatures.authToken])).toEqual({
        is: 'authentic',
        params: fields,
      });
    });

    it(`refuses ${payload} when any one byte of it has changed`, () => {
      for (let at = 0; at < request.rawBody.length; at += 97) {
        const rawBody = Buffer.from(request.rawBody);
        rawBody[at] = rawBody[at] === 0x41 ? 0x42 : 0x41;
        const verified = verifyTwilioSignature({ ...request, rawBody }, BASE, [signatures.authToken]);
        expect(verified.is).toBe('refused');
      }
    });
  }
});

describe('auth tokens', () => {
  it('lets a request pass that is signed with either of two tokens', () => {
    const tokens = [TOKEN, NEXT_TOKEN];
    for (const token of tokens) {
      const request = formRequest(simpleBody, sign(token, BASE + PATH, simple));
      expect(verifyTwilioSignature(request, BASE, tokens).is).toBe('authentic');
    }
  });

  it('refuses a request that is signed with another token', () => {
    const request = formRequest(simpleBody, simpleSignature);
    expect(verifyTwilioSignature(request, BASE, [NEXT_TOKEN])).toEqual({
      is: 'refused',
      reason: 'signature-wrong',
    });
  });

  it('never lets an empty or blank token pass, even when the request is signed with it', () => {
    for (const token of ['', '  ']) {
      const request = formRequest(simpleBody, sign(token, BASE + PATH, simple));
      expect(verifyTwilioSignature(request, BASE, [token])).toEqual({ is: 'refused', reason: 'no-token' });
      expect(verifyTwilioSignature(request, BASE, [token, TOKEN])).toEqual({
        is: 'refused',
        reason: 'signature-wrong',
      });
    }
    expect(verifyTwilioSignature(formRequest(simpleBody, simpleSignature), BASE, []).is).toBe('refused');
  });
});

describe('parameters', () => {
  const authentic = (body: string, params: [string, string][]) =>
    verifyTwilioSignature(formRequest(body, sign(TOKEN, BASE + PATH, params)), BASE, [TOKEN]);

  it('keeps a repeated name with every value', () => {
    const verified = authentic('A=2&B=x&A=1', [
      ['A', '1'],
      ['A', '2'],
      ['B', 'x'],
    ]);
    expect(verified).toEqual({ is: 'authentic', params: { A: ['2', '1'], B: 'x' } });
  });

  it('keeps empty values and the spaces around a value', () => {
    const verified = authentic('Reason=&Name=%20Jordan+Ellis+', [
      ['Reason', ''],
      ['Name', ' Jordan Ellis '],
    ]);
    expect(verified).toEqual({ is: 'authentic', params: { Reason: '', Name: ' Jordan Ellis ' } });
  });

  it('reads text beyond ASCII and a body that came in base64', () => {
    const name = 'Zoë 李';
    const encoded = Buffer.from(stringify({ Name: name })).toString('base64');
    const request = formRequest(Buffer.from(encoded, 'base64'), sign(TOKEN, BASE + PATH, [['Name', name]]));
    expect(verifyTwilioSignature(request, BASE, [TOKEN])).toEqual({
      is: 'authentic',
      params: { Name: name },
    });
  });

  it('takes a name such as __proto__ for a name', () => {
    const verified = authentic('__proto__=x', [['__proto__', 'x']]);
    expect(verified.is === 'authentic' && Object.entries(verified.params)).toEqual([['__proto__', 'x']]);
  });

  it('reads 1000 parameters to the last, and refuses more', () => {
    const many = Array.from({ length: 1000 }, (_, i): [string, string] => [`P${i}`, `${i}`]);
    const verified = authentic(stringify(Object.fromEntries(many)), many);
    expect(verified.is === 'authentic' && verified.params.P999).toBe('999');

    const more = [...many, ['P1000', '1000'] as [string, string]];
    expect(authentic(stringify(Object.fromEntries(more)), more)).toEqual({
      is: 'refused',
      reason: 'too-many-parameters',
    });
  });

  it('refuses an added, a missing and a renamed parameter', () => {
    for (const body of [
      `${simpleBody}&More=1`,
      'EventType=task.canceled',
      simpleBody.replace('Task', 'task'),
    ]) {
      expect(verifyTwilioSignature(formRequest(body, simpleSignature), BASE, [TOKEN])).toEqual({
        is: 'refused',
        reason: 'signature-wrong',
      });
    }
  });
});

describe('the signed URL', () => {
  const verify = (url: string, base: string, query = '') =>
    verifyTwilioSignature(formRequest(simpleBody, sign(TOKEN, url, simple), query), base, [TOKEN]).is;

  it('has the stage path of the public base URL', () => {
    expect(verify(BASE + PATH, BASE)).toBe('authentic');
    expect(verify(`https://handoff.example.com${PATH}`, BASE)).toBe('refused');
    expect(verify(BASE + PATH, 'https://handoff.example.com')).toBe('refused');
  });

  it('comes out the same when the setting ends in a slash', () => {
    expect(verify(BASE + PATH, `${BASE}/`)).toBe('authentic');
  });

  it('has no fragment, whatever the setting carries', () => {
    expect(verify(BASE + PATH, `${BASE}/#rc=2&rp=ct,rt,5xx`)).toBe('authentic');
  });

  it('has the query in the order and the encoding in which it came', () => {
    expect(verify(`${BASE}${PATH}?b=2&a=%2B1`, BASE, 'b=2&a=%2B1')).toBe('authentic');
    expect(verify(`${BASE}${PATH}?b=2&a=%2B1`, BASE, 'a=%2B1&b=2')).toBe('refused');
    expect(verify(`${BASE}${PATH}?b=2&a=%2B1`, BASE, 'b=2&a=+1')).toBe('refused');
    expect(verify(`${BASE}${PATH}?b=2`, BASE, '')).toBe('refused');
  });

  it('passes with the standard port, which Twilio leaves out', () => {
    expect(verify(BASE + PATH, 'https://handoff.example.com:443/prod')).toBe('authentic');
  });

  it('takes nothing from the Host header', () => {
    const request = formRequest(simpleBody, sign(TOKEN, `https://evil.example.com${PATH}`, simple));
    const headers = { ...request.headers, host: 'evil.example.com', 'x-forwarded-proto': 'https' };
    expect(verifyTwilioSignature({ ...request, headers }, BASE, [TOKEN]).is).toBe('refused');
  });
});

describe('JSON bodies', () => {
  const body = '{"specversion":"1.0","data":{"name":"Zoë"}}';
  const hash = createHash('sha256').update(body).digest('hex');
  const query = `bodySHA256=${hash}`;
  const signature = sign(TOKEN, `${BASE}${PATH}?${query}`, []);

  it('are proven by the hash in the signed URL', () => {
    expect(verifyTwilioSignature(jsonRequest(body, query, signature), BASE, [TOKEN])).toEqual({
      is: 'authentic',
      params: {},
    });
  });

  it('are refused when one byte has changed', () => {
    const changed = body.replace('1.0', '1.1');
    expect(verifyTwilioSignature(jsonRequest(changed, query, signature), BASE, [TOKEN])).toEqual({
      is: 'refused',
      reason: 'body-hash-wrong',
    });
  });

  it('are refused when the hash was made to fit but not signed', () => {
    const changed = body.replace('1.0', '1.1');
    const forged = `bodySHA256=${createHash('sha256').update(changed).digest('hex')}`;
    expect(verifyTwilioSignature(jsonRequest(changed, forged, signature), BASE, [TOKEN])).toEqual({
      is: 'refused',
      reason: 'signature-wrong',
    });
  });

  it('are refused without a hash, however well the URL is signed', () => {
    const bare = jsonRequest(body, '', sign(TOKEN, BASE + PATH, []));
    expect(verifyTwilioSignature(bare, BASE, [TOKEN])).toEqual({
      is: 'refused',
      reason: 'body-hash-missing',
    });
  });
});

describe('what cannot be from Twilio', () => {
  it('is refused for want of a signature', () => {
    for (const signature of [undefined, '']) {
      expect(verifyTwilioSignature(formRequest(simpleBody, signature), BASE, [TOKEN])).toEqual({
        is: 'refused',
        reason: 'signature-missing',
      });
    }
  });

  it('is refused with a signature that is none', () => {
    for (const signature of ['x', '====', 'ü', `${simpleSignature},${simpleSignature}`]) {
      expect(verifyTwilioSignature(formRequest(simpleBody, signature), BASE, [TOKEN])).toEqual({
        is: 'refused',
        reason: 'signature-wrong',
      });
    }
  });

  it('is refused when the body is no text, and no broken escape makes it throw', () => {
    const noText = formRequest(Buffer.from([0x41, 0x3d, 0xff, 0xfe]), simpleSignature);
    expect(verifyTwilioSignature(noText, BASE, [TOKEN])).toEqual({ is: 'refused', reason: 'body-malformed' });
    for (const body of ['', '%', 'A=%E0%A4', '&&&==', 'A=%ED%A0%80']) {
      expect(verifyTwilioSignature(formRequest(body, simpleSignature, '%&%ED%A0%80'), BASE, [TOKEN]).is).toBe(
        'refused',
      );
    }
  });

  it('is refused when the public base URL is no URL', () => {
    for (const base of ['', 'handoff.example.com', '///']) {
      expect(verifyTwilioSignature(formRequest(simpleBody, simpleSignature), base, [TOKEN])).toEqual({
        is: 'refused',
        reason: 'url-malformed',
      });
    }
  });
});
