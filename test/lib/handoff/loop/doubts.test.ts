import { describe, expect, it } from 'vitest';
import { clip } from '../../../../lib/base/clip.ts';
import { taskAttributes } from '../../../../lib/handoff/briefing/task-attributes.ts';
import { vapiTransfer } from '../../../../lib/handoff/effects/vapi-transfer.ts';
import { handle, type RunPorts } from '../../../../lib/handoff/loop/work-off.ts';
import { decide } from '../../../../lib/handoff/machine/decide.ts';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import { claim } from '../../../../lib/outbox/claims.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { type Asked, scriptedCalls, scriptedPorts } from '../scripted.ts';
import { on, owes, play } from '../seen.ts';

const { T0, CALL_ID, handoff, loaded } = given;
const dead = { owner: 'dead', until: T0 + 12_000 };

describe('When something is uncertain', () => {
  it('a crashed attempt stays in doubt until somebody has looked (second task otherwise)', () => {
    // Attempt 1 created the task and died. Attempt 2 looks, but the look-up is answered 429. Attempt 3 must look too.
    const second = claim(handoff(given.REQUESTED, [given.creating({ claim: dead })]), 'w2', T0 + 12_000);
    const [taken] = second.claimed;
    if (taken === undefined) throw new Error('nothing claimed');
    expect(taken.doubt).toBe('crashed');
    const after = afterEffect(
      second.record,
      taken.effect,
      { is: 'not-done', reason: 'twilio-429' },
      T0 + 12_100,
    );
    expect(claim(after, 'w3', T0 + 20_000).claimed[0]?.doubt).not.toBe('none');
  });

  it('a transfer whose worker crashed was asked for: forwarded then over is transferred', () => {
    const second = claim(handoff(given.BRIDGING, [given.joining({ claim: dead })]), 'w2', T0 + 60_000);
    const [taken] = second.claimed;
    if (taken === undefined) throw new Error('nothing claimed');
    const call = { is: 'over', endedReason: 'assistant-forwarded-call' } as const;
    const after = afterEffect(second.record, taken.effect, { is: 'call-seen', call }, T0 + 60_100);
    expect(after.progress).toMatchObject({ state: 'ended', outcome: 'transferred' });
  });

  it('a new request leaves the look-up of a task being created to its time', () => {
    const from = loaded(handoff(given.REQUESTED, [given.creating({ claim: dead })]));
    const { handoff: undone } = play(from, 2_000, [given.takenBack]);
    const lookUp = { id: 'close-task:ho_1:1', notBefore: T0 + 12_000 };
    const facts = { id: 'keep-facts:ho_1:1' };
    expect(undone.effects).toMatchObject([lookUp, facts]);
    const { handoff: next } = play(loaded(undone), 3_000, [given.escalation('ho_2')]);
    expect(next.effects).toMatchObject([lookUp, facts]);
  });

  it('a stray second task of a try does not displace the closing of the first', () => {
    const from = loaded(handoff(given.ended(), [given.closing('cancel', 'WT1')]));
    const { owing } = play(from, 31_000, [given.accepted(1, { taskSid: 'WT2' })]);
    expect(owing.toSorted()).toEqual(['cancel WT1', 'cancel WT2']);
  });

  it('of three reports the richest wins: a poorer one never overrides a richer one that agreed', () => {
    const { words } = play(loaded(handoff(given.BRIDGING)), 9_000, [
      given.callOver({ source: 'status-update', endedReason: 'assistant-forwarded-call', fieldsFilled: 0 }),
      given.callOver({ endedReason: 'assistant-forwarded-call', transfer: 'completed', fieldsFilled: 5 }),
      given.callOver({ endedReason: 'assistant-forwarded-call', transfer: 'no-answer', fieldsFilled: 3 }),
    ]);
    expect(words).toBe('ended completed');
  });

  it('a caller who left while an agent was only offered never talked to that agent', () => {
    const { words } = play(loaded(handoff(given.OFFERED)), 9_000, [
      given.callOver({ source: 'status-update', endedReason: 'assistant-forwarded-call', fieldsFilled: 0 }),
      given.callOver({ endedReason: 'assistant-forwarded-call', transfer: 'completed', fieldsFilled: 5 }),
    ]);
    expect(words).toBe('ended caller_left');
  });

  it('a bridge that somebody is asking for just now is not refused as unconfirmed', () => {
    // Crash at T0+5 s, redelivered at T0+65 s: the transfer is under way while the checkup's look is answered.
    const asking = given.joining({ claim: { owner: 'w2', until: T0 + 77_000 } });
    const look = given.looking('bridge-unconfirmed', { claim: { owner: 'w3', until: T0 + 77_000 } });
    const call = { is: 'live', status: 'in-progress', forwarding: false } as const;
    const record = handoff(given.BRIDGING, [asking, look]);
    const after = afterEffect(record, look, { is: 'call-seen', call }, T0 + 65_500);
    expect([after.progress.state, ...owes(after)]).toContain('bridge WR1');
  });

  it('a call that is forwarded elsewhere is not this agent’s bridge', async () => {
    const asked: Asked[] = [];
    const elsewhere = {
      is: 'live',
      status: 'forwarding',
      forwarding: true,
      destination: '+14155550177',
    } as const;
    const calls = scriptedCalls(asked, { look: [{ is: 'call-seen', call: elsewhere }] });
    const result = await vapiTransfer(calls, 'blind-transfer').join(
      { callId: CALL_ID },
      { agent: given.agent(1), briefing: 'A caller waits.' },
      false,
    );
    const joining = given.joining();
    const after = afterEffect(handoff(given.BRIDGING, [joining]), joining, result, T0 + 6_000);
    expect(after.progress.state).not.toBe('connected');
  });

  it('a resume that comes a moment early is sent again (nobody else will)', async () => {
    const store = new given.MemoryStore(
      loaded(
        handoff(given.ended(), [given.closing('complete', 'WT1', { attempts: 3, notBefore: T0 + 9_000 })]),
      ),
    );
    const queue = new given.MemoryQueue();
    const { log, count, time } = given.watching();
    const asked: Asked[] = [];
    const ports: RunPorts = {
      store,
      queue,
      log,
      count,
      time,
      ...scriptedPorts(asked, {}, () => T0 + 8_999),
      newOwner: () => 'w',
    };
    await handle({ callId: CALL_ID, event: given.resume }, ports);
    expect(queue.sent).toHaveLength(1);
  });

  it('a save that was answered too late, and met itself, has what it put off woken (nobody else will)', async () => {
    const store = new given.MemoryStore(loaded(legs.own('conference', legs.TAKEN)));
    store.answersLate();
    const queue = new given.MemoryQueue();
    const { log, count, time } = given.watching();
    const asked: Asked[] = [];
    const ports: RunPorts = {
      store,
      queue,
      log,
      count,
      time,
      ...scriptedPorts(asked, {}, () => T0 + 7_000),
      newOwner: () => 'w',
    };
    await handle({ callId: CALL_ID, event: legs.conferenceOver() }, ports);
    expect(owes(store.record)).toEqual(['look at the legs (conference-over)']);
    expect(queue.sent).toEqual([
      { message: { callId: CALL_ID, handoffId: 'ho_1', event: { type: 'resume' } }, delaySeconds: 2 },
    ]);
  });

  it('a create that is refused after one whose answer was lost still has the lost one closed', () => {
    const creating = given.creating({
      mayHaveHappened: true,
      attempts: 1,
      claim: { owner: 'w', until: T0 + 14_000 },
    });
    const after = afterEffect(
      handoff(given.REQUESTED, [creating]),
      creating,
      { is: 'refused', reason: 'twilio-401' },
      T0 + 3_000,
    );
    expect(owes(after)).toContain('cancel whatever task ho_1/1 has');
  });

  it('a late repetition of the acceptance that an ended handoff knows changes nothing', () => {
    const record = handoff(given.ended({ reservation: given.reservation() }));
    expect(on(record, given.accepted(), 60_000)).toMatchObject({ is: 'unchanged' });
    expect(decide(loaded(record), CALL_ID, given.offered(), T0 + 60_000)).toMatchObject({ is: 'unchanged' });
  });

  it('the customer id stays whole in the attributes (or is left out): a cut id is another id', () => {
    const customerId = `customer-${'7'.repeat(90)}`;
    const request = given.request({ context: { messages: [], customerId } });
    const read = JSON.parse(taskAttributes(handoff(given.QUEUED, [], { request })));
    expect([customerId, undefined]).toContain(read.customer_id);
  });

  it('blanks before a text do not cost the text, nor leave half a character', () => {
    expect(clip(`${'\n'.repeat(60)}I want a refund`, 40)).toBe('I want a refund');
    expect(clip(`${'\n'.repeat(40)}😀`, 40)).toBe('😀');
  });
});
