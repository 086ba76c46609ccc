import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { setUpShown } from '../../../../infra/local/demo/set-up.ts';
import type { Check } from '../../../../lib/doctor/check.ts';
import { row } from '../../setup/world.ts';

const colors = createColors(false);
const PLAN = [
  row('vapi.squad', 'squad', 'create'),
  row('twilio.queue', 'sales', 'create'),
  row('twilio.queue', 'support', 'create'),
  row('twilio.number', '+1415…0199', 'change'),
];
const written = { plan: PLAN, applied: true, kept: [] };
const failing: Check = { id: 'vapi.key', status: 'fail', what: 'Vapi refuses the key.', fix: 'Check it.' };

describe('What the demo shows of a set-up', () => {
  it('is a line for each kind of thing, and what the doctor has found', () => {
    const checks: Check[] = [
      { id: 'vapi.key', status: 'ok', what: 'Vapi takes the key.' },
      { id: 'twilio.shaken', status: 'warn', what: 'Not signed in full.' },
    ];
    expect(setUpShown(written, checks, colors)).toEqual({
      good: true,
      lines: [
        'Set-up of two empty accounts (npm run setup)',
        '  + vapi.squad              squad',
        '  + twilio.queue            sales, support',
        '  ~ twilio.number           +1415…0199',
        '  Written: 3 created, 1 changed; the doctor: 0 failed, 1 warning, 0 skipped, 1 ok',
        '  Warned of: twilio.shaken',
      ],
    });
  });

  it('is not good where the doctor finds a fault, which is told', () => {
    const { good, lines } = setUpShown(written, [failing], colors);
    expect(good).toBe(false);
    expect(lines.at(-1)).toBe('  ✖ vapi.key  Vapi refuses the key. Check it.');
  });

  it.each([
    [
      'was refused',
      { plan: [...PLAN, row('twilio.worker', 'lee.park', 'refuse', { why: 'Of another.' })] },
      '  Not written. twilio.worker: Of another.',
    ],
    [
      'failed',
      { plan: PLAN, failed: { what: 'twilio.queue', why: '500', remedy: '', done: [], notDone: [] } },
      '  Not written. twilio.queue: 500',
    ],
  ])('is not good where it %s', (_, of, line) => {
    const { good, lines } = setUpShown({ applied: false, kept: [], ...of }, [], colors);
    expect(good).toBe(false);
    expect(lines).toContain(line);
  });
});
