import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/speech/index.ts';
import { toolSpeechOf } from '../../../lib/speech/tools/index.ts';
import { tools } from '../../../lib/tools/index.ts';
import { pendingAnswer, unavailableAnswer } from '../../../lib/tools/run/run.ts';
import { toolVerdict } from '../../../lib/vapi/tool-result.ts';
import { answerBy, at, type Circumstances, offered, toolRun, WITHHELD } from '../tools/asking.ts';
import { helpDeskWith, ourCalendar, theirCalendar } from '../tools/team.ts';

const NINE = at(1, '09:00');
const ORDER = { start: '2026-12-01T09:00:00-05:00', name: 'Robin Vale' };

/** As it stands in a talk. */
const verdictOn = (answer: unknown) => toolVerdict({ result: JSON.stringify(answer) });

describe('What our own tools answer', () => {
  it.each(LANGUAGES)('is no result yet while it is being checked: %s', (language) => {
    expect(verdictOn(pendingAnswer({ language }))).toBe('none');
  });

  it.each(
    LANGUAGES,
  )('has failed where nothing could be looked up, or nobody knows whether it was done: %s', (language) => {
    expect(verdictOn(unavailableAnswer({ language }))).toBe('failed');
    for (const tool of tools) {
      const run = toolRun(tool.name, {}, undefined, { language });
      for (const how of ['failed', 'unsure'] as const)
        expect(verdictOn(tool.failed(run, how).answer)).toBe('failed');
    }
  });

  it.each(
    LANGUAGES,
  )('is an answer where there is nothing, or something has to be asked for: %s', async (language) => {
    const with_ = (more: Circumstances = {}): Circumstances => ({ language, ...more });
    const { calendar } = ourCalendar();
    const { helpDesk } = helpDeskWith([]);
    const taken = theirCalendar({ books: { is: 'taken' } }).calendar;
    const needy = ourCalendar({ books: { is: 'email-needed' } }).calendar;
    const answers = [
      await answerBy('check_availability', {}, { calendar }, with_()),
      await answerBy('check_availability', { date: 'yesterday' }, { calendar }, with_()),
      await answerBy('schedule_appointment', ORDER, { calendar }, with_()),
      await answerBy('schedule_appointment', {}, { calendar }, with_()),
      await answerBy('schedule_appointment', ORDER, { calendar: taken }, with_({ history: [offered(NINE)] })),
      await answerBy('schedule_appointment', ORDER, { calendar: needy }, with_({ history: [offered(NINE)] })),
      await answerBy('cancel_appointment', {}, { calendar }, with_()),
      await answerBy('cancel_appointment', {}, { calendar }, with_({ asker: WITHHELD })),
      await answerBy('get_ticket_status', { ticket: 1 }, { helpDesk }, with_()),
      await answerBy('get_ticket_status', {}, { helpDesk }, with_({ asker: WITHHELD })),
      { say: toolSpeechOf(language).notSetUp, data: { reason: 'not_set_up' } },
    ];
    for (const { say, data } of answers) expect([say, verdictOn({ say, data })]).toEqual([say, 'worked']);
  });

  it.each([
    'failed',
    'unavailable',
    'rejected',
    'Fehler',
    'on hold',
  ])('is an answer about a ticket in the state that the team calls %s, whatever it is about', async (status) => {
    const subject = 'Error: request failed with status code 500';
    const { helpDesk } = helpDeskWith(
      [{ id: '500', status, subject, priority: 'error', assignee: 'none' }],
      'backend',
    );
    for (const name of ['get_ticket_status', 'get_ticket_details']) {
      const { say, data } = await answerBy(name, { ticket: 500 }, { helpDesk });
      expect([name, verdictOn({ say, data })]).toEqual([name, 'worked']);
    }
  });

  it('does not take another tool’s word for one that is still at work', () => {
    expect(verdictOn({ say: 'Done.', data: { pending: false } })).toBe('worked');
    expect(verdictOn({ pending: true, order: 7 })).toBe('worked');
    expect(verdictOn({ say: 'One is "pending".', data: { orders: 'pending' } })).toBe('worked');
  });
});
