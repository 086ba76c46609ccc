import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/speech/index.ts';
import type { ToolRun } from '../../../lib/tools/run/record.ts';
import {
  answerBy,
  at,
  CALLER,
  type Circumstances,
  NOW,
  offered,
  readBy,
  toolRun,
  UNVERIFIED,
  WITHHELD,
} from './asking.ts';
import { type Has, ourCalendar } from './team.ts';

const NINE = at(1, '09:00');
const START = '2026-12-01T09:00:00-05:00';
const ORDER = { start: START, name: 'Robin Vale' };
const OFFERED = [offered(NINE, at(1, '15:00'))];

const book = async (values: Record<string, unknown>, circumstances: Circumstances = {}, has: Has = {}) => {
  const { calendar, requests } = ourCalendar(has);
  const answer = await answerBy(
    'schedule_appointment',
    values,
    { calendar },
    { history: OFFERED, ...circumstances },
  );
  return { ...answer, requests };
};
const orderOf = async (values: Record<string, unknown>, circumstances: Circumstances = {}) => {
  const read = await readBy(
    'schedule_appointment',
    { ...ORDER, ...values },
    { history: OFFERED, ...circumstances },
  );
  return read.is === 'ask' ? read.args : read.answer.data;
};
/** A tool call for this start, earlier in this call. */
const scheduled = (found?: ToolRun['found'], changed: Partial<ToolRun> = {}): ToolRun =>
  toolRun('schedule_appointment', { start: NINE, name: 'Robin Vale', language: 'en' }, found, changed);
const BOOKED = { answer: { say: 'Booked.', data: {} }, booked: { reference: 'ref-0', start: NINE } };

describe('An appointment', () => {
  it('is booked at the start that was offered, and told with its day, its time and its reference', async () => {
    const { say, data, found, requests } = await book(ORDER);
    expect(requests).toEqual([['book', { start: NINE, name: 'Robin Vale', phone: CALLER, language: 'en' }]]);
    expect(say).toMatch(/booked on Tuesday, December 1 .*9:00/);
    expect(data).toEqual({ reference: 'ref-1', start: START });
    expect(found).toMatchObject({
      booked: { reference: 'ref-1', start: NINE },
      note: { label: 'Booked', text: 'Tue 1 Dec, 09:00' },
    });
  });

  it.each(
    LANGUAGES,
  )('is told in the caller’s language, which the calendar gets as well: %s', async (language) => {
    const { say, requests } = await book(ORDER, { language });
    expect(requests).toMatchObject([['book', { language }]]);
    expect(say).not.toMatch(/[{}]/);
    if (language !== 'en') expect(say).not.toMatch(/booked/);
  });

  it('is told with the time that the calendar has booked', async () => {
    const booked = { is: 'booked', reference: 'ref-1', start: at(1, '09:15') } as const;
    expect((await book(ORDER, {}, { books: booked })).data.start).toBe('2026-12-01T09:15:00-05:00');
  });

  it('that somebody else has just got is said to be taken', async () => {
    const { data, found } = await book(ORDER, {}, { books: { is: 'taken' } });
    expect(data).toEqual({ reason: 'taken' });
    expect(found).not.toHaveProperty('booked');
  });

  it('for which the calendar needs an e-mail address makes the assistant ask for one', async () => {
    const { data, say } = await book(ORDER, {}, { books: { is: 'email-needed' } });
    expect(data).toEqual({ reason: 'bad_argument', field: 'email' });
    expect(say).toMatch(/e-mail/);
  });
});

