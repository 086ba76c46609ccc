import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import { standingOf, whetherHandedOver } from '../../../lib/inbound/standing.ts';
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

describe('Whoever was called', () => {
  const came = (handoff: Loaded) => whetherHandedOver({ load: async () => handoff })(given.CALL_ID);
  const cameIn = (progress: Parameters<typeof given.handoff>[0], changed = {}) =>
    came(given.loaded(given.handoff(progress, [], changed)));

  it('came to nobody where no human was asked for', async () => {
    expect(await came({ is: 'none', version: 0 })).toBe(false);
    expect(await came({ is: 'call-over', version: 2 })).toBe(false);
  });

  it.each([
    ['is being asked for', given.REQUESTED],
    ['is waited for', given.QUEUED],
    ['is being rung', given.OFFERED],
    ['has accepted, and is being joined', given.BRIDGING],
  ])('may come to a human yet who %s, even where the call is over', async (_what, progress) => {
    expect(await cameIn(progress)).toBe('open');
    expect(await cameIn(progress, { callOver: true })).toBe('open');
  });

  it('came to the human who is talking with them', async () => {
    expect(await cameIn(given.CONNECTED)).toBe(true);
  });

  it.each(OUTCOMES)('came to a human, or did not, as the handoff ended: %s', async (outcome) => {
    const talked = outcome === 'transferred' || outcome === 'completed';
    expect(await cameIn(given.ended({ outcome }))).toBe(talked);
    expect(await cameIn(given.ended({ outcome }), { callOver: true })).toBe(talked);
  });

  it('is looked for by the call that is asked about', async () => {
    const asked: string[] = [];
    const load = async (callId: string): Promise<Loaded> => {
      asked.push(callId);
      return { is: 'none', version: 0 };
    };
    await whetherHandedOver({ load })('call-7');
    expect(asked).toEqual(['call-7']);
  });

  it('came to nobody knows whom while the table is away', async () => {
    const load = () => Promise.reject(new Unavailable('table', 'away'));
    await expect(whetherHandedOver({ load })(given.CALL_ID)).rejects.toThrow(Unavailable);
  });
});
