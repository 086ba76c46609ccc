import { describe, expect, it } from 'vitest';
import { type Call, type CallWork, unheardCall } from '../../../lib/conversation/call.ts';
import { afterWork, MUTED_MS, perform, silenced } from '../../../lib/conversation/effects.ts';
import type { CallWorkPorts, WorkResult } from '../../../lib/conversation/ports.ts';
import type { Pending } from '../../../lib/outbox/effect.ts';
import { speech } from '../../../lib/speech/english.ts';
import { CONTROL_URL, T0 } from './given-call.ts';

const WANTED = { requiredFields: [], summaries: true };
const HANDOFF: CallWork = {
  kind: 'request-handoff',
  rule: 'interruptions',
  requestId: 'req-1',
  reason: 'The caller interrupted the assistant 3 times',
};
const REVIEW: CallWork = { kind: 'review', missing: ['name'] };
const SUMMARY: CallWork = { kind: 'send-summary', missing: [] };

const owed = (work: CallWork, changed: Partial<Pending<CallWork>> = {}): Pending<CallWork> => ({
  id: work.kind,
  work,
  owedSince: T0,
  notBefore: T0,
  attempts: 0,
  mayHaveHappened: false,
  claim: { owner: 'a', until: T0 + 12_000 },
  ...changed,
});
const owing = (...effects: Pending<CallWork>[]): Call => ({
  ...unheardCall('call-1'),
  known: { controlUrl: CONTROL_URL },
  effects,
});
const trying = (effect: Pending<CallWork>, result: WorkResult, now = T0 + 500, call = owing(effect)): Call =>
  afterWork(call, effect, result, WANTED, now);
/** Each effect and how long after T0 it is due, in milliseconds. */
const due = (call: Call): string[] =>
  call.effects.map(({ work, notBefore }) => `${work.kind} at ${notBefore - T0}`);

const DONE: WorkResult = { is: 'done' };
const NOT_DONE: WorkResult = { is: 'not-done', reason: 'http-503' };
const UNSURE: WorkResult = { is: 'unsure', reason: 'timeout' };
const REFUSED: WorkResult = { is: 'refused', reason: 'http-404' };

type Asked = [method: string, ...told: unknown[]];
/** Ports that answer everything, and write down what they were asked. */
const ports = (asked: Asked[], changed: Partial<CallWorkPorts> = {}): CallWorkPorts => {
  const answer =
    (method: string) =>
    async (...told: unknown[]): Promise<WorkResult> => {
      asked.push([method, ...told]);
      return DONE;
    };
  return {
    language: 'en',
    requestHandoff: (_call, { requestId }, said) => answer('requestHandoff')(requestId, said),
    readConversation: async () => [{ role: 'caller', at: T0, text: 'Hello?' }],
    inform: answer('inform'),
    mute: answer('mute'),
    readRecord: answer('readRecord'),
    requestReview: (_call, missing) => answer('requestReview')(missing),
    sendSummary: (_call, missing) => answer('sendSummary')(missing),
    ...changed,
  };
};
const TO = { callId: 'call-1', controlUrl: CONTROL_URL };

describe('An attempt', () => {
  const rows: [work: CallWork, asked: Asked[]][] = [
    [HANDOFF, [['requestHandoff', 'req-1', [{ role: 'caller', at: T0, text: 'Hello?' }]]]],
    [{ kind: 'simplify' }, [['inform', TO, speech.toAssistant.simpler]]],
    [{ kind: 'mute' }, [['mute', TO, true]]],
    [{ kind: 'unmute' }, [['mute', TO, false]]],
    [{ kind: 'look-at-record', nth: 1 }, [['readRecord', 'call-1']]],
    [{ kind: 'finish' }, []],
    [REVIEW, [['requestReview', ['name']]]],
    [SUMMARY, [['sendSummary', []]]],
  ];
  for (const [work, expected] of rows) {
    it(`at ${work.kind} asks ${expected.length === 0 ? 'nobody' : 'whoever does it'}`, async () => {
      const asked: Asked[] = [];
      expect(await perform(owing(), { work, mayHaveHappened: false }, ports(asked))).toEqual(DONE);
      expect(asked).toEqual(expected);
    });
  }

  for (const kind of ['simplify', 'mute', 'unmute'] as const) {
    it(`at ${kind} is refused where Vapi gave no control URL`, async () => {
      const result = await perform(
        unheardCall('call-1'),
        { work: { kind }, mayHaveHappened: false },
        ports([]),
      );
      expect(result).toEqual({ is: 'refused', reason: 'no-control-url' });
    });
  }

  it('at a handoff waits where the conversation cannot be read', async () => {
    const asked: Asked[] = [];
    const down = ports(asked, { readConversation: () => Promise.reject(new Error('down')) });
    expect(await perform(owing(), { work: HANDOFF, mayHaveHappened: false }, down)).toEqual({
      is: 'not-done',
      reason: 'table',
    });
    expect(asked).toEqual([]);
  });

  it('does not silence the assistant a second time after a crash', async () => {
    const asked: Asked[] = [];
    const result = await perform(owing(), { work: { kind: 'mute' }, mayHaveHappened: true }, ports(asked));
    expect(result).toEqual({ is: 'unsure', reason: 'crashed' });
    expect(asked).toEqual([]);
  });
});