describe('The start of an appointment', () => {
  it.each([
    ['2026-12-01T14:00:00Z'],
    ['2026-12-01T14:00:00.000Z'],
    ['2026-12-01T14:00:00+00:00'],
    ['2026-12-01T15:00:00+01:00'],
    ['2026-12-01T19:45:00+05:45'],
    ['2026-12-01T09:00:00-05:00'],
    ['2026-12-01T09:00-05:00'],
    ['2026-12-01T09:00:00'],
    ['2026-12-01 09:00'],
    ['tomorrow at 9 am'],
    ['Tuesday, December 1 at 9:00'],
    [[START]],
    [`"${START}"`],
    [`${START}.`],
    ['2026-12-01T09:00:00-05'],
    ['2026-12-01T09:00:00−05:00'],
    ['2026-12-01T09:00:00-05:00[America/New_York]'],
    ['Tuesday, December 1 at 9:00 AM EST'],
  ])('is the same moment however it is written: %j', async (start) => {
    expect(await orderOf({ start })).toMatchObject({ start: NINE });
  });

  it('may be one that any earlier look of this call has offered', async () => {
    const history = [offered(at(2, '09:00')), offered(NINE), offered()];
    expect(await orderOf({}, { history })).toMatchObject({ start: NINE });
    expect(await orderOf({ start: '2026-12-02T09:00:00-05:00' }, { history })).toMatchObject({
      start: at(2, '09:00'),
    });
  });

  it.each([
    ['nothing was offered', []],
    ['another time was offered', [offered(at(1, '09:30'))]],
    ['nothing was free', [offered()]],
    ['a look is under way', [toolRun('check_availability', {})]],
  ])('is refused where %s', async (_why, history) => {
    const { data, requests } = await book(ORDER, { history });
    expect(data).toEqual({ reason: 'not_offered', field: 'start' });
    expect(requests).toEqual([]);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['a day without a time', '2026-12-01'],
    ['no date', '2026-02-30T09:00:00-05:00'],
    ['over', '2026-11-30T09:00:00-05:00'],
    ['no text', { start: START }],
    ['a number of seconds', 1_796_134_800],
    ['a word', 'whenever'],
  ])('is asked for where it is %s, and nobody is asked', async (_what, start) => {
    const { data, requests } = await book({ ...ORDER, start });
    expect(data).toEqual({ reason: 'bad_argument', field: 'start' });
    expect(requests).toEqual([]);
  });

  it('that was offered and is over by now is asked for again', async () => {
    expect((await book(ORDER, { now: NINE + 60_000 })).data).toEqual({
      reason: 'bad_argument',
      field: 'start',
    });
    expect((await book(ORDER, { now: NINE })).data).toEqual({ reason: 'not_offered', field: 'start' });
  });
});

describe('Who it is for', () => {
  it.each([
    [undefined],
    [''],
    ['  '],
    [null],
    ['unknown'],
    ['N/A'],
    [{ first: 'Robin' }],
    [['Robin', 'Vale']],
  ])('is asked for without a name: %j', async (name) => {
    const { data, requests } = await book({ ...ORDER, name });
    expect(data).toEqual({ reason: 'bad_argument', field: 'name' });
    expect(requests).toEqual([]);
  });

  it('has a name on one line, of 80 characters at the most', async () => {
    expect(await orderOf({ name: ' Robin\n\u0007 Vale\u2028' })).toMatchObject({ name: 'Robin Vale' });
    expect(await orderOf({ name: ['Robin Vale'] })).toMatchObject({ name: 'Robin Vale' });
    const { name } = Object(await orderOf({ name: 'x'.repeat(60_000) }));
    expect(name).toHaveLength(80);
  });

  it('is reached at the number they call from, unless they tell another one', async () => {
    expect(await orderOf({})).toMatchObject({ phone: CALLER });
    expect(await orderOf({}, { asker: UNVERIFIED })).toMatchObject({ phone: CALLER });
    expect(await orderOf({}, { asker: WITHHELD })).not.toHaveProperty('phone');
    for (const phone of ['+1 415 555 0142', '(415) 555-0142', 4_155_550_142, '+14155550142']) {
      expect(await orderOf({ phone })).toMatchObject({ phone: '+14155550142' });
    }
    for (const phone of ['', null, 'none']) expect(await orderOf({ phone })).toMatchObject({ phone: CALLER });
  });

  it.each([
    ['4915112345678', '+493012345678', '+4915112345678'],
    [4_915_112_345_678, '+493012345678', '+4915112345678'],
    ['+4915112345678', '+493012345678', '+4915112345678'],
    ['0049 151 12345678', '+493012345678', '+4915112345678'],
    ['4 9 1 5 1 1 2 3 4 5 6 7 8', '+493012345678', '+4915112345678'],
    ['436641234567', '+4312345678', '+436641234567'],
    ['525512345678', '+525512345678', '+525512345678'],
  ])('may be reached at a number in bare digits, also where these could be a card’s: %s', async (phone, caller, e164) => {
    const asker = { callId: 'call-1', caller, verified: true };
    expect(await orderOf({ phone }, { asker })).toMatchObject({ phone: e164 });
  });

  it('is asked for the number again where a card’s is told', async () => {
    for (const phone of ['4111 1111 1111 1111', '4111111111111111', '378282246310005']) {
      for (const caller of [CALLER, '+493012345678', '+442071234567']) {
        const asker = { callId: 'call-1', caller, verified: true };
        expect(await orderOf({ phone }, { asker })).toEqual({ reason: 'bad_argument', field: 'phone' });
      }
    }
  });

  it('may be called Null, Na or None', async () => {
    for (const name of ['Null', 'Na', 'None']) expect(await orderOf({ name })).toMatchObject({ name });
    for (const name of ['null', 'na', 'none'])
      expect(await orderOf({ name })).toMatchObject({ field: 'name' });
  });

  it('leaves nothing of a card number in the name or the notes, however long they are', async () => {
    const card = '4111 1111 1111 1111';
    for (let cut = 1; cut <= card.length; cut += 1) {
      const notes = `${'x '.repeat(200).slice(0, 400 - cut)} ${card}`;
      const order = Object(await orderOf({ notes, name: `Robin ${notes.slice(-80 + 12)}` }));
      expect(`${order.notes} ${order.name}`).not.toMatch(/\d/);
    }
  });

  it.each([
    ['555 0142'],
    ['12'],
    ['my mobile'],
    ['+1 415 555'],
    ['9'.repeat(40)],
  ])('is asked for the number again where it is not a whole one: %s', async (phone) => {
    expect((await book({ ...ORDER, phone })).data).toEqual({ reason: 'bad_argument', field: 'phone' });
  });

  it('has an e-mail address as it is said or written', async () => {
    for (const email of ['jo@example.com', 'Jo at Example dot com', 'jo@example.com.', ['jo@example.com']]) {
      expect(await orderOf({ email })).toMatchObject({ email: 'jo@example.com' });
    }
    for (const email of ['', null, undefined, 'none', 'N/A']) {
      expect(await orderOf({ email })).not.toHaveProperty('email');
    }
  });

  it.each([
    ['without a domain', 'jo@'],
    ['without an ending', 'jo@example'],
    ['that is two', 'jo@example.com, al@example.com'],
    ['with a name around it', 'Jo <jo@example.com>'],
    ['that is none', 'jo'],
    ['that goes on and on', `${'x'.repeat(300)}@example.com`],
    ['that is an object', { email: 'jo@example.com' }],
  ])('is asked for an address again %s', async (_what, email) => {
    const { data, requests } = await book({ ...ORDER, email });
    expect(data).toEqual({ reason: 'bad_argument', field: 'email' });
    expect(requests).toEqual([]);
  });

  it('tells a service and notes, short and without secrets', async () => {
    const order = Object(
      await orderOf({ service: 'boiler', notes: `My card is 4111 1111 1111 1111. ${'x'.repeat(600)}` }),
    );
    expect(order).toMatchObject({ service: 'boiler', notes: expect.stringContaining('[card number]') });
    expect(order.notes.length).toBeLessThanOrEqual(400);
  });
});

