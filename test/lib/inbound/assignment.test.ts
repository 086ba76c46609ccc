import { describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { type AssignmentPorts, answerAssignment } from '../../../lib/inbound/assignment.ts';
import type { Assignment } from '../../../lib/twilio/callbacks.ts';
import * as given from '../handoff/given.ts';
import * as legs from '../handoff/given-legs.ts';
import { owes } from '../handoff/seen.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const assignment = (changed: Partial<Assignment> = {}): Assignment => ({
  is: 'assignment',
  workspaceSid: 'WS1',
  taskSid: 'WT1',
  reservationSid: 'WR1',
  workerSid: 'WK1',
  workerName: 'agent-1',
  agentName: 'Agent 1',
  contactUri: '+14155550101',
  task: { handoffId: 'ho_1', taskNo: 1, callId: CALL_ID },
  ...changed,
});

const world = (from: Loaded, options: { at?: number; unavailableActivitySid?: string } = {}) => {
  const { at = 5_000, ...activity } = options;
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const { log, count, counts, lines } = given.watching();
  const ports: AssignmentPorts = {
    store,
    queue,
    clock: () => T0 + at,
    log,
    count,
    workspaceSid: 'WS1',
    ...activity,
  };
  const answers = (changed: Partial<Assignment> = {}) => answerAssignment(assignment(changed), ports);
  return { store, queue, answers, counts, lines };
};

const ACCEPT = { instruction: 'accept' };
const REJECT = { instruction: 'reject' };
const RESUME = {
  message: { callId: CALL_ID, handoffId: 'ho_1', event: { type: 'resume' } },
  delaySeconds: 0,
};
const waiting = {
  requested: loaded(handoff(given.REQUESTED, [given.creating()])),
  queued: loaded(handoff(given.QUEUED)),
  offered: loaded(handoff(given.OFFERED)),
};

describe('An assignment callback', () => {
  for (const [state, from] of Object.entries(waiting)) {
    it(`is accepted when the handoff is ${state}: saved, then handed to the worker, then answered`, async () => {
      const { store, queue, answers } = world(from);
      expect(await answers()).toEqual(ACCEPT);
      expect(store.calls).toEqual(['load', 'save']);
      expect(store.record.progress).toEqual({
        state: 'bridging',
        taskSid: 'WT1',
        reservation: { sid: 'WR1', agent: given.agent() },
        since: T0 + 5_000,
      });
      expect(store.record.effects).toMatchObject([
        { id: 'look-at-call:bridge-unconfirmed', notBefore: T0 + 65_000 },
        { id: 'bridge:WR1', attempts: 0 },
      ]);
      expect(store.record.effects[1]?.claim).toBeUndefined();
      expect(queue.sent).toEqual([RESUME]);
    });
  }

  it('is accepted in the last moment before the window is found to be over', async () => {
    expect(await world(waiting.queued, { at: 30_000 }).answers()).toEqual(ACCEPT);
  });

  it('that comes again gets the same answer, and wakes the worker again while something is owed', async () => {
    const { store, queue, answers } = world(waiting.queued);
    expect([await answers(), await answers()]).toEqual([ACCEPT, ACCEPT]);
    expect(store.calls).toEqual(['load', 'save', 'load']);
    expect(queue.sent).toEqual([RESUME, RESUME]);
  });

  it('that comes again when they talk already gets the same answer', async () => {
    const { queue, answers } = world(loaded(handoff(given.CONNECTED)));
    expect(await answers()).toEqual(ACCEPT);
    expect(queue.sent).toEqual([]);
  });

  it('for another agent is rejected once one has it', async () => {
    for (const progress of [given.BRIDGING, given.CONNECTED]) {
      const { store, answers } = world(loaded(handoff(progress)));
      expect(await answers({ reservationSid: 'WR2', workerSid: 'WK2' })).toEqual(REJECT);
      expect(store.saves).toEqual([]);
    }
  });

  it('for a handoff that is over is rejected, and its task is closed', async () => {
    const { store, queue, answers, lines } = world(loaded(handoff(given.ended({ outcome: 'no_agent' }))));
    expect(await answers()).toEqual(REJECT);
    expect(store.record.effects).toMatchObject([{ work: { kind: 'close-task', taskSid: 'WT1' } }]);
    expect(queue.sent).toEqual([RESUME]);
    expect(lines).toMatchObject([{ level: 'warn', fields: { reason: 'handoff-ended' } }]);
  });

  it('for an earlier try is rejected, and its task is closed', async () => {
    const second = loaded(handoff({ state: 'queued', taskSid: 'WT2' }, [], { taskNo: 2 }));
    const { store, answers } = world(second);
    expect(await answers()).toEqual(REJECT);
    expect(store.record.progress).toEqual({ state: 'queued', taskSid: 'WT2' });
    expect(store.record.effects).toMatchObject([{ work: { kind: 'close-task', taskSid: 'WT1' } }]);
  });

  const unknown: [string, Partial<Assignment>, Loaded][] = [
    ['of a task that is not ours', { task: 'foreign' }, waiting.queued],
    [
      'of a handoff that the call never had',
      { task: { handoffId: 'ho_9', taskNo: 1, callId: CALL_ID } },
      waiting.queued,
    ],
    ['of a call without a handoff', {}, { is: 'none', version: 0 }],
    ['of a call that was over before', {}, { is: 'call-over', version: 1 }],
    ['of another workspace', { workspaceSid: 'WS2' }, waiting.queued],
  ];
  for (const [what, changed, from] of unknown) {
    it(`${what} is rejected and changes nothing`, async () => {
      const { store, queue, answers, counts } = world(from, { unavailableActivitySid: 'WA1' });
      expect(await answers(changed)).toEqual(REJECT);
      expect(store.saves).toEqual([]);
      expect(queue.sent).toEqual([]);
      expect(counts).toContain('assignment_rejected');
    });
  }
});

