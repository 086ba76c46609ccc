import { describe, expect, it } from 'vitest';
import { placeStore } from '../../../lib/aws/place-store.ts';
import type { Table } from '../../../lib/aws/table.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { PlaceRules } from '../../../lib/capacity/shards.ts';
import { patientDynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const HOUR = 3_600_000;

const { records } = emulatedTable(patientDynamoDbAt);

/** Places of their own for one test: its keys begin with its name. */
const world = (test: string, rules: Partial<PlaceRules>) => {
  let now = NOON;
  const requests = { written: 0, read: 0 };
  const own: Table = {
    name: records.name,
    client: {
      send(operation, input) {
        if (operation.name === 'BatchGetItem') requests.read += 1;
        else requests.written += 1;
        const text = JSON.stringify(input).replaceAll('"PLACES#', `"${test}#PLACES#`);
        return records.client.send(operation, JSON.parse(text)).then((output) => {
          const answer: typeof output = JSON.parse(
            JSON.stringify(output ?? {}).replaceAll(`"${test}#PLACES#`, '"PLACES#'),
          );
          return answer;
        });
      },
    },
  };
  const all = { maxCalls: 10, reservedForInbound: 2, ...rules };
  return {
    places: placeStore(own, () => now, all, HOUR),
    requests,
    wait(ms: number) {
      now += ms;
    },
  };
};

const calls = (count: number, prefix = 'call') => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

describe('Places for calls', () => {
  it('are taken and given back by one write each', async () => {
    const { places, requests } = world('one', {});
    expect(await places.take('a', 'inbound')).toBe('taken');
    await places.free('a');
    expect(requests).toEqual({ written: 2, read: 0 });
  });

  it('are one for a call that is heard of again, wherever it stands and however it is named', async () => {
    const { places } = world('heard-again', { maxCalls: 16 });
    // Full, so that some stand elsewhere than where they look first; then there is room everywhere.
    const names = calls(16);
    for (const call of names) await places.take(call, 'inbound');
    for (const call of names.slice(0, 12)) await places.free(call);
    for (const call of names.slice(12)) {
      expect(await places.take(call, 'inbound', { names: [call] })).toBe('taken');
      expect(await places.take(`leg of ${call}`, 'inbound', { names: [`leg of ${call}`, call] })).toBe(
        'taken',
      );
    }
    for (const call of names.slice(12)) await places.free(call);
    const answers = await Promise.all(calls(17, 'next').map((call) => places.take(call, 'inbound')));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(16);
  });

  it('are taken for a call that nobody announced', async () => {
    const { places } = world('unannounced', { maxCalls: 1 });
    expect(await places.take('leg', 'inbound', { names: ['leg', 'call'] })).toBe('taken');
    expect(await places.take('other', 'inbound')).toBe('full');
  });

  it('are never more than there are, however many ask at once, and each of them is given', async () => {
    const { places } = world('many', { maxCalls: 90 });
    const answers = await Promise.all(calls(300).map((call) => places.take(call, 'inbound')));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(90);
    const taken = calls(300).filter((_, n) => answers[n] === 'taken');
    await Promise.all(taken.map((call) => places.free(call)));
    const again = await Promise.all(calls(90, 'again').map((call) => places.take(call, 'inbound')));
    expect(again.filter((answer) => answer === 'taken')).toHaveLength(90);
  });

  it('are all given to as many calls at once as have room', async () => {
    const { places, requests } = world('room', { maxCalls: 300 });
    const answers = await Promise.all(calls(300).map((call) => places.take(call, 'inbound')));
    expect(answers.filter((answer) => answer === 'full')).toEqual([]);
    // Shards fill unevenly: who finds the own one full reads them all.
    expect(requests.written + requests.read).toBeLessThan(600);
  });

  it('are held once by a call, however often it asks, and freed once', async () => {
    const { places } = world('again', { maxCalls: 2 });
    for (let time = 0; time < 3; time += 1) expect(await places.take('a', 'inbound')).toBe('taken');
    expect(await places.take('b', 'inbound')).toBe('taken');
    expect(await places.take('c', 'inbound')).toBe('full');
    await places.free('a');
    await places.free('a');
    await places.free('nobody');
    expect(await places.take('c', 'inbound')).toBe('taken');
    expect(await places.take('d', 'inbound')).toBe('full');
  });

  it('are kept for callers: the reserved ones are never for outbound calls', async () => {
    const { places } = world('reserved', {});
    const answers = await Promise.all(calls(20).map((call) => places.take(call, 'outbound')));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(8);
    expect(await places.take('caller-1', 'inbound')).toBe('taken');
    expect(await places.take('caller-2', 'inbound')).toBe('taken');
    expect(await places.take('caller-3', 'inbound')).toBe('full');
  });

  it('are free by themselves a minute after the longest call', async () => {
    const { places, wait } = world('leak', {});
    for (const call of calls(10)) await places.take(call, 'inbound');
    wait(HOUR + 59_999);
    expect(await places.take('late', 'inbound')).toBe('full');
    wait(1);
    const answers = await Promise.all(calls(12, 'next').map((call) => places.take(call, 'inbound')));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(10);
  });

  it('are fewer for a minute where Vapi takes fewer calls', async () => {
    const { places, wait, requests } = world('ceiling', {});
    for (const call of calls(3)) await places.take(call, 'inbound');
    await places.lower(3);
    expect(await places.take('fourth', 'inbound')).toBe('full');
    await places.free('call-0');
    expect(await places.take('fourth', 'inbound')).toBe('taken');
    wait(60_000);
    expect(await places.take('fifth', 'inbound')).toBe('taken');
    const { written } = requests;
    await places.lower(10);
    await places.lower(25);
    expect(requests.written).toBe(written);
  });

  describe('of a leg that has a fresh call', () => {
    const endOf = (callId: string) => ({ of: 'call', callId }) as const;

    it('stay when the end of the first call is told late, twice, or not at all', async () => {
      const { places } = world('fresh', { maxCalls: 1 });
      await places.take('leg', 'inbound');
      expect(await places.take('leg', 'inbound', { past: 'call-1' })).toBe('taken');
      await places.free('leg', endOf('call-1'));
      await places.free('leg', endOf('call-1'));
      expect(await places.take('other', 'inbound')).toBe('full');
      await places.free('leg', endOf('call-2'));
      expect(await places.take('other', 'inbound')).toBe('taken');
    });

    it('are taken again when that end was told before', async () => {
      const { places } = world('freed', { maxCalls: 1 });
      await places.take('leg', 'inbound');
      await places.free('leg', endOf('call-1'));
      expect(await places.take('leg', 'inbound', { past: 'call-1' })).toBe('taken');
      await places.free('leg', endOf('call-1'));
      expect(await places.take('other', 'inbound')).toBe('full');
      await places.free('leg', { of: 'leg' });
      expect(await places.take('other', 'inbound')).toBe('taken');
    });

    it('count from then on as long as the longest call', async () => {
      const { places, wait } = world('renewed', { maxCalls: 1 });
      await places.take('leg', 'inbound');
      wait(HOUR);
      await places.take('leg', 'inbound', { past: 'call-1' });
      wait(HOUR + 59_999);
      expect(await places.take('other', 'inbound')).toBe('full');
      wait(1);
      expect(await places.take('other', 'inbound')).toBe('taken');
    });

    it('are found wherever they were taken', async () => {
      const { places } = world('elsewhere', { maxCalls: 30 });
      const all = calls(30);
      await Promise.all(all.map((call) => places.take(call, 'inbound')));
      for (const call of all)
        expect(await places.take(call, 'inbound', { past: `of ${call}` })).toBe('taken');
      for (const call of all) await places.free(call, endOf(`of ${call}`));
      expect(await places.take('beyond', 'inbound')).toBe('full');
      for (const call of all) await places.free(call, endOf('another'));
      const again = await Promise.all(calls(30, 'again').map((call) => places.take(call, 'inbound')));
      expect(again.filter((answer) => answer === 'taken')).toHaveLength(30);
    });
  });

  it('in doubt stay when the leg ends, until the call’s own end is told or it is certain that there is none', async () => {
    const { places } = world('doubt', { maxCalls: 2 });
    await places.take('told', 'inbound');
    await places.take('seen', 'inbound');
    for (const leg of ['told', 'seen', 'nobody']) {
      await places.doubt(leg);
      await places.free(leg, { of: 'leg' });
    }
    expect(await places.take('other', 'inbound')).toBe('full');
    await places.free('told', { of: 'call', callId: 'call-1' });
    expect(await places.take('other', 'inbound')).toBe('taken');
    expect(await places.take('third', 'inbound')).toBe('full');
    await places.free('seen');
    expect(await places.take('third', 'inbound')).toBe('taken');
  });

  it('are fewer as soon as the table is there to hear of it', async () => {
    let isDown = true;
    let writes = 0;
    const client = scriptedDynamoDb(() => {
      if (isDown) throw new Error('down');
      writes += 1;
      return {};
    });
    const rules = { maxCalls: 10, reservedForInbound: 2 };
    const places = placeStore({ client, name: 'scripted' }, () => NOON, rules, HOUR);
    await expect(places.lower(3)).rejects.toThrow(Unavailable);
    isDown = false;
    await places.lower(3);
    await places.lower(3);
    expect(writes).toBe(2);
  });

  it('are none that anybody can say while the table is away', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const rules = { maxCalls: 10, reservedForInbound: 2 };
    const places = placeStore({ client, name: 'scripted' }, () => NOON, rules, HOUR);
    await expect(places.take('a', 'inbound')).rejects.toThrow(Unavailable);
    await expect(places.free('a')).rejects.toThrow(Unavailable);
    await expect(places.doubt('a')).rejects.toThrow(Unavailable);
    await expect(places.take('a', 'inbound', { past: 'call-1' })).rejects.toThrow(Unavailable);
    await expect(places.lower(3)).rejects.toThrow(Unavailable);
  });
});
