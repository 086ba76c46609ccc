import { describe, expect, it } from 'vitest';
import type { VapiTransferResult } from '../../../../lib/handoff/ports/vapi-transfer.ts';
import { withTheirWords } from '../../../../lib/handoff/record/reason.ts';
import * as given from '../given.ts';
import type { Script } from '../scripted.ts';
import { world } from './at-work.ts';

const { T0, CALL_ID, CONTROL_URL, handoff } = given;

const created = { is: 'task-created', taskSid: 'WT1' } as const;
const closed = { is: 'closed' } as const;
const told = { is: 'told' } as const;
const ABOUT = { callId: CALL_ID, handoffId: 'ho_1' };
const TELLING: Script['calls'] = { inform: [told], say: [told] };

describe('What is written about a message', () => {
  it('counts the way of a handoff and names it in every line, without numbers and URLs', async () => {
    const { lines, counts, does } = world(undefined, { tasks: { create: [created] } });
    await does(given.escalation());
    expect(counts).toEqual([
      'event_changed',
      'handoff_requested',
      'effect_create-task_done',
      'handoff_queued',
    ]);
    for (const { level, fields } of lines) {
      expect(level).toBe('info');
      expect(fields).toMatchObject(ABOUT);
    }
    const text = JSON.stringify(lines);
    for (const secret of [CONTROL_URL, '+1415', 'asks for a person']) expect(text).not.toContain(secret);
  });

  it('holds no word that others wrote about the end, which the record keeps', async () => {
    const { lines, does, store } = world(handoff(given.QUEUED), { calls: TELLING });
    const why = withTheirWords('task.canceled', 'Jane Doe, +1 415 555 0123');
    await does({ type: 'task-gave-up', handoffId: 'ho_1', taskNo: 1, taskSid: 'WT1', why });
    expect(JSON.stringify(store.record)).toContain('Jane Doe');
    expect(JSON.stringify(lines)).not.toContain('Jane');
    expect(lines.map(({ fields }) => fields)).toContainEqual(
      expect.objectContaining({ state: 'ended', reason: 'task.canceled' }),
    );
  });

  it('times the way from the webhook to the task, for the first task of a handoff', async () => {
    const first = world(undefined, { tasks: { create: [created] } }, 250);
    await first.does(given.escalation());
    expect(first.times).toEqual([['escalation_to_task_ms', 250]]);
    const next = given.owed('create-task:ho_1:2', { kind: 'create-task', handoffId: 'ho_1', taskNo: 2 });
    const second = world(handoff(given.REQUESTED, [next], { taskNo: 2 }), { tasks: { create: [created] } });
    await second.does(given.resume);
    expect(second.times).toEqual([]);
  });

  it('times the way from the assignment to the transfer that Vapi was asked for', async () => {
    const bridging = (answer: VapiTransferResult) =>
      world(
        handoff(given.BRIDGING, [given.joining()]),
        { bridge: { join: [answer] }, tasks: { close: [closed], create: [created] } },
        7_000,
      );
    const asked = bridging({ is: 'transfer-asked' });
    await asked.does(given.resume);
    expect(asked.times).toEqual([['assignment_to_transfer_ms', 2_000]]);
    const refused = bridging({ is: 'refused', reason: 'vapi-409' });
    await refused.does(given.resume);
    expect(refused.times).toEqual([]);
  });

  it.each([
    given.expired,
    given.resume,
  ])('says how late an expired window was noticed, by whatever message: $type', async (event) => {
    const { times, does } = world(handoff(given.REQUESTED), { calls: TELLING }, 31_500);
    await does(event);
    expect(times).toEqual([['window_overdue_ms', 1_500]]);
    await does(event);
    expect(times).toHaveLength(1);
  });

  it('counts the outcome once', async () => {
    const { counts, does } = world(handoff(given.REQUESTED), {}, 2_000);
    await does(given.takenBack);
    await does(given.takenBack);
    expect(counts).toEqual([
      'event_changed',
      'handoff_ended',
      'outcome_canceled',
      'effect_keep-facts_done',
      'event_late',
    ]);
  });

  it('says of an event in what state it left the handoff, and of an end with what outcome', async () => {
    const { lines, does } = world(handoff(given.REQUESTED), {}, 2_000);
    await does(given.takenBack);
    const fields = lines.map((line) => line.fields);
    expect(fields).toContainEqual({ ...ABOUT, event: 'taken-back', reason: 'changed', state: 'ended' });
    expect(fields).toContainEqual({
      ...ABOUT,
      state: 'ended',
      outcome: 'canceled',
      reason: expect.any(String),
      taskNo: 1,
    });
  });

  it('counts each request that was one too many, once, whatever else is done about it', async () => {
    const fifth = handoff(given.ended({ outcome: 'no_agent' }), [], { requestNo: 5 });
    const busy = { is: 'not-done', reason: 'vapi-429' } as const;
    const calls: Script['calls'] = { inform: [told, told], say: [busy, told, told] };
    const { counts, lines, clock, does } = world(fifth, { calls }, 50_000);
    const refusals = () => counts.filter((name) => name === 'escalation_refused').length;
    const sixth = given.escalation('ho_6', { requestedAt: T0 + 40_000 });
    await does(sixth);
    expect(refusals()).toBe(1);
    clock.now = T0 + 52_000;
    await does(given.resume);
    await does(sixth);
    expect(refusals()).toBe(1);
    await does(given.escalation('ho_7', { requestedAt: T0 + 41_000 }));
    expect(refusals()).toBe(2);
    for (const { fields } of lines) expect(fields).toMatchObject({ callId: CALL_ID });
  });

  it('says how fast a caller was answered, and whether within the window, once they have talked', async () => {
    const ended = async (joinedAt: number) => {
      const progress = { ...given.CONNECTED, since: T0 + joinedAt };
      const { does, counts, times } = world(handoff(progress), { tasks: { close: [closed] } }, 70_000);
      await does(given.callOver());
      return [counts.filter((name) => name.startsWith('answered')), times];
    };
    expect(await ended(12_000)).toEqual([['answered_in_time'], [['speed_of_answer_ms', 12_000]]]);
    expect(await ended(31_000)).toEqual([['answered_late'], [['speed_of_answer_ms', 31_000]]]);
  });

  it.each([
    { is: 'refused', reason: 'twilio-400' },
    { is: 'not-done', reason: 'twilio-503' },
    { is: 'unsure', reason: 'timeout' },
  ] as const)('warns of an effect that did not happen, says why, and counts it: $is', async (trouble) => {
    const { lines, counts, does } = world(undefined, { tasks: { create: [trouble] }, calls: TELLING });
    await does(given.escalation());
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        message: 'effect',
        fields: { effect: 'create-task', event: trouble.is, reason: trouble.reason, attempt: 1 },
      },
    ]);
    expect(counts).toContain('effect_create-task_trouble');
  });

  it('names the task that was made, and what was in doubt when it was looked for', async () => {
    const done = { ...ABOUT, effect: 'create-task', event: 'task-created', taskSid: 'WT1' };
    const first = world(undefined, { tasks: { create: [created] } });
    await first.does(given.escalation());
    expect(first.lines.map(({ fields }) => fields)).toContainEqual({ ...done, attempt: 1 });
    const doubted = given.creating({ attempts: 1, mayHaveHappened: true });
    const second = world(handoff(given.REQUESTED, [doubted]), { tasks: { find: [created] } });
    await second.does(given.resume);
    expect(second.lines.map(({ fields }) => fields)).toContainEqual({
      ...done,
      attempt: 2,
      reason: expect.stringContaining('answer-lost'),
    });
  });
});
