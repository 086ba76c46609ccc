import { describe, expect, it } from 'vitest';
import { isCarried, listsIn, namesIn } from '../../../../lib/doctor/twilio/expression.ts';
import { callbackAttributes } from '../../../../lib/followup/callback-task.ts';
import { reviewAttributes } from '../../../../lib/followup/review-task.ts';

describe('An expression of TaskRouter’s', () => {
  it.each([
    ["department == 'sales' AND language IN ['en', 'es']", ['department', 'language']],
    ['worker.departments HAS task.department', ['worker.departments', 'task.department']],
    ['customer-tier == "gold"', ['customer-tier']],
    ['1==1', []],
  ])('%s asks for %j', (expression, names) => {
    expect(namesIn(expression)).toEqual(names);
  });

  it('says which attributes have to be lists', () => {
    expect(listsIn("departments HAS 'support' OR skills HAS 'x' OR level > 2")).toEqual([
      'departments',
      'skills',
    ]);
  });

  it('may ask for whatever tasks of callbacks and reviews carry', () => {
    const callback = callbackAttributes({
      callId: 'call-1',
      callback: {
        number: '+14155550177',
        caller: '+14155550178',
        when: 'now',
        why: 'x',
        requestedBy: 'tool-call',
        requestedAt: 1,
      },
    });
    const review = reviewAttributes({
      callId: 'call-1',
      review: { missing: ['a'], why: 'b', requestedAt: 1 },
    });
    const carried = [callback, review].flatMap((text) => Object.keys(JSON.parse(text)));
    expect(carried.length).toBeGreaterThan(10);
    expect(carried.filter((name) => !isCarried(name))).toEqual([]);
    expect(isCarried('preferred_worker_sid')).toBe(false);
  });
});
