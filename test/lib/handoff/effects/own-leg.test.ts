import { describe, expect, it } from 'vitest';
import { perform } from '../../../../lib/handoff/effects/perform.ts';
import type { CallSeen } from '../../../../lib/handoff/ports/calls.ts';
import type { Effect, Handoff, Work } from '../../../../lib/handoff/record/handoff.ts';
import type { Claimed } from '../../../../lib/outbox/claims.ts';
import { speech as spanish } from '../../../../lib/speech/spanish.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { type Asked, LINKS, type Script, scriptedPorts } from '../scripted.ts';

const { T0, CALL_ID } = given;

const DOUBTS = ['answer-lost', 'crashed'] as const;
const LIVE = { is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } } as const;
const OVER = { is: 'leg-seen', leg: { is: 'over', status: 'completed' } } as const;
const MISSING = { is: 'leg-seen', leg: { is: 'missing' } } as const;
const BUSY = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;
const RUNG = { is: 'rung', callSid: 'CA2' } as const;

const doing = async (
  record: Handoff,
  effect: Effect,
  script: Script,
  how: { doubt?: Claimed<Work>['doubt']; at?: number } = {},
) => {
  const asked: Asked[] = [];
  const { doubt = 'none', at = 4_000 } = how;
  const ports = scriptedPorts(asked, script, () => T0 + at);
  const result = await perform(given.frozen(record), { effect, doubt }, ports);
  return { result, asked, methods: asked.map(([method]) => method) };
};

describe('Ringing the agent', () => {
  const record = legs.own('conference', given.OFFERED, [legs.ringing()]);
  const ref = { callId: CALL_ID, handoffId: 'ho_1', reservationSid: 'WR1' };
  const ORDER = {
    to: '+14155550101',
    from: '+14155550188',
    url: LINKS.agent(ref),
    statusUrl: LINKS.status(ref),
    timeoutSeconds: 15,
  };

  it('looks at the caller first, and tells Twilio of which offer it asks', async () => {
    const { result, asked } = await doing(record, legs.ringing(), { legs: { look: [LIVE], ring: [RUNG] } });
    expect(result).toEqual(RUNG);
    expect(asked).toEqual([
      ['look at leg', 'CA1'],
      ['ring', ORDER],
    ]);
  });

  it('does not happen for a caller who has left', async () => {
    const { result, methods } = await doing(record, legs.ringing(), { legs: { look: [OVER] } });
    expect(result).toEqual({ is: 'caller-gone' });
    expect(methods).toEqual(['look at leg']);
  });

  it('asks Vapi about a caller whose leg Twilio does not know: none who has left is rung for', async () => {
    const call = (seen: CallSeen) => ({ look: [{ is: 'call-seen', call: seen } as const] });
    const gone = await doing(record, legs.ringing(), {
      legs: { look: [MISSING] },
      calls: call({ is: 'over', endedReason: 'customer-ended-call' }),
    });
    expect(gone.result).toEqual({ is: 'caller-gone' });
    const there = await doing(record, legs.ringing(), {
      legs: { look: [MISSING], ring: [RUNG] },
      calls: call({ is: 'live', status: 'in-progress', forwarding: false }),
    });
    expect(there.result).toEqual(RUNG);
    const unseen = await doing(record, legs.ringing(), {
      legs: { look: [MISSING], ring: [RUNG] },
      calls: { look: [BUSY] },
    });
    expect(unseen.result).toEqual(RUNG);
  });

  it('does not happen while the caller’s leg cannot be looked at', async () => {
    const { result, methods } = await doing(record, legs.ringing(), { legs: { look: [BUSY] } });
    expect(result).toMatchObject({ is: 'not-done', reason: 'twilio-429' });
    expect(methods).toEqual(['look at leg']);
  });

  it('is not ours where our account may not read the caller’s leg', async () => {
    const denied = { is: 'refused', reason: 'twilio-401' } as const;
    const { result } = await doing(record, legs.ringing(), { legs: { look: [denied] } });
    expect(result).toEqual({ is: 'leg-foreign', reason: 'twilio-401' });
  });

  for (const doubt of DOUBTS) {
    it(`takes the leg that is there when the attempt before is ${doubt}`, async () => {
      const script: Script = { legs: { look: [LIVE], find: [RUNG] } };
      const { result, asked } = await doing(record, legs.ringing(), script, { doubt });
      expect(result).toEqual(RUNG);
      expect(asked[1]).toEqual(['find leg', { to: '+14155550101', from: '+14155550188', since: T0 }]);
    });

    it(`rings when the attempt before is ${doubt} and there is no leg`, async () => {
      const script: Script = { legs: { look: [LIVE], find: [{ is: 'leg-absent' }], ring: [RUNG] } };
      const { methods } = await doing(record, legs.ringing(), script, { doubt });
      expect(methods).toEqual(['look at leg', 'find leg', 'ring']);
    });

    it(`rings nobody while a leg cannot be looked for, when the attempt before is ${doubt}`, async () => {
      const { result, methods } = await doing(
        record,
        legs.ringing(),
        { legs: { look: [LIVE], find: [BUSY] } },
        { doubt },
      );
      expect(result).toEqual(BUSY);
      expect(methods).toEqual(['look at leg', 'find leg']);
    });

    it(`rings nobody while there is a leg that may be ours, when the attempt before is ${doubt}`, async () => {
      const script: Script = { legs: { look: [LIVE], find: [{ is: 'leg-unknown' }] } };
      const { result, methods } = await doing(record, legs.ringing(), script, { doubt });
      expect(result).toEqual({ is: 'not-done', reason: 'leg-of-whom' });
      expect(methods).toEqual(['look at leg', 'find leg']);
    });
  }

  it.each([
    [4_000, 15],
    [15_000, 15],
    [15_001, 15],
    [20_000, 10],
    [28_500, 2],
    [29_999, 1],
    [31_000, 1],
  ])('%i ms after the request rings for %i s at the most, as the window has 30', async (at, timeoutSeconds) => {
    const { asked } = await doing(record, legs.ringing(), { legs: { look: [LIVE], ring: [RUNG] } }, { at });
    expect(asked[1]).toMatchObject(['ring', { timeoutSeconds }]);
  });

  it.each([
    ['twilio-400-21210', 'leg-foreign'],
    ['twilio-400-21212', 'leg-foreign'],
    ['twilio-400-21214', 'refused'],
    ['twilio-401', 'refused'],
  ])('that is refused with %s is %s', async (reason, is) => {
    const script: Script = { legs: { look: [LIVE], ring: [{ is: 'refused', reason }] } };
    expect((await doing(record, legs.ringing(), script)).result).toEqual({ is, reason });
  });
});

