import { describe, expect, it } from 'vitest';
import { OUTCOMES, STATES, STRATEGIES } from '../../../../lib/handoff/record/handoff.ts';
import {
  clockFor,
  deadlineOf,
  detailsOf,
  isLive,
  sinceOf,
  statusOf,
  toDo,
} from '../../../../lib/pages/agent/status.ts';
import { plain } from '../../../../lib/pages/agent/words.ts';
import * as given from '../../handoff/given.ts';
import { EVERY_VIEW, viewOf } from './every-view.ts';
import { connected, ended, hostile, ringing, T0, view, waiting } from './given-view.ts';

const OVER = { over: { at: T0 + 31_000, reason: 'customer-ended-call' } };
const SHOWN = { numbers: 'hidden' } as const;

const ANSWER = 'Answer the phone: no key has to be pressed.';
const STAY = 'Stay on the line: the caller is being brought in.';
const IN_FLEX = 'Accept the task in Flex to take the caller.';
const ON = 'The assistant goes on with the caller';
const BACK = 'The caller went back to an assistant, in a call of its own that is not shown here';
const UNKNOWN = 'Whether they talked is not known';

/** The sentence, what the agent does, and what else is said. */
const SAID: Readonly<Record<string, readonly [sentence: string, todo: string, ...details: string[]]>> = {
  requested: ['Asking for an agent', ''],
  'requested again after a bridge refused': ['Asking for another agent', ''],
  queued: ['Waiting for an agent', ''],
  'queued after one declined': ['Waiting for the next agent', '', '1 offer before was not taken'],
  'queued in the queue': ['Waiting for an agent', ''],
  'queued, time up, TaskRouter asked': ['Looking whether an agent has just taken it', ''],
  'taken by somebody in Flex': ['An agent has taken the call', '', 'Which one is not known yet'],
  'about to ring': ['About to ring amara.osei', 'keys'],
  ringing: ['Ringing amara.osei', 'keys'],
  'ringing, few seconds left': ['Ringing amara.osei', 'keys'],
  'ringing the next one': ['Ringing ben.ito', 'keys', '1 offer before was not taken'],
  'ringing from the queue': ['Ringing amara.osei', 'keys', 'Offered to chiara.rossi too'],
  'offered in Flex': ['Offered to chiara.rossi in Flex', IN_FLEX],
  'offered by Vapi': ['Offered to amara.osei', ''],
  'joining in a conference': ['Connecting amara.osei with the caller', STAY],
  'joining, caller moved': ['Connecting amara.osei with the caller', STAY],
  'joining from the queue': ['Connecting amara.osei with the caller', STAY],
  'about to be rung by Vapi': ['About to ring amara.osei', ANSWER],
  'put through by Vapi': ['Putting the caller through to amara.osei', ANSWER],
  'connected in a conference': ['amara.osei is connected with the caller', ''],
  'connected in Flex': ['chiara.rossi is connected with the caller', ''],
  'connected by Vapi': ['amara.osei is connected with the caller', ''],
  completed: ['amara.osei has talked with the caller', ''],
  'completed, the caller brought back': ['amara.osei has talked with the caller', '', BACK],
  'completed, as the report says': [
    'amara.osei has talked with the caller',
    '',
    'As Vapi’s report of the call says',
  ],
  'completed by somebody in Flex': ['An agent took the call', '', UNKNOWN],
  transferred: ['The caller was put through to amara.osei', '', UNKNOWN],
  'nobody, the assistant goes on': ['No agent took the call', '', ON],
  'nobody, and the call is over': ['No agent took the call', '', 'The call has ended'],
  'nobody, the caller being brought back from the queue': [
    'No agent took the call',
    '',
    'The caller is being brought back to an assistant',
  ],
  'nobody, goodbye and a callback': [
    'No agent took the call',
    '',
    'The caller was told goodbye, and that somebody calls back',
  ],
  'caller hung up': ['The caller hung up before an agent was connected', ''],
  'call ended otherwise': ['The call ended before an agent was connected', ''],
  'caller hung up on the way': [
    'The caller hung up before an agent was connected',
    '',
    'The call was on its way to amara.osei',
  ],
  'taken back': ['The caller has taken the wish for an agent back', '', ON],
  'bridge failed, tried by Vapi': [
    'amara.osei and the caller could not be connected',
    '',
    'The call has ended',
  ],
  'bridge failed, the caller brought back': ['amara.osei and the caller could not be connected', '', BACK],
  'task failed': ['No agent could be asked', '', ON],
};

