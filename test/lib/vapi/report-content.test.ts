import { describe, expect, it } from 'vitest';
import { hasContent, isSummedUp } from '../../../lib/vapi/report-content.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';

const EARLY = 'call.in-progress.twilio-completed-call';
const TIMES = { startedAt: '2026-11-24T10:00:00.000Z', endedAt: '2026-11-24T10:01:30.000Z' };

const reportOf = (extra: object) => {
  const message = { type: 'end-of-call-report', call: { id: 'c' }, endedReason: EARLY, ...extra };
  const parsed = parseServerMessage({ message });
  if (parsed.is !== 'message' || parsed.message.kind !== 'end-of-call-report') throw new Error('no report');
  return parsed.message;
};

const FULL: [part: string, report: object][] = [
  ['a transcript', { artifact: { transcript: 'AI: Hello.' } }],
  ['a transcript of the older place', { transcript: 'AI: Hello.' }],
  ['what was said', { artifact: { messages: [{ role: 'user', message: 'The boiler is cold.' }] } }],
  [
    'what was said, in the words of a model',
    { artifact: { messagesOpenAIFormatted: [{ role: 'user', content: 'Cold.' }] } },
  ],
  ['what a tool answered', { artifact: { messages: [{ role: 'tool_call_result', result: '{}' }] } }],
  ['a structured output', { artifact: { structuredOutputs: { a: { name: 'csat', result: { score: 2 } } } } }],
  ['an output that says no', { artifact: { structuredOutputs: { a: { name: 'angry', result: false } } } }],
  ['an output that says zero', { artifact: { structuredOutputs: { a: { name: 'orders', result: 0 } } } }],
  ['a summary', { analysis: { summary: 'About a boiler.' } }],
  ['an older summary', { summary: 'About a boiler.' }],
  ['structured data', { analysis: { structuredData: { reason: 'boiler' } } }],
  ['a judgement', { analysis: { successEvaluation: '7' } }],
  ['a recording', { artifact: { recording: { mono: { combinedUrl: 'https://example.com/a.wav' } } } }],
  ['the older place of a recording', { recordingUrl: 'https://example.com/a.wav' }],
  ['its cost', { cost: 0.12 }],
  [
    'the cost of one part',
    {
      cost: 0,
      costs: [
        { type: 'model', cost: 0 },
        { type: 'voice', cost: 0.01 },
      ],
    },
  ],
  ['a transfer', { artifact: { transfers: [{ status: 'connected' }] } }],
];

const EMPTY: [what: string, report: object][] = [
  ['nothing', {}],
  ['empty parts', { analysis: {}, artifact: { messages: [], messagesOpenAIFormatted: [] }, costs: [] }],
  [
    'blanks',
    { analysis: { summary: ' ', structuredData: { a: '', b: [null] } }, artifact: { transcript: '\n' } },
  ],
  [
    'the instructions alone',
    { artifact: { messages: [{ role: 'system', message: 'You are the front desk.' }] } },
  ],
  [
    'an output that has not come yet',
    { artifact: { structuredOutputs: { a: { name: 'csat', result: null } } } },
  ],
  ['an output without a result', { artifact: { structuredOutputs: { a: { name: 'csat' } } } }],
  ['no cost yet', { cost: 0, costs: [{ type: 'voice', cost: 0 }], costBreakdown: { total: 0 } }],
  ['no recording yet', { artifact: { recording: { mono: {} }, recordingUrl: '' } }],
  ['parts of other shapes', { analysis: [], artifact: 'none', costs: 7, messages: {} }],
];

describe('The report of a call that was handed over', () => {
  it.each(FULL)('is the end, and is kept, where it holds %s', (_part, report) => {
    expect(reportOf({ ...report, ...TIMES })).toMatchObject({ clear: true, worthKeeping: true });
  });

  it.each(FULL)('is kept with %s though it does not say how long the call lasted', (_part, report) => {
    expect(reportOf(report)).toMatchObject({ clear: false, worthKeeping: true });
  });

  it.each(
    EMPTY,
  )('proves nothing and is not kept where it holds %s, with times or without', (_what, report) => {
    expect(hasContent({ ...report })).toBe(false);
    for (const early of [report, { ...report, ...TIMES, durationSeconds: 90 }]) {
      expect(reportOf(early)).toMatchObject({ clear: false, worthKeeping: false });
    }
  });

  it('counts for as much as is in it, whichever analysis the team has switched on', () => {
    const artifact = {
      transcript: 'AI: Hello.',
      messages: [{ role: 'user', message: 'The boiler is cold.' }],
      structuredOutputs: { 'so-1': { name: 'call_summary', result: 'Boiler is cold.' } },
    };
    const { report } = reportOf({ ...TIMES, analysis: {}, artifact });
    expect(report).toMatchObject({ fieldsFilled: 4, summary: 'Boiler is cold.' });
  });
});

describe('A report of any other end', () => {
  const other = (extra: object) => reportOf({ endedReason: 'customer-ended-call', ...extra });

  it('is the end once it says how long the call lasted, or sums it up in either way', () => {
    expect(other({ endedAt: TIMES.endedAt })).toMatchObject({ clear: true, worthKeeping: true });
    for (const [, report] of FULL.filter(([, one]) => isSummedUp({ ...one }))) {
      expect(other(report)).toMatchObject({ clear: true, worthKeeping: true });
    }
  });

  it('is kept for what was said in it, and proves nothing where that is all', () => {
    expect(other({ artifact: { transcript: 'AI: Hello.' } })).toMatchObject({
      clear: false,
      worthKeeping: true,
    });
    expect(other({})).toMatchObject({ clear: false, worthKeeping: false });
  });
});
