import { describe, expect, it } from 'vitest';
import { type EffectPorts, perform } from '../../../../lib/handoff/effects/perform.ts';
import type { CallSeen } from '../../../../lib/handoff/ports/calls.ts';
import type { Effect, Handoff, Work } from '../../../../lib/handoff/record/handoff.ts';
import type { Claimed } from '../../../../lib/outbox/claims.ts';
import { speech } from '../../../../lib/speech/english.ts';
import * as given from '../given.ts';
import { type Asked, type Script, scriptedPorts } from '../scripted.ts';

const { T0, CALL_ID, CONTROL_URL, handoff } = given;

type Answers = Script & Pick<EffectPorts, 'agentPage'>;

const trying = async (
  effect: Effect,
  doubt: Claimed<Work>['doubt'],
  answers: Answers,
  record: Handoff = handoff(given.REQUESTED, [effect]),
) => {
  const asked: Asked[] = [];
  const { agentPage, ...script } = answers;
  const ports = scriptedPorts(asked, script, () => T0, agentPage === undefined ? {} : { agentPage });
  const result = await perform(given.frozen(record), { effect, doubt }, ports);
  return { result, asked, methods: asked.map(([method]) => method) };
};

const DOUBTS = ['answer-lost', 'crashed'] as const;
const created = { is: 'task-created', taskSid: 'WT1' } as const;
const absent = { is: 'task-absent' } as const;
const busy = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;

describe('Creating the task', () => {
  it('creates it at once the first time, to wait 15 s longer than the window', async () => {
    const { result, asked } = await trying(given.creating(), 'none', { tasks: { create: [created] } });
    expect(result).toEqual(created);
    expect(asked).toMatchObject([['create', { handoffId: 'ho_1', taskNo: 1, timeoutSeconds: 45 }]]);
  });

  it('gives the task the ids of the handoff, and the link to the agent page where there is one', async () => {
    const agentPage: EffectPorts['agentPage'] = ({ callId, handoffId }) =>
      `https://handoff.example.com/agent/${callId}.${handoffId}`;
    const { asked } = await trying(given.creating(), 'none', { tasks: { create: [created] }, agentPage });
    const parts = [
      '"handoff_id":"ho_1"',
      '"handoff_try":1',
      `"vapi_call_id":"${CALL_ID}"`,
      '"call_sid":"CA1"',
      `"context_url":"https://handoff.example.com/agent/${CALL_ID}.ho_1"`,
    ];
    for (const part of parts) {
      expect(asked).toMatchObject([['create', { attributes: expect.stringContaining(part) }]]);
    }
  });

  it('keeps to the ids of the effect, whatever try the record has come to', async () => {
    const second = given.owed('create-task:ho_1:2', { kind: 'create-task', handoffId: 'ho_1', taskNo: 2 });
    const { asked } = await trying(second, 'none', { tasks: { create: [created] } });
    expect(asked).toMatchObject([
      ['create', { taskNo: 2, attributes: expect.stringContaining('"handoff_try":2') }],
    ]);
  });

  for (const doubt of DOUBTS) {
    it(`looks for it first when the attempt before is ${doubt}, and makes no second one`, async () => {
      const { result, asked } = await trying(given.creating(), doubt, { tasks: { find: [created] } });
      expect(result).toEqual(created);
      expect(asked).toEqual([['find', { handoffId: 'ho_1', taskNo: 1, since: T0 }]]);
    });

    it(`creates it when the attempt before is ${doubt} and there is none`, async () => {
      const { methods } = await trying(given.creating(), doubt, {
        tasks: { find: [absent], create: [created] },
      });
      expect(methods).toEqual(['find', 'create']);
    });

    it(`creates nothing while it cannot be looked for, when the attempt before is ${doubt}`, async () => {
      const { result, methods } = await trying(given.creating(), doubt, { tasks: { find: [busy] } });
      expect(result).toEqual(busy);
      expect(methods).toEqual(['find']);
    });
  }
});

describe('Bridging', () => {
  const asks = { is: 'transfer-asked' } as const;
  const ORDER = {
    agent: given.agent(),
    briefing: 'The assistant has a caller on the line. asks for a person.',
  };
  it('hands the call, the agent and the briefing to the strategy', async () => {
    const { result, asked } = await trying(given.joining(), 'none', { bridge: { join: [asks] } });
    expect(result).toEqual(asks);
    expect(asked).toEqual([['join', { callId: CALL_ID, controlUrl: CONTROL_URL }, ORDER, false]]);
  });

  for (const doubt of DOUBTS) {
    it(`takes the caller to have heard of it when the attempt before is ${doubt}`, async () => {
      const { asked } = await trying(given.joining(), doubt, { bridge: { join: [asks] } });
      expect(asked).toMatchObject([['join', {}, {}, true]]);
    });
  }

  it('does not have the caller told again of an agent of whom they have heard', async () => {
    const told = given.joining({
      work: { kind: 'bridge', reservation: given.reservation(), told: true },
      attempts: 1,
    });
    const { asked } = await trying(told, 'none', { bridge: { join: [asks] } });
    expect(asked).toMatchObject([['join', {}, {}, true]]);
  });

  it('leaves the control URL to the strategy where the request had none', async () => {
    const { controlUrl: _none, ...without } = given.request();
    const record = handoff(given.BRIDGING, [given.joining()], { request: without });
    const { asked } = await trying(given.joining(), 'none', { bridge: { join: [asks] } }, record);
    expect(asked).toEqual([['join', { callId: CALL_ID }, ORDER, false]]);
  });

  it('is done in the language of the handoff', async () => {
    const record = handoff(given.BRIDGING, [given.joining()], { request: given.request({ speech: 'es' }) });
    const { asked } = await trying(given.joining(), 'none', { bridge: { join: [asks] } }, record);
    expect(asked).toMatchObject([['join', {}, { language: 'es' }, false]]);
  });
});

