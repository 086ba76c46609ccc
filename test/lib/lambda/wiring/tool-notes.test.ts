import { describe, expect, it } from 'vitest';
import { notesOf } from '../../../../lib/lambda/wiring/tool-notes.ts';
import { asked } from '../../../../lib/tools/run/decide.ts';
import type { Found, ToolRun } from '../../../../lib/tools/run/record.ts';

const T0 = 1_800_000_000_000;

const run = (toolCallId: string, found?: Omit<Found, 'answer'>): ToolRun => {
  const fresh = asked(
    {
      ...{ callId: 'call-1', toolCallId, given: 'mark', tool: 'any_tool', args: {}, language: 'en' },
      asker: { callId: 'call-1', verified: false },
      askedAt: T0,
    },
    T0,
  );
  return found === undefined ? fresh : { ...fresh, found: { answer: { say: '', data: {} }, ...found } };
};
const ticket = (text: string, id = '4711') => run(text, { note: { label: `Ticket ${id}`, text } });
const TUESDAY = { label: 'Booked', text: 'Tue 1 Dec, 15:00' };
const GONE = { label: 'Canceled', text: 'Tue 1 Dec, 15:00' };
const booking = (id: string) => run(id, { note: TUESDAY, booked: { reference: id, start: T0 } });
const cancellation = (id: string) => run(`not ${id}`, { note: GONE, canceled: { reference: id } });

describe('What an agent reads of the tool calls of a call', () => {
  it('is what each has found out or done, in its order', () => {
    expect(notesOf([ticket('open'), booking('b1'), ticket('solved', '12')])).toEqual([
      { label: 'Ticket 4711', text: 'open' },
      TUESDAY,
      { label: 'Ticket 12', text: 'solved' },
    ]);
  });

  it('is nothing of one that is still waited for, or that has found nothing', () => {
    expect(notesOf([run('pending'), run('not-found', {})])).toEqual([]);
  });

  it('tells a ticket that was looked up again once, as it was found last', () => {
    expect(notesOf([ticket('open'), booking('b1'), ticket('solved')])).toEqual([
      TUESDAY,
      { label: 'Ticket 4711', text: 'solved' },
    ]);
  });

  it('tells a booking and its cancellation each time: which one stands is seen by their order', () => {
    expect(notesOf([booking('b1'), cancellation('b1'), booking('b2')])).toEqual([TUESDAY, GONE, TUESDAY]);
  });

  it('is without secrets that a stranger wrote into a ticket', () => {
    expect(notesOf([ticket('open, My card 4111 1111 1111 1111 was charged')])).toEqual([
      { label: 'Ticket 4711', text: 'open, My card [card number] was charged' },
    ]);
  });
});
