import { describe, expect, it } from 'vitest';
import { functions, queues } from '../../../infra/topology/index.ts';
import { isPatient } from '../../../lib/handoff/machine/steps.ts';
import { claim, isAnothers, LEASE_MS, wakeAt } from '../../../lib/outbox/claims.ts';
import * as given from '../handoff/given.ts';

const { T0, handoff } = given;
const theirs = { owner: 'worker-2', until: T0 + 12_000 };
const mine = { owner: 'worker-1', until: T0 + 12_000 };

const owing = (...effects: Parameters<typeof handoff>[1] & object) =>
  given.frozen(handoff(given.QUEUED, effects));

describe('A claim', () => {
  it('takes what is due and free, and notes for whom and until when', () => {
    const { record: after, claimed } = claim(owing(given.creating()), 'worker-1', T0);
    expect(claimed).toEqual([{ effect: given.creating({ claim: mine }), doubt: 'none' }]);
    expect(after.effects).toEqual([given.creating({ claim: mine })]);
  });

  it('leaves what is not due yet', () => {
    const record = owing(given.creating({ notBefore: T0 + 1 }));
    const { record: after, claimed } = claim(record, 'worker-1', T0);
    expect(claimed).toEqual([]);
    expect(after).toBe(record);
  });

  it('takes what is due in this very millisecond', () => {
    expect(claim(owing(given.creating({ notBefore: T0 })), 'worker-1', T0).claimed).toHaveLength(1);
  });

  it('leaves what another one holds, to the last millisecond', () => {
    const record = owing(given.creating({ claim: theirs }));
    expect(claim(record, 'worker-1', T0 + 11_999).claimed).toEqual([]);
  });

  it('takes over from one whose lease has run out, and doubts what that one did', () => {
    const { claimed } = claim(owing(given.creating({ claim: theirs })), 'worker-1', T0 + 12_000);
    expect(claimed).toMatchObject([
      { doubt: 'crashed', effect: { claim: { owner: 'worker-1', until: T0 + 24_000 } } },
    ]);
  });

  it('takes over at once from one who has given up, and doubts what that one did', () => {
    const record = owing(given.creating({ claim: theirs }));
    expect(claim(record, 'worker-1', T0 + 1_000, 'worker-2').claimed).toMatchObject([{ doubt: 'crashed' }]);
    expect(claim(record, 'worker-1', T0 + 1_000, 'worker-3').claimed).toEqual([]);
  });

  it('doubts an effect whose answer was lost', () => {
    const { claimed } = claim(owing(given.creating({ mayHaveHappened: true })), 'worker-1', T0);
    expect(claimed).toMatchObject([{ doubt: 'answer-lost' }]);
  });

  it('carries out what it holds itself: the save was won though its answer was lost', () => {
    const { claimed } = claim(owing(given.creating({ claim: mine })), 'worker-1', T0 + 500);
    expect(claimed).toMatchObject([{ doubt: 'none', effect: { claim: { until: T0 + 12_500 } } }]);
  });

  it('takes several effects at once, each by itself', () => {
    const record = owing(
      given.closing('cancel', 'WT1'),
      given.telling('busy', { claim: theirs }),
      given.looking('sweep', { notBefore: T0 + 1_000 }),
    );
    const { record: after, claimed } = claim(record, 'worker-1', T0);
    expect(claimed.map(({ effect }) => effect.work.kind)).toEqual(['close-task']);
    expect(after.effects.map(({ claim: held }) => held?.owner)).toEqual(['worker-1', 'worker-2', undefined]);
  });

  it('outlasts every invocation of the worker, and ends before its message comes again', () => {
    expect(LEASE_MS).toBe(12_000);
    expect(LEASE_MS).toBeGreaterThan(functions['handoff-worker'].timeoutSeconds * 1000);
    expect(LEASE_MS).toBeLessThan(queues.handoff.visibilitySeconds * 1000);
  });

  it('lasts as long as a capability says', () => {
    const { claimed } = claim(owing(given.creating()), 'worker-1', T0, undefined, 22_000);
    expect(claimed[0]?.effect.claim).toEqual({ owner: 'worker-1', until: T0 + 22_000 });
  });
});

describe('Somebody comes back', () => {
  const waking = (now: number, ...effects: Parameters<typeof owing>) =>
    wakeAt(owing(...effects), undefined, isPatient, now);

  it('for nothing when nothing is owed', () => {
    expect(waking(T0)).toBeUndefined();
  });

  it('when the first of the effects is due', () => {
    const later = given.telling('busy', { notBefore: T0 + 9_000 });
    expect(waking(T0, later, given.creating({ notBefore: T0 + 4_000 }))).toBe(T0 + 4_000);
  });

  it('when the lease of another one has run out', () => {
    expect(waking(T0, given.creating({ claim: theirs }))).toBe(T0 + 12_000);
  });

  it('not for what was put off before: whoever put it off sent a message', () => {
    const record = owing(given.creating({ notBefore: T0 + 4_000 }));
    expect(wakeAt(record, record, isPatient, T0 + 1_000)).toBeUndefined();
  });

  it('for what was put off before and is due by now', () => {
    const record = owing(given.creating({ notBefore: T0 + 4_000 }));
    expect(wakeAt(record, record, isPatient, T0 + 4_000)).toBe(T0 + 4_000);
  });

  it('for what was put off anew', () => {
    const found = owing(given.creating({ notBefore: T0 }));
    const record = owing(given.creating({ notBefore: T0 + 8_000 }));
    expect(wakeAt(record, found, isPatient, T0 + 1_000)).toBe(T0 + 8_000);
  });

  it('is when something new is due, though something older is due in the same millisecond', () => {
    const older = given.closing('cancel', 'WT1', { notBefore: T0 + 8_000 });
    const record = owing(older, given.telling('busy', { notBefore: T0 + 8_000 }));
    expect(wakeAt(record, owing(older), isPatient, T0 + 1_000)).toBe(T0 + 8_000);
  });

  it('for nothing that nobody waits for, unless it is due within seconds: the sweeper finds it', () => {
    const look = (after: number) => given.looking('sweep', { notBefore: T0 + after });
    expect(waking(T0, look(60_000))).toBeUndefined();
    expect(waking(T0, look(9_001))).toBeUndefined();
    expect(waking(T0, look(9_000))).toBe(T0 + 9_000);
    expect(waking(T0, look(60_000), given.creating({ notBefore: T0 + 30_000 }))).toBe(T0 + 30_000);
    expect(waking(T0, given.looking('sweep', { claim: theirs }))).toBeUndefined();
  });

  it('for what another one holds, found so or not', () => {
    const record = owing(given.creating({ claim: theirs }));
    expect(wakeAt(record, record, isPatient, T0 + 1_000)).toBe(T0 + 12_000);
  });
});

describe('An effect is another one’s', () => {
  const look = given.looking('sweep', { claim: theirs });
  it.each([
    ['where another one holds it', [given.creating({ claim: theirs }), given.telling('busy')], true],
    ['not where it is held by oneself', [given.creating({ claim: mine }), look], false],
    ['not where it is free, whatever else is held', [given.creating(), look], false],
    ['not where it is owed no more, whatever else is held', [look], false],
  ] as const)('%s', (_where, effects, is) => {
    expect(isAnothers(owing(...effects), given.creating().id, 'worker-1')).toBe(is);
  });
});
