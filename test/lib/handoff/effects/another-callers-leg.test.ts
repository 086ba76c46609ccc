import { describe, expect, it } from 'vitest';
import { perform } from '../../../../lib/handoff/effects/perform.ts';
import { decide } from '../../../../lib/handoff/machine/decide.ts';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { Legs } from '../../../../lib/handoff/ports/legs.ts';
import type { Effect, Handoff, Work } from '../../../../lib/handoff/record/handoff.ts';
import { claim } from '../../../../lib/outbox/claims.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { scriptedPorts } from '../scripted.ts';

const { T0, CALL_ID } = given;

/** The legs to one agent at Twilio, and what the table knows of whose they are. */
class Telephone {
  readonly legs: { sid: string; madeAt: number; live: boolean }[] = [];
  readonly owners = new Map<string, string>();
  now = T0;

  ring(sid: string, at: number): void {
    this.legs.push({ sid, madeAt: T0 + at, live: true });
  }

  isLive(sid: string): boolean {
    return this.legs.some((leg) => leg.sid === sid && leg.live);
  }

  #end(sid: string): void {
    for (const leg of this.legs) if (leg.sid === sid) leg.live = false;
  }

  readonly port: Legs = {
    look: async () => ({ is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } }),
    ring: async () => ({ is: 'unsure', reason: 'timeout' }),
    find: async ({ since, whose }) => {
      const young = this.legs.filter(({ live, madeAt }) => live && madeAt >= since - 5_000);
      const known = await Promise.all(young.map(async ({ sid }) => ({ sid, owner: await whose(sid) })));
      const ours = known.findLast(({ owner }) => owner === 'ours');
      if (ours !== undefined) return { is: 'rung', callSid: ours.sid };
      return known.some(({ owner }) => owner === 'unknown') ? { is: 'leg-unknown' } : { is: 'leg-absent' };
    },
    redirect: async (sid) => {
      this.#end(sid);
      return { is: 'redirected' };
    },
    hangUp: async (sid) => {
      this.#end(sid);
      return { is: 'hung-up' };
    },
    conferenceHas: async () => ({ is: 'conference-seen', there: false }),
  };

  /** What is due of this kind is done, and its result recorded. */
  async work(record: Handoff, kind: Work['kind'], at: number): Promise<Handoff> {
    this.now = T0 + at;
    const { record: held, claimed } = claim<Work, Handoff>(record, `worker-${at}`, this.now);
    const mine = claimed.filter(({ effect }) => effect.work.kind === kind);
    let after = held;
    for (const one of mine) after = afterEffect(after, one.effect, await this.attempt(held, one), this.now);
    return after;
  }

  attempt(record: Handoff, one: { effect: Effect; doubt: 'none' | 'answer-lost' | 'crashed' }) {
    const callOfLeg = async (sid: string) => this.owners.get(sid);
    return perform(
      record,
      one,
      scriptedPorts([], {}, () => this.now, { legs: this.port, callOfLeg }),
    );
  }
}

const owing = ({ effects }: Handoff, kind: Work['kind']) => effects.find(({ work }) => work.kind === kind);

