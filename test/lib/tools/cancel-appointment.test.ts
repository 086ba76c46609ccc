import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/speech/index.ts';
import { tool } from '../../../lib/tools/cancel-appointment.ts';
import type { Appointment, Calendar } from '../../../lib/tools/ports.ts';
import type { Found, ToolRun } from '../../../lib/tools/run/record.ts';
import { answerBy, at, CALLER, type Circumstances, NOW, toolRun, UNVERIFIED, WITHHELD } from './asking.ts';
import { ourCalendar, type Requests, theirCalendar } from './team.ts';

const NINE = at(1, '09:00');
const TEN = at(2, '10:00');
const OURS: Appointment[] = [
  { reference: 'ref-7', start: NINE, bookedBy: CALLER },
  { reference: 'ref-8', start: TEN, bookedBy: CALLER },
  { reference: 'ref-9', start: TEN, bookedBy: '+14155550142' },
  { reference: 'by-hand', start: TEN },
];

const cancel = (
  values: Record<string, unknown>,
  { calendar, requests }: { calendar: Calendar; requests: Requests },
  circumstances: Circumstances = {},
) =>
  answerBy('cancel_appointment', values, { calendar }, circumstances).then((answer) => ({
    ...answer,
    requests,
  }));

const booked = (reference: string, start = NINE): ToolRun =>
  toolRun('schedule_appointment', {}, { answer: { say: 'Booked.', data: {} }, booked: { reference, start } });
const canceled = (reference: string): Found => ({
  answer: { say: 'Canceled.', data: { reference } },
  canceled: { reference },
});
const canceling = (args: ToolRun['args'], found?: Found, askedAt = NOW - 5_000): ToolRun =>
  toolRun('cancel_appointment', args, found, { askedAt });
const UNSURE: Found = { answer: { say: 'I could not find out.', data: { reason: 'unknown', failed: true } } };
const NEEDS_REFERENCE = { reason: 'bad_argument', field: 'reference' };

describe('An appointment that is canceled', () => {
  it('is told with its day and time, and noted for the agent', async () => {
    const { say, data, found } = await cancel({ reference: 'ref-7' }, ourCalendar({ appointments: OURS }));
    expect(say).toMatch(/on Tuesday, December 1 .*9:00.* is canceled/);
    expect(data).toEqual({ reference: 'ref-7', start: '2026-12-01T09:00:00-05:00' });
    expect(found).toMatchObject({
      canceled: { reference: 'ref-7' },
      note: { label: 'Canceled', text: 'Tue 1 Dec, 09:00' },
    });
  });

  it.each(LANGUAGES)('is told in the caller’s language: %s', async (language) => {
    const { say } = await cancel({}, ourCalendar({ appointments: OURS }), { language });
    expect(say).not.toMatch(/[{}]/);
    if (language !== 'en') expect(say).not.toMatch(/canceled/);
  });

  it('is told without its time where the calendar does not tell one', async () => {
    const calendar = theirCalendar({ cancels: { is: 'canceled', reference: 'ref-7' } });
    const { say, data } = await cancel({}, calendar);
    expect(say).toMatch(/^Your appointment is canceled/);
    expect(data).toEqual({ reference: 'ref-7' });
  });
});

describe('Without a reference it', () => {
  it('is the one that was booked last in this call, whoever calls', async () => {
    const history = [booked('ref-1'), booked('ref-2', TEN)];
    for (const asker of [WITHHELD, UNVERIFIED]) {
      const { requests, data } = await cancel({}, ourCalendar({ appointments: OURS }), { history, asker });
      expect(requests).toEqual([['cancel', 'ref-2']]);
      expect(data).toMatchObject({ reference: 'ref-2', start: '2026-12-02T10:00:00-05:00' });
    }
    expect((await cancel({}, theirCalendar(), { history })).requests).toEqual([['cancel', 'ref-2']]);
  });

  it('is the one that was booked after another one was canceled', async () => {
    const history = [booked('ref-1'), canceling({}, canceled('ref-1')), booked('ref-2', TEN)];
    expect((await cancel({}, ourCalendar(), { history })).requests).toEqual([['cancel', 'ref-2']]);
  });

  it('is the next one from the caller’s number, where that can be believed', async () => {
    expect((await cancel({}, ourCalendar({ appointments: OURS }))).requests).toEqual([
      ['find', { bookedBy: CALLER }],
      ['cancel', 'ref-7'],
    ]);
    expect((await cancel({}, theirCalendar())).requests).toEqual([['cancel', undefined]]);
  });

  it.each([
    ['withholds the number', WITHHELD],
    ['calls from a number that nobody vouches for', UNVERIFIED],
  ])('is asked for of a caller who %s, and nobody is asked', async (_who, asker) => {
    for (const calendar of [ourCalendar({ appointments: OURS }), theirCalendar()]) {
      const { data, requests } = await cancel({}, calendar, { asker });
      expect(data).toEqual(NEEDS_REFERENCE);
      expect(requests).toEqual([]);
    }
  });

  it('is none where the caller has none', async () => {
    const { data, requests } = await cancel({}, ourCalendar());
    expect(data).toEqual({ reason: 'not_found' });
    expect(requests).toEqual([['find', { bookedBy: CALLER }]]);
  });
});

