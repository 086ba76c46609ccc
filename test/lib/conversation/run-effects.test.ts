import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { WorkResult } from '../../../lib/conversation/ports.ts';
import * as given from './given-call.ts';
import { Running } from './running.ts';

const { CALL_ID, T0 } = given;

let running: Running;
beforeEach(() => {
  running = new Running();
});

describe('A silenced assistant', () => {
  const cutShort = async (at: number) => {
    running.listening = { ...given.LISTENING, muting: true };
    await running.arrive(
      at,
      given.speech('assistant', 'started', at - 1_000),
      given.speech('caller', 'started', at - 400),
    );
    await running.arrive(at + 10, given.partial(at));
  };

  it('speaks again once the caller has stopped', async () => {
    await cutShort(5_000);
    expect(running.did).toEqual(['mute']);
    await running.arrive(6_000, given.speech('caller', 'stopped', 5_900));
    expect(running.did).toEqual(['mute', 'unmute']);
    expect(running.effects()).toEqual([]);
  });

  it('speaks again after four seconds, should nothing more be heard', async () => {
    await cutShort(5_000);
    expect(running.woken).toEqual([{ message: { callId: CALL_ID }, delaySeconds: 4 }]);
    await running.wakeUp(9_010);
    expect(running.did).toEqual(['mute', 'unmute']);
  });

  it.each<WorkResult>([
    { is: 'unsure', reason: 'vapi-timeout' },
    { is: 'not-done', reason: 'vapi-unreachable' },
    { is: 'refused', reason: 'vapi-404' },
  ])('is never silenced twice, and is let speak again whatever came of it: %j', async (result) => {
    running.answers.mute = result;
    await cutShort(5_000);
    delete running.answers.mute;
    await running.wakeUp(9_100);
    expect(running.did).toEqual(['mute', 'unmute']);
    expect(running.effects()).toEqual([]);
  });

  it('is not silenced once more by whoever takes over from a dead one, and speaks again at once', async () => {
    await cutShort(5_000);
    const silenced = running.store.call;
    if (silenced === undefined) throw new Error('no record');
    const claimed = { owner: 'dead', until: T0 + 17_010 };
    const mute = { id: 'mute', work: { kind: 'mute' as const }, owedSince: T0, notBefore: T0, attempts: 0 };
    running.store.write({ ...silenced, effects: [{ ...mute, mayHaveHappened: false, claim: claimed }] });
    running.did.length = 0;
    await running.arrive(18_000, given.speech('caller', 'stopped', 17_900));
    expect(running.did).toEqual(['unmute']);
  });

  it('is given its voice back though a failure befalls what is done beside it', async () => {
    running.listening = { ...given.LISTENING, muting: true };
    const { readConversation } = running.work;
    running.work.readConversation = () => Promise.reject(new Unavailable('table', 'down'));
    const interruptions = [2_000, 8_000, 14_000].flatMap((at) => given.interruption(at));
    await running.arrive(15_000, ...interruptions).finally(() => {
      running.work.readConversation = readConversation;
    });
    expect(running.did).toContain('mute');
    expect(running.did.at(-1)).toBe('unmute');
    await running.wakeUp(16_000);
    expect(running.asked).toHaveLength(1);
  });

  it('is given its voice back by an end of its own, though that of the last silence is just under way', async () => {
    await cutShort(5_000);
    const before = running.store.call?.effects.map(({ id }) => id);
    await running.arrive(
      7_000,
      given.speech('caller', 'stopped', 5_500),
      given.speech('assistant', 'started', 5_600),
    );
    await cutShort(8_000);
    expect(running.store.call?.effects.map(({ id }) => id)).not.toEqual(before);
    await running.wakeUp(12_100);
    expect(running.did.filter((one) => one === 'mute')).toHaveLength(2);
    expect(running.did.at(-1)).toBe('unmute');
    expect(running.effects()).toEqual([]);
  });
});

describe('After a call', () => {
  beforeEach(() => {
    running.listening = { ...given.LISTENING, requiredFields: ['email'], summaries: true };
  });

  it('what is missing is read again after 2, 5 and 10 seconds, then goes to a person, and the summary out', async () => {
    running.answers.readRecord = { is: 'no-record' };
    await running.arrive(60_000, given.reported(59_900, { structured: { email: '' } }));
    for (const at of [61_999, 62_000, 64_999, 65_000, 69_999, 70_000]) await running.wakeUp(at);
    expect(running.did).toEqual([
      'read-record',
      'read-record',
      'read-record',
      'review email',
      'summary email',
    ]);
    expect(running.woken.map(({ delaySeconds }) => delaySeconds)).toEqual([2, 1, 3, 1, 5, 1]);
    expect(running.effects()).toEqual([]);
  });

  it('nobody is asked where nothing is missing, and the summary goes out once', async () => {
    await running.arrive(60_000, given.reported(59_900, { structured: { email: 'robin@example.com' } }));
    await running.wakeUp(70_000);
    await running.arrive(71_000, given.reported(59_900, { structured: { email: 'robin@example.com' } }));
    await running.arrive(72_000, given.ended(59_000));
    await running.wakeUp(90_000);
    await running.wakeUp(110_000);
    expect(running.did).toEqual(['summary ']);
  });

  it('the summary goes out though no report ever comes', async () => {
    await running.arrive(60_000, given.ended(59_900));
    expect(running.woken).toEqual([{ message: { callId: CALL_ID }, delaySeconds: 30 }]);
    for (const at of [90_000, 92_000, 97_000, 107_000]) await running.wakeUp(at);
    expect(running.did).toEqual([
      'read-record',
      'read-record',
      'read-record',
      'read-record',
      'review email',
      'summary email',
    ]);
  });
});
