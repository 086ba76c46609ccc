import { describe, expect, it } from 'vitest';
import { vapiTransfer } from '../../../../lib/handoff/effects/vapi-transfer.ts';
import { handle, type RunPorts } from '../../../../lib/handoff/loop/work-off.ts';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import { type Handoff, TRANSFER_MODES } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import * as given from '../given.ts';
import { type Asked, type Script, scriptedCalls, scriptedPorts } from '../scripted.ts';
import { owes } from '../seen.ts';

const { T0, CALL_ID, handoff } = given;
const claim = { owner: 'worker-1', until: T0 + 17_000 };

const refuse = (mode: (typeof TRANSFER_MODES)[number], at = 6_000): Handoff => {
  const joining = given.joining({ claim });
  const record = handoff(given.BRIDGING, [joining]);
  return afterEffect(record, joining, { is: 'plan-refused', mode, reason: 'vapi-400' }, T0 + at);
};

describe('A plan of Vapi’s that is refused', () => {
  it.each([
    ['warm-transfer-experimental', 'warm-transfer-say-message'],
    ['warm-transfer-say-message', 'blind-transfer'],
  ] as const)('%s is followed by %s, and the record says so', (mode, next) => {
    const after = refuse(mode);
    expect(after.progress.state).toBe('bridging');
    expect(after.effects).toMatchObject([
      { id: 'bridge:WR1', attempts: 0, notBefore: T0 + 6_000, work: { kind: 'bridge', mode: next } },
    ]);
    expect(after.effects[0]?.claim).toBeUndefined();
    expect(after.timeline.at(-1)?.what).toBe(`${mode} refused (vapi-400): ${next} instead`);
  });

  it('is the simplest one: then the bridge is refused, and the next agent is asked', () => {
    const after = refuse('blind-transfer');
    expect([after.progress.state, ...owes(after)]).toEqual(['requested', 'complete WT1']);
  });

  it('is the simplest one at the end of the window: then it ends', () => {
    const after = refuse('blind-transfer', 31_000);
    expect(after.progress).toMatchObject({ state: 'ended', outcome: 'bridge_failed', reason: 'vapi-400' });
  });

  it('leads down the whole way in one message, and the caller hears of the connecting once', async () => {
    const asked: Asked[] = [];
    const live = { is: 'call-seen', call: { is: 'live', status: 'in-progress', forwarding: false } } as const;
    const refused = { is: 'plan-refused', reason: 'vapi-400' } as const;
    const script: Script['calls'] = {
      look: [live, live, live],
      say: [{ is: 'told' }],
      transfer: [refused, refused, { is: 'transfer-asked' }],
    };
    const store = new given.MemoryStore(given.loaded(handoff(given.OFFERED)));
    const { log, count, time } = given.watching();
    const ports: RunPorts = {
      ...scriptedPorts(asked, {}, () => T0 + 5_000),
      bridge: vapiTransfer(scriptedCalls(asked, script), 'warm-transfer-experimental'),
      store,
      queue: new given.MemoryQueue(),
      newOwner: () => 'worker-1',
      log,
      count,
      time,
    };
    await handle({ callId: CALL_ID, event: given.accepted() }, ports);
    const transfers = asked.filter(([method]) => method === 'transfer').map(([, , order]) => order);
    expect(transfers).toMatchObject(TRANSFER_MODES.map((mode) => ({ mode, number: '+14155550101' })));
    expect(asked.filter(([, , said]) => said === speech.toCaller.joining)).toHaveLength(1);
    expect(store.record.progress.state).toBe('bridging');
    expect(owes(store.record)).toEqual([]);
  });
});

describe('A transfer that Vapi cannot take just now', () => {
  it('is asked for again, and the caller hears of the connecting once', async () => {
    const asked: Asked[] = [];
    const live = { is: 'call-seen', call: { is: 'live', status: 'in-progress', forwarding: false } } as const;
    const down = { is: 'not-done', reason: 'vapi-503' } as const;
    const calls = scriptedCalls(asked, {
      look: [live, live, live],
      say: [{ is: 'told' }],
      transfer: [down, down, { is: 'transfer-asked' }],
    });
    const store = new given.MemoryStore(given.loaded(handoff(given.OFFERED)));
    const { log, count, time } = given.watching();
    let now = T0 + 5_000;
    const ports: RunPorts = {
      ...scriptedPorts(asked, {}, () => now),
      bridge: vapiTransfer(calls, 'warm-transfer-experimental'),
      store,
      queue: new given.MemoryQueue(),
      newOwner: () => `worker-${now}`,
      log,
      count,
      time,
    };
    await handle({ callId: CALL_ID, event: given.accepted() }, ports);
    for (const at of [6_000, 8_000]) {
      now = T0 + at;
      await handle({ callId: CALL_ID, event: given.resume }, ports);
    }
    expect(asked.map(([method]) => method)).toEqual([
      'look',
      'say',
      'transfer',
      'look',
      'transfer',
      'look',
      'transfer',
    ]);
    expect(owes(store.record)).toEqual([]);
  });
});
