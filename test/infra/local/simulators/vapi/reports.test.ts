import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Bench, getCall, startBench } from './receiver.ts';

const ASKED = { orderId: '4471', department: 'billing' };
const SUMMARY = 'The caller was charged twice.';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const ended = async (options: Parameters<Bench['vapi']['startCall']>[0]) => {
  const call = await bench.vapi.startCall(options);
  await call.callerSays('I was charged twice.', { takesMs: 2_000 });
  await call.hangUp();
  return call;
};
const shownSchema = z.object({
  analysis: z.record(z.string(), z.unknown()),
  artifact: z.object({ transcript: z.string(), messages: z.array(z.unknown()) }),
});
const shown = async (id: string) => shownSchema.parse((await getCall(bench.vapi, id)).body);
const reports = () =>
  bench.receiver.received.map(({ message }) => message).filter(({ type }) => type === 'end-of-call-report');

describe('the report of a simulated call', () => {
  it('has the summary and the data that the call is said to have', async () => {
    const call = await ended({ structuredData: ASKED, summary: SUMMARY });
    const found = { summary: SUMMARY, structuredData: ASKED, successEvaluation: 'true' };
    expect(reports()).toMatchObject([{ summary: SUMMARY, analysis: found }]);
    expect((await shown(call.id)).analysis).toEqual(found);
  });

  it('ends when the talk did, which may have been faster than it lasted', async () => {
    await ended({});
    const [report] = reports();
    expect(Number(report?.durationMs)).toBeGreaterThanOrEqual(2_000);
    expect(report?.transcript).toMatch(/User: I was charged twice\.\n$/);
  });

  it('lacks the data that comes later, and so does the call until then', async () => {
    const call = await ended({ structuredData: ASKED, structuredDataLaterMs: 600 });
    expect(reports()[0]?.analysis).not.toHaveProperty('structuredData');
    const early = await shown(call.id);
    expect(early.analysis).toEqual({ summary: expect.any(String), successEvaluation: 'true' });
    expect(early.artifact.transcript).toContain('User: I was charged twice.');
    expect(early.artifact.messages.length).toBeGreaterThan(3);
    const later = async () => (await shown(call.id)).analysis.structuredData;
    await expect.poll(later, { timeout: 5_000 }).toEqual(ASKED);
  });

  it('lacks the data that never comes', async () => {
    const call = await ended({ structuredDataLaterMs: Number.POSITIVE_INFINITY });
    expect((await shown(call.id)).analysis).not.toHaveProperty('structuredData');
  });

  it('may be overtaken by an empty one', async () => {
    await ended({ reports: 'early-empty-first', structuredData: ASKED });
    expect(bench.receiver.names().slice(-3)).toEqual([
      'end-of-call-report',
      'status-update:ended',
      'end-of-call-report',
    ]);
    const [empty, full] = reports();
    expect(empty).toMatchObject({
      endedReason: 'call.in-progress.twilio-completed-call',
      analysis: {},
      artifact: { messages: [] },
    });
    expect(full).toMatchObject({ endedReason: 'customer-ended-call', analysis: { structuredData: ASKED } });
  });

  it('may come twice, poor and then rich', async () => {
    await ended({ reports: 'poor-then-rich', structuredData: ASKED, summary: SUMMARY });
    const [poor, rich] = reports();
    expect(poor).toMatchObject({ analysis: {}, durationMs: expect.any(Number) });
    expect(Object(poor?.analysis)).toEqual({});
    expect(poor).not.toHaveProperty('summary');
    expect(rich).toMatchObject({ summary: SUMMARY, analysis: { structuredData: ASKED } });
    expect(Number(rich?.timestamp) - Number(poor?.timestamp)).toBeGreaterThan(0);
    expect(reports()).toHaveLength(2);
  });

  it('travels as the script of deliveries says, each of the two by itself', async () => {
    bench.vapi.deliveries.next('end-of-call-report', { delayMs: 250 });
    await ended({ reports: 'poor-then-rich' });
    await bench.vapi.idle();
    const [first, second] = reports();
    expect(first).toHaveProperty('summary');
    expect(second).not.toHaveProperty('summary');
  });

  it('comes to nobody who is not subscribed to it', async () => {
    await ended({ serverMessages: ['status-update'], reports: 'poor-then-rich' });
    expect(bench.receiver.names()).toEqual(['status-update:in-progress', 'status-update:ended']);
  });
});
