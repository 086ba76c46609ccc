import { describe, expect, it } from 'vitest';
import { transfersOf } from '../../../lib/vapi/transfers.ts';

describe('The transfers of a call', () => {
  it('tell where each of them went, and what came of it', () => {
    const transfers = [
      { destination: { type: 'number', number: '+14155550101' }, status: 'no-answer' },
      { destination: { type: 'sip', sipUri: 'sip:desk@example.com' }, status: 'connected' },
      { destination: { type: 'assistant', assistantName: 'Billing' }, status: 'completed' },
    ];
    expect(transfersOf({ transfers })).toEqual([
      { to: '+14155550101', status: 'no-answer' },
      { to: 'sip', status: 'connected' },
      { to: 'assistant', status: 'completed' },
    ]);
  });

  it('tell less where less is told', () => {
    const transfers = [{ status: 'busy' }, { destination: { type: 'number' }, status: 'teleported' }, 7];
    expect(transfersOf({ transfers })).toEqual([{ status: 'busy' }, {}, {}]);
  });

  it.each([[{}], [{ transfers: [] }], [{ transfers: 'none' }]])('are none in %o', (artifact) => {
    expect(transfersOf(artifact)).toBeUndefined();
  });

  it('are the last ones of a longer list', () => {
    const transfers = Array.from({ length: 30 }, (_, nth) => ({
      destination: { type: 'number', number: `+1415555${String(nth).padStart(4, '0')}` },
      status: 'busy',
    }));
    expect(transfersOf({ transfers })).toHaveLength(20);
    expect(transfersOf({ transfers })?.at(-1)?.to).toBe('+14155550029');
  });
});
