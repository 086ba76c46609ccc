import { describe, expect, it } from 'vitest';
import type { Trouble } from '../../../../lib/base/trouble.ts';
import { vapiTransfer } from '../../../../lib/handoff/effects/vapi-transfer.ts';
import type { CallSeen } from '../../../../lib/handoff/ports/calls.ts';
import type { TransferMode } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import { speech as spanish } from '../../../../lib/speech/spanish.ts';
import * as given from '../given.ts';
import { type Asked, scriptedCalls } from '../scripted.ts';

const { CALL_ID, CONTROL_URL } = given;
const WITH_URL = { callId: CALL_ID, controlUrl: CONTROL_URL };
const agent = given.agent();
const BRIEFING = 'The assistant has a caller on the line.';
const ORDER = { number: '+14155550101', mode: 'warm-transfer-experimental', briefing: BRIEFING };

const seen = (call: CallSeen) => ({ is: 'call-seen', call }) as const;
const live = (changed: { forwarding?: boolean; destination?: string; controlUrl?: string } = {}) =>
  seen({ is: 'live', status: 'in-progress', forwarding: false, ...changed });
const over = seen({ is: 'over', endedReason: 'customer-ended-call' });
const told = { is: 'told' } as const;
const asks = { is: 'transfer-asked' } as const;
const refused: Trouble = { is: 'refused', reason: 'vapi-404' };

const joining = async (
  answers: Parameters<typeof scriptedCalls>[1],
  isTold = false,
  call: { callId: string; controlUrl?: string } = WITH_URL,
  mode?: TransferMode,
) => {
  const asked: Asked[] = [];
  const bridge = vapiTransfer(scriptedCalls(asked, answers), 'warm-transfer-experimental');
  const order = { agent, briefing: BRIEFING, ...(mode === undefined ? {} : { mode }) };
  const result = await bridge.join(call, order, isTold);
  return { result, asked, methods: asked.map(([method]) => method) };
};

