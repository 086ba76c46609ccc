import { describe, expect, it } from 'vitest';
import { calledOf, factsOf } from '../../../../lib/handoff/machine/facts-of.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import { calledSchema, factsSchema } from '../../../../lib/handoff/record/facts.ts';
import type { Effect, Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { play, type Step } from '../seen.ts';

const { T0, handoff, loaded } = given;

const asked = { handoffId: 'ho_1', askedAt: T0, strategy: 'vapi-transfer', windowSeconds: 30, edition: 1 };

describe('What is counted of a handoff', () => {
  it('is asked for with its window and its strategy, and nothing else at first', () => {
    expect(factsOf(handoff(given.REQUESTED))).toEqual({ ...asked, state: 'requested' });
  });

  it('has the agent whom it is offered to, by name, or else by the id of the worker', () => {
    expect(factsOf(handoff(given.OFFERED))).toMatchObject({ state: 'offered', agent: 'Agent 1' });
    const nameless = { sid: 'WR1', agent: { workerSid: 'WK7' } };
    const progress: Progress = { state: 'offered', taskSid: 'WT1', reservation: nameless };
    expect(factsOf(handoff(progress)).agent).toBe('WK7');
  });

  it('has the department that the caller was asked for', () => {
    const request = given.request({ context: { department: 'billing', messages: [] } });
    expect(factsOf(handoff(given.QUEUED, [], { request })).department).toBe('billing');
  });

  it('says when the task was there, was offered and was accepted, and when the two began to talk', () => {
    const { handoff: record } = play(loaded(handoff(given.REQUESTED, [given.creating()])), 1_000, [
      { effect: given.creating(), result: { is: 'task-created', taskSid: 'WT1' } },
    ]);
    expect(factsOf(record)).toEqual({ ...asked, state: 'queued', taskAt: T0 + 1_000 });
    const { handoff: offered } = play(loaded(record), 4_000, [given.offered()]);
    const { handoff: accepted } = play(loaded(offered), 5_000, [given.accepted()]);
    expect(factsOf(accepted)).toMatchObject({
      state: 'bridging',
      taskAt: T0 + 1_000,
      offeredAt: T0 + 4_000,
      acceptedAt: T0 + 5_000,
    });
    expect(factsOf(accepted)).not.toHaveProperty('joinedAt');
  });

  it('says of a transfer that the two have talked since it had begun: that an agent answered, Vapi tells later', () => {
    const { handoff: begun } = play(loaded(handoff(given.BRIDGING)), 8_000, [
      given.confirmed(given.agent().number),
    ]);
    const look = given.looking('bridge-unconfirmed');
    const { number: destination = '' } = given.agent();
    const live = { is: 'live', status: 'forwarding', forwarding: true, destination } as const;
    const { handoff: talking } = play(loaded({ ...begun, effects: [look] }), 70_000, [
      { effect: look, result: { is: 'call-seen', call: live } },
    ]);
    expect(talking.progress).toMatchObject({ state: 'connected', since: T0 + 70_000 });
    expect(factsOf(talking)).toMatchObject({ state: 'connected', joinedAt: T0 + 8_000 });
  });

  it('says of a talk of which only the report tells that it began with the transfer', () => {
    const { handoff: begun } = play(loaded(handoff(given.BRIDGING)), 8_000, [
      given.confirmed(given.agent().number),
    ]);
    const over = given.callOver({ endedReason: 'assistant-forwarded-call', transfer: 'completed' });
    const { handoff: ended } = play(loaded(begun), 40_000, [over]);
    expect(factsOf(ended)).toMatchObject({
      outcome: 'completed',
      joinedAt: T0 + 8_000,
      endedAt: T0 + 40_000,
      agent: 'Agent 1',
    });
  });

  it('says of nobody that they talked where it ended otherwise', () => {
    for (const outcome of ['transferred', 'bridge_failed', 'caller_left', 'no_agent'] as const) {
      const facts = factsOf(handoff(given.ended({ outcome, joinedAt: T0 + 8_000 })));
      expect(facts).toMatchObject({ outcome });
      expect(facts).not.toHaveProperty('joinedAt');
    }
  });

  it('says of a talk in our conference that it began when both were in it', () => {
    const from = legs.own('conference', legs.TAKEN);
    const events = [legs.joined('CA1'), legs.joined('CA2')];
    const { handoff: talking } = play(loaded(from), 12_000, events);
    expect(factsOf(talking)).toMatchObject({ state: 'connected', joinedAt: T0 + 12_000 });
  });

  it('has no long word, whatever a model said', () => {
    const department = 'x'.repeat(10_000);
    const request = given.request({ context: { department, reason: 'y'.repeat(10_000), messages: [] } });
    const record = handoff(given.QUEUED, [], { request });
    expect(JSON.stringify({ ...factsOf(record), ...calledOf(record) }).length).toBeLessThan(800);
  });

  it('can be read back as it was written', () => {
    for (const progress of [given.REQUESTED, given.OFFERED, given.CONNECTED, given.ended()]) {
      const record = handoff(progress);
      expect(factsSchema.parse(JSON.parse(JSON.stringify(factsOf(record))))).toEqual(factsOf(record));
      expect(calledSchema.parse(JSON.parse(JSON.stringify(calledOf(record))))).toEqual(calledOf(record));
    }
  });
});

describe('Who called', () => {
  const calledBy = (changed: Parameters<typeof given.request>[0]) =>
    calledOf(handoff(given.QUEUED, [], { request: given.request(changed) }));

  it('is the name, the number and the reason, and is no part of what is counted', () => {
    const context = { customerName: 'Jordan Ortiz', reason: 'charged twice', messages: [] };
    const called = {
      callId: given.CALL_ID,
      name: 'Jordan Ortiz',
      caller: '+14155550199',
      reason: 'charged twice',
    };
    expect(calledBy({ context })).toEqual(called);
    const facts = JSON.stringify(
      factsOf(handoff(given.ended(), [], { request: given.request({ context }) })),
    );
    for (const word of Object.values(called)) expect(facts).not.toContain(word);
  });

  it('is the address of a caller without a telephone, and nothing of one who withholds their number', () => {
    const { caller: _number, ...rest } = given.request();
    const record = handoff(given.QUEUED, [], { request: rest });
    expect(calledOf(record)).not.toHaveProperty('caller');
    const sip = { ...record, request: { ...rest, callerSip: 'sip:jo@example.com' } };
    expect(calledOf(sip).caller).toBe('sip:jo@example.com');
  });
});

describe('How a handoff ended', () => {
  const kept = ({ effects }: Handoff): Effect[] => effects.filter(({ work }) => work.kind === 'keep-facts');
  const onwards = (from: Loaded | Handoff, at: number, ...steps: Step[]): Handoff =>
    play('is' in from ? from : loaded(from), at, steps).handoff;

  it('is owed to whoever counts handoffs, with the end that made it', () => {
    const ended = onwards(handoff(given.QUEUED), 30_000, given.expired);
    expect(kept(ended)).toMatchObject([
      {
        id: 'keep-facts:ho_1:1',
        notBefore: T0 + 30_000,
        work: { facts: { outcome: 'no_agent', edition: 1 }, called: { callId: given.CALL_ID } },
      },
    ]);
  });

  const TRANSFERRED = given.ended({
    outcome: 'transferred',
    reason: 'assistant-forwarded-call',
    reservation: given.reservation(),
    joinedAt: T0 + 8_000,
  });
  const richer = given.callOver({
    endedReason: 'assistant-forwarded-call',
    transfer: 'completed',
    fieldsFilled: 5,
  });

  it('is told once more where a report knows better, as the next edition, with the talk', () => {
    const ended = onwards(handoff(TRANSFERRED), 60_000, richer);
    expect(kept(ended)).toMatchObject([
      {
        id: 'keep-facts:ho_1:2',
        work: { facts: { outcome: 'completed', edition: 2, joinedAt: T0 + 8_000 } },
      },
    ]);
  });

  it('is not told again by a report that agrees', () => {
    const completed = { ...TRANSFERRED, outcome: 'completed' } as const;
    expect(kept(onwards(handoff(completed), 60_000, richer))).toEqual([]);
  });

  it('takes the place of an earlier word, after whoever may be writing that one', () => {
    const first = onwards(
      handoff(given.BRIDGING),
      20_000,
      given.callOver({ endedReason: 'customer-ended-call' }),
    );
    const [owed] = kept(first);
    if (owed === undefined) throw new Error('nothing is owed');
    const claim = { owner: 'worker-1', until: T0 + 33_000 };
    const corrected = onwards({ ...first, effects: [{ ...owed, claim }] }, 22_000, richer);
    expect(kept(corrected)).toMatchObject([{ id: 'keep-facts:ho_1:2', notBefore: T0 + 33_000 }]);
    // Whoever wrote the first one has done so by now: the second stays owed.
    const done = onwards(corrected, 23_000, { effect: owed, result: { is: 'facts-kept' } });
    expect(kept(done)).toMatchObject([{ id: 'keep-facts:ho_1:2' }]);
  });

  it('stays owed while the next handoff of the call goes on, and at its own time', () => {
    const first = onwards(handoff(given.QUEUED), 30_000, given.expired);
    const waits = first.effects.map((effect) => ({ ...effect, notBefore: T0 + 45_000 }));
    const again = given.escalation('ho_2', { requestedAt: T0 + 31_000 });
    const next = onwards({ ...first, effects: waits }, 31_000, again);
    expect(next.handoffId).toBe('ho_2');
    expect(kept(next)).toMatchObject([{ id: 'keep-facts:ho_1:1', notBefore: T0 + 45_000 }]);
  });
});
