import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Places } from '../../../lib/capacity/places.ts';
import { answerLeg, type LegPorts } from '../../../lib/desk/answer-leg.ts';
import { ARRIVED, OPENING_MS } from '../../../lib/desk/leg.ts';
import type { LegOpened } from '../../../lib/vapi/open-leg.ts';
import { watching } from '../handoff/given.ts';
import { MemoryLegs } from './memory-legs.ts';

const T0 = 1_795_262_400_000;
const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const GOOD: LegOpened = { is: 'opened', callId: 'call-1', twiml: '<Response/>' };

const world = (answers: LegOpened[] = [GOOD], place: 'taken' | 'full' | 'down' = 'taken') => {
  let now = T0;
  const legs = new MemoryLegs();
  const did: string[] = [];
  const looks: object[] = [];
  const watched = watching();
  let answering: (() => Promise<void>) | undefined;
  const places: Places = {
    async take(holder, _direction, { past } = {}) {
      did.push(`take ${holder}${past === undefined ? '' : ` after ${past}`}`);
      if (place === 'down') throw new Unavailable('table', 'down');
      return place;
    },
    async free(holder) {
      did.push(`free ${holder}`);
    },
    async doubt(holder) {
      did.push(`doubt ${holder}`);
    },
    async lower(most) {
      did.push(`lower ${most}`);
    },
  };
  const ports: LegPorts = {
    legs,
    places,
    async open() {
      did.push('open');
      await answering?.();
      return answers.shift() ?? { is: 'refused', reason: 'none is left' };
    },
    async lookLater({ callSid, ...about }) {
      if (place === 'down') throw new Unavailable('queue', 'down');
      did.push(`look ${callSid}`);
      looks.push(about);
    },
    busy: () => ({ is: 'agents' }),
    clock: () => now,
    // Vapi's own slowness moves the clock.
    wait: () => new Promise((go) => setImmediate(go)),
    ...watched,
  };
  return {
    legs,
    did,
    looks,
    ...watched,
    asks: (asked = ARRIVED) => answerLeg(LEG, asked, ports),
    /** Vapi answers after so long. */
    slow(ms: number) {
      answering = async () => {
        const at = now + ms;
        while (now < at) {
          await new Promise(setImmediate);
          now += 50;
        }
      };
    },
    later(ms: number) {
      now += ms;
    },
  };
};

