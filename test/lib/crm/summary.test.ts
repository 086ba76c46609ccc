import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SummarySource,
  summaryIdOf,
  summaryMessageSchema,
  summaryOf,
} from '../../../lib/crm/summary.ts';
import type { Progress } from '../../../lib/handoff/record/handoff.ts';
import * as given from '../handoff/given.ts';

const { CALL_ID, T0 } = given;
const ID = summaryIdOf(CALL_ID);
const MOST_BYTES = 64_000;

const source = (changed: Partial<SummarySource> = {}): SummarySource => ({
  call: { id: CALL_ID },
  missingFields: [],
  interruptions: 0,
  ...changed,
});

describe('The summary of a call for the CRM', () => {
  it('tells what is known about the call, what came of it, and what is still missing', () => {
    const context = { reason: 'asks for a refund', department: 'billing', messages: [] };
    const handoff = given.handoff(
      given.ended({ outcome: 'completed', reservation: given.reservation() }),
      [],
      {
        request: given.request({ context }),
      },
    );
    const sent = summaryOf({
      call: {
        id: CALL_ID,
        startedAt: T0,
        endedAt: T0 + 92_600,
        endedReason: 'customer-ended-call',
        direction: 'inbound',
        from: '+14155550199',
        to: '+14155550188',
        callSid: 'CA1',
        customerId: 'C-1',
        customerIdSource: 'team',
        assistantId: 'a-1',
      },
      summary: 'The caller asks for a refund.\nThe order is known.',
      structured: { order: { id: 4471 }, email: null },
      missingFields: ['email'],
      intent: 'billing',
      interruptions: 2,
      handoff,
    });
    expect(sent).toEqual({
      callId: CALL_ID,
      summary: {
        type: 'call.summary',
        version: 1,
        id: ID,
        call: {
          id: CALL_ID,
          startedAt: '2027-01-15T08:00:00.000Z',
          endedAt: '2027-01-15T08:01:32.600Z',
          durationSeconds: 93,
          endedReason: 'customer-ended-call',
          direction: 'inbound',
          from: '+14155550199',
          to: '+14155550188',
          callSid: 'CA1',
          customerId: 'C-1',
          customerIdSource: 'team',
          assistantId: 'a-1',
        },
        summary: 'The caller asks for a refund.\nThe order is known.',
        structured: { order: { id: 4471 }, email: null },
        missingFields: ['email'],
        intent: 'billing',
        interruptions: 2,
        handoff: {
          id: 'ho_1',
          state: 'ended',
          outcome: 'completed',
          reason: 'asks for a refund',
          department: 'billing',
          agent: 'Agent 1',
        },
      },
    });
    expect(summaryMessageSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  it('has every field of a call about which nothing is known', () => {
    expect(summaryOf(source()).summary).toEqual({
      type: 'call.summary',
      version: 1,
      id: ID,
      call: {
        id: CALL_ID,
        startedAt: null,
        endedAt: null,
        durationSeconds: null,
        endedReason: null,
        direction: null,
        from: null,
        to: null,
        callSid: null,
        customerId: null,
        customerIdSource: null,
        assistantId: null,
      },
      summary: null,
      structured: {},
      missingFields: [],
      intent: null,
      interruptions: 0,
      handoff: null,
    });
  });

  const progresses: [Progress, object][] = [
    [given.REQUESTED, { state: 'requested', outcome: null, agent: null }],
    [given.BRIDGING, { state: 'bridging', outcome: null, agent: 'Agent 1' }],
    [given.CONNECTED, { state: 'connected', outcome: null, agent: 'Agent 1' }],
    [given.ended({ outcome: 'no_agent' }), { state: 'ended', outcome: 'no_agent', agent: null }],
  ];
  it.each(progresses)('tells how far the handoff came: %j', (progress, told) => {
    expect(summaryOf(source({ handoff: given.handoff(progress) })).summary.handoff).toMatchObject(told);
  });

  it('names an agent without a name by the worker’s id', () => {
    const reservation = { sid: 'WR1', agent: { workerSid: 'WK1' } };
    const handoff = given.handoff(given.ended({ outcome: 'completed', reservation }));
    expect(summaryOf(source({ handoff })).summary.handoff?.agent).toBe('WK1');
  });

  it('has an id that is the call’s own, whatever is told about it', () => {
    expect(ID).toMatch(/^sum_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(summaryOf(source({ intent: 'sales' })).summary.id).toBe(ID);
    expect(summaryIdOf('another call')).not.toBe(ID);
  });

  it.each([
    [T0, T0 - 1_000, null],
    [T0, undefined, null],
    [undefined, T0, null],
    [T0, T0, 0],
    [T0, T0 + 499, 0],
    [T0, T0 + 500, 1],
  ])('from %s to %s lasts %s seconds', (startedAt, endedAt, seconds) => {
    const { call } = summaryOf(source({ call: { id: CALL_ID, startedAt, endedAt } })).summary;
    expect(call.durationSeconds).toBe(seconds);
  });

  it('is a message that the worker reads, and below 64 KB, at any length and in any script', () => {
    const unit = fc.constantFrom('a', '"', '\\', '\u0001', 'ß', '人', '😀', '\ud800', ' ', '\n');
    const text = fc.tuple(unit, fc.integer({ min: 0, max: 30_000 })).map(([one, times]) => one.repeat(times));
    const some = fc.option(text, { nil: undefined });
    const moment = fc.option(fc.oneof(fc.double(), fc.integer()), { nil: undefined });
    const callArb = fc.record({
      id: fc.constant('\u0001'.repeat(128)),
      startedAt: moment,
      endedAt: moment,
      endedReason: some,
      direction: fc.constantFrom('inbound', 'outbound', 'web', undefined),
      from: some,
      to: some,
      callSid: some,
      customerId: some,
      assistantId: some,
    });
    const handoffArb = some.map((reason = '') =>
      given.handoff(
        given.ended({ outcome: 'completed', reservation: { sid: 'WR1', agent: { workerSid: reason } } }),
        [],
        {
          request: given.request({ context: { reason, department: reason, messages: [] } }),
        },
      ),
    );
    let largest = 0;
    fc.assert(
      fc.property(
        callArb,
        some,
        fc.dictionary(fc.string({ maxLength: 9 }), text, { maxKeys: 9 }),
        fc.array(text, { maxLength: 80 }),
        some,
        fc.double(),
        handoffArb,
        (call, summary, structured, missingFields, intent, interruptions, handoff) => {
          const sent = summaryOf({
            call,
            summary,
            structured,
            missingFields,
            intent,
            interruptions,
            handoff,
          });
          const json = JSON.stringify(sent);
          largest = Math.max(largest, Buffer.byteLength(json));
          expect(Buffer.byteLength(json)).toBeLessThan(MOST_BYTES);
          expect(json.isWellFormed()).toBe(true);
          expect(JSON.parse(JSON.stringify(summaryMessageSchema.parse(JSON.parse(json))))).toEqual(
            JSON.parse(json),
          );
        },
      ),
      { numRuns: 150, seed: 8 },
    );
    expect(largest).toBeGreaterThan(30_000);
  });

  it('is below 64 KB at the longest of everything', () => {
    const long = '人"'.repeat(50_000);
    const filled = Object.fromEntries(Array.from({ length: 50 }, (_, each) => [`field ${each}`, long]));
    const call = { id: '\u0001'.repeat(128), endedReason: long, from: long, to: long, callSid: long };
    const agent = { workerSid: long };
    const sent = summaryOf({
      call: { ...call, customerId: long, assistantId: long },
      summary: `x${'\u0001'.repeat(50_000)}`,
      structured: filled,
      missingFields: Array(100).fill('人'.repeat(500)),
      intent: long,
      interruptions: 1e9,
      handoff: given.handoff(given.ended({ outcome: 'completed', reservation: { sid: 'WR1', agent } }), [], {
        request: given.request({ context: { reason: long, department: long, messages: [] } }),
      }),
    });
    const bytes = Buffer.byteLength(JSON.stringify(sent));
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(bytes).toBeGreaterThan(50_000);
  });
});