describe('With a reference it', () => {
  it.each([
    ['somebody else’s', 'ref-9'],
    ['entered by the team itself', 'by-hand'],
    ['nobody’s', 'ref-0'],
  ])('is not found where it is %s, and nothing is canceled', async (_whose, reference) => {
    const { data, requests } = await cancel({ reference }, ourCalendar({ appointments: OURS }));
    expect(data).toEqual({ reason: 'not_found' });
    expect(requests).toEqual([['find', { reference }]]);
  });

  it('is not found for a caller whose number nobody vouches for, and nobody is asked', async () => {
    for (const asker of [WITHHELD, UNVERIFIED]) {
      const { data, requests } = await cancel({ reference: 'ref-7' }, ourCalendar({ appointments: OURS }), {
        asker,
      });
      expect(data).toEqual({ reason: 'not_found' });
      expect(requests).toEqual([]);
    }
  });

  it('is left to a calendar that knows whose appointments are whose', async () => {
    expect(await cancel({ reference: 'ref-9' }, theirCalendar(), { asker: UNVERIFIED })).toMatchObject({
      data: { reason: 'not_found' },
      requests: [['cancel', 'ref-9']],
    });
  });

  it('is the one of this call that has it, also where it looks like a card number', async () => {
    const history = [booked('4111111111111111'), booked('ref-2')];
    const { requests } = await cancel({ reference: '4111111111111111' }, ourCalendar(), {
      history,
      asker: WITHHELD,
    });
    expect(requests).toEqual([['cancel', '4111111111111111']]);
  });

  it.each([
    ['20261201150012'],
    ['4111111111111111'],
    ['DE89370400440532013000'],
  ])('is kept whole, also where its digits could be a card’s or an account’s: %s', async (reference) => {
    const calendar = ourCalendar({ appointments: [{ reference, start: NINE, bookedBy: CALLER }] });
    expect((await cancel({ reference }, calendar)).requests).toEqual([
      ['find', { reference }],
      ['cancel', reference],
    ]);
    expect((await cancel({ reference: [reference] }, theirCalendar())).requests).toEqual([
      ['cancel', reference],
    ]);
  });

  it('leaves out a card number that stands among other words', async () => {
    const reference = 'it is paid with 4111 1111 1111 1111';
    expect((await cancel({ reference }, theirCalendar())).requests).toEqual([
      ['cancel', 'it is paid with [card number]'],
    ]);
  });

  it.each([
    ['appointment_reference'],
    ['bookingReference'],
    ['appointment_id'],
    ['id'],
  ])('is that one, whatever the model calls it: %s', async (name) => {
    const { requests } = await cancel({ [name]: 'ref-8' }, ourCalendar({ appointments: OURS }));
    expect(requests.at(-1)).toEqual(['cancel', 'ref-8']);
  });

  it.each([
    [{ id: 'ref-8' }],
    [['ref-7', 'ref-8']],
    [true],
  ])('is asked for where it cannot be read, and no other one is canceled: %j', async (reference) => {
    const { data, requests } = await cancel({ reference }, ourCalendar({ appointments: OURS }));
    expect(data).toEqual(NEEDS_REFERENCE);
    expect(requests).toEqual([]);
  });

  it.each([[''], [null], ['none'], ['N/A']])('is as if there were none where it is %j', async (reference) => {
    const { requests } = await cancel({ reference }, ourCalendar({ appointments: OURS }));
    expect(requests.at(-1)).toEqual(['cancel', 'ref-7']);
  });
});