describe('A caller at our own number', () => {
  it('gets an assistant in one request to Vapi, whose call is tied to the leg', async () => {
    const { asks, did, legs, counts } = world();
    expect(await asks()).toEqual({ is: 'assistant', callId: 'call-1', twiml: '<Response/>' });
    expect(did).toEqual([`take ${LEG}`, 'open']);
    expect(legs.tied).toEqual([[LEG, 'call-1']]);
    expect(counts).toEqual(expect.arrayContaining(['leg_answer_assistant', 'arrival_assistant']));
  });

  it('whose webhook is repeated gets the same answer, and no second call', async () => {
    const { asks, did } = world();
    const first = await asks();
    expect(await asks()).toEqual(first);
    expect(did.filter((one) => one === 'open')).toHaveLength(1);
  });

  it('whose webhook is repeated while Vapi is asked waits for the same answer', async () => {
    const { asks, did, slow } = world();
    slow(3_000);
    const answers = await Promise.all([asks(), asks(), asks()]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ is: 'assistant' });
    expect(did.filter((one) => one === 'open')).toHaveLength(1);
  });

  it('whose first webhook died goes to agents: nobody knows whether there is a call', async () => {
    const { asks, did, looks, legs, later } = world();
    await legs.save(LEG, { answers: [], opening: { asked: ARRIVED, until: T0 + OPENING_MS } }, 0);
    later(OPENING_MS);
    expect(await asks()).toEqual({ is: 'agents' });
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`look ${LEG}`, `doubt ${LEG}`]);
    expect(looks).toEqual([{ askedAt: T0, past: undefined }]);
  });

  it('finds agents where all places are taken, and Vapi is not asked', async () => {
    const { asks, did } = world([GOOD], 'full');
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`take ${LEG}`]);
  });

  it('finds agents where Vapi says no, and gives the place back', async () => {
    const { asks, did } = world([{ is: 'refused', reason: 'vapi-400' }]);
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`take ${LEG}`, 'open', `free ${LEG}`]);
  });

  it('finds agents where Vapi is late, and keeps the place for the call that may be there', async () => {
    const { asks, did, looks } = world([{ is: 'unsure', reason: 'vapi-timeout' }]);
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`take ${LEG}`, 'open', `look ${LEG}`, `doubt ${LEG}`]);
    expect(looks).toEqual([{ askedAt: T0, callId: undefined, past: undefined }]);
  });

  it('finds agents where the call waits for room at Vapi, which is looked for by its id', async () => {
    const blocked = { is: 'unsure', reason: 'vapi-concurrency', callId: 'call-1', limit: 3 } as const;
    const { asks, did, looks } = world([blocked]);
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`take ${LEG}`, 'open', 'lower 3', `look ${LEG}`, `doubt ${LEG}`]);
    expect(looks).toEqual([{ askedAt: T0, callId: 'call-1', past: undefined }]);
  });

  it('leaves a place in no doubt where nobody can be asked to look: the end of the leg frees it', async () => {
    const { asks, did, lines } = world([{ is: 'unsure', reason: 'vapi-timeout' }], 'down');
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([`take ${LEG}`, 'open']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'place not looked at' }));
  });

  it('keeps the place for the fresh call: the end of the one that broke frees it no more', async () => {
    const { asks, did, looks } = world([GOOD, { is: 'unsure', reason: 'vapi-503' }]);
    await asks();
    await asks('call-1');
    expect(did).toEqual([
      `take ${LEG}`,
      'open',
      `take ${LEG} after call-1`,
      'open',
      `look ${LEG}`,
      `doubt ${LEG}`,
    ]);
    expect(looks).toEqual([{ askedAt: T0, callId: undefined, past: 'call-1' }]);
  });

  it('teaches how many calls Vapi takes', async () => {
    const { asks, did } = world([{ ...GOOD, limit: 10 }]);
    await asks();
    expect(did).toEqual([`take ${LEG}`, 'open', 'lower 10']);
  });

  it('gets an assistant though places cannot be counted', async () => {
    const { asks } = world([GOOD], 'down');
    expect(await asks()).toMatchObject({ is: 'assistant' });
  });

  it('finds agents while the table is away: two deliveries could open two calls', async () => {
    const { asks, did, legs } = world();
    legs.down = true;
    expect(await asks()).toEqual({ is: 'agents' });
    expect(did).toEqual([]);
  });

  it('gets the assistant who was opened though that cannot be kept', async () => {
    const { asks, legs } = world();
    legs.savesLeft = 1;
    expect(await asks()).toMatchObject({ is: 'assistant' });
  });

  it('gets a fresh assistant after one that broke, and each question its own answer', async () => {
    const { asks, did } = world([GOOD, { is: 'opened', callId: 'call-2', twiml: '<Response></Response>' }]);
    await asks();
    expect(await asks('call-1')).toMatchObject({ is: 'assistant', callId: 'call-2' });
    expect(await asks('call-1')).toMatchObject({ is: 'assistant', callId: 'call-2' });
    expect(await asks()).toMatchObject({ is: 'assistant', callId: 'call-1' });
    expect(did.filter((one) => one === 'open')).toHaveLength(2);
  });

  it('keeps the answers of two questions at once, each its own', async () => {
    const { asks, did, slow } = world([
      GOOD,
      { is: 'opened', callId: 'call-2', twiml: '<Response></Response>' },
    ]);
    slow(1_000);
    const answers = await Promise.all([asks(), asks('call-0')]);
    const callIds = answers.map((answer) => (answer.is === 'assistant' ? answer.callId : answer.is));
    expect(callIds.toSorted()).toEqual(['call-1', 'call-2']);
    expect(await Promise.all([asks(), asks('call-0')])).toEqual(answers);
    expect(did.filter((one) => one === 'open')).toHaveLength(2);
  });
});
