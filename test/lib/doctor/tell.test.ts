import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../lib/base/telemetry.ts';
import type { Check } from '../../../lib/doctor/check.ts';
import { tellBroken } from '../../../lib/doctor/tell.ts';

function told(checks: readonly Check[]) {
  const lines: [string, LogFields | undefined][] = [];
  const counts: [string, number | undefined][] = [];
  const note = (message: string, fields?: LogFields) => {
    lines.push([message, fields]);
  };
  const count = (metric: string, value?: number) => {
    counts.push([metric, value]);
  };
  tellBroken(checks, { log: { info: note, error: note }, count });
  return { lines, counts };
}

const check = (id: string, status: Check['status']): Check => ({ id, status, what: 'x' });

describe('What the hourly doctor says', () => {
  it('counts nothing while all is well, warnings included', () => {
    expect(told([check('vapi.key', 'ok'), check('twilio.balance', 'warn')])).toEqual({
      lines: [['set-up in order', { count: 2 }]],
      counts: [['set_up_broken', 0]],
    });
  });

  it('names the kinds of checks that have failed, and never a number or an agent', () => {
    const checks = [
      check('twilio.worker:amara.osei', 'fail'),
      check('twilio.worker:lee.park', 'fail'),
      check('twilio.number:+14155550199', 'fail'),
      check('vapi.key', 'ok'),
    ];
    expect(told(checks)).toEqual({
      lines: [
        ['set-up broken', { event: 'twilio.worker', count: 2 }],
        ['set-up broken', { event: 'twilio.number', count: 1 }],
      ],
      counts: [['set_up_broken', 3]],
    });
  });
});
