import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Delayed, MessageQueue } from '../../../lib/base/queue.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { tellOutbound } from '../../../lib/inbound/vapi-outbound.ts';
import { type OutboundMessage, outboundMessageSchema } from '../../../lib/outbound/call/events.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';

type Json = Record<string, unknown>;
const read = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${path}.json`, import.meta.url), 'utf8'));
const messageOf = (name: string): Json => {
  const { message } = read(`vapi/${name}`);
  if (typeof message !== 'object' || message === null) throw new Error('a server message');
  return { ...message };
};

/** The call as Vapi made it when we asked for it; the rest of a message is the same for every call. */
const OURS = read('vapi-2/call.outbound.create.response-201');
const ID = 'att_01J8ZK3V5Q9M_1';
const CALL_ID = '0199a3d0-1c44-7d10-8a7e-3b5c9d2e6f01';
const overridden = (metadata: Json): Json => ({ ...OURS, assistantOverrides: { metadata } });

const queue = (): MessageQueue<OutboundMessage> & { sent: Delayed<OutboundMessage>[] } => {
  const sent: Delayed<OutboundMessage>[] = [];
  return { sent, send: async (messages) => void sent.push(...messages) };
};
const parsed = (message: Json) => {
  const read = parseServerMessage({ message });
  if (read.is === 'invalid') throw new Error(`${read.field} ${read.problem}`);
  return read.message;
};
/** What is passed on of a message. */
const told = async (message: Json, call: Json | undefined = OURS) => {
  const outbound = queue();
  await tellOutbound(parsed({ ...message, call }), outbound);
  expect(outbound.sent.every(({ delaySeconds }) => delaySeconds === 0)).toBe(true);
  return outbound.sent.map(({ message: passed }) => {
    expect(outboundMessageSchema.parse(passed)).toEqual(passed);
    return passed;
  });
};
const ended = (endedReason: string, hasSpoken: boolean) => [
  { id: ID, event: { type: 'ended', callId: CALL_ID, endedReason, hasSpoken } },
];
/** As a status tells it, which need not hold the talk. */
const endedByStatus = (endedReason: string, hasSpoken: boolean) => [
  { id: ID, event: { type: 'ended', callId: CALL_ID, endedReason, hasSpoken, byStatus: true } },
];
const SAID = { artifact: { messages: [{ role: 'user', message: 'Hello?' }] } };
const UNSAID = {
  artifact: {
    messages: [
      { role: 'system', message: 'You call customers.' },
      { role: 'bot', message: 'Hello, this is Example Energy.' },
    ],
  },
};

describe('Of a call that we asked for', () => {
  it('it is told that somebody has answered', async () => {
    expect(await told(messageOf('status-update'))).toEqual([
      { id: ID, event: { type: 'talking', callId: CALL_ID } },
    ]);
  });

  it('it is told that it is over, by its status and by its report, why, and that the callee has spoken', async () => {
    expect(await told(messageOf('status-update.ended'))).toEqual(endedByStatus('customer-ended-call', true));
    expect(await told(messageOf('end-of-call-report'))).toEqual(ended('customer-ended-call', true));
    expect(await told(messageOf('end-of-call-report.forwarded'))).toEqual(
      ended('assistant-forwarded-call', true),
    );
  });

  it('it is told that the callee has not spoken where only the assistant has', async () => {
    const silence = { status: 'ended', endedReason: 'silence-timed-out' };
    expect(await told({ type: 'status-update', ...silence, ...UNSAID })).toEqual(
      endedByStatus('silence-timed-out', false),
    );
    expect(await told({ type: 'status-update', ...silence, ...SAID })).toEqual(
      endedByStatus('silence-timed-out', true),
    );
    const report = { type: 'end-of-call-report', endedReason: 'voicemail', durationSeconds: 12 };
    expect(await told({ ...report, ...UNSAID })).toEqual(ended('voicemail', false));
    expect(await told({ ...report, ...SAID })).toEqual(ended('voicemail', true));
  });

  it('it is told why it was over where only the call says so, and that it was where nothing does', async () => {
    const status = { type: 'status-update', status: 'ended' };
    expect(await told(status, { ...OURS, endedReason: 'customer-busy' })).toEqual(
      endedByStatus('customer-busy', false),
    );
    expect(await told(status)).toEqual(endedByStatus('ended', false));
  });

  it('it is told that nobody answered, though it has lasted no second', async () => {
    const report = { type: 'end-of-call-report', endedReason: 'customer-did-not-answer', durationSeconds: 0 };
    expect(await told({ ...report, endedAt: '2026-09-18T15:04:36.800Z' })).toEqual(
      ended('customer-did-not-answer', false),
    );
  });

  it.each(['queued', 'ringing', 'forwarding', 'scheduled'])('its being %s means nothing', async (status) => {
    expect(await told({ type: 'status-update', status })).toEqual([]);
  });

  it('a report that comes early and empty is no end', async () => {
    const early = 'call.in-progress.twilio-completed-call';
    const report = { type: 'end-of-call-report', endedReason: early };
    expect(await told(report)).toEqual([]);
    expect(await told({ ...report, durationSeconds: 40 })).toEqual([]);
    expect(await told({ ...report, ...SAID })).toEqual([]);
    expect(await told({ ...report, ...SAID, durationSeconds: 40 })).toEqual(ended(early, true));
  });

  it.each([
    'status-update.ringing',
    'status-update.forwarding',
    'tool-calls',
    'function-call',
    'transfer-destination-request',
    'transfer-update',
    'handoff-destination-request',
    'transcript',
    'conversation-update',
    'speech-update.user-started',
    'user-interrupted',
    'hang',
  ])('nothing else is passed on: %s', async (name) => {
    expect(await told(messageOf(name))).toEqual([]);
  });

  it('what is told while the queue is away is not taken', async () => {
    const away = { send: () => Promise.reject(new Unavailable('queue', 'down')) };
    const message = (name: string) => parsed({ ...messageOf(name), call: OURS });
    for (const name of ['status-update', 'status-update.ended', 'end-of-call-report']) {
      await expect(tellOutbound(message(name), away)).rejects.toThrow(Unavailable);
    }
    await tellOutbound(message('transcript'), away);
  });
});

describe('Of a call that we did not ask for', () => {
  const NAMES = ['status-update', 'status-update.ended', 'end-of-call-report'];

  it.each(NAMES)('nothing is passed on: %s as it comes of a caller', async (name) => {
    const outbound = queue();
    await tellOutbound(parsed(messageOf(name)), outbound);
    expect(outbound.sent).toEqual([]);
  });

  it.each([
    ['that somebody else had dialled', overridden({ campaignId: 'cmp_7' })],
    ['with an id that is none', overridden({ attemptId: 7 })],
    [
      'with an id only among the words for its assistant',
      { ...OURS, assistantOverrides: { variableValues: { attemptId: ID } } },
    ],
    ['with an id in metadata of its own', { ...overridden({}), metadata: { attemptId: ID } }],
    ['that came in', { ...OURS, type: 'inboundPhoneCall' }],
    ['that anybody may have started in a browser', { ...OURS, type: 'webCall' }],
  ])('nothing is passed on: one %s', async (_which, call) => {
    for (const name of NAMES) expect(await told(messageOf(name), call)).toEqual([]);
  });

  it('nothing is passed on of what is no call at all', async () => {
    const outbound = queue();
    await tellOutbound({ kind: 'assistant-request' }, outbound);
    await tellOutbound({ kind: 'unknown', type: 'hang' }, outbound);
    expect(outbound.sent).toEqual([]);
  });
});
