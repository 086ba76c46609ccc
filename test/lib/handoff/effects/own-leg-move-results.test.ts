import { describe, expect, it } from 'vitest';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded, rows } from '../recorded.ts';
import { UNJOINED } from '../seen.ts';

const { T0 } = given;

const claim = legs.CLAIM;

const conference = (progress: Progress, ...effects: Effect[]) => legs.own('conference', progress, effects);
const enqueue = (progress: Progress, ...effects: Effect[]) => legs.own('enqueue', progress, effects);

const refused: EffectResult = { is: 'refused', reason: 'no' };
const notDone: EffectResult = { is: 'not-done', reason: 'down' };
const unsure: EffectResult = { is: 'unsure', reason: 'timeout' };
const GONE: EffectResult = { is: 'caller-gone' };

describe('The move of the caller', () => {
  const moved: EffectResult = { is: 'redirected' };
  const foreign: EffectResult = { is: 'refused', reason: 'twilio-404-20404' };
  const there = legs.moving('conference', { claim });
  const queue = legs.moving('queue', { claim });
  const back = legs.moving('assistant', { claim });
  const bye = legs.moving('goodbye', { claim });
  const lost = (effect: Effect): Effect => ({ ...effect, mayHaveHappened: true });
  const last = (effect: Effect): Effect => ({ ...effect, attempts: 23 });
  const BROUGHT_BACK = [
    'ended bridge_failed',
    'complete WT1',
    'release CA2 (not-joined)',
    'open an assistant (bridge_failed)',
  ];
  const ended = given.ended({ outcome: 'no_agent' });
  rows([
    ['to the conference is waited for there', conference(legs.TAKEN, there), there, moved, 'bridging'],
    [
      'to the conference finds the caller gone',
      conference(legs.TAKEN, there),
      there,
      GONE,
      'ended caller_left',
      'complete WT1',
      'release CA2 (caller-left)',
    ],
    [
      'to the conference that was not done is owed still',
      conference(legs.TAKEN, there),
      there,
      notDone,
      'bridging',
      'move the caller to conference',
    ],
    [
      'to the conference that is refused asks for the next agent',
      conference(legs.TAKEN, there),
      there,
      refused,
      'requested',
      'release CA2 (not-joined)',
      'complete WT1',
    ],
    [
      'to the conference that is refused after one whose answer was lost brings the caller back',
      conference(legs.TAKEN, lost(there)),
      lost(there),
      refused,
      ...BROUGHT_BACK,
    ],
    [
      'to the queue of a leg that is not in our account was never made, whatever an earlier attempt may have done',
      enqueue(given.REQUESTED, lost(queue)),
      lost(queue),
      foreign,
      'requested',
      'create the task of ho_1/1',
    ],
    [
      'to the conference that was lost 24 times brings the caller back',
      conference(legs.TAKEN, last(there)),
      last(there),
      unsure,
      ...BROUGHT_BACK,
    ],
    ['to the queue puts the caller there', enqueue(given.REQUESTED, queue), queue, moved, 'queued'],
    [
      'to the queue that is told after the offer changes nothing',
      enqueue(legs.RUNG, queue),
      queue,
      moved,
      'offered',
    ],
    ['to the queue finds the caller gone', enqueue(given.REQUESTED, queue), queue, GONE, 'ended caller_left'],
    [
      'to the queue that is refused makes a task for Vapi’s own way',
      enqueue(given.REQUESTED, queue),
      queue,
      refused,
      'requested',
      'create the task of ho_1/1',
    ],
    [
      'to the queue that is refused after one whose answer was lost ends it, and brings the caller back',
      enqueue(given.REQUESTED, lost(queue)),
      lost(queue),
      refused,
      'ended task_failed',
      'cancel whatever task ho_1/1 has',
      'open an assistant (task_failed)',
    ],
    ['to an assistant is done with', conference(ended, back), back, moved, 'ended no_agent'],
    [
      'to an assistant that is refused says goodbye, and has a callback asked for',
      conference(ended, back),
      back,
      refused,
      'ended no_agent',
      'move the caller to goodbye',
      'ask for a callback',
    ],
    ['to an assistant finds the caller gone', conference(ended, back), back, GONE, 'ended no_agent'],
    ['to a goodbye is done with', conference(ended, bye), bye, moved, 'ended no_agent'],
    ['to a goodbye that is refused leaves it', conference(ended, bye), bye, refused, 'ended no_agent'],
  ]);

  it('to the conference that is not in our account is left to Vapi', () => {
    const { next, end } = recorded(conference(legs.TAKEN, there), there, foreign);
    expect(end[0]).toBe('requested');
    expect(next.strategy).toEqual({ is: 'vapi-transfer', reason: 'twilio-404-20404' });
  });

  it('to the queue that is refused is left to Vapi from then on', () => {
    const { next } = recorded(enqueue(given.REQUESTED, queue), queue, refused);
    expect(next.strategy.is).toBe('vapi-transfer');
  });

  it('that is refused at once tells a caller who is with the assistant still', () => {
    const { end } = recorded(conference(legs.TAKEN, there), there, refused, 31_000);
    expect(end).toEqual(['ended bridge_failed', 'complete WT1', 'release CA2 (not-joined)', ...UNJOINED]);
  });
});

