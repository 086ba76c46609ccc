import { describe, expect, it } from 'vitest';
import {
  amendedAttributes,
  callOfTask,
  readTaskAttributes,
  readWorkerAttributes,
} from '../../../lib/twilio/attributes.ts';

const KEY = { handoff_id: 'xy_1', handoff_try: 1 };
const read = (attributes: object) => readTaskAttributes(JSON.stringify(attributes));

describe('The attributes of a task', () => {
  it.each([
    ['callback_request', 'callback'],
    ['review_request', 'review'],
    ['another_request', 'foreign'],
  ] as const)('of the type %s are those of a %s', (type, task) => {
    expect(read({ type, ...KEY })).toBe(task);
  });

  it.each([
    { type: 'review_request' },
    { type: 'review_request', handoff_id: 'xy_1' },
    { type: 'review_request', ...KEY, handoff_try: '1' },
    { type: 'review_request', ...KEY, handoff_id: '' },
    { type: ['review_request'], ...KEY },
  ])('are foreign without the key that we write: %o', (attributes) => {
    expect(read(attributes)).toBe('foreign');
  });
});

describe('The address of a worker', () => {
  const contactOf = (contact_uri: unknown) =>
    readWorkerAttributes(JSON.stringify({ contact_uri })).contactUri;

  it.each([
    ['+1 555 010 0144', '+15550100144'],
    [' +1 (555) 010-0144 ', '+15550100144'],
    ['+1.555.010.0144', '+15550100144'],
    ['+1\u00a0555\u2011010\u20110144', '+15550100144'],
    ['\u202a+15550100144\u202c', '+15550100144'],
    ['tel:+1-555-010-0144', '+15550100144'],
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['Client: agent', 'client:agent'],
    ['CLIENT:agent', 'client:agent'],
    ['SIP:Desk@PBX.example.com', 'sip:Desk@PBX.example.com'],
    ['+15550100144', '+15550100144'],
    ['client:agent', 'client:agent'],
  ])('%j is written as Twilio and Vapi take it', (written, address) => {
    expect(contactOf(written)).toBe(address);
  });

  it.each(['555 010 0144', '+1 555 010 0144 ext. 5', 'sip:', 'agent'])('%j stays what it is', (written) => {
    expect(contactOf(written)).toBe(written);
  });
});

describe('The attributes of a task that are amended', () => {
  it('keep what others have added', () => {
    const has = '{"callback_number":"+14155550111","conference":{"sid":"CF1"}}';
    expect(JSON.parse(amendedAttributes(has, '{"callback_number":"+14155550122"}') ?? '')).toEqual({
      callback_number: '+14155550122',
      conference: { sid: 'CF1' },
    });
  });

  it('need no request where that changes nothing', () => {
    expect(amendedAttributes('{"b":{"c":1},"a":1}', '{"a":1,"b":{"c":1}}')).toBeUndefined();
  });
});

describe('The call of a task', () => {
  const key = { handoff_id: 'cb_1', handoff_try: 1 };
  it('is told by its attributes', () => {
    expect(callOfTask(JSON.stringify({ ...key, vapi_call_id: 'call' }))).toBe('call');
  });

  it.each([
    key,
    { ...key, vapi_call_id: '' },
    { ...key, vapi_call_id: 'x'.repeat(129) },
    { vapi_call_id: 7 },
  ])('is not told by %o', (attributes) => {
    expect(callOfTask(JSON.stringify(attributes))).toBeUndefined();
  });

  it('is not told by what is no JSON', () => {
    expect(callOfTask('no JSON')).toBeUndefined();
  });
});
