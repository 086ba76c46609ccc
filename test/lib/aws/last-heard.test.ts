import { describe, expect, it } from 'vitest';
import { callStore } from '../../../lib/aws/call-store.ts';
import { readLastHeard } from '../../../lib/aws/last-heard.ts';
import { type Call, unheardCall } from '../../../lib/conversation/call.ts';
import { dynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const HOUR = 3_600;
const { records } = emulatedTable(dynamoDbAt);

describe('The language in which the caller was last heard, on the emulated table', () => {
  const heard = async (callId: string, spoken?: Call['spoken'], at = NOON) => {
    const call = { ...unheardCall(callId), ...(spoken && { spoken }) };
    await callStore(records, () => NOON, HOUR).save(call, 0);
    return readLastHeard(records, () => at)(callId);
  };

  it('is that of the conversation’s record', async () => {
    expect(await heard('one', { is: 'es', at: NOON })).toBe('es');
  });

  it('is none where the record has none, or one that we do not speak', async () => {
    expect(await heard('two')).toBeUndefined();
    expect(await heard('three', { is: 'it', at: NOON })).toBeUndefined();
  });

  it('is none without a record, or with one that has expired', async () => {
    expect(await readLastHeard(records, () => NOON)('nobody')).toBeUndefined();
    expect(await heard('four', { is: 'es', at: NOON }, NOON + (HOUR + 1) * 1000)).toBeUndefined();
  });
});
