import { describe, expect, it } from 'vitest';
import { ATTRIBUTES_LIMIT, taskAttributes } from '../../../../lib/handoff/briefing/task-attributes.ts';
import { type ToolNote, withToolNotes } from '../../../../lib/handoff/briefing/tool-notes.ts';
import type { HandoffContext } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';

const TICKET: ToolNote = { label: 'Ticket 4711', text: 'open, Waiting for parts' };
const booked = (text: string): ToolNote => ({ label: 'Booked', text });
const canceled = (text: string): ToolNote => ({ label: 'Canceled', text });

const context = (changed: Partial<HandoffContext> = {}): HandoffContext => ({ messages: [], ...changed });
/** In their order. */
const fieldsOf = (notes: readonly ToolNote[], captured?: HandoffContext['captured']) =>
  Object.entries(withToolNotes(context(captured && { captured }), notes).captured ?? {});

describe('What tools have noted', () => {
  it('stands behind what the assistant captured, the newest first', () => {
    expect(fieldsOf([TICKET, booked('Tue 1 Dec, 15:00')], { invoice: 'INV-7' })).toEqual([
      ['invoice', 'INV-7'],
      ['Booked', 'Tue 1 Dec, 15:00'],
      ['Ticket 4711', 'open, Waiting for parts'],
    ]);
  });

  it('does not replace what the assistant captured under the same name', () => {
    expect(fieldsOf([TICKET, booked('Tue 1 Dec, 15:00')], { Booked: 'by the caller, last week' })).toEqual([
      ['Booked', 'by the caller, last week'],
      ['Ticket 4711', 'open, Waiting for parts'],
    ]);
  });

  it('tells each booking and each cancellation, also of one and the same time', () => {
    const notes = [booked('Tue 1 Dec, 15:00'), canceled('Tue 1 Dec, 15:00'), booked('Tue 1 Dec, 15:00')];
    expect(fieldsOf(notes)).toEqual([
      ['Booked', 'Tue 1 Dec, 15:00; Tue 1 Dec, 15:00'],
      ['Canceled', 'Tue 1 Dec, 15:00'],
    ]);
  });

  it('leaves what is known as it is where there are none', () => {
    const known = context({ reason: 'wants a person' });
    expect(withToolNotes(known, [])).toEqual(known);
  });

  it('makes twelve fields at the most, of which those of the assistant stay', () => {
    const captured = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`field ${n}`, 'x']));
    const tickets = [1, 2, 3].map((n) => ({ label: `Ticket ${n}`, text: 'open' }));
    const names = fieldsOf(tickets, captured).map(([name]) => name);
    expect(names).toEqual([...Object.keys(captured), 'Ticket 3', 'Ticket 2']);
  });

  it('cannot make a task too long: the oldest are left out first', () => {
    const notes = Array.from({ length: 12 }, (_, n) => ({
      label: `Ticket ${n}`,
      text: `${n} ${'é"<'.repeat(60)}`,
    }));
    const messages = Array.from({ length: 10 }, () => ({
      role: 'caller' as const,
      text: 'It is urgent. '.repeat(40),
    }));
    const request = given.request({
      context: withToolNotes(context({ messages, captured: { invoice: 'INV-7' } }), notes),
    });
    const json = taskAttributes(given.handoff(given.REQUESTED, [], { request }));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(ATTRIBUTES_LIMIT);
    const { captured } = JSON.parse(json);
    const names = Object.keys(captured);
    expect(names.length).toBeGreaterThan(1);
    expect(names.length).toBeLessThan(12);
    expect(names).toEqual(
      ['invoice', ...notes.map(({ label }) => label).toReversed()].slice(0, names.length),
    );
  });
});