describe('Looking at the agent', () => {
  it('looks at the leg that is known', async () => {
    const record = legs.own('conference', legs.RUNG);
    const { result, asked } = await doing(record, legs.watching(), { legs: { look: [LIVE] } });
    expect(result).toEqual(LIVE);
    expect(asked).toEqual([['look at leg', 'CA2']]);
  });

  it('looks for the leg that was never told', async () => {
    const record = legs.own('conference', given.OFFERED);
    const { result, asked } = await doing(record, legs.watching(), { legs: { find: [RUNG], look: [LIVE] } });
    expect(result).toEqual(LIVE);
    expect(asked).toEqual([
      ['find leg', { to: '+14155550101', from: '+14155550188', since: T0 + 4_000 }],
      ['look at leg', 'CA2'],
    ]);
  });

  it.each([
    'leg-absent',
    'leg-unknown',
  ] as const)('finds none where none was made, or none that has told by then that it is ours (%s)', async (is) => {
    const record = legs.own('conference', given.OFFERED);
    const { result, methods } = await doing(record, legs.watching(), { legs: { find: [{ is }] } });
    expect(result).toEqual(MISSING);
    expect(methods).toEqual(['find leg']);
  });

  it('is not done while the leg cannot be looked for', async () => {
    const record = legs.own('conference', given.OFFERED);
    expect((await doing(record, legs.watching(), { legs: { find: [BUSY] } })).result).toEqual(BUSY);
  });
});

