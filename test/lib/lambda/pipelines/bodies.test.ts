import { describe, expect, it } from 'vitest';
import { jsonBody, requireType } from '../../../../lib/lambda/pipelines/bodies.ts';
import type { RawRequest } from '../../../../lib/lambda/pipelines/webhook.ts';

const request = (rawBody: string | Buffer, contentType?: string): RawRequest => ({
  method: 'POST',
  path: '/webhook/vapi',
  rawQueryString: '',
  pathParameters: {},
  headers: contentType === undefined ? {} : { 'content-type': contentType },
  rawBody: Buffer.from(rawBody),
});
const JSON_TYPE = 'application/json';

describe('A JSON body', () => {
  for (const type of [JSON_TYPE, 'application/json; charset=utf-8', 'Application/JSON ;charset="UTF-8"']) {
    it(`is read as ${type}`, () => {
      expect(jsonBody(request('{"a":["é"]}', type))).toEqual({ a: ['é'] });
    });
  }

  for (const type of [undefined, '', 'text/json', 'application/jsonp', 'application/x-www-form-urlencoded']) {
    it(`is not read as ${type ?? 'nothing at all'}`, () => {
      expect(() => jsonBody(request('{}', type))).toThrow(
        expect.objectContaining({ name: 'Refusal', code: 'unsupported_media_type', status: 415 }),
      );
    });
  }

  const unreadable: [string, string | Buffer, string][] = [
    ['nothing', '', 'not-json'],
    ['half of it', '{"a":', 'not-json'],
    ['a form', 'a=1', 'not-json'],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), 'not-utf8'],
    ['half of a character', Buffer.from([0x22, 0xc3, 0x22]), 'not-utf8'],
  ];
  for (const [what, body, reason] of unreadable) {
    it(`is not ${what}`, () => {
      expect(() => jsonBody(request(body, JSON_TYPE))).toThrow(
        expect.objectContaining({ code: 'unreadable', status: 400, reason }),
      );
    });
  }

  it('that is refused is not repeated in the answer', () => {
    expect(() => jsonBody(request('{"phone":"+14155550123"', JSON_TYPE))).toThrow(/^The body is not JSON\.$/);
  });
});

describe('A media type', () => {
  it('may be one of several', () => {
    const form = request('', 'application/x-www-form-urlencoded');
    expect(() => requireType(form, JSON_TYPE, 'application/x-www-form-urlencoded')).not.toThrow();
    expect(() => requireType(request('', 'text/html'), JSON_TYPE, 'text/plain')).toThrow(
      'The content type must be application/json or text/plain.',
    );
  });
});
