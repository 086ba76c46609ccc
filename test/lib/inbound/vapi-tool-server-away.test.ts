import { describe, expect, it } from 'vitest';
import { speechOf } from '../../../lib/speech/index.ts';
import { toolSpeechOf } from '../../../lib/speech/tools/index.ts';
import { at, CALLER } from '../tools/asking.ts';
import { helpDeskWith, ourCalendar, theirCalendar } from '../tools/team.ts';
import { CALL_ID, toolServer } from './tool-server.ts';

const TICKET = { id: '4711', status: 'open' };
const PENDING = { say: toolSpeechOf('en').checking, data: { pending: true } };
const ASK = { ticket: '4711' };
const CONTROL = `https://phone-call-websocket.example.vapi.ai/${CALL_ID}/control`;

const looking = () => {
  const { helpDesk, requests } = helpDeskWith([TICKET]);
  return { ...toolServer({ helpDesk }), requests };
};

describe('While the table is away', () => {
  it('a look-up goes on through the queue, and the caller is told that it is checked', async () => {
    const { uses, runs, queue, requests, lines } = looking();
    runs.is.down = true;
    expect(await uses('get_ticket_status', ASK, { id: 'tc' })).toEqual(PENDING);
    expect(queue.sent).toMatchObject([
      {
        delaySeconds: 0,
        message: {
          callId: CALL_ID,
          toolCallId: 'tc',
          unkept: { tool: 'get_ticket_status', args: ASK, promised: true },
        },
      },
    ]);
    expect(requests).toEqual([]);
    expect(lines).toContainEqual({
      level: 'warn',
      message: 'tool call not kept',
      fields: { callId: CALL_ID, reason: 'Unavailable' },
    });
  });

  it('nothing is booked or canceled: the caller is told at once, and nothing is sent', async () => {
    const calendars = [ourCalendar({ starts: [at(1, '09:00')] }), theirCalendar()];
    for (const { calendar, requests } of calendars) {
      const { uses, runs, queue } = toolServer({ calendar });
      runs.is.down = true;
      const order = { start: '2026-12-01T09:00:00-05:00', name: 'Robin Vale' };
      for (const [name, args] of [
        ['schedule_appointment', order],
        ['cancel_appointment', {}],
      ] as const) {
        expect(await uses(name, args)).toEqual({
          say: toolSpeechOf('en').unavailable,
          data: { reason: 'unavailable', failed: true },
        });
      }
      expect(requests).toEqual([]);
      expect(queue.sent).toEqual([]);
    }
  });

  it('and the queue as well, the caller is told at once that it cannot be looked up', async () => {
    const { uses, runs, queue, events } = looking();
    runs.is.down = true;
    queue.down = true;
    events.down = true;
    expect(await uses('get_ticket_status', ASK)).toEqual({
      say: toolSpeechOf('en').unavailable,
      data: { reason: 'unavailable', failed: true },
    });
  });

  it('what needs no table is answered: a tool that is none, a question for what is missing', async () => {
    const { uses, runs } = looking();
    runs.is.down = true;
    expect((await uses('open_the_door')).error).toBe(speechOf('en').toAssistant.unknownTool);
    expect((await uses('get_ticket_status', { ticket: 'the red card' })).data).toMatchObject({
      field: 'ticket',
    });
  });
});

describe('The log', () => {
  it('holds nothing of who called, of what was asked for, or of what was answered', async () => {
    const { calendar } = ourCalendar({ starts: [at(1, '09:00')] });
    const subject = 'Charged twice';
    const { helpDesk } = helpDeskWith([
      { ...TICKET, subject, assignee: 'Amara Osei', requesterNumbers: [CALLER] },
    ]);
    const { uses, lines, at: there } = toolServer({ helpDesk, calendar });
    const monitor = { monitor: { controlUrl: CONTROL } };
    const order = {
      start: '2026-12-01T09:00:00-05:00',
      name: 'Robin Vale',
      email: 'jo@example.com',
      notes: 'a dog',
    };
    await uses('check_availability', { service: 'boiler check' }, { call: monitor });
    await uses('schedule_appointment', order, { call: monitor });
    await uses('schedule_appointment', { ...order, email: 'jo at example' }, { call: monitor });
    await uses('cancel_appointment', { reference: 'ref-99' }, { call: monitor });
    await uses('get_ticket_details', { ticket: '4711' }, { call: monitor });
    await uses('open_the_door', { name: 'Robin Vale' }, { call: monitor });
    there.now += 1;
    const written = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const hidden of [
      '5550123',
      'Robin',
      'example',
      'dog',
      'boiler',
      'ref-',
      '4711',
      subject,
      'Amara',
      'control',
    ]) {
      expect(written).not.toContain(hidden);
    }
  });
});
