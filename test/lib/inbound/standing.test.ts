import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import { standingOf } from '../../../lib/inbound/standing.ts';
import * as given from '../handoff/given.ts';

const standing = (handoff: Loaded, overAt?: number) =>
  standingOf(async () => ({ overAt, handoff }))(given.CALL_ID);
const of = (progress: Parameters<typeof given.handoff>[0], changed = {}) =>
  standing(given.loaded(given.handoff(progress, [], changed)));

describe('A caller', () => {
  it('is with the assistant where no human was asked for', async () => {
    expect(await standing({ is: 'none', version: 0 })).toBe('with-the-assistant');
  });

  it.each([
    ['is being asked for', given.REQUESTED],
    ['is waited for', given.QUEUED],
    ['is being rung', given.OFFERED],
  ])('is still with the assistant while a human %s', async (_what, progress) => {
    expect(await of(progress)).toBe('with-the-assistant');
  });

  it.each([
    ['has accepted, and is being joined', given.BRIDGING],
    ['is talking', given.CONNECTED],
  ])('is handed over as soon as an agent %s', async (_what, progress) => {
    expect(await of(progress)).toBe('handed-over');
    expect(await of(progress, { callOver: true })).toBe('handed-over');
  });

  it.each(OUTCOMES)('is where the handoff has left them: %s', async (outcome) => {
    const talked = ['transferred', 'completed'].includes(outcome);
    expect(await of(given.ended({ outcome }))).toBe(talked ? 'handed-over' : 'with-the-assistant');
    expect(await of(given.ended({ outcome }), { callOver: true })).toBe(talked ? 'handed-over' : 'over');
  });

  it('is gone when the call is over, however that is known', async () => {
    expect(await standing({ is: 'none', version: 0 }, 1)).toBe('over');
    expect(await standing({ is: 'call-over', version: 2 })).toBe('over');
    expect(await of(given.QUEUED, { callOver: true })).toBe('over');
    expect(await standing(given.loaded(given.handoff(given.CONNECTED)), 1)).toBe('over');
  });

  it('is nowhere that is known while the table is away', async () => {
    const away = standingOf(() => Promise.reject(new Unavailable('table', 'away')));
    await expect(away(given.CALL_ID)).rejects.toThrow(Unavailable);
  });
});
