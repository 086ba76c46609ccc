import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { type CallEvent, type CallMessage, callMessageSchema } from '../../../lib/conversation/events.ts';
import {
  type ConversationPorts,
  tellConversation,
  tellFailedTools,
} from '../../../lib/inbound/vapi-conversation.ts';
import type { CallReport } from '../../../lib/vapi/call-report.ts';
import { parseServerMessage, type ServerMessage } from '../../../lib/vapi/server-message.ts';

const CALL_ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const NOW = 1_789_743_999_000;

const messageOf = (json: unknown): ServerMessage => {
  const parsed = parseServerMessage(json);
  if (parsed.is === 'invalid') throw new Error(`${parsed.field} ${parsed.problem}`);
  return parsed.message;
};
const fixture = (name: string): ServerMessage =>
  messageOf(JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8')));

let sent: { message: CallMessage; delaySeconds: number }[];
let kept: CallEvent[];
let live: string[];
let over: string[];
let reports: { callId: string; report: CallReport; timestamp: number }[];
let down: string[];
let answer: 'saved' | 'poorer';

beforeEach(() => {
  [sent, kept, live, over, reports, down, answer] = [[], [], [], [], [], [], 'saved'];
});

const unlessDown = async <T>(name: 'table' | 'queue', act: () => T): Promise<T> => {
  if (down.includes(name)) throw new Unavailable(name, 'down');
  return act();
};
const ports = (afterCall: boolean): ConversationPorts => ({
  events: { send: (messages) => unlessDown('queue', () => void sent.push(...messages)) },
  keepEvent: (_callId, event) => unlessDown('table', () => void kept.push(event)),
  markLive: (callId) => unlessDown('table', () => void live.push(callId)),
  markOver: (callId) => unlessDown('table', () => void over.push(callId)),
  saveReport: (callId, report, timestamp) =>
    unlessDown('table', () => {
      reports.push({ callId, report, timestamp });
      return answer;
    }),
  afterCall,
  clock: () => NOW,
});
const tell = (message: ServerMessage, afterCall = false) => tellConversation(message, ports(afterCall));

describe('What Vapi tells about a conversation', () => {
  it.each([
    ['speech-update.user-started', { is: 'speech', role: 'caller', status: 'started' }, 1_789_743_850_200],
    [
      'transcript',
      { is: 'final', role: 'caller', text: expect.stringContaining('charged twice') },
      1_789_743_854_600,
    ],
    ['user-interrupted', { is: 'interrupted' }, 1_789_743_857_200],
    ['conversation-update', { is: 'conversation' }, 1_789_743_854_700],
  ])('goes to the queue at once, with what a handoff needs of the call: %s', async (name, what, at) => {
    await tell(fixture(name));
    expect(sent).toMatchObject([{ delaySeconds: 0, message: { callId: CALL_ID, event: { at, what } } }]);
    expect(sent[0]?.message.event?.known).toMatchObject({
      controlUrl: expect.stringContaining(CALL_ID),
      callSid: 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2',
      caller: '+14155550123',
      direction: 'inbound',
    });
    expect([over, reports]).toEqual([[], []]);
  });

  it.each([
    'speech-update.user-stopped',
    'transcript',
    'transcript.partial',
    'conversation-update',
    'status-update.ended',
    'end-of-call-report',
  ])('is read by the worker as it was sent, and holds nothing that was not meant to be sent: %s', async (name) => {
    await tell(fixture(name), true);
    const [{ message } = { message: undefined }] = sent;
    expect(callMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
    expect(Object.keys(message?.event ?? {}).toSorted()).toEqual([
      'at',
      'heard',
      'known',
      'receivedAt',
      'tools',
      'what',
    ]);
    for (const left of ['messages', 'callId', 'timestamp'])
      expect(message?.event?.known).not.toHaveProperty(left);
    expect(JSON.stringify(message)).not.toMatch(/FAKE-|You are the front desk|"transcript"|recordingUrl/);
  });

  it('goes nowhere where it means nothing', async () => {
    await tell(
      messageOf({ message: { type: 'speech-update', role: 'system', status: 'started', call: { id: 'c' } } }),
    );
    await tell(messageOf({ message: { type: 'hang' } }));
    await tell(fixture('status-update'));
    await tell(fixture('tool-calls'));
    await tell(fixture('transfer-update'));
    expect([sent, over, reports]).toEqual([[], [], []]);
  });

  it('has the time of its arrival where it tells none, and never one before 1970', async () => {
    const speech = { type: 'speech-update', role: 'user', status: 'started', call: { id: 'c' } };
    await tell(messageOf({ message: speech }));
    await tell(messageOf({ message: { ...speech, timestamp: -5 } }));
    expect(sent.map(({ message }) => message.event?.at)).toEqual([NOW, 0]);
  });

  it('is kept in the table where the queue did not take it, and goes into one of them only', async () => {
    await tell(fixture('transcript'));
    expect(kept).toEqual([]);
    down = ['queue'];
    await tell(fixture('transcript'));
    expect(kept).toMatchObject([{ what: { is: 'final', role: 'caller' } }]);
    expect(sent).toHaveLength(1);
  });

  it('is sent again by Vapi where neither took it', async () => {
    down = ['queue', 'table'];
    await expect(tell(fixture('transcript'))).rejects.toThrow(Unavailable);
  });
});

describe('The end of a call', () => {
  it('is noted, and goes to the queue only where something is wanted after it', async () => {
    await tell(fixture('status-update.ended'));
    expect([over, sent]).toEqual([[CALL_ID], []]);
    await tell(fixture('status-update.ended'), true);
    expect(over).toEqual([CALL_ID, CALL_ID]);
    expect(sent).toMatchObject([
      {
        message: {
          event: {
            what: { is: 'ended', reason: 'customer-ended-call' },
            heard: expect.arrayContaining([expect.objectContaining({ text: 'Okay, thanks.' })]),
          },
        },
      },
    ]);
  });

  it('is sent again by Vapi where the table could not be reached', async () => {
    down = ['table'];
    await expect(tell(fixture('status-update.ended'), true)).rejects.toThrow(Unavailable);
  });

  it('is kept with what follows it where the queue could not be reached', async () => {
    down = ['queue'];
    await tell(fixture('status-update.ended'), true);
    await tell(fixture('end-of-call-report'), true);
    expect(kept).toMatchObject([{ what: { is: 'ended' } }, { what: { is: 'reported' } }]);
  });

  it('is kept as a report, whose transcript stays out of the queue', async () => {
    await tell(fixture('end-of-call-report'));
    expect(sent).toEqual([]);
    expect(reports).toMatchObject([{ callId: CALL_ID, report: { transcript: expect.any(String) } }]);
    await tell(fixture('end-of-call-report'), true);
    const { transcript, success, cut, ...told } = reports[1]?.report ?? {};
    expect(transcript).toBeDefined();
    expect(sent).toMatchObject([
      { message: { event: { what: { is: 'reported', report: told }, heard: [] } } },
    ]);
    expect(sent[0]?.message.event?.what).toEqual({ is: 'reported', report: told });
  });

  it('is told to the worker though a richer report is kept already: it may have been told of neither', async () => {
    answer = 'poorer';
    await tell(fixture('end-of-call-report'), true);
    expect(sent).toHaveLength(1);
  });

  const EARLY = {
    type: 'end-of-call-report',
    call: { id: 'c' },
    endedReason: 'call.in-progress.twilio-completed-call',
    timestamp: NOW - 900,
  };

  it('of a call that was handed over is kept and told by what is in its report', async () => {
    const artifact = { structuredOutputs: { a: { name: 'call_summary', result: 'The boiler is cold.' } } };
    await tell(messageOf({ message: { ...EARLY, endedAt: '2026-11-24T10:01:30.000Z', artifact } }), true);
    const told = { summary: 'The boiler is cold.' };
    expect(reports).toMatchObject([{ callId: 'c', report: told, timestamp: NOW - 900 }]);
    expect(sent).toMatchObject([
      { message: { event: { at: NOW - 900, what: { is: 'reported', report: told } } } },
    ]);
    expect(sent[0]?.message.event?.what).not.toHaveProperty('proves');
  });

  it('is not proven by a report of words alone, which is kept, and told as no proof', async () => {
    await tell(messageOf({ message: { ...EARLY, artifact: { transcript: 'AI: Hello.' } } }), true);
    expect(reports).toMatchObject([{ report: { transcript: 'AI: Hello.' } }]);
    expect(sent).toMatchObject([{ message: { event: { what: { is: 'reported', proves: 'nothing' } } } }]);
  });

  it('is reported with one time in table and queue, where the message has none of its own', async () => {
    const { timestamp: _none, ...message } = { ...EARLY, durationSeconds: 9, summary: 'A refund.' };
    await tell(messageOf({ message }), true);
    expect([reports[0]?.timestamp, sent[0]?.message.event?.at]).toEqual([NOW, NOW]);
  });

  it('is not proven by an early, empty report, which is not kept', async () => {
    const early = {
      type: 'end-of-call-report',
      call: { id: 'c' },
      endedReason: 'call.in-progress.twilio-completed-call',
    };
    await tell(messageOf({ message: early }), true);
    expect([sent, over, reports]).toEqual([[], [], []]);
  });

  it('is reported again by Vapi where the table could not be reached', async () => {
    down = ['table'];
    await expect(tell(fixture('end-of-call-report'), true)).rejects.toThrow(Unavailable);
  });

  it('has a report whose message stays below 64 KB, whatever is in it and in whatever script', async () => {
    const long = '😀'.repeat(20_000);
    const structuredData = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`${long.slice(0, 80)}${n}`, long]),
    );
    const report = { type: 'end-of-call-report', call: { id: 'c' }, durationSeconds: 9, timestamp: NOW };
    await tell(messageOf({ message: { ...report, analysis: { summary: long, structuredData } } }), true);
    const body = JSON.stringify(sent[0]?.message).replace(/[\ud800-\udfff]/g, '\\ud83d');
    expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});

describe('A tool of ours that gave no result', () => {
  const call = { callId: CALL_ID, timestamp: NOW - 500, messages: [], caller: '+14155550123' };

  it('is told with the id of its call, in one message', async () => {
    await tellFailedTools(call, ['call_1', 'call_2'], ports(false));
    expect(sent).toEqual([
      {
        delaySeconds: 0,
        message: {
          callId: CALL_ID,
          event: {
            at: NOW - 500,
            receivedAt: NOW,
            what: { is: 'tool-failed' },
            known: { caller: '+14155550123' },
            heard: [],
            tools: [
              { id: 'call_1', at: NOW - 500, failed: true },
              { id: 'call_2', at: NOW - 500, failed: true },
            ],
          },
        },
      },
    ]);
  });

  it('is no reason for a message where none has failed, and no reason to fail where nothing can be told', async () => {
    await tellFailedTools(call, [], ports(false));
    expect(sent).toEqual([]);
    down = ['queue', 'table'];
    await expect(tellFailedTools(call, ['call_1'], ports(false))).resolves.toBeUndefined();
  });
});