describe('What a call owes', () => {
  const delays = [1, 2, 4, 8, 16, 30, 30];
  for (const [attempts, seconds] of delays.entries()) {
    it(`is tried again after ${seconds} s when attempt ${attempts + 1} failed`, () => {
      const effect = owed(REVIEW, { attempts });
      for (const result of [NOT_DONE, UNSURE]) {
        const [later] = trying(effect, result, T0).effects;
        expect(later).toMatchObject({ notBefore: T0 + seconds * 1000, attempts: attempts + 1 });
        expect(later?.mayHaveHappened).toBe(result === UNSURE);
        expect(later).not.toHaveProperty('claim');
      }
    });
  }

  it('is tried again when the other side says', () => {
    const result: WorkResult = { is: 'not-done', reason: 'http-429', retryAfterSeconds: 7 };
    expect(due(trying(owed(SUMMARY), result, T0))).toEqual(['send-summary at 7000']);
  });

  const most: [work: CallWork, attempts: number][] = [
    [HANDOFF, 20],
    [{ kind: 'simplify' }, 3],
    [{ kind: 'unmute' }, 10],
    [REVIEW, 40],
    [SUMMARY, 40],
  ];
  for (const [work, attempts] of most) {
    it(`is given up after ${attempts} attempts at ${work.kind}`, () => {
      expect(trying(owed(work, { attempts: attempts - 2 }), NOT_DONE).effects).toHaveLength(1);
      expect(trying(owed(work, { attempts: attempts - 1 }), NOT_DONE).effects).toEqual([]);
      expect(trying(owed(work, { attempts: attempts - 1 }), UNSURE).effects).toEqual([]);
    });

    it(`is over when ${work.kind} was done, or refused`, () => {
      expect(trying(owed(work), DONE).effects).toEqual([]);
      expect(trying(owed(work), REFUSED).effects).toEqual([]);
    });
  }

  it('is not brought back by a result that comes when it is settled', () => {
    const call = owing(owed(SUMMARY));
    expect(trying(owed(REVIEW), NOT_DONE, T0, call)).toBe(call);
    expect(trying(owed({ kind: 'mute' }), REFUSED, T0, call)).toBe(call);
  });

  it('after the look at the record is the next look, or the last word', () => {
    const look = owed({ kind: 'look-at-record', nth: 0 }, { id: 'look-at-record-0' });
    expect(due(trying(look, { is: 'no-record' }, T0))).toEqual(['finish at 10000']);
    expect(due(trying(owed({ kind: 'finish' }), DONE, T0))).toEqual(['send-summary at 0']);
  });
});

describe('The assistant that was silenced', () => {
  const mute = owed({ kind: 'mute' });
  const speaking = (effect: Pending<CallWork>): Call => ({
    ...owing(effect),
    voice: { assistant: { started: [], stopped: [] }, caller: { started: [T0], stopped: [] } },
  });

  /** The caller spoke, and stopped before the request for the silence was answered. */
  const hasStopped = (call: Call): Call => ({
    ...call,
    voice: { assistant: { started: [], stopped: [] }, caller: { started: [T0], stopped: [T0 + 400] } },
  });

  it('speaks again after four seconds, whatever becomes of the silence', () => {
    expect(due(silenced(owing(), T0))).toEqual(['mute at 0', 'unmute at 4000']);
    expect(due(silenced(silenced(owing(), T0), T0 + 900))).toEqual(['mute at 0', 'unmute at 4000']);
  });

  it('speaks again four seconds after it fell silent, where nothing was owed before', () => {
    expect(due(trying(mute, DONE, T0 + 500, speaking(mute)))).toEqual([`unmute at ${500 + MUTED_MS}`]);
  });

  it('speaks again at once where the caller has stopped by then', () => {
    expect(due(trying(mute, DONE, T0 + 500, hasStopped(owing(mute))))).toEqual(['unmute at 500']);
  });

  it('stays silent for its time where nobody told of the caller’s speech', () => {
    expect(due(trying(mute, DONE, T0 + 500, owing(mute)))).toEqual([`unmute at ${500 + MUTED_MS}`]);
  });

  it('speaks again when nobody knows whether it fell silent', () => {
    expect(due(trying(mute, UNSURE))).toEqual([`unmute at ${500 + MUTED_MS}`]);
    expect(due(trying(owed({ kind: 'mute' }, { mayHaveHappened: true }), UNSURE))).toEqual(['unmute at 500']);
  });

  it('is not silenced later when that failed', () => {
    expect(trying(mute, NOT_DONE).effects).toEqual([]);
    expect(trying(mute, REFUSED).effects).toEqual([]);
  });

  it('has one end of its silence, the sooner one', () => {
    const call = hasStopped(silenced(owing(), T0));
    const [first] = call.effects;
    if (first === undefined) throw new Error('no mute is owed');
    expect(due(trying(first, DONE, T0 + 500, call))).toEqual(['unmute at 500']);
  });

  it('has another end when the last one may overtake the silence', () => {
    const onItsWay = owed({ kind: 'unmute' }, { id: 'unmute 1' });
    const both = hasStopped(owing(mute, onItsWay));
    const call = trying(mute, DONE, T0 + 500, both);
    expect(due(call)).toEqual(['unmute at 0', 'unmute at 500']);
    expect(due(trying(onItsWay, DONE, T0 + 600, call))).toEqual(['unmute at 500']);
  });
});
