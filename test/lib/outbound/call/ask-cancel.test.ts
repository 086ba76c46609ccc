import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import { cancelCall } from '../../../../lib/outbound/call/ask.ts';
import { dueAt } from '../../../../lib/outbox/due.ts';
import { accepted, desk, HOUR, START } from './desk.ts';

describe('Taking a call back', () => {
  it('that waits ends it, and wakes who frees its number', async () => {
    const { ask, ports, calls, sent, given } = desk();
    given.opening = START + HOUR;
    const { id } = await accepted(ask());
    const canceling = await cancelCall(id, ports);
    expect(canceling).toMatchObject({ is: 'canceled', call: { progress: { outcome: 'canceled' } } });
    expect(calls.get(id)?.call.effects.map(({ id: owed }) => owed)).toEqual(['free-place', 'free-number']);
    expect(sent.at(-1)).toEqual({ message: { id }, delaySeconds: 0 });
    // Twice is as once.
    expect(await cancelCall(id, ports)).toMatchObject({ is: 'canceled', call: { id } });
    expect(calls.get(id)?.version).toBe(2);
  });

  it('that was dialled is too late', async () => {
    const { ask, ports, calls, sent } = desk();
    const call = await accepted(ask());
    const dialing = { ...call, progress: { state: 'dialing' as const, at: START }, effects: [] };
    calls.set(call.id, { call: dialing, version: 2 });
    expect(await cancelCall(call.id, ports)).toEqual({ is: 'too-late', call: dialing });
    expect(sent).toHaveLength(1);
  });

  it('that nobody asked for finds none', async () => {
    const { ports, sent } = desk();
    expect(await cancelCall('oc_none', ports)).toEqual({ is: 'none' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['table', 'load'],
    ['table', 'save'],
  ])('while the %s is away at "%s" throws, and the call goes on', async (_what, what) => {
    const { ask, ports, calls, troubleAt } = desk();
    const { id } = await accepted(ask());
    troubleAt({ what, is: 'away' });
    await expect(cancelCall(id, ports)).rejects.toThrow(Unavailable);
    expect(calls.get(id)?.call.progress.state).toBe('waiting');
  });

  it('while the queue is away takes it back: the sweeper finds what it owes', async () => {
    const { ask, ports, calls, troubleAt } = desk();
    const { id } = await accepted(ask());
    troubleAt({ what: 'send', is: 'away' });
    expect(await cancelCall(id, ports)).toMatchObject({ is: 'canceled' });
    const held = calls.get(id)?.call;
    expect(held && dueAt(held)).toBe(START);
  });
});