describe('Looking at the call', () => {
  it('reads it at Vapi and does nothing else', async () => {
    const over = { is: 'call-seen', call: { is: 'over', endedReason: 'customer-ended-call' } } as const;
    const { result, asked } = await trying(given.looking('sweep'), 'none', { calls: { look: [over] } });
    expect(result).toEqual(over);
    expect(asked).toEqual([['look', CALL_ID]]);
  });

  it('is waited for in vain where no report has come', async () => {
    const waiting = given.owed('await-report', {
      kind: 'await-report',
      endedReason: 'assistant-forwarded-call',
    });
    const { result, asked } = await trying(waiting, 'none', {});
    expect([result, asked]).toEqual([{ is: 'no-report' }, []]);
  });
});

describe('Telling the caller', () => {
  const told = { is: 'told' } as const;
  const CUTTING = { interrupt: true };
  const tell = given.telling('busy');
  const seeing = (call: CallSeen) => ({ look: [{ is: 'call-seen', call } as const], say: [told] });
  const live = (said?: string[]): CallSeen => ({
    is: 'live',
    status: 'in-progress',
    forwarding: false,
    ...(said === undefined ? {} : { said }),
  });

  it('says the sentence into the live call', async () => {
    const { result, asked } = await trying(tell, 'none', { calls: { say: [told] } });
    expect(result).toEqual(told);
    expect(asked).toEqual([
      ['say', { callId: CALL_ID, controlUrl: CONTROL_URL }, speech.toCaller.busy, CUTTING],
    ]);
  });

  it('says that agents are busy, or that it could not connect', () => {
    expect(speech.toCaller.busy).toMatch(/all of our agents are busy/);
    expect(speech.toCaller.sorry).toMatch(/could not connect you/);
  });

  for (const doubt of DOUBTS) {
    it(`does not say it twice when the attempt before is ${doubt} and it was heard`, async () => {
      const { result, methods } = await trying(tell, doubt, {
        calls: seeing(live(['Hello.', speech.toCaller.busy])),
      });
      expect(result).toEqual(told);
      expect(methods).toEqual(['look']);
    });

    it(`says it when the attempt before is ${doubt} and it was not heard`, async () => {
      const { methods } = await trying(tell, doubt, { calls: seeing(live(['Hello.'])) });
      expect(methods).toEqual(['look', 'say']);
    });

    it(`says nothing into a call that is over, when the attempt before is ${doubt}`, async () => {
      const over: CallSeen = { is: 'over', endedReason: 'customer-ended-call' };
      const { result, methods } = await trying(tell, doubt, { calls: seeing(over) });
      expect(result).toEqual(told);
      expect(methods).toEqual(['look']);
    });

    it(`says nothing while the call cannot be read, when the attempt before is ${doubt}`, async () => {
      const { result } = await trying(tell, doubt, { calls: { look: [busy] } });
      expect(result).toEqual(busy);
    });
  }

  it('counts a sentence whose answer was lost as heard where Vapi does not show what was said', async () => {
    const { result, methods } = await trying(tell, 'answer-lost', { calls: seeing(live()) });
    expect(result).toEqual(told);
    expect(methods).toEqual(['look']);
  });

  it.each([
    ['after a crash, where Vapi does not show what was said', 'crashed', live()],
    ['after a lost answer, where Vapi does not know the call', 'answer-lost', { is: 'missing' }],
  ] as const)('says it again %s: it may never have been said', async (_when, doubt, call) => {
    const { methods } = await trying(tell, doubt, { calls: seeing(call) });
    expect(methods).toEqual(['look', 'say']);
  });

  it.each([
    ['busy', true],
    ['sorry', true],
    ['enough', true],
    ['waiting', false],
    ['connecting', false],
  ] as const)('cuts the assistant short for "%s": %s', async (sentence, interrupt) => {
    const effect = given.owed('tell-caller:ho_1', { kind: 'tell-caller', sentence });
    const { asked } = await trying(effect, 'none', { calls: { say: [told] } });
    expect(asked[0]?.slice(2)).toEqual([speech.toCaller[sentence], { interrupt }]);
  });

  it('takes the control URL from the call where the request had none', async () => {
    const { controlUrl: _none, ...without } = given.request();
    const record = handoff(given.ended({ outcome: 'no_agent' }), [tell], { request: without });
    const call = { ...live([]), controlUrl: CONTROL_URL };
    const { asked } = await trying(tell, 'none', { calls: seeing(call) }, record);
    expect(asked[1]).toEqual([
      'say',
      { callId: CALL_ID, controlUrl: CONTROL_URL },
      speech.toCaller.busy,
      CUTTING,
    ]);
    const { result } = await trying(tell, 'none', { calls: seeing(live([])) }, record);
    expect(result).toEqual({ is: 'refused', reason: 'no-control-url' });
  });
});