describe('A start that was asked for before in this call', () => {
  it('is one appointment, told with the same reference', async () => {
    const { data, requests, say } = await book(ORDER, { history: [...OFFERED, scheduled(BOOKED)] });
    expect(data).toEqual({ reference: 'ref-0', start: START });
    expect(say).toMatch(/booked on Tuesday/);
    expect(requests).toEqual([]);
  });

  it('can be booked again once it was canceled', async () => {
    const canceled = toolRun(
      'cancel_appointment',
      {},
      { answer: { say: 'Canceled.', data: {} }, canceled: { reference: 'ref-0' } },
    );
    expect((await book(ORDER, { history: [...OFFERED, scheduled(BOOKED), canceled] })).requests).toHaveLength(
      1,
    );
  });

  it('is being checked as long as the first answer is not there, and nobody is asked twice', async () => {
    const under = scheduled(undefined, { askedAt: NOW - 5_000 });
    const { data, requests } = await book(ORDER, { history: [...OFFERED, under] });
    expect(data).toEqual({ pending: true });
    expect(requests).toEqual([]);
  });

  it('is not booked a second time where nobody could find out whether it was', async () => {
    const unsure = { answer: { say: 'I could not find out.', data: { reason: 'unknown', failed: true } } };
    for (const run of [scheduled(unsure), scheduled(undefined, { askedAt: NOW - 61_000 })]) {
      const { data, requests } = await book(ORDER, { history: [...OFFERED, run] });
      expect(data).toEqual({ reason: 'unknown', failed: true });
      expect(requests).toEqual([]);
    }
  });

  it('may be asked for again where it was certainly not booked', async () => {
    for (const reason of ['taken', 'bad_argument', 'unavailable']) {
      const run = scheduled({ answer: { say: 'No.', data: { reason } } });
      expect((await book(ORDER, { history: [...OFFERED, run] })).requests).toHaveLength(1);
    }
  });

  it('does not keep another start from being booked', async () => {
    const start = '2026-12-01T15:00:00-05:00';
    const history = [...OFFERED, scheduled(BOOKED), scheduled(undefined, { askedAt: NOW - 5_000 })];
    expect((await book({ ...ORDER, start }, { history })).requests).toHaveLength(1);
  });
});