describe('An agent who cannot be rung', () => {
  const uris: [string, Partial<Assignment>, string][] = [
    ['is on SIP', { contactUri: 'sip:agent@example.com' }, 'sip'],
    ['is in the browser', { contactUri: 'client:agent' }, 'client'],
    ['has a number that is not E.164', { contactUri: '4155550101' }, 'not-e164'],
    ['has an empty contact', { contactUri: '' }, 'missing'],
  ];
  for (const [what, changed, reason] of uris) {
    it(`is rejected and made unavailable when the agent ${what}`, async () => {
      const { store, answers, counts, lines } = world(waiting.queued, { unavailableActivitySid: 'WA1' });
      expect(await answers(changed)).toEqual({ instruction: 'reject', activity_sid: 'WA1' });
      expect(store.calls).toEqual(['load']);
      expect(counts).toEqual(['agent_not_ringable', 'assignment_rejected']);
      expect(lines.map(({ fields }) => fields.reason)).toEqual([`agent-not-ringable-${reason}`]);
    });
  }

  for (const strategy of ['vapi-transfer', 'conference', 'enqueue'] as const) {
    it(`is rejected by the worker, who looks for an activity where none is set: ${strategy}`, async () => {
      const { store, queue, answers } = world(loaded(legs.own(strategy, given.QUEUED)));
      const unringable = { contactUri: '555 010 0144' };
      expect([await answers(unringable), await answers(unringable)]).toEqual([{}, {}]);
      expect([store.record.progress, ...owes(store.record)]).toEqual([given.QUEUED, 'reject WR1']);
      expect(store.saves).toHaveLength(1);
      expect(queue.sent).toEqual([RESUME, RESUME]);
    });
  }

  it('leaves the one alone who is asked at that moment', async () => {
    const { store, answers } = world(loaded(legs.own('conference', legs.RUNG)));
    expect(await answers({ contactUri: 'sip:agent', reservationSid: 'WR2', workerSid: 'WK2' })).toEqual({});
    expect([store.record.progress, ...owes(store.record)]).toEqual([legs.RUNG, 'reject WR2']);
  });

  it('is rejected at once where the handoff is over: its task is closed', async () => {
    const { answers } = world(loaded(handoff(given.ended())));
    expect(await answers({ contactUri: 'client:agent' })).toEqual(REJECT);
  });
});

