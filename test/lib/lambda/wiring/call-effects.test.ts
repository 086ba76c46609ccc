import { beforeEach, describe, expect, it } from 'vitest';
import { handoffIdOf } from '../../../../lib/base/ids.ts';
import type { WorkResult } from '../../../../lib/conversation/ports.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import { speechOf } from '../../../../lib/speech/index.ts';
import * as given from '../../handoff/given.ts';
import { CALL, CLOSED, DUE, Outside, SAID } from './call-effects-world.ts';

const SENTENCES = speechOf('en').toCaller;

const { CALL_ID, CONTROL_URL } = given;
const DONE = { is: 'done' };

let world: Outside;
beforeEach(() => {
  world = new Outside();
});

describe('A human whom a rule asks for', () => {
  it('is asked for like one whom a tool asks for: the request and its window in one batch', async () => {
    expect(await world.ask()).toEqual(DONE);
    const handoffId = handoffIdOf(CALL_ID, 'req_1');
    expect(world.queue.sent).toMatchObject([
      {
        delaySeconds: 0,
        message: {
          callId: CALL_ID,
          handoffId,
          event: {
            type: 'escalation-requested',
            request: {
              requestId: 'req_1',
              requestedBy: 'rule',
              windowSeconds: 30,
              caller: '+14155550123',
              controlUrl: CONTROL_URL,
              context: {
                reason: 'The caller asked for a person',
                department: 'billing',
                customerName: 'Robin Sample',
                customerId: 'C-70412',
                messages: [{ role: 'assistant' }, { role: 'caller', text: 'My secret word is heliotrope.' }],
              },
            },
          },
        },
      },
      { delaySeconds: 30, message: { callId: CALL_ID, handoffId, event: { type: 'window-expired' } } },
    ]);
    expect(world.did).toEqual([]);
  });

  const settled: [string, Progress][] = [
    ['is asked for already', given.REQUESTED],
    ['is being fetched', given.QUEUED],
    ['has been offered the call', given.OFFERED],
    ['is being joined', given.BRIDGING],
    ['talks with the caller', given.CONNECTED],
    ['has talked with the caller', given.ended({ outcome: 'completed' })],
    ['would find nobody', given.ended({ outcome: 'caller_left' })],
  ];
  it.each(settled)('is not asked for again who %s', async (_name, progress) => {
    world.store.write(given.handoff(progress));
    expect(await world.ask()).toEqual(DONE);
    expect([world.queue.sent, world.did]).toEqual([[], []]);
  });

  it('is not asked for where the call is over', async () => {
    await world.store.markCallOver(CALL_ID, 0);
    expect(await world.ask()).toEqual(DONE);
    world.store.write(given.handoff(given.ended({ outcome: 'no_agent' }), [], { callOver: true }));
    expect(await world.ask()).toEqual(DONE);
    expect(world.queue.sent).toEqual([]);
  });

  it.each([
    'no_agent',
    'canceled',
    'bridge_failed',
    'task_failed',
  ] as const)('is asked for again after a handoff that ended as %s', async (outcome) => {
    world.store.write(given.handoff(given.ended({ outcome })));
    expect(await world.ask()).toEqual(DONE);
    expect(world.queue.sent).toHaveLength(2);
  });

  it.each([
    'no_agent',
    'canceled',
  ] as const)('is not asked for where the assistant asked after the wish, and it ended as %s meanwhile', async (outcome) => {
    world.store.write(given.handoff(given.ended({ outcome, at: given.T0 + 5_000 })));
    const fired = (at: number) => ({ ...CALL, fired: [{ rule: DUE.rule, at: given.T0 + at }] });
    expect(await world.work().requestHandoff(fired(4_000), DUE, SAID)).toEqual(DONE);
    expect(world.queue.sent).toEqual([]);
    expect(await world.work().requestHandoff(fired(5_001), DUE, SAID)).toEqual(DONE);
    expect(world.queue.sent).toHaveLength(2);
  });

  it('is not there outside the opening hours: the assistant says so, and nobody is fetched', async () => {
    world.openingHours = CLOSED;
    expect(await world.ask()).toEqual(DONE);
    expect(world.queue.sent).toEqual([]);
    expect(world.did).toEqual([
      {
        name: 'inform',
        with: [
          { callId: CALL_ID, controlUrl: CONTROL_URL },
          expect.stringMatching(/none of my colleagues are here right now.* Monday at 9:00/),
        ],
      },
    ]);
  });

  it('cannot be explained away where nobody can speak to the assistant', async () => {
    world.openingHours = CLOSED;
    const { controlUrl: _none, ...known } = CALL.known;
    expect(await world.work().requestHandoff({ ...CALL, known }, DUE, SAID)).toEqual({
      is: 'refused',
      reason: 'no-control-url',
    });
  });

  it('is not asked for a sixth time: the assistant is told what to say', async () => {
    const ended = given.ended({ outcome: 'no_agent' });
    world.store.write(given.handoff(ended, [], { requestNo: 5 }));
    expect(await world.ask()).toEqual({ is: 'done' });
    expect(world.queue.sent).toEqual([]);
    expect(world.did).toEqual([
      {
        name: 'inform',
        with: [{ callId: CALL_ID, controlUrl: CONTROL_URL }, expect.stringContaining(SENTENCES.enough)],
      },
    ]);
  });

  it('is asked for later where the table is down', async () => {
    world.store.down = true;
    expect(await world.ask()).toEqual({ is: 'not-done', reason: 'table' });
  });

  it('is kept in the table where the queue is down', async () => {
    world.queue.down = true;
    expect(await world.ask()).toEqual({ is: 'done' });
    expect(world.store.record).toMatchObject({ requestNo: 1, request: { requestedBy: 'rule' } });
  });
});

describe('The live call', () => {
  const to = { callId: CALL_ID, controlUrl: CONTROL_URL };
  const speaking: [string, () => Promise<WorkResult>, unknown[]][] = [
    ['inform', () => world.work().inform(to, 'Shorter, please.'), [to, 'Shorter, please.']],
    ['mute', () => world.work().mute(to, true), [to, true]],
    ['mute', () => world.work().mute(to, false), [to, false]],
  ];

  it.each(speaking)('is told: %s', async (name, act, how) => {
    expect(await act()).toEqual(DONE);
    expect(world.did).toEqual([{ name, with: how }]);
    for (const is of ['refused', 'not-done', 'unsure']) {
      world.answers[name] = { is, reason: 'vapi-500' };
      expect(await act()).toEqual({ is, reason: 'vapi-500' });
    }
  });
});