describe('The way back to an assistant', () => {
  const open = legs.opening('no_agent', { claim });
  const ended = conference(given.ended({ outcome: 'no_agent' }), open);
  const last = { ...open, attempts: 5 };
  const lastOf = conference(given.ended({ outcome: 'no_agent' }), last);
  const GOODBYE = ['ended no_agent', 'move the caller to goodbye', 'ask for a callback'];
  rows([
    [
      'moves the caller into the call that was opened',
      ended,
      open,
      { is: 'assistant-opened', callId: 'call-2', twiml: legs.TWIML },
      'ended no_agent',
      'move the caller to assistant',
    ],
    ['is not needed by a caller who has left', ended, open, GONE, 'ended no_agent'],
    ['that is refused says goodbye, and has a callback asked for', ended, open, refused, ...GOODBYE],
    ['that is down is tried again', ended, open, notDone, 'ended no_agent', 'open an assistant (no_agent)'],
    ['that is down six times says goodbye', lastOf, last, notDone, ...GOODBYE],
  ]);
});

describe('What comes too late', () => {
  const there = legs.moving('conference', { claim });
  const queue = legs.moving('queue', { claim });
  const later = legs.opening('bridge_failed', { notBefore: T0 + 12_000 });
  const moved: EffectResult = { is: 'redirected' };

  for (const effect of [there, queue]) {
    it(`brings a caller back at once who was moved after the end (${effect.id})`, () => {
      const { next } = recorded(conference(given.ended(), later), effect, moved);
      expect(next.effects).toMatchObject([{ id: 'open-assistant:ho_1', notBefore: T0 + 8_000 }]);
    });

    it(`brings nobody back who has left (${effect.id})`, () => {
      const { next, end } = recorded(conference(given.ended(), later), effect, GONE);
      expect(end).toEqual(['ended completed']);
      expect(next.callOver).toBe(true);
    });
  }

  it('leaves a way back that is due already as it is', () => {
    const due = conference(given.ended(), legs.opening('bridge_failed', { claim }));
    expect(recorded(due, there, moved).next).toEqual(due);
  });

  const others: [name: string, effect: Effect, result: EffectResult][] = [
    ['an acceptance', legs.accepting({ claim }), { is: 'accepted' }],
    [
      'a look at both legs',
      legs.lookingAtLegs('sweep', { claim }),
      { is: 'legs-seen', caller: { is: 'missing' } },
    ],
    [
      'an opened assistant',
      legs.opening('no_agent', { claim }),
      { is: 'assistant-opened', callId: 'call-2', twiml: legs.TWIML },
    ],
    ['a goodbye', legs.moving('goodbye', { claim }), GONE],
    ['a refusal to ring', legs.ringing({ claim }), refused],
  ];
  for (const [name, effect, result] of others) {
    it(`changes nothing: ${name}`, () => {
      const record = conference(given.ended());
      expect(recorded(record, effect, result).next).toEqual(record);
    });
  }
});
