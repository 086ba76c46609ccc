import { describe, expect, it } from 'vitest';
import * as given from '../given.ts';
import { world } from './at-work.ts';

const { T0, CALL_ID, handoff } = given;
const created = { is: 'task-created', taskSid: 'WT1' } as const;

describe('A record with an effect that this version does not know', () => {
  const unknownEffects = [{ id: 'send-text', dueAt: T0, as: { id: 'send-text' } }];
  const owing = () =>
    world(handoff(given.QUEUED, [given.creating()], { unknownEffects }), { tasks: { create: [created] } });

  it('is worked on all the same, and keeps it', async () => {
    const { store, asked, does, lines, counts } = owing();
    await does(given.resume);
    expect(asked.map(([method]) => method)).toEqual(['create']);
    expect(store.record).toMatchObject({ effects: [], unknownEffects });
    expect(lines).toContainEqual({
      level: 'warn',
      message: 'effects of another version',
      fields: { callId: CALL_ID, handoffId: 'ho_1', count: 1 },
    });
    expect(counts).toContain('effect_unknown');
  });

  it('is woken for it again after a wake-up, and not after an event, which is not what it waits for', async () => {
    const woken = owing();
    await woken.does(given.resume);
    expect(woken.sent()).toEqual([['resume', 2]]);
    const told = owing();
    await told.does(given.confirmed());
    expect(told.sent()).toEqual([]);
  });

  it('keeps it for the next handoff of the call', async () => {
    const { store, does } = world(
      handoff(given.ended({ outcome: 'no_agent' }), [], { unknownEffects }),
      { tasks: { create: [created] } },
      60_000,
    );
    await does(given.escalation('ho_2', { requestedAt: T0 + 59_000 }));
    expect(store.record).toMatchObject({ handoffId: 'ho_2', unknownEffects });
  });

  it('keeps what else it has of another version, too, for the next handoff of the call', async () => {
    const record = { ...handoff(given.ended({ outcome: 'no_agent' })), newField: { of: 'another version' } };
    const { store, does } = world(record, { tasks: { create: [created] } }, 60_000);
    await does(given.escalation('ho_2', { requestedAt: T0 + 59_000 }));
    expect(store.record).toMatchObject({ handoffId: 'ho_2', newField: { of: 'another version' } });
  });
});