describe('An assignment callback where our own account rings the agent', () => {
  const conference = loaded(legs.own('conference', given.QUEUED));
  const queue = loaded(legs.own('enqueue', given.QUEUED));
  const rung = ['ring WR1', 'look at the agent of WR1'];
  const answered: [name: string, from: Loaded, contactUri: string, answer: object, ...owing: string[]][] = [
    ['a phone number, into a conference', conference, '+14155550101', {}, ...rung],
    ['SIP, into a conference', conference, 'sip:agent@example.com', {}, ...rung],
    ['the browser, into a conference', conference, 'client:agent', {}, ...rung],
    ['a phone number, from the queue', queue, '+14155550101', {}, ...rung],
    ['SIP, from the queue', queue, 'sip:agent@example.com', {}, ...rung],
    ['Flex, from the queue: they serve themselves', queue, 'client:agent', {}],
    ['no contact, from the queue: they serve themselves', queue, '', {}],
  ];
  for (const [name, from, contactUri, answer, ...owing] of answered) {
    it(`leaves the reservation to the agent at ${name}`, async () => {
      const { store, answers, counts } = world(from, { unavailableActivitySid: 'WA1' });
      expect(await answers({ contactUri })).toEqual(answer);
      expect(store.record.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR1' } });
      expect(owes(store.record)).toEqual(owing);
      expect(counts).toContain('assignment_left');
    });
  }

  it.each([
    [conference, ''],
    [conference, '4155550101'],
    [conference, 'sip:agent'],
    [queue, '4155550101'],
    [queue, 'sip:agent'],
  ])('rejects an agent whose address cannot be rung, and is none of Flex: %#', async (from, contactUri) => {
    const { store, answers } = world(from, { unavailableActivitySid: 'WA1' });
    expect(await answers({ contactUri })).toEqual({ instruction: 'reject', activity_sid: 'WA1' });
    expect(store.saves).toEqual([]);
  });

  it('gives the same answer again, while the agent is rung and once they have taken the call', async () => {
    const { answers, store } = world(conference);
    expect([await answers(), await answers()]).toEqual([{}, {}]);
    expect(store.saves).toHaveLength(1);
    expect(await world(loaded(legs.own('conference', legs.TAKEN))).answers()).toEqual({});
  });

  it('leaves a second agent to Flex, to whom the first one transfers the talk', async () => {
    const second = { reservationSid: 'WR2', workerSid: 'WK2', contactUri: 'client:agent' };
    const { answers, store } = world(loaded(legs.own('enqueue', given.CONNECTED)));
    expect(await answers(second)).toEqual({});
    expect(store.saves).toEqual([]);
    expect(await world(loaded(legs.own('conference', legs.TALKING))).answers(second)).toEqual(REJECT);
  });

  it('rejects a second agent while the first one is being joined', async () => {
    const { answers } = world(loaded(legs.own('conference', legs.TAKEN)));
    expect(await answers({ reservationSid: 'WR2', workerSid: 'WK2' })).toEqual(REJECT);
  });
});

describe('An assignment callback of a task that the agents do without us', () => {
  it.each(['callback', 'review'] as const)('is left to them, and touches no handoff: %s', async (task) => {
    const { store, queue, answers, counts, lines } = world(waiting.queued);
    expect(await answers({ task })).toEqual({});
    expect([store.calls, queue.sent, counts]).toEqual([[], [], ['assignment_left']]);
    expect(lines).toMatchObject([{ message: 'assignment left to the agent', fields: { reason: task } }]);
  });

  it('is rejected all the same in another workspace', async () => {
    expect(await world(waiting.queued).answers({ task: 'review', workspaceSid: 'WS2' })).toEqual(REJECT);
  });
});

describe('An assignment callback that loses a race', () => {
  it('is decided again: rejected when the window has just ended', async () => {
    const { store, answers } = world(waiting.queued);
    const over = handoff(given.ended({ outcome: 'no_agent' }), [given.closing('cancel', 'WT1')]);
    store.meanwhile = () => store.write(over);
    expect(await answers()).toEqual(REJECT);
    expect(store.calls).toEqual(['load', 'save', 'load']);
    expect(store.record).toEqual(over);
  });

  it('is decided again: accepted when only something else was written', async () => {
    const { store, answers } = world(waiting.requested);
    store.meanwhile = () => store.write(handoff(given.QUEUED));
    expect(await answers()).toEqual(ACCEPT);
  });

  it('gives up after five rounds, so that TaskRouter asks the fallback', async () => {
    const { store, answers } = world(waiting.queued);
    store.save = async () => 'lost';
    await expect(answers()).rejects.toThrow(TooContended);
  });
});

describe('An assignment callback without its dependencies', () => {
  it('is not answered when the table cannot be read', async () => {
    const { store, answers } = world(waiting.queued);
    store.down = true;
    await expect(answers()).rejects.toThrow(Unavailable);
  });

  it('is answered while the queue is away: that the bridge is owed stands in the record', async () => {
    const { store, queue, answers } = world(waiting.queued);
    queue.down = true;
    expect(await answers()).toEqual(ACCEPT);
    expect(store.record.progress.state).toBe('bridging');
    expect(store.record.effects.map(({ work }) => work.kind)).toContain('bridge');
    queue.down = false;
    expect(await answers()).toEqual(ACCEPT);
    expect(queue.sent).toEqual([RESUME]);
  });
});

describe('What is written about an assignment', () => {
  it('names the reservation and the agent by their ids, never by number', async () => {
    const { lines, answers } = world(waiting.queued);
    await answers();
    expect(lines.at(-1)).toMatchObject({
      message: 'assignment accepted',
      fields: { callId: CALL_ID, handoffId: 'ho_1', taskSid: 'WT1', reservationSid: 'WR1', workerSid: 'WK1' },
    });
    expect(JSON.stringify(lines)).not.toContain('+1415');
  });
});
