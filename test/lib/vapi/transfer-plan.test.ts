import { describe, expect, it } from 'vitest';
import { numberDestination, TRANSFER_MODES, transferPlan } from '../../../lib/vapi/transfer-plan.ts';

const NUMBER = '+14155550177';

describe('The plan of a transfer', () => {
  it('brings the caller back to the assistant when the agent does not answer', () => {
    expect(transferPlan('warm-transfer-experimental')).toEqual({
      mode: 'warm-transfer-experimental',
      summaryPlan: { enabled: true, timeoutSeconds: 5 },
      fallbackPlan: { message: 'Thank you for holding. One moment, please.', endCallEnabled: false },
    });
  });

  it('is nothing but the mode when it is blind', () => {
    expect(transferPlan('blind-transfer')).toEqual({ mode: 'blind-transfer' });
  });

  it.each(TRANSFER_MODES)('%s has camelCase names only, as Vapi drops others without a word', (mode) => {
    const names: string[] = [];
    JSON.stringify(numberDestination(NUMBER, mode), (name, value: unknown) => {
      names.push(name);
      return value;
    });
    expect(names).toContain('transferPlan');
    expect(names.filter((name) => name.includes('_'))).toEqual([]);
  });
});

describe('The destination of a transfer', () => {
  it.each(TRANSFER_MODES)('%s is the number, with no line that Vapi would speak over it', (mode) => {
    expect(numberDestination(NUMBER, mode)).toEqual({
      type: 'number',
      number: NUMBER,
      numberE164CheckEnabled: true,
      message: '',
      transferPlan: transferPlan(mode),
    });
  });
});
