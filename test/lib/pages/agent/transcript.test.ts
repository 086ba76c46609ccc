import { describe, expect, it } from 'vitest';
import { agentData } from '../../../../lib/pages/agent/page.ts';
import { transcriptNote, transcriptOf } from '../../../../lib/pages/agent/transcript.ts';
import type { AgentView } from '../../../../lib/pages/agent/view.ts';
import { EVERY_VIEW, viewOf } from './every-view.ts';
import { connected, T0, talk } from './given-view.ts';

const textOf = (view: AgentView) => transcriptNote(view)?.safe.replace(/<[^>]*>/g, '');

const IN_QUEUE = 'when the caller was put into the queue';
const MOVED = 'when the caller was moved to the agent';
const AT_8 = ', at 08:00 UTC.';

/** What is said after "The transcript ended"; where nothing is, words still come. */
const ENDED: Readonly<Record<string, string>> = {
  'queued in the queue': IN_QUEUE + AT_8,
  'queued, time up, TaskRouter asked': IN_QUEUE + AT_8,
  'taken by somebody in Flex': IN_QUEUE + AT_8,
  'ringing from the queue': IN_QUEUE + AT_8,
  'offered in Flex': IN_QUEUE + AT_8,
  'joining, caller moved': MOVED + AT_8,
  'joining from the queue': IN_QUEUE + AT_8,
  'connected in a conference': MOVED + AT_8,
  'connected in Flex': IN_QUEUE + AT_8,
  'connected by Vapi': `when the caller was put through${AT_8}`,
  completed: MOVED + AT_8,
  'completed, the caller brought back': MOVED + AT_8,
  'completed, as the report says': `when the assistant’s call ended${AT_8}`,
  'completed by somebody in Flex': IN_QUEUE + AT_8,
  transferred: `when the assistant’s call ended${AT_8}`,
  'nobody, and the call is over': `when the call ended${AT_8}`,
  'nobody, the caller being brought back from the queue': IN_QUEUE + AT_8,
  'nobody, goodbye and a callback': IN_QUEUE + AT_8,
  'caller hung up': `when the call ended${AT_8}`,
  'call ended otherwise': `when the call ended${AT_8}`,
  'caller hung up on the way': `when the call ended${AT_8}`,
  'bridge failed, tried by Vapi': `when the call ended${AT_8}`,
  'bridge failed, the caller brought back': MOVED + AT_8,
};

describe('The transcript', () => {
  it.each(Object.keys(EVERY_VIEW))('says whether words still come: %s', (name) => {
    const view = viewOf(name);
    const ended = ENDED[name];
    expect(transcriptOf(view).is).toBe(ended === undefined ? 'live' : 'ended');
    expect(textOf(view)).toBe(ended === undefined ? undefined : `The transcript ended ${ended}`);
  });

  it('is over beside the last words and beside the whole talk, and for programs', () => {
    const { sections, transcript, live } = agentData(viewOf('connected in a conference'), {
      numbers: 'hidden',
    });
    for (const section of [sections.last, sections.talk]) {
      expect(section).toContain(
        'The transcript ended when the caller was moved to the agent, at <time datetime="2027-01-15T08:00:15.000Z">08:00 UTC</time>.',
      );
    }
    expect({ transcript, live }).toEqual({ transcript: 'ended', live: true });
  });

  it('says the time of day of the business, where its zone is known', () => {
    const team = { timeZone: 'America/Los_Angeles' };
    expect(textOf({ ...viewOf('connected in a conference'), team })).toMatch(/, at 00:00 PST\.$/);
    expect(textOf({ ...viewOf('connected in a conference'), team: { timeZone: 'Asia/Kolkata' } })).toMatch(
      /, at 13:30 GMT\+5:30\.$/,
    );
  });

  it('ended without a time where nobody knows it', () => {
    const { call: _none, ...view } = viewOf('caller hung up');
    expect(textOf({ ...view, call: { over: { at: 0, reason: 'ended' } } })).toBe(
      'The transcript ended when the call ended.',
    );
    expect(textOf({ ...view, call: {} })).toBe('The transcript ended when the call ended.');
  });

  it('is live of a transfer by Vapi for as long as words still come', () => {
    const view = viewOf('connected by Vapi');
    const later = { role: 'caller' as const, at: T0 + 60_000, text: 'Hello?' };
    expect(transcriptOf({ ...view, conversation: [...talk, later] })).toEqual({ is: 'live' });
  });

  it('ended with the talk where the record no longer holds the moment in which the caller was moved', () => {
    const view = connected();
    expect(transcriptOf(view)).toEqual({
      is: 'ended',
      when: 'when the caller left the assistant',
      at: T0 + 16_000,
    });
  });
});