describe('The bridge by Vapi’s live call control', () => {
  it('reads the call, cuts what the assistant says, and asks for the transfer', async () => {
    const { result, asked } = await joining({ look: [live()], say: [told], transfer: [asks] });
    expect(result).toEqual(asks);
    expect(asked).toEqual([
      ['look', CALL_ID],
      ['say', WITH_URL, speech.toCaller.joining],
      ['transfer', WITH_URL, ORDER],
    ]);
  });

  it('says that the caller is being connected once for an agent, however often the transfer is asked for', async () => {
    const { result, methods } = await joining({ look: [live()], transfer: [asks] }, true);
    expect(result).toEqual(asks);
    expect(methods).toEqual(['look', 'transfer']);
  });

  for (const isTold of [false, true]) {
    const name = isTold ? 'after an attempt that may have happened' : 'the first time';

    it(`asks nothing of a call that is over, ${name}`, async () => {
      const { result, methods } = await joining({ look: [over] }, isTold);
      expect(result).toEqual(over);
      expect(methods).toEqual(['look']);
    });

    it(`never moves a call that is being forwarded, ${name}`, async () => {
      const forwarding = live({ forwarding: true });
      const { result, methods } = await joining({ look: [forwarding] }, isTold);
      expect(result).toEqual(forwarding);
      expect(methods).toEqual(['look']);
    });

    it(`never moves a call that is being forwarded to somebody else, ${name}`, async () => {
      const elsewhere = live({ forwarding: true, destination: '+14155550177' });
      const { result, methods } = await joining({ look: [elsewhere] }, isTold);
      expect(result).toMatchObject({ is: 'refused' });
      expect(methods).toEqual(['look']);
    });
  }

  for (const trouble of [
    { is: 'not-done', reason: 'vapi-429' },
    { is: 'unsure', reason: 'timeout' },
  ] as const) {
    it(`asks nothing while the call cannot be read (${trouble.is})`, async () => {
      const { result, methods } = await joining({ look: [trouble] });
      expect(result).toEqual({ is: 'not-done', reason: trouble.reason });
      expect(methods).toEqual(['look']);
    });
  }

  it('goes on by the control URL when it may not read the call', async () => {
    const answers = { look: [{ is: 'refused', reason: 'vapi-401' } as const], say: [told], transfer: [asks] };
    expect((await joining(answers)).result).toEqual(asks);
  });

  it('goes on by the control URL when Vapi does not know the call', async () => {
    const answers = { look: [seen({ is: 'missing' })], say: [told], transfer: [asks] };
    expect((await joining(answers)).result).toEqual(asks);
  });

  it('takes the control URL from the call where the request had none', async () => {
    const answers = { look: [live({ controlUrl: CONTROL_URL })], say: [told], transfer: [asks] };
    const { asked } = await joining(answers, false, { callId: CALL_ID });
    expect(asked[2]).toEqual(['transfer', WITH_URL, ORDER]);
  });

  it('is refused where there is no control URL at all', async () => {
    for (const look of [live(), seen({ is: 'missing' }), { is: 'refused', reason: 'vapi-401' } as const]) {
      const { result, methods } = await joining({ look: [look] }, false, { callId: CALL_ID });
      expect(result).toEqual({ is: 'refused', reason: 'no-control-url' });
      expect(methods).toEqual(['look']);
    }
  });

  it('speaks the language of the handoff, and has the agent spoken to in it', async () => {
    const asked: Asked[] = [];
    const calls = scriptedCalls(asked, { look: [live()], say: [told], transfer: [asks] });
    const bridge = vapiTransfer(calls, 'warm-transfer-experimental');
    await bridge.join(WITH_URL, { agent, briefing: BRIEFING, language: 'es' }, false);
    expect(asked.slice(1)).toEqual([
      ['say', WITH_URL, spanish.toCaller.joining],
      ['transfer', WITH_URL, { ...ORDER, language: 'es' }],
    ]);
  });

  for (const trouble of [refused, { is: 'not-done', reason: 'x' }, { is: 'unsure', reason: 'x' }] as const) {
    it(`does not stop at a sentence that was not said (${trouble.is})`, async () => {
      const { result } = await joining({ look: [live()], say: [trouble], transfer: [asks] });
      expect(result).toEqual(asks);
    });
  }

  it('is unsure when the answer to the transfer was lost', async () => {
    const lost: Trouble = { is: 'unsure', reason: 'timeout' };
    const { result } = await joining({ look: [live()], say: [told], transfer: [lost] });
    expect(result).toEqual({ ...lost, told: true });
  });

  it('is tried again later when Vapi says when', async () => {
    const later: Trouble = { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 2 };
    const { result, methods } = await joining({ look: [live()], say: [told], transfer: [later] });
    expect(result).toEqual({ ...later, told: true });
    expect(methods).toEqual(['look', 'say', 'transfer']);
  });

  for (const unheard of [refused, { is: 'unreachable', reason: 'no-connection' }] as const) {
    it(`finds out that the caller has left when the control URL does not do it (${unheard.is})`, async () => {
      const { result } = await joining({ look: [live(), over], say: [told], transfer: [unheard] });
      expect(result).toEqual(over);
    });

    it(`is refused when the control URL does not do it and the call is live (${unheard.is})`, async () => {
      const { result } = await joining({ look: [live(), live()], say: [told], transfer: [unheard] });
      expect(result).toEqual({ is: 'refused', reason: unheard.reason });
    });
  }

  it('is refused when the control URL refuses and nobody can say why', async () => {
    const down: Trouble = { is: 'not-done', reason: 'vapi-500' };
    const { result } = await joining({ look: [live(), down], say: [told], transfer: [refused] });
    expect(result).toEqual(refused);
  });

  it('is refused for an agent without a number, and asks nothing', async () => {
    const asked: Asked[] = [];
    const { number: _none, ...without } = agent;
    const bridge = vapiTransfer(scriptedCalls(asked), 'blind-transfer');
    const result = await bridge.join(WITH_URL, { agent: without, briefing: BRIEFING }, false);
    expect(result).toEqual({ is: 'refused', reason: 'agent-has-no-number' });
    expect(asked).toEqual([]);
  });

  it('says which plan Vapi did not take, and does not look for another reason', async () => {
    const taken: Parameters<typeof scriptedCalls>[1] = {
      look: [live()],
      say: [told],
      transfer: [{ is: 'plan-refused', reason: 'vapi-400' }],
    };
    const { result, methods } = await joining(taken);
    expect(result).toEqual({ is: 'plan-refused', mode: 'warm-transfer-experimental', reason: 'vapi-400' });
    expect(methods).toEqual(['look', 'say', 'transfer']);
  });

  it('asks for a simpler plan without telling the caller a second time', async () => {
    const { result, asked } = await joining(
      { look: [live()], transfer: [asks] },
      true,
      WITH_URL,
      'warm-transfer-say-message',
    );
    expect(result).toEqual(asks);
    expect(asked).toEqual([
      ['look', CALL_ID],
      ['transfer', WITH_URL, { ...ORDER, mode: 'warm-transfer-say-message' }],
    ]);
  });
});
