import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { CallSeen } from '../../../../lib/handoff/ports/calls.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { owes, UNASKED } from '../seen.ts';

const { T0, handoff } = given;
const claim = { owner: 'worker-1', until: T0 + 12_000 };

const recorded = (record: Handoff, effect: Effect, result: EffectResult, at = 8_000) => {
  const next = afterEffect(given.frozen(record), given.frozen(effect), given.frozen(result), T0 + at);
  const { progress } = next;
  const words = progress.state === 'ended' ? `ended ${progress.outcome}` : progress.state;
  return { next, end: [words, ...owes(next)] };
};
const seen = (call: CallSeen): EffectResult => ({ is: 'call-seen', call });
const live = (forwarding: boolean): EffectResult => seen({ is: 'live', status: 'in-progress', forwarding });
const over = seen({ is: 'over', endedReason: 'customer-ended-call' });
const refused: EffectResult = { is: 'refused', reason: 'no' };
const notDone: EffectResult = { is: 'not-done', reason: 'down' };

type Row = [name: string, from: Handoff, effect: Effect, result: EffectResult, ...end: string[]];
const rows = (list: Row[]) => {
  for (const [name, from, effect, result, ...end] of list) {
    it(name, () => expect(recorded(from, effect, result).end).toEqual(end));
  }
};

describe('The task', () => {
  const creating = given.creating({ claim });
  const requested = handoff(given.REQUESTED, [creating]);
  rows([
    [
      'is waited for once it is created',
      requested,
      creating,
      { is: 'task-created', taskSid: 'WT1' },
      'queued',
    ],
    [
      'that TaskRouter refuses ends the handoff',
      requested,
      creating,
      refused,
      'ended task_failed',
      ...UNASKED,
    ],
    [
      'that could not be created is owed still',
      requested,
      creating,
      notDone,
      'requested',
      'create the task of ho_1/1',
    ],
    [
      'that was created after the end is closed',
      handoff(given.ended()),
      creating,
      { is: 'task-created', taskSid: 'WT1' },
      'ended completed',
      'cancel WT1',
    ],
    [
      'that was created twice is closed once',
      handoff(given.QUEUED),
      creating,
      { is: 'task-created', taskSid: 'WT2' },
      'queued',
      'cancel WT2',
    ],
    [
      'that is known already changes nothing',
      handoff(given.BRIDGING),
      creating,
      { is: 'task-created', taskSid: 'WT1' },
      'bridging',
    ],
    [
      'takes the place of the look-up that was owed for it',
      handoff(given.ended(), [given.closing('cancel', undefined)]),
      creating,
      { is: 'task-created', taskSid: 'WT1' },
      'ended completed',
      'cancel WT1',
    ],
  ]);

  it('that could not be created in 240 attempts ends the handoff', () => {
    const last = given.creating({ claim, attempts: 239 });
    const { end } = recorded(handoff(given.REQUESTED, [last]), last, notDone);
    expect(end).toEqual(['ended task_failed', ...UNASKED]);
  });
});

describe('The closing of a task', () => {
  const closing = given.closing('complete', 'WT1', { claim });
  const ended = handoff(given.ended(), [closing]);
  rows([
    ['is done with', ended, closing, { is: 'closed' }, 'ended completed'],
    [
      'that is refused is tried again: somebody may mend the credentials',
      ended,
      closing,
      refused,
      'ended completed',
      'complete WT1',
    ],
    ['that was not done is tried again', ended, closing, notDone, 'ended completed', 'complete WT1'],
  ]);

  it('is tried again after 30 s when it was refused, and was certainly not done', () => {
    const { next } = recorded(ended, closing, refused);
    expect(next.effects).toMatchObject([{ attempts: 1, notBefore: T0 + 38_000, mayHaveHappened: false }]);
  });

  for (const result of [refused, notDone]) {
    it(`is given up after forty attempts (${result.is}), which the timeline says`, () => {
      const last = given.closing('complete', 'WT1', { claim, attempts: 39 });
      const { next } = recorded(handoff(given.ended(), [last]), last, result);
      expect(next.effects).toEqual([]);
      expect(next.timeline.at(-1)?.what).toMatch(/^gave up close-task: /);
    });
  }

  it('that is given up lets the next task be made all the same', () => {
    const last = given.closing('complete', 'WT1', { claim, attempts: 39 });
    const { end } = recorded(handoff(given.REQUESTED, [last], { taskNo: 2 }), last, notDone);
    expect(end).toEqual(['requested', 'create the task of ho_1/2']);
  });

  it('lets the next task be made only when every other one is closed too', () => {
    const other = given.owed('close-task:ho_0:1:WT0', {
      kind: 'close-task',
      handoffId: 'ho_0',
      taskNo: 1,
      since: T0,
      taskSid: 'WT0',
      how: 'complete',
      reason: 'over',
    });
    const { end } = recorded(handoff(given.REQUESTED, [closing, other], { taskNo: 2 }), closing, {
      is: 'closed',
    });
    expect(end).toEqual(['requested', 'complete WT0']);
  });
});

