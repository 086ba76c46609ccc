import { createHash } from 'node:crypto';
import { describe, it } from 'vitest';
import { type Case, expectRefused, invalid, TOO_LARGE, url, without, withSystem } from './refused.ts';
import { formOf, newCallId, post, postTwilio, TWILIO_PATHS, twilioFixture, twilioHeaders } from './signed.ts';

withSystem();

const [ASSIGNMENT, FALLBACK, EVENTS, STATUS] = TWILIO_PATHS;
const FORBIDDEN = { status: 403, code: 'forbidden' };

const form = (path: string, body: string) => () => postTwilio(url(), path, body);
const assignment = (more: Record<string, string> = {}) =>
  formOf({ ...twilioFixture('assignment-callback'), ...more });
const event = (more: Record<string, string> = {}) =>
  formOf({ ...twilioFixture('reservation.accepted'), ...more });
const leave = (name: string, body: string) => {
  const params = new URLSearchParams(body);
  params.delete(name);
  return params.toString();
};
const ours = (callId: string) =>
  JSON.stringify({ type: 'ai_handoff', handoff_id: 'ho_unknown', handoff_try: 1, vapi_call_id: callId });
const FOREIGN_WORKSPACE = `WS${'0'.repeat(32)}`;
const REJECT = { status: 200, json: { instruction: 'reject' } };
const ACKNOWLEDGED = { status: 204, lines: 0 };

describe.each(TWILIO_PATHS)('The Twilio webhook %s refuses', (path) => {
  const body =
    path === EVENTS
      ? event()
      : path === STATUS
        ? formOf(twilioFixture('voice-status-callback'))
        : assignment();
  const address = () => `${url()}${path}`;
  it.each<Case>([
    [
      'a bad signature',
      () => () => post(address(), body, twilioHeaders(address(), body, 'another-token')),
      FORBIDDEN,
    ],
    [
      'a missing signature',
      () => () => post(address(), body, without('x-twilio-signature', twilioHeaders(address(), body))),
      FORBIDDEN,
    ],
    [
      'a signature of another address',
      () => () => post(address(), body, twilioHeaders('https://handoff.example.com/', body)),
      FORBIDDEN,
    ],
    [
      'JSON without the hash of its body',
      () => () =>
        post(address(), '{}', { ...twilioHeaders(address(), ''), 'content-type': 'application/json' }),
      FORBIDDEN,
    ],
    [
      'JSON, though it is signed',
      () => () => {
        const hash = createHash('sha256').update('{}').digest('hex');
        const hashed = `${address()}?bodySHA256=${hash}`;
        return post(hashed, '{}', { ...twilioHeaders(hashed, ''), 'content-type': 'application/json' });
      },
      { status: 415, code: 'unsupported_media_type' },
    ],
    ['a body of 10 MB', () => form(path, 'a'.repeat(10_000_000)), TOO_LARGE],
    ['thousands of parameters', () => form(path, 'a=1&'.repeat(2000)), FORBIDDEN],
    ['an empty form', () => form(path, ''), { status: 422, code: 'invalid' }],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe.each([ASSIGNMENT, FALLBACK])('The assignment callback %s', (path) => {
  it.each<Case>([
    ['rejects a task of somebody else', () => form(path, assignment({ TaskAttributes: '{}' })), REJECT],
    [
      'rejects a task of a handoff that nobody knows',
      () => form(path, assignment({ TaskAttributes: ours(newCallId()) })),
      REJECT,
    ],
    [
      'rejects a task of a call whose id is without end',
      () => form(path, assignment({ TaskAttributes: ours('c'.repeat(3000)) })),
      REJECT,
    ],
    [
      'rejects a foreign workspace',
      () => form(path, assignment({ WorkspaceSid: FOREIGN_WORKSPACE })),
      REJECT,
    ],
    [
      'refuses attributes that are not JSON',
      () => form(path, assignment({ TaskAttributes: '{SENTINEL' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuses attributes that are no object',
      () => form(path, assignment({ TaskAttributes: '["SENTINEL"]' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuses a reservation without id',
      () => form(path, leave('ReservationSid', assignment())),
      invalid('ReservationSid'),
    ],
    [
      'refuses an empty id',
      () => form(path, assignment({ ReservationSid: '' })),
      invalid('ReservationSid is missing'),
    ],
    [
      'takes the last value of a repeated key, a good one',
      () => form(path, `TaskSid=SENTINEL&${assignment()}`),
      REJECT,
    ],
    [
      'takes the last value of a repeated key, a bad one',
      () => form(path, `${assignment()}&TaskSid=SENTINEL`),
      invalid('TaskSid is malformed'),
    ],
    [
      'is not led astray by prototype keys',
      () => form(path, `__proto__=1&${assignment()}&constructor=x`),
      REJECT,
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The events of TaskRouter', () => {
  it.each<Case>([
    [
      'acknowledge a foreign workspace',
      () => form(EVENTS, event({ WorkspaceSid: FOREIGN_WORKSPACE, TaskAttributes: ours(newCallId()) })),
      ACKNOWLEDGED,
    ],
    [
      'acknowledge a type that is unknown',
      () => form(EVENTS, event({ EventType: 'SENTINEL' })),
      ACKNOWLEDGED,
    ],
    [
      'acknowledge a handoff that nobody knows',
      () => form(EVENTS, event({ TaskAttributes: ours(newCallId()) })),
      ACKNOWLEDGED,
    ],
    ['refuse an event without type', () => form(EVENTS, leave('EventType', event())), invalid('EventType')],
    [
      'refuse attributes that are not JSON',
      () => form(EVENTS, event({ TaskAttributes: '{SENTINEL' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuse a reservation without id',
      () => form(EVENTS, leave('ReservationSid', event())),
      invalid('ReservationSid'),
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The status of a leg', () => {
  const status = (more: Record<string, string>) =>
    formOf({ ...twilioFixture('voice-status-callback'), ...more });
  it.each<Case>([
    ['is acknowledged for a leg that nobody knows', () => form(STATUS, status({})), ACKNOWLEDGED],
    [
      'is refused without a CallSid',
      () => form(STATUS, leave('CallSid', status({}))),
      invalid('CallSid is missing'),
    ],
    [
      'is refused when it is none of the statuses',
      () => form(STATUS, status({ CallStatus: 'SENTINEL' })),
      invalid('CallStatus is malformed'),
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});
