import { describe, expect, it } from 'vitest';
import { callerMemory } from '../../../lib/aws/caller-memory.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { CutOff } from '../../../lib/desk/memory.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const MINUTE = 60_000;
const { records } = emulatedTable(dynamoDbAt);
const at = (now = NOON) => callerMemory(records, () => now, 30 * 60);
let callers = 0;
const newNumber = () => `+1415555${String(++callers).padStart(4, '0')}`;
const LAST: CutOff = {
  callId: 'call-1',
  endedAt: NOON,
  specialist: 'billing',
  words: 'I was charged twice.',
};

describe('A caller whose call was cut off', () => {
  it('is remembered for as long as the call can be resumed', async () => {
    const number = newNumber();
    expect(await at().load(number)).toBeUndefined();
    await at().keep(number, LAST);
    expect(await at(NOON + 29 * MINUTE).load(number)).toEqual(LAST);
    expect(await at(NOON + 30 * MINUTE).load(number)).toBeUndefined();
  });

  it('is remembered from the end of the call on, not from when its report came', async () => {
    const number = newNumber();
    await at(NOON + 10 * MINUTE).keep(number, LAST);
    expect(await at(NOON + 29 * MINUTE).load(number)).toEqual(LAST);
    expect(await at(NOON + 30 * MINUTE).load(number)).toBeUndefined();
  });

  it('is remembered with all that the messages about the end told, in any order', async () => {
    const number = newNumber();
    const report = { callId: 'call-1', endedAt: NOON, summary: 'Invoice 4471.', name: 'Ada' };
    await at().keep(number, report);
    await at().keep(number, LAST);
    await at().keep(number, { callId: 'call-1', endedAt: NOON });
    expect(await at().load(number)).toEqual({ ...report, ...LAST });
  });

  it('is remembered by the later of two calls', async () => {
    const number = newNumber();
    const next: CutOff = { callId: 'call-2', endedAt: NOON + MINUTE, intent: 'sales' };
    await at().keep(number, LAST);
    await at(NOON + MINUTE).keep(number, next);
    await at(NOON + MINUTE).keep(number, LAST);
    expect(await at(NOON + MINUTE).load(number)).toEqual(next);
  });

  it('is forgotten when a later call of theirs has ended well, and by no earlier one', async () => {
    const number = newNumber();
    await at().keep(number, LAST);
    await at().forget(number, { callId: 'call-0', endedAt: NOON - MINUTE });
    await at().forget(number, { callId: 'call-1', endedAt: NOON + 1 });
    expect(await at().load(number)).toEqual(LAST);
    await at(NOON + MINUTE).forget(number, { callId: 'call-2', endedAt: NOON + MINUTE });
    expect(await at(NOON + MINUTE).load(number)).toBeUndefined();
    // And remembered again when the next one is cut off.
    const third: CutOff = { callId: 'call-3', endedAt: NOON + 2 * MINUTE };
    await at(NOON + 2 * MINUTE).keep(number, third);
    expect(await at(NOON + 2 * MINUTE).load(number)).toEqual(third);
  });

  it('is not remembered where a later call of theirs has ended well before the end of the broken one is told', async () => {
    const number = newNumber();
    await at(NOON + MINUTE).forget(number, { callId: 'call-2', endedAt: NOON + MINUTE });
    expect(await at(NOON + MINUTE).load(number)).toBeUndefined();
    await at(NOON + MINUTE).keep(number, LAST);
    expect(await at(NOON + MINUTE).load(number)).toBeUndefined();
    const third: CutOff = { callId: 'call-3', endedAt: NOON + 2 * MINUTE };
    await at(NOON + 2 * MINUTE).keep(number, third);
    expect(await at(NOON + 2 * MINUTE).load(number)).toEqual(third);
  });

  it('cannot be known while the table is down', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const down = callerMemory({ client, name: 't' }, () => NOON, 60);
    await expect(down.load('+14155550199')).rejects.toThrow(Unavailable);
    await expect(down.keep('+14155550199', LAST)).rejects.toThrow(Unavailable);
    await expect(down.forget('+14155550199', LAST)).rejects.toThrow(Unavailable);
  });
});
