import { describe, expect, it } from 'vitest';
import { isPatient } from '../../../lib/handoff/machine/steps.ts';
import { type Handoff, handoffFrom, type Work } from '../../../lib/handoff/record/handoff.ts';
import { wakeAt } from '../../../lib/outbox/claims.ts';
import { dueAt } from '../../../lib/outbox/due.ts';
import { oweAs } from '../../../lib/outbox/effect.ts';
import { writtenOwing } from '../../../lib/outbox/stored.ts';
import * as given from '../handoff/given.ts';

const { T0 } = given;

/** What a newer version owes. */
const text = (changed: object = {}) => ({
  id: 'send-text:ho_1',
  work: { kind: 'send-text', words: 'Thank you.' },
  owedSince: T0,
  notBefore: T0,
  attempts: 0,
  mayHaveHappened: false,
  ...changed,
});

const read = (effects: unknown[]): Handoff => {
  const handoff = handoffFrom({ ...given.handoff(given.QUEUED), effects });
  if (handoff === undefined) throw new Error('it can be read');
  return handoff;
};

describe('A stored record', () => {
  it.each([
    ['of a kind that this version does not know', text()],
    [
      'of a known kind with a word that it does not know',
      given.owed('x', { kind: 'tell-caller', sentence: 'busy' }),
    ],
    ['without what every effect has', { is: 'owed', in: 'another way' }],
    ['that is no object at all', 'close-task'],
  ])('with an effect %s is read, and written again as it was', (_, effect) => {
    const owed = JSON.parse(JSON.stringify(effect).replace('"busy"', '"very busy"'));
    const handoff = read([given.creating(), owed]);
    expect(handoff.effects).toEqual([given.creating()]);
    expect(handoff.unknownEffects).toMatchObject([{ as: owed }]);
    expect(writtenOwing(handoff)).toMatchObject({ effects: [given.creating(), owed] });
    expect(Object.keys(writtenOwing(handoff))).not.toContain('unknownEffects');
  });

  it('in a state that this version does not know is none that it could act on', () => {
    const held = { ...given.handoff(given.QUEUED), progress: { state: 'held', taskSid: 'WT1' } };
    expect(handoffFrom(held)).toBeUndefined();
    expect(handoffFrom({ ...held, progress: given.QUEUED, effects: undefined })).toBeUndefined();
    expect(handoffFrom(undefined)).toBeUndefined();
  });
});

describe('An effect that this version does not know', () => {
  it('is not owed a second time under its name', () => {
    const handoff = read([text({ id: 'tell-caller:ho_1' })]);
    const work = { kind: 'tell-caller', sentence: 'busy' } as const;
    expect(oweAs<Work, Handoff>(handoff, 'tell-caller:ho_1', work, T0)).toBe(handoff);
  });

  it('is looked after by each wake-up when it is due, and then ever more seldom', () => {
    const owing = read([text({ notBefore: T0 + 5_000 })]);
    expect(wakeAt(owing, undefined, isPatient, T0)).toBe(T0 + 5_000);
    expect(wakeAt(owing, undefined, isPatient, T0 + 5_000)).toBe(T0 + 7_000);
    expect(wakeAt(owing, undefined, isPatient, T0 + 65_000)).toBe(T0 + 125_000);
    expect(wakeAt(owing, undefined, isPatient, T0 + 7_200_000)).toBe(T0 + 7_200_000 + 900_000);
  });

  it('is looked after once its claim has run out', () => {
    const claimed = read([text({ claim: { owner: 'worker-2', until: T0 + 12_000 } })]);
    expect(wakeAt(claimed, undefined, isPatient, T0)).toBe(T0 + 12_000);
  });

  it('has a message already when an event finds it', () => {
    const owing = read([text()]);
    expect(wakeAt(owing, owing, isPatient, T0 + 1_000)).toBeUndefined();
  });

  it('is found by the sweeper as well', () => {
    expect(dueAt(read([text({ notBefore: T0 + 5_000 })]))).toBe(T0 + 5_000);
    expect(dueAt(read([{ is: 'owed' }]))).toBeUndefined();
  });

  it('is never due where nothing tells when', () => {
    expect(wakeAt(read([{ is: 'owed' }]), undefined, isPatient, T0)).toBeUndefined();
  });
});
