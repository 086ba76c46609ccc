import { describe, expect, it } from 'vitest';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import { type Effect, handoffFrom } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded, rows } from '../recorded.ts';
import { on, owes, play } from '../seen.ts';

const { T0, loaded } = given;
const claim = legs.CLAIM;
const ENDED = given.ended({ outcome: 'no_agent' });
const refused: EffectResult = { is: 'refused', reason: 'no' };

describe('A caller whom no assistant can take back', () => {
  const open = legs.opening('no_agent', { claim });

  it('hears a goodbye, and somebody is to call back: what is owed can be read again', () => {
    const { next, end } = recorded(legs.own('conference', ENDED, [open]), open, refused);
    expect(end).toEqual(['ended no_agent', 'move the caller to goodbye', 'ask for a callback']);
    expect(handoffFrom(JSON.parse(JSON.stringify(next)))).toEqual(next);
  });

  it('is called back by nobody where their number is not known', () => {
    const { caller: _withheld, ...request } = given.request();
    const record = legs.own('conference', ENDED, [open], { request });
    expect(recorded(record, open, refused).end).toEqual(['ended no_agent', 'move the caller to goodbye']);
  });
});

describe('A caller on the way back to an assistant', () => {
  const lost: Partial<Effect> = { claim, mayHaveHappened: true };
  rows([
    [
      'who is found gone after a lost answer is moved nowhere',
      legs.own('conference', ENDED, [legs.moving('assistant', lost)]),
      legs.moving('assistant', lost),
      { is: 'caller-gone' },
      'ended no_agent',
    ],
  ]);

  it('is given one at once when they come out of the conference, though the answer to their move is out', () => {
    const moving = [legs.moving('conference', { claim })];
    const { handoff } = play(loaded(legs.own('conference', legs.TAKEN, moving)), 9_000, [legs.released()]);
    expect(handoff.effects.find(({ work }) => work.kind === 'open-assistant')).toMatchObject({
      notBefore: T0 + 9_000,
    });
  });

  // Their stream is over: the assistant whom they get has a call of its own.
  it('is not in the call of the handoff any more: what is still asked for there brings nobody', () => {
    const from = loaded(legs.own('enqueue', legs.RUNG));
    const { handoff } = play(from, 20_000, [legs.queueLeft('leave')]);
    expect(owes(handoff)).toContain('open an assistant (no_agent)');
    const again = on(handoff, given.escalation('ho_2', { requestedAt: T0 + 21_000 }), 21_000);
    expect(again).toMatchObject({ handoff: { progress: { state: 'ended', outcome: 'caller_left' } } });
  });
});

describe('What whoever follows the handoff has been told', () => {
  const announcing = given.owed('announce-end:ho_1', { kind: 'announce-end', handoffId: 'ho_1' }, { claim });
  const facts = { handoffId: 'ho_1', askedAt: T0, state: 'ended', strategy: 'conference' } as const;
  const keeping = given.owed(
    'keep-facts:ho_1:1',
    {
      kind: 'keep-facts',
      facts: { ...facts, windowSeconds: 30, edition: 1 },
      called: { callId: given.CALL_ID },
    },
    { claim },
  );
  it.each([
    ['an end that is announced', announcing, 'end-announced'],
    ['facts that are kept', keeping, 'facts-kept'],
  ] as const)('is done with, and no moment of the handoff: %s', (_what, effect, is) => {
    const record = legs.own('conference', ENDED, [effect]);
    expect(recorded(record, effect, { is }).next).toEqual({ ...record, effects: [] });
  });
});