describe('What is going on', () => {
  it('is looked at here in every state, outcome and strategy', () => {
    const all = Object.values(EVERY_VIEW).map(({ handoff }) => handoff);
    expect(Object.keys(SAID)).toEqual(Object.keys(EVERY_VIEW));
    expect(new Set(all.map(({ progress }) => progress.state))).toEqual(new Set(STATES));
    expect(new Set(all.map(({ strategy }) => strategy.is))).toEqual(new Set(STRATEGIES));
    const outcomes = all.flatMap(({ progress }) => (progress.state === 'ended' ? [progress.outcome] : []));
    expect(new Set(outcomes)).toEqual(new Set(OUTCOMES));
  });

  it.each(Object.entries(SAID))('%s', (name, [sentence, todo, ...details]) => {
    const one = viewOf(name);
    expect(plain(statusOf(one), SHOWN)).toBe(sentence);
    expect(detailsOf(one).map((words) => plain(words, SHOWN))).toEqual(details);
    const does = toDo(one.handoff);
    expect(does?.is === 'words' ? does.words : (does?.is ?? '')).toBe(todo);
  });

  it('is never said to "you": whoever has the link may read it', () => {
    for (const one of [...Object.values(EVERY_VIEW), hostile()]) {
      expect(plain(statusOf(one), SHOWN)).not.toMatch(/\byou\b/i);
    }
  });

  it('speaks of an agent where the name is not known', () => {
    const reservation = { sid: 'WR1', agent: { workerSid: 'WK1', name: ' \u200B', number: '+14155550177' } };
    const said = (state: 'offered' | 'connected') =>
      plain(
        statusOf(
          view(
            state === 'offered'
              ? { state, taskSid: 'WT1', reservation, agentLeg: 'CA2' }
              : { state, taskSid: 'WT1', reservation, since: T0 },
            [],
          ),
        ),
        SHOWN,
      );
    expect(said('offered')).toBe('Ringing an agent');
    expect(said('connected')).toBe('An agent is connected with the caller');
  });

  it.each([
    ['customer-ended-call', true],
    ['customer-ended-call-during-transfer', true],
    ['queue hangup', true],
    ['hangup', true],
    ['leg-completed', false],
    ['silence-timed-out', false],
    ['call.in-progress.error-assistant-did-not-receive-customer-audio', false],
    ['the call was over before', false],
  ])('says that the caller hung up only where that is known: %s', (reason, known) => {
    const base = ended('caller_left');
    const { progress } = base.handoff;
    if (progress.state !== 'ended') throw new Error('not ended');
    const said = plain(
      statusOf({ ...base, handoff: { ...base.handoff, progress: { ...progress, reason } } }),
      SHOWN,
    );
    expect(said).toBe(`The ${known ? 'caller hung up' : 'call ended'} before an agent was connected`);
  });
});

describe('The time that is left', () => {
  it.each(Object.keys(EVERY_VIEW))('is there while an agent can take the call, and not later: %s', (name) => {
    const { handoff } = viewOf(name);
    const waits = ['requested', 'queued', 'offered'].includes(handoff.progress.state);
    const asked = { at: T0 + 30_000, isOver: name.includes('time up') };
    expect(deadlineOf(handoff)).toEqual(waits && name !== 'taken by somebody in Flex' ? asked : undefined);
  });
});

describe('The page', () => {
  it('counts the wait, then the talk, then nothing', () => {
    expect(clockFor(ringing().handoff)).toEqual({ says: 'Waiting', since: T0 });
    expect(clockFor(connected().handoff)).toEqual({ says: 'Talking', since: T0 + 16_000 });
    expect(clockFor(ended('completed').handoff)).toBeUndefined();
  });

  it('does not say that a caller waits whom an unknown agent has', () => {
    expect(clockFor(viewOf('taken by somebody in Flex').handoff)).toBeUndefined();
  });

  it('knows when the present state began', () => {
    expect(sinceOf(waiting().handoff)).toBe(T0 + 400);
    expect(sinceOf(ringing().handoff)).toBe(T0 + 8_100);
    expect(sinceOf(ended('no_agent').handoff)).toBe(T0 + 30_000);
  });

  it('is followed until the call is over and nothing is owed, or ten minutes after the end', () => {
    expect(isLive(connected({ call: OVER }))).toBe(true);
    expect(isLive(ended('no_agent'))).toBe(true);
    expect(isLive(ended('no_agent', { call: OVER }))).toBe(false);
    expect(isLive(ended('no_agent', { handoff: { callOver: true } }))).toBe(false);
    expect(
      isLive(ended('no_agent', { call: OVER, handoff: { effects: [given.closing('cancel', 'WT1')] } })),
    ).toBe(true);
    expect(isLive(ended('no_agent', { now: T0 + 30_000 + 599_999 }))).toBe(true);
    expect(isLive(ended('no_agent', { now: T0 + 30_000 + 600_000 }))).toBe(false);
  });
});