describe('A leg to the same agent of which nobody has told yet whose it is', () => {
  /**
   * The agent's ring is asked for just before the window ends, its answer is lost, and no leg was made. TaskRouter
   * gives the same agent to another caller at once, whose leg rings when ours is looked for.
   */
  const lookedFor = async (phone: Telephone) => {
    const offered = legs.own('conference', given.OFFERED, [
      legs.ringing({ owedSince: T0 + 29_400 }),
      legs.watching(),
    ]);
    const { record: held, claimed } = claim<Work, Handoff>(offered, 'worker-1', T0 + 29_500);
    const ring = claimed.find(({ effect }) => effect.work.kind === 'ring-agent');
    const expired = decide(given.loaded(held), CALL_ID, given.expired, T0 + 30_000);
    if (expired.is !== 'changed' || ring === undefined) throw new Error('nobody is rung');
    const result = await phone.attempt(expired.handoff, ring);
    const ended = afterEffect(expired.handoff, ring.effect, result, T0 + 31_500);
    const { notBefore = 0 } = owing(ended, 'release-agent') ?? {};
    return { ended, dueAt: notBefore - T0 };
  };

  it('is not hung up on, and is left alone for good when it is known as the leg of another caller', async () => {
    const phone = new Telephone();
    const { ended, dueAt } = await lookedFor(phone);
    phone.ring('CA-other', 32_000);
    const first = await phone.work(ended, 'release-agent', dueAt);
    expect(phone.isLive('CA-other')).toBe(true);
    expect(owing(first, 'release-agent')).toMatchObject({ attempts: 1 });
    phone.owners.set('CA-other', 'another-call');
    const second = await phone.work(first, 'release-agent', dueAt + 2_000);
    expect(phone.isLive('CA-other')).toBe(true);
    expect(owing(second, 'release-agent')).toBeUndefined();
  });

  it('is hung up on when it is known as ours', async () => {
    const phone = new Telephone();
    const { ended, dueAt } = await lookedFor(phone);
    phone.ring('CA-ours', 29_600);
    const first = await phone.work(ended, 'release-agent', dueAt);
    phone.owners.set('CA-ours', CALL_ID);
    await phone.work(first, 'release-agent', dueAt + 2_000);
    expect(phone.isLive('CA-ours')).toBe(false);
  });

  it('is not taken over: the agent is rung for this caller as soon as it is known as another’s', async () => {
    const phone = new Telephone();
    phone.ring('CA-other', 4_000);
    const asked = legs.own('conference', given.OFFERED, [
      legs.ringing({ owedSince: T0 + 4_000, mayHaveHappened: true, attempts: 1 }),
    ]);
    const waiting = await phone.work(asked, 'ring-agent', 5_000);
    expect(waiting.progress).not.toHaveProperty('agentLeg');
    phone.owners.set('CA-other', 'another-call');
    let rings = 0;
    phone.port.ring = async () => {
      rings += 1;
      return { is: 'rung', callSid: 'CA-ours' };
    };
    const rung = await phone.work(waiting, 'ring-agent', 8_000);
    expect(rings).toBe(1);
    expect(rung.progress).toMatchObject({ agentLeg: 'CA-ours' });
  });

  it('is not taken over either where it is that of an earlier offer of ours, which is being hung up on', async () => {
    const phone = new Telephone();
    phone.ring('CA-earlier', 4_000);
    phone.owners.set('CA-earlier', CALL_ID);
    let rings = 0;
    phone.port.ring = async () => {
      rings += 1;
      return { is: 'rung', callSid: 'CA-ours' };
    };
    const asked = legs.own('conference', given.OFFERED, [
      legs.releasing('CA-earlier', 'over', { notBefore: T0 + 60_000 }),
      legs.ringing({ owedSince: T0 + 5_000, mayHaveHappened: true, attempts: 1 }),
    ]);
    const rung = await phone.work(asked, 'ring-agent', 6_000);
    expect(rings).toBe(1);
    expect(rung.progress).toMatchObject({ agentLeg: 'CA-ours' });
  });

  it('is not looked at in the place of ours, which was never made', async () => {
    const phone = new Telephone();
    phone.ring('CA-other', 5_000);
    const record = legs.own('conference', given.OFFERED, [legs.watching()]);
    const looking = () => phone.attempt(record, { effect: legs.watching(), doubt: 'none' });
    const missing = { is: 'leg-seen', leg: { is: 'missing' } };
    expect(await looking()).toEqual(missing);
    phone.owners.set('CA-other', 'another-call');
    expect(await looking()).toEqual(missing);
    phone.owners.set('CA-other', CALL_ID);
    expect(await looking()).toMatchObject({ is: 'leg-seen', leg: { is: 'live' } });
  });
});
