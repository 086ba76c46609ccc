import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/speech/index.ts';
import { toolNamed, tools } from '../../../lib/tools/index.ts';
import type { HelpDesk } from '../../../lib/tools/ports.ts';
import { toolRun } from './asking.ts';
import { ourCalendar } from './team.ts';

const NAMES = [
  'check_availability',
  'schedule_appointment',
  'cancel_appointment',
  'get_ticket_status',
  'get_ticket_details',
];
const CHANGES = ['schedule_appointment', 'cancel_appointment'];
const ATTEMPT = {
  toolCallId: 'tool-1',
  asker: { callId: 'call-1', verified: false },
  mayHaveHappened: false,
  signal: new AbortController().signal,
};

describe('The tools', () => {
  it('are these', () => {
    expect(tools.map(({ name }) => name)).toEqual(NAMES);
  });

  it.each(NAMES)('are found by their name in snake_case and in camelCase: %s', (name) => {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(toolNamed(name)?.name).toBe(name);
    expect(toolNamed(camel)?.name).toBe(name);
  });

  it.each([
    'escalate_to_human',
    'checkavailability',
    'CheckAvailability',
    'check-availability',
    '__proto__',
    'constructor',
    '',
  ])('are not found by another name: %j', (name) => {
    expect(toolNamed(name)).toBeUndefined();
  });

  it('that change something are known: those are done once', () => {
    expect(tools.filter(({ changes }) => changes).map(({ name }) => name)).toEqual(CHANGES);
  });

  it('end an attempt so early that the worker ends in its ten seconds', () => {
    expect(Math.max(...tools.map(({ longestMs }) => longestMs))).toBeLessThanOrEqual(6_000);
  });

  it.each(
    NAMES,
  )('take the language of the call, and ask for nothing that they do not describe: %s', (name) => {
    const { properties, required = [] } = toolNamed(name)?.parameters ?? { properties: {} };
    expect(properties).toHaveProperty('language');
    for (const field of required) expect(properties).toHaveProperty(field);
    for (const { description } of Object.values(properties)) expect(description).toBeTruthy();
  });

  it.each(NAMES)('have words of their own for what failed, in each language: %s', (name) => {
    const tool = toolNamed(name);
    const said = LANGUAGES.map((language) =>
      tool?.failed(toolRun(name, {}, undefined, { language }), 'failed'),
    );
    expect(new Set(said.map((found) => found?.answer.say)).size).toBe(LANGUAGES.length);
    for (const found of said) expect(found?.answer.data).toEqual({ reason: 'unavailable', failed: true });
  });

  it('that change something say where nobody knows whether it happened; the others only that it failed', () => {
    for (const tool of tools) {
      for (const language of LANGUAGES) {
        const run = toolRun(tool.name, {}, undefined, { language });
        const [failed, unsure] = [tool.failed(run, 'failed'), tool.failed(run, 'unsure')];
        if (tool.changes) expect(unsure.answer.say).not.toBe(failed.answer.say);
        else expect(unsure).toEqual(failed);
        expect(unsure.answer.data).toEqual({
          reason: tool.changes ? 'unknown' : 'unavailable',
          failed: true,
        });
      }
    }
  });

  it('know which system they ask, and that there is none', () => {
    const { calendar } = ourCalendar();
    const helpDesk: HelpDesk = { name: 'desk', whoDecides: 'us', ticket: async () => ({ is: 'not-found' }) };
    for (const { name, systemOf } of tools) {
      const isTicket = name.includes('ticket');
      expect(systemOf({ calendar, helpDesk })).toBe(isTicket ? 'desk' : 'calendar');
      expect(systemOf(isTicket ? { calendar } : { helpDesk })).toBeUndefined();
    }
  });

  it.each(
    NAMES,
  )('ask nobody by arguments of another version, or where the system is gone: %s', async (name) => {
    const { calendar, requests } = ourCalendar();
    const tool = toolNamed(name);
    const none = { is: 'no-answer', reason: 'not-set-up', so: 'never', isFault: false };
    const run = toolRun(name, { ticket: 7, start: 'soon', own: 'maybe' });
    expect(await tool?.ask(run, { calendar }, ATTEMPT, 'UTC')).toEqual(none);
    expect(await tool?.ask(toolRun(name, {}), {}, ATTEMPT, 'UTC')).toEqual(none);
    expect(requests).toEqual([]);
  });
});