describe('Releasing the agent', () => {
  const record = legs.own('conference', given.ended());
  const done = { is: 'released' };

  it.each([
    ['caller-left', 'The caller has hung up'],
    ['over', 'The call is over'],
    ['not-joined', 'The caller could not be connected'],
  ] as const)('tells one who listens why: %s', async (why, words) => {
    const script: Script = { legs: { redirect: [{ is: 'redirected' }] } };
    const { result, asked } = await doing(record, legs.releasing('CA2', why), script);
    expect(result).toEqual(done);
    expect(asked).toEqual([['redirect', 'CA2', expect.stringContaining(words)]]);
    expect(asked[0]?.[2]).toMatch(/<Hangup\/>/);
  });

  it('tells them in the language of the handoff', async () => {
    const speaking = { ...record, request: { ...record.request, speech: 'es' } };
    const script: Script = { legs: { redirect: [{ is: 'redirected' }] } };
    const { asked } = await doing(speaking, legs.releasing('CA2', 'over'), script);
    const said = `<Say language="${spanish.readAs}">${spanish.toAgent.ended.over}</Say>`;
    expect(asked).toEqual([['redirect', 'CA2', expect.stringContaining(said)]]);
  });

  for (const told of [{ is: 'not-in-progress' }, { is: 'refused', reason: 'twilio-400-21218' }] as const) {
    it(`hangs up on one who does not listen yet (${told.is})`, async () => {
      const script: Script = { legs: { redirect: [told], hangUp: [{ is: 'hung-up' }] } };
      const { result, methods } = await doing(record, legs.releasing('CA2', 'over'), script);
      expect(result).toEqual(done);
      expect(methods).toEqual(['redirect', 'hang up']);
    });
  }

  it('looks for the leg that was never told, made since this agent was rung', async () => {
    const script: Script = { legs: { find: [RUNG], redirect: [{ is: 'redirected' }] } };
    const { result, asked } = await doing(record, legs.releasing(undefined, 'over'), script);
    expect(result).toEqual(done);
    expect(asked[0]).toEqual(['find leg', { to: '+14155550101', from: '+14155550188', since: T0 + 4_000 }]);
  });

  it('hangs up nobody while the leg may be another caller’s', async () => {
    const script: Script = { legs: { find: [{ is: 'leg-unknown' }] } };
    const { result, methods } = await doing(record, legs.releasing(undefined, 'over'), script);
    expect(result).toEqual({ is: 'not-done', reason: 'leg-of-whom' });
    expect(methods).toEqual(['find leg']);
  });

  it('hangs up nobody while the leg cannot be looked for', async () => {
    const script: Script = { legs: { find: [BUSY] } };
    const { result, methods } = await doing(record, legs.releasing(undefined, 'over'), script);
    expect(result).toEqual(BUSY);
    expect(methods).toEqual(['find leg']);
  });

  it('has nothing to do where no leg was made', async () => {
    const { result } = await doing(record, legs.releasing(undefined, 'over'), {
      legs: { find: [{ is: 'leg-absent' }] },
    });
    expect(result).toEqual(done);
  });

  it.each([
    BUSY,
    { is: 'unsure', reason: 'timeout' },
  ] as const)('is not done while Twilio says $is', async (trouble) => {
    const { result, methods } = await doing(record, legs.releasing('CA2', 'over'), {
      legs: { redirect: [trouble] },
    });
    expect(result).toEqual(trouble);
    expect(methods).toEqual(['redirect']);
  });

  it('is not done while the leg cannot be hung up', async () => {
    const script: Script = { legs: { redirect: [{ is: 'not-in-progress' }], hangUp: [BUSY] } };
    expect((await doing(record, legs.releasing('CA2', 'over'), script)).result).toEqual(BUSY);
  });
});

describe('The answer to an offer', () => {
  const record = legs.own('conference', legs.TAKEN);
  it('is given to TaskRouter for that reservation of that task', async () => {
    const offer = { taskSid: 'WT1', reservationSid: 'WR1' };
    const yes = await doing(record, legs.accepting(), { tasks: { accept: [{ is: 'accepted' }] } });
    expect(yes.asked).toEqual([['accept', offer]]);
    const no = await doing(record, legs.rejecting(), { tasks: { reject: [{ is: 'rejected' }] } });
    expect(no.asked).toMatchObject([['reject', offer]]);
    expect([yes.result, no.result]).toEqual([{ is: 'accepted' }, { is: 'rejected' }]);
  });
});
