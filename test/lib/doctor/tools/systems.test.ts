import { describe, expect, it } from 'vitest';
import { calendarCheck, helpDeskCheck } from '../../../../lib/doctor/tools/systems.ts';
import type { Calendar, HelpDesk, NoAnswer } from '../../../../lib/tools/ports.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const refused: NoAnswer = { is: 'no-answer', reason: 'zendesk-401', so: 'never', isFault: false };
const helpDesk = (ticket: HelpDesk['ticket']): HelpDesk => ({ name: 'zendesk', whoDecides: 'us', ticket });
const calendar = (slots: Calendar['slots']): Calendar => ({
  name: 'google',
  whoDecides: 'backend',
  slots,
  book: async () => {
    throw new Error('nothing is booked');
  },
  cancel: async () => {
    throw new Error('nothing is canceled');
  },
});

describe("The team's systems", () => {
  it('are missed where none is connected', async () => {
    expect(await helpDeskCheck('none')).toMatchObject({
      status: 'warn',
      what: 'HELP_DESK is not set: callers who ask for a ticket hear that it cannot be looked up.',
    });
    expect(await calendarCheck('none', () => NOW)).toMatchObject({
      status: 'warn',
      what: 'CALENDAR is not set: callers who want an appointment hear that none can be made.',
    });
  });

  it('fail when they give no answer', async () => {
    expect(await helpDeskCheck(helpDesk(async () => refused))).toEqual({
      id: 'tools.help-desk',
      status: 'fail',
      what: 'zendesk gives no answer (zendesk-401): callers hear that their tickets cannot be looked up.',
      fix: 'Check its key and its settings (docs/tools.md).',
    });
    const slow: NoAnswer = { ...refused, reason: 'google-timeout', isFault: true };
    expect(
      await calendarCheck(
        calendar(async () => slow),
        () => NOW,
      ),
    ).toMatchObject({
      status: 'fail',
      fix: 'Look at that system; the settings may be right.',
    });
  });

  it('are asked by nobody in particular, and nothing of a ticket is told', async () => {
    const check = await helpDeskCheck(
      helpDesk(async (asked, { asker }) => {
        expect(asker).toEqual({ callId: 'doctor', verified: false });
        expect(asked.tool).toBe('get_ticket_status');
        return { is: 'ticket', ticket: { id: '1', status: 'open', subject: 'private' } };
      }),
    );
    expect(check).toEqual({ id: 'tools.help-desk', status: 'ok', what: 'zendesk answers.' });
  });

  it('are a warning when a week holds no free time', async () => {
    const slots: Calendar['slots'] = async ({ from, to }) => {
      expect((to - from) / 86_400_000).toBe(7);
      return { is: 'slots', starts: [] };
    };
    expect(await calendarCheck(calendar(slots), () => NOW)).toMatchObject({
      status: 'warn',
      what: 'google has no free time in the next seven days: callers are offered none.',
    });
  });
});