describe('The bridge', () => {
  const joining = given.joining({ claim });
  const bridging = handoff(given.BRIDGING, [joining]);
  rows([
    ['is waited for once it was asked for', bridging, joining, { is: 'transfer-asked' }, 'bridging'],
    ['has begun when the call is seen forwarding', bridging, joining, live(true), 'bridging'],
    [
      'to a call that is over ends as caller_left',
      bridging,
      joining,
      over,
      'ended caller_left',
      'complete WT1',
    ],
    ['that was not done is owed still', bridging, joining, notDone, 'bridging', 'bridge WR1'],
  ]);

  it('that could not be asked for in six attempts is refused', () => {
    const last = given.joining({ claim, attempts: 5 });
    const { end } = recorded(handoff(given.BRIDGING, [last]), last, notDone);
    expect(end).toEqual(['requested', 'complete WT1']);
  });

  const forwarded = seen({ is: 'over', endedReason: 'assistant-forwarded-call' });
  it('was not ours when the call was forwarded before it was asked for', () => {
    expect(recorded(bridging, joining, forwarded).end[0]).toBe('ended caller_left');
  });

  it('was ours when its answer was lost and the call was forwarded', () => {
    const unsure = given.joining({ claim, mayHaveHappened: true, attempts: 1 });
    expect(recorded(handoff(given.BRIDGING, [unsure]), unsure, forwarded).end[0]).toBe('ended transferred');
  });
});

describe('A look at the call', () => {
  const look = (why: Parameters<typeof given.looking>[0]) => given.looking(why, { claim });
  const from = (progress: Handoff['progress'], why: Parameters<typeof given.looking>[0]) =>
    handoff(progress, [look(why)]);
  rows([
    [
      'after an unclear report ends what is over',
      from(given.QUEUED, 'report-unclear'),
      look('report-unclear'),
      over,
      'ended caller_left',
      'cancel WT1',
    ],
    [
      'after an unclear report leaves what is live',
      from(given.QUEUED, 'report-unclear'),
      look('report-unclear'),
      live(false),
      'queued',
    ],
    [
      'after an unclear report believes nothing of a missing call',
      from(given.QUEUED, 'report-unclear'),
      look('report-unclear'),
      seen({ is: 'missing' }),
      'queued',
    ],
    [
      'that finds the call forwarding shows that the transfer has begun',
      from(given.BRIDGING, 'report-unclear'),
      look('report-unclear'),
      live(true),
      'bridging',
    ],
    [
      'that finds the caller with the assistant again tries the next agent',
      from(given.CONNECTED, 'assistant-resumed'),
      look('assistant-resumed'),
      live(false),
      'requested',
      'complete WT1',
    ],
    [
      'that finds no such call believes nothing of it',
      from(given.CONNECTED, 'assistant-resumed'),
      look('assistant-resumed'),
      seen({ is: 'missing' }),
      'connected',
    ],
    [
      'that finds them talking leaves them',
      from(given.CONNECTED, 'assistant-resumed'),
      look('assistant-resumed'),
      live(true),
      'connected',
    ],
    [
      'on the round leaves them talking',
      from(given.CONNECTED, 'sweep'),
      look('sweep'),
      live(true),
      'connected',
    ],
    [
      'on the round finds the caller with the assistant again, though nothing told of it',
      from(given.CONNECTED, 'sweep'),
      look('sweep'),
      live(false),
      'requested',
      'complete WT1',
    ],
    [
      'on the round finds what nobody reported',
      from(given.CONNECTED, 'sweep'),
      look('sweep'),
      over,
      'ended completed',
      'complete WT1',
    ],
    ['that nobody owes any more changes nothing', handoff(given.QUEUED), look('sweep'), over, 'queued'],
    [
      'that is refused leaves a talk alone',
      from(given.CONNECTED, 'sweep'),
      look('sweep'),
      refused,
      'connected',
    ],
    [
      'that is refused refuses an unconfirmed bridge',
      from(given.BRIDGING, 'bridge-unconfirmed'),
      look('bridge-unconfirmed'),
      refused,
      'requested',
      'complete WT1',
    ],
  ]);
});

describe('The news for the caller', () => {
  const tell = given.telling('busy', { claim });
  const ended = handoff(given.ended({ outcome: 'no_agent' }), [tell]);
  rows([
    ['is told once', ended, tell, { is: 'told' }, 'ended no_agent'],
    ['is not told to a call that refuses it', ended, tell, refused, 'ended no_agent'],
    ['is tried again when it was not said', ended, tell, notDone, 'ended no_agent', 'say busy'],
    [
      'is given up after six attempts',
      handoff(given.ended({ outcome: 'no_agent' }), [{ ...tell, attempts: 5 }]),
      tell,
      notDone,
      'ended no_agent',
    ],
  ]);
});

describe('What a caller waits for and was not done', () => {
  const waitedFor = [
    given.creating({ claim, attempts: 4 }),
    given.joining({ claim, attempts: 4 }),
    given.telling('busy', { claim, attempts: 4 }),
    legs.accepting({ claim, attempts: 4 }),
    legs.moving('conference', { claim, attempts: 4 }),
    legs.opening('no_agent', { claim, attempts: 4 }),
  ];
  it.each(waitedFor)('is tried again after four seconds at the longest: $work.kind', (effect) => {
    const { next } = recorded(handoff(given.BRIDGING, [effect]), effect, notDone);
    expect(next.effects).toMatchObject([{ attempts: 5, notBefore: T0 + 12_000 }]);
  });

  it('is tried again when the platform says, whatever it is', () => {
    const busy = { ...notDone, retryAfterSeconds: 9 };
    const effect = given.creating({ claim });
    const { next } = recorded(handoff(given.REQUESTED, [effect]), effect, busy);
    expect(next.effects).toMatchObject([{ notBefore: T0 + 17_000 }]);
  });
});

describe('A caller who is found in another talk', () => {
  it('is left there: no other agent is taken for them, and nothing is said into it', () => {
    const joining = given.joining();
    const record = afterEffect(
      given.handoff(given.BRIDGING, [joining]),
      joining,
      { is: 'refused', reason: 'forwarded-elsewhere' },
      given.T0 + 6_000,
    );
    expect(record.progress).toMatchObject({ state: 'ended', outcome: 'caller_left' });
    expect(record.effects.map(({ work }) => work.kind)).toEqual(['close-task', 'keep-facts']);
  });
});
