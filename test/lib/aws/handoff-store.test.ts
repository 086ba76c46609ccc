import { describe, expect, it } from 'vitest';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { decide } from '../../../lib/handoff/machine/decide.ts';
import type { HandoffStore } from '../../../lib/handoff/ports/store.ts';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { claim } from '../../../lib/outbox/claims.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY_MS = 86_400_000;

const { records } = emulatedTable(patientDynamoDbAt);

const OWN_ACCOUNT = 'ACown';
const storeAt = (now: number): HandoffStore => handoffStore(records, () => now, OWN_ACCOUNT);

const requestedHandoff = (callId: string): Handoff => {
  const event = {
    type: 'escalation-requested',
    handoffId: `ho_${callId}`,
    request: {
      requestId: 'call_1',
      requestedBy: 'tool-call',
      requestedAt: NOON,
      windowSeconds: 30,
      callSid: `CA-${callId}`,
      accountSid: OWN_ACCOUNT,
      context: { messages: [{ role: 'caller', text: 'Ich möchte mit einem Menschen sprechen. 人' }] },
    },
  } as const;
  const decision = decide(
    { is: 'none', version: 0 },
    callId,
    { ...event, request: { ...event.request, context: { messages: [...event.request.context.messages] } } },
    NOON,
  );
  if (decision.is !== 'changed') throw new Error('a request makes a handoff');
  return decision.handoff;
};

describe('The record of a handoff on the emulated table', () => {
  it('comes back as it was saved, with the version that the next save must name', async () => {
    const store = storeAt(NOON);
    const handoff = requestedHandoff('same');
    expect(await store.load('same')).toEqual({ is: 'none', version: 0 });
    expect(await store.save(handoff, 0)).toBe('saved');
    expect(await store.load('same')).toEqual({ is: 'handoff', handoff, version: 1 });
  });

  it('is begun by exactly one of 150 contenders', async () => {
    const handoff = requestedHandoff('begin-race');
    const results = await Promise.all(Array.from({ length: 150 }, () => storeAt(NOON).save(handoff, 0)));
    expect(results.filter((result) => result === 'saved')).toHaveLength(1);
  });

  it('gives one effect to exactly one of 120 contenders', async () => {
    const store = storeAt(NOON);
    await store.save(requestedHandoff('claim-race'), 0);
    const winners = await Promise.all(
      Array.from({ length: 120 }, async (_, contender) => {
        const loaded = await store.load('claim-race');
        if (loaded.is !== 'handoff') throw new Error('the record is there');
        const next = claim(loaded.handoff, `owner-${contender}`, NOON + 1);
        if (next.claimed.length === 0) return 'nothing to claim';
        return store.save(next.record, loaded.version);
      }),
    );
    expect(winners.filter((result) => result === 'saved')).toHaveLength(1);
  });

  it('moves on by one version at a time, whoever saves', async () => {
    const store = storeAt(NOON);
    const handoff = requestedHandoff('versions');
    await store.save(handoff, 0);
    expect(await store.save(handoff, 1)).toBe('saved');
    expect(await store.save(handoff, 1)).toBe('lost');
    expect(await store.save(handoff, 2)).toBe('saved');
  });

  it('counts as no record once it has expired, and can be begun anew', async () => {
    const handoff = requestedHandoff('expired');
    await storeAt(NOON).save(handoff, 0);
    const later = storeAt(NOON + DAY_MS);
    const loaded = await later.load('expired');
    expect(loaded).toEqual({ is: 'none', version: 1 });
    expect(await later.save(handoff, loaded.version)).toBe('saved');
    expect((await later.load('expired')).is).toBe('handoff');
  });

  it('tells which call a leg at Twilio belongs to, until it expires', async () => {
    await storeAt(NOON).save(requestedHandoff('leg'), 0);
    expect(await storeAt(NOON).callOfLeg('CA-leg')).toBe('leg');
    expect(await storeAt(NOON + DAY_MS).callOfLeg('CA-leg')).toBeUndefined();
    expect(await storeAt(NOON).callOfLeg('CA-nobody')).toBeUndefined();
  });

  it('tells which call the leg of an agent belongs to, as soon as it is named', async () => {
    const store = storeAt(NOON);
    const handoff = requestedHandoff('agent');
    const reservation = { sid: 'WR1', agent: { workerSid: 'WK1' } };
    const offered = { state: 'offered', taskSid: 'WT1', reservation, agentLeg: 'CA-agent' } as const;
    await store.save({ ...handoff, progress: offered }, 0);
    expect(await store.callOfLeg('CA-agent')).toBe('agent');
  });

  it('remembers a call that ended before anybody asked for a human', async () => {
    const store = storeAt(NOON);
    expect(await store.markCallOver('over', 0)).toBe('saved');
    expect(await store.load('over')).toEqual({ is: 'call-over', version: 1 });
    expect(await store.save(requestedHandoff('over'), 0)).toBe('lost');
  });

  it('says that the table is unavailable when nobody answers', async () => {
    const gone = { client: dynamoDbAt('http://127.0.0.1:1'), name: 'nowhere' };
    const store = handoffStore(gone, () => NOON, undefined);
    await expect(store.load('x')).rejects.toThrow(Unavailable);
    await expect(store.save(requestedHandoff('x'), 0)).rejects.toThrow('the table is unavailable');
  });
});
