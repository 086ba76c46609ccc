import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { CallbackAdmission } from '../../../../lib/handoff/record/callback-request.ts';
import type { HandoffRequest } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import { speech as spanish } from '../../../../lib/speech/spanish.ts';
import { ANY_UNIT } from '../../any-text.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { LINKS, type Script } from '../scripted.ts';
import { trying } from '../trying.ts';

const { CALL_ID } = given;

const DOUBTS = ['answer-lost', 'crashed'] as const;
const MOVED = { is: 'redirected' } as const;
const BUSY = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;
const PAGE = 'https://handoff.example.com/prod/agent/token';
const ref = { callId: CALL_ID, handoffId: 'ho_1' };

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

describe('Moving the caller', () => {
  const conference = legs.own('conference', legs.TAKEN);
  const queue = legs.own('enqueue', given.REQUESTED);
  const done: Script = { legs: { redirect: [MOVED] } };

  it('to the conference names it, waits for the agent there, and asks us what comes after', async () => {
    const { result, asked, twiml } = await trying(conference, legs.moving('conference'), done);
    expect(result).toEqual(MOVED);
    expect(asked[0]?.slice(0, 2)).toEqual(['redirect', 'CA1']);
    expect(twiml).toMatch(/<Conference [^>]*startConferenceOnEnter="false"[^>]*>ho_1-1<\/Conference>/);
    expect(twiml).toContain(`action="${LINKS.caller(ref)}"`);
    expect(twiml).toContain(`statusCallback="${LINKS.status(ref)}#rc=2&amp;rp=ct,rt,5xx"`);
  });

  it('to the queue makes a task of what is known, which outlives the window by a moment', async () => {
    const { twiml } = await trying(queue, legs.moving('queue'), done, 'none', { agentPage: () => PAGE });
    expect(twiml).toMatch(/<Enqueue [^>]*workflowSid="WW1"/);
    expect(twiml).toContain(`action="${LINKS.caller(ref)}"`);
    expect(twiml).toContain(`waitUrl="${LINKS.wait(ref)}"`);
    const [, timeout, attributes = ''] = /<Task timeout="(\d+)">(.*)<\/Task>/s.exec(twiml) ?? [];
    expect(timeout).toBe('45');
    expect(JSON.parse(unescaped(attributes))).toMatchObject({
      handoff_id: 'ho_1',
      handoff_try: 1,
      vapi_call_id: CALL_ID,
      context_url: PAGE,
      subject: `asks for a person · ${PAGE}`,
    });
  });

  it('to an assistant hands over what Vapi gave us', async () => {
    const { asked } = await trying(conference, legs.moving('assistant'), done);
    expect(asked).toEqual([['redirect', 'CA1', legs.TWIML]]);
  });

  it('to a goodbye says one sentence and hangs up', async () => {
    const { twiml } = await trying(conference, legs.moving('goodbye'), done);
    expect(twiml).toContain(`<Say language="en-US">${speech.goodbye.callback}</Say><Hangup/>`);
  });

  it('to a goodbye promises no callback to a caller without a number', async () => {
    const { caller: _none, ...request } = conference.request;
    const { twiml } = await trying({ ...conference, request }, legs.moving('goodbye'), done);
    expect(twiml).toContain(`<Say language="en-US">${speech.goodbye.no_number}</Say><Hangup/>`);
  });

  it.each<[string, () => Promise<CallbackAdmission>]>([
    ['has had its share of the day', async () => 'enough'],
    ['costs more than a call', async () => 'costly'],
    ['is in a country that is not called', async () => 'abroad'],
    ['may be one, while the table is away', () => Promise.reject(new Unavailable('table', 'down'))],
  ])('to a goodbye promises no callback to a caller whose number %s', async (_, admitCallback) => {
    const { twiml } = await trying(conference, legs.moving('goodbye'), done, 'none', { admitCallback });
    expect(twiml).toContain(`<Say language="en-US">${speech.goodbye.no_number}</Say><Hangup/>`);
  });

  it('to a goodbye tells whom no assistant could take that there are too many calls', async () => {
    const desk = { ...conference, request: given.request({ requestedBy: 'front-desk' }) };
    const { twiml } = await trying(desk, legs.moving('goodbye'), done);
    expect(twiml).toContain(speech.desk.manyCalls.callback);
  });

  it('to a goodbye is said, and read out, in the language of the handoff', async () => {
    const speaking = { ...conference, request: { ...conference.request, speech: 'es' } };
    const { twiml } = await trying(speaking, legs.moving('goodbye'), done);
    expect(twiml).toContain(`<Say language="${spanish.readAs}">${spanish.goodbye.callback}</Say>`);
  });

  it('is not possible for one who has left', async () => {
    const { result } = await trying(conference, legs.moving('conference'), {
      legs: { redirect: [{ is: 'not-in-progress' }] },
    });
    expect(result).toEqual({ is: 'caller-gone' });
  });

  it('is not possible without a leg', async () => {
    const { callSid: _none, ...request } = conference.request;
    const { result, asked } = await trying({ ...conference, request }, legs.moving('goodbye'), {});
    expect(result).toEqual({ is: 'refused', reason: 'no-leg' });
    expect(asked).toEqual([]);
  });

  const there = { is: 'conference-seen', there: true } as const;
  const elsewhere = { is: 'conference-seen', there: false } as const;
  const live = (status: string) =>
    ({ is: 'call-seen', call: { is: 'live', status, forwarding: false } }) as const;
  const over = { is: 'call-seen', call: { is: 'over', endedReason: 'ended' } } as const;
  type Row = [
    to: 'conference' | 'queue' | 'assistant',
    seen: string,
    script: Script,
    result: object,
    methods: string[],
  ];
  const seen: Row[] = [
    ['conference', 'is there already', { legs: { conferenceHas: [there] } }, MOVED, ['look at conference']],
    [
      'conference',
      'is not there',
      { legs: { conferenceHas: [elsewhere], redirect: [MOVED] } },
      MOVED,
      ['look at conference', 'redirect'],
    ],
    ['conference', 'cannot be seen', { legs: { conferenceHas: [BUSY] } }, BUSY, ['look at conference']],
    [
      'queue',
      'has a task already',
      { tasks: { find: [{ is: 'task-created', taskSid: 'WT1' }] } },
      MOVED,
      ['find'],
    ],
    [
      'queue',
      'has no task',
      { tasks: { find: [{ is: 'task-absent' }] }, legs: { redirect: [MOVED] } },
      MOVED,
      ['find', 'redirect'],
    ],
    ['queue', 'cannot be looked for', { tasks: { find: [BUSY] } }, BUSY, ['find']],
    ['assistant', 'talks already', { calls: { look: [live('in-progress')] } }, MOVED, ['look']],
    [
      'assistant',
      'is waited for',
      { calls: { look: [live('queued')] }, legs: { redirect: [MOVED] } },
      MOVED,
      ['look', 'redirect'],
    ],
    [
      'assistant',
      'has been waited for in vain',
      { calls: { look: [over] } },
      { is: 'refused', reason: 'the opened call is over' },
      ['look'],
    ],
    ['assistant', 'cannot be seen', { calls: { look: [BUSY] } }, BUSY, ['look']],
  ];
  for (const [to, what, script, expected, methods] of seen) {
    for (const doubt of DOUBTS) {
      it(`to the ${to} is looked up when the attempt before is ${doubt}: the caller ${what}`, async () => {
        const record = to === 'queue' ? queue : conference;
        const found = await trying(record, legs.moving(to), script, doubt);
        expect(found.result).toEqual(expected);
        expect(found.methods).toEqual(methods);
      });
    }
  }

  it('to the queue is looked up as the task of this try, made since the request', async () => {
    const script: Script = { tasks: { find: [{ is: 'task-created', taskSid: 'WT1' }] } };
    const { asked } = await trying(queue, legs.moving('queue'), script, 'crashed');
    expect(asked).toEqual([['find', { handoffId: 'ho_1', taskNo: 1, since: given.T0 }]]);
  });

  it('to a goodbye may be done twice', async () => {
    expect((await trying(conference, legs.moving('goodbye'), done, 'crashed')).methods).toEqual(['redirect']);
  });

  it('asks the opened call, not the one that is over', async () => {
    const { asked } = await trying(
      conference,
      legs.moving('assistant'),
      { calls: { look: [live('in-progress')] } },
      'crashed',
    );
    expect(asked).toEqual([['look', 'call-2']]);
  });

  it('fits into what Twilio takes inline, whatever was said', async () => {
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 2_000, size: 'max' }),
      fc.constantFrom('"', "'", '…', '漢', '👩‍👩‍👧‍👦').map((sign) => sign.repeat(1_500)),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
    );
    const context: fc.Arbitrary<HandoffRequest['context']> = fc.record(
      {
        reason: text,
        department: text,
        summary: text,
        customerName: text,
        customerId: text,
        language: text,
        unresolvedTopics: fc.array(text, { maxLength: 12 }),
        captured: fc.dictionary(text, text, { maxKeys: 12 }),
        messages: fc.array(fc.record({ role: fc.constantFrom('assistant', 'caller'), text }), {
          maxLength: 12,
        }),
      },
      { requiredKeys: ['messages'] },
    );
    await fc.assert(
      fc.asyncProperty(context, async (known) => {
        const record = { ...queue, request: { ...queue.request, context: known } };
        const { twiml } = await trying(record, legs.moving('queue'), done, 'none', { agentPage: () => PAGE });
        expect(twiml.length).toBeLessThanOrEqual(4000);
        const [, attributes = ''] = /<Task [^>]*>(.*)<\/Task>/s.exec(twiml) ?? [];
        // Twilio adds about 600 bytes of its own to the 4096 that a task may have.
        expect(Buffer.byteLength(unescaped(attributes))).toBeLessThanOrEqual(3300);
        expect(JSON.parse(unescaped(attributes))).toMatchObject({
          handoff_id: 'ho_1',
          vapi_call_id: CALL_ID,
        });
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('fits where the names of companies make it longer than it is', async () => {
    const text = 'Smith & Sons <urgent> & more & '.repeat(40);
    const messages = Array.from({ length: 12 }, () => ({ role: 'caller' as const, text }));
    const context = { summary: text, reason: text, messages };
    const record = { ...queue, request: { ...queue.request, context } };
    const { twiml } = await trying(record, legs.moving('queue'), done);
    expect(twiml.length).toBeLessThanOrEqual(4000);
    expect(twiml).toContain('Smith &amp; Sons');
  });

  // Each of these signs takes four or five characters of XML.
  it.each([
    '&',
    '<',
    '>',
  ])('fits into what Twilio takes inline, where the summary is nothing but %s', async (sign) => {
    const context = { summary: sign.repeat(1_500), messages: [] };
    const record = { ...queue, request: { ...queue.request, context } };
    const { twiml } = await trying(record, legs.moving('queue'), done);
    expect(twiml.length).toBeLessThanOrEqual(4000);
  });
});
