import { describe, expect, it } from 'vitest';
import { TRANSFER_MODES } from '../../../lib/handoff/record/handoff.ts';
import { simplerMode } from '../../../lib/handoff/record/transfer-mode.ts';
import { numberDestination, transferPlan } from '../../../lib/vapi/transfer-plan.ts';

const NUMBER = '+14155550177';
const BRIEFING = 'The assistant has A. Caller on the line.';

describe('The plan of a transfer', () => {
  it('brings the caller back to the assistant when the agent does not answer', () => {
    expect(transferPlan('warm-transfer-experimental')).toEqual({
      mode: 'warm-transfer-experimental',
      summaryPlan: { enabled: true, timeoutSeconds: 5 },
      fallbackPlan: { message: 'Thank you for holding. One moment, please.', endCallEnabled: false },
    });
  });

  it('is nothing but the mode when it is blind: nobody is there who could be told', () => {
    expect(transferPlan('blind-transfer')).toEqual({ mode: 'blind-transfer' });
    expect(transferPlan('blind-transfer', BRIEFING)).toEqual({ mode: 'blind-transfer' });
  });

  it('has our briefing spoken to the agent in place of a summary of Vapi’s', () => {
    expect(transferPlan('warm-transfer-experimental', BRIEFING)).toEqual({
      mode: 'warm-transfer-experimental',
      message: BRIEFING,
      fallbackPlan: { message: 'Thank you for holding. One moment, please.', endCallEnabled: false },
    });
    expect(transferPlan('warm-transfer-say-message', BRIEFING)).toEqual({
      mode: 'warm-transfer-say-message',
      message: BRIEFING,
    });
  });

  it('says something to the agent also where nothing is known of the caller', () => {
    expect(transferPlan('warm-transfer-say-message')).toEqual({
      mode: 'warm-transfer-say-message',
      message: 'A caller is being put through to you from the assistant.',
    });
  });

  it.each(TRANSFER_MODES)('%s has camelCase names only, as Vapi drops others without a word', (mode) => {
    const names: string[] = [];
    JSON.stringify(numberDestination(NUMBER, mode, BRIEFING), (name, value: unknown) => {
      names.push(name);
      return value;
    });
    expect(names).toContain('transferPlan');
    expect(names.filter((name) => name.includes('_'))).toEqual([]);
  });
});

describe('A plan that Vapi does not take', () => {
  it('is followed by simpler ones, down to the blind one and no further', () => {
    expect(simplerMode('warm-transfer-experimental')).toBe('warm-transfer-say-message');
    expect(simplerMode('warm-transfer-say-message')).toBe('blind-transfer');
    expect(simplerMode('blind-transfer')).toBeUndefined();
  });
});

describe('The destination of a transfer', () => {
  it.each(TRANSFER_MODES)('%s is the number, with no line that Vapi would speak over it', (mode) => {
    expect(numberDestination(NUMBER, mode, BRIEFING)).toEqual({
      type: 'number',
      number: NUMBER,
      numberE164CheckEnabled: true,
      message: '',
      transferPlan: transferPlan(mode, BRIEFING),
    });
  });
});