describe('A second wish to cancel, in another tool call,', () => {
  it('waits for the answer to the first, and cancels nothing itself', async () => {
    for (const args of [{ own: false }, { reference: 'ref-7', start: NINE, own: true }]) {
      for (const calendar of [ourCalendar({ appointments: OURS }), theirCalendar()]) {
        const { data, requests } = await cancel({}, calendar, { history: [canceling(args)] });
        expect(data).toEqual({ pending: true });
        expect(requests).toEqual([]);
      }
    }
  });

  it('cancels the same one where nobody could find out whether the first has canceled it', async () => {
    const history = [canceling({ reference: 'ref-7', start: NINE, own: true }, UNSURE)];
    const { requests } = await cancel({}, ourCalendar({ appointments: OURS.slice(1) }), { history });
    expect(requests).toEqual([['cancel', 'ref-7']]);
  });

  it('asks for the reference where nobody knows which one the first was about', async () => {
    for (const run of [
      canceling({ own: false }, UNSURE),
      canceling({ own: false }, undefined, NOW - 61_000),
    ]) {
      const { data, requests } = await cancel({}, theirCalendar(), { history: [run] });
      expect(data).toEqual(NEEDS_REFERENCE);
      expect(requests).toEqual([]);
      expect(
        (await cancel({ reference: 'ref-8' }, theirCalendar(), { history: [run] })).requests,
      ).toHaveLength(1);
    }
  });

  it('is about another one where it names another one', async () => {
    const history = [canceling({ reference: 'ref-7', start: NINE, own: true })];
    const { requests } = await cancel({ reference: 'ref-8' }, ourCalendar({ appointments: OURS }), {
      history,
    });
    expect(requests.at(-1)).toEqual(['cancel', 'ref-8']);
  });

  it('is answered with what the first has canceled, and cancels neither the one before nor the next one', async () => {
    const args = { reference: 'ref-7', start: NINE, own: true };
    for (const history of [
      [canceling(args, canceled('ref-7'))],
      [canceling(args, UNSURE), canceling(args, canceled('ref-7'))],
      [booked('ref-1'), booked('ref-7'), canceling(args, canceled('ref-7'))],
    ]) {
      for (const calendar of [ourCalendar({ appointments: OURS.slice(1) }), theirCalendar()]) {
        for (const values of [{}, { reference: 'none' }, { reference: 'ref-7' }]) {
          const { say, data, requests, found } = await cancel(values, calendar, { history });
          expect(say).toBe('Canceled.');
          expect(data).toEqual({ reference: 'ref-7', reason: 'already_canceled' });
          expect([requests, found]).toEqual([[], undefined]);
        }
      }
    }
  });

  it('cancels another one that it names, also one that was booked in this call', async () => {
    const history = [booked('ref-1'), booked('ref-7'), canceling({}, canceled('ref-7'))];
    for (const [reference, requests] of [
      ['ref-1', [['cancel', 'ref-1']]],
      [
        'ref-8',
        [
          ['find', { reference: 'ref-8' }],
          ['cancel', 'ref-8'],
        ],
      ],
    ] as const) {
      const calendar = ourCalendar({ appointments: OURS });
      expect((await cancel({ reference }, calendar, { history })).requests).toEqual(requests);
    }
  });

  it('goes on with one that is in doubt since, and not with what was canceled before', async () => {
    const history = [
      canceling({ reference: 'ref-7', start: NINE, own: true }, canceled('ref-7')),
      canceling({ reference: 'ref-8', start: TEN, own: true }, UNSURE),
    ];
    const { requests } = await cancel({}, ourCalendar({ appointments: OURS }), { history });
    expect(requests).toEqual([['cancel', 'ref-8']]);
  });
});

describe('The appointment that is chosen', () => {
  it('is kept before it is canceled: a lost answer never leads to the next one', async () => {
    const { calendar, requests } = ourCalendar({ appointments: OURS });
    const run = toolRun('cancel_appointment', { own: false });
    const attempt = {
      toolCallId: 'tool-1',
      asker: run.asker,
      mayHaveHappened: false,
      signal: new AbortController().signal,
    };
    const chosen = await tool.ask(run, { calendar }, attempt, 'UTC');
    expect(chosen).toEqual({ is: 'decided', args: { reference: 'ref-7', start: NINE, own: true } });
    expect(requests).toEqual([['find', { bookedBy: CALLER }]]);
  });
});
