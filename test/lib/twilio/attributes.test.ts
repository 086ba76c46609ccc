import { describe, expect, it } from 'vitest';
import { readTaskAttributes } from '../../../lib/twilio/attributes.ts';

const KEY = { handoff_id: 'xy_1', handoff_try: 1 };
const read = (attributes: object) => readTaskAttributes(JSON.stringify(attributes));

describe('The attributes of a task', () => {
  it.each([
    ['callback_request', 'callback'],
    ['review_request', 'review'],
    ['another_request', 'foreign'],
  ] as const)('of the type %s are those of a %s', (type, task) => {
    expect(read({ type, ...KEY })).toBe(task);
  });

  it.each([
    { type: 'review_request' },
    { type: 'review_request', handoff_id: 'xy_1' },
    { type: 'review_request', ...KEY, handoff_try: '1' },
    { type: 'review_request', ...KEY, handoff_id: '' },
    { type: ['review_request'], ...KEY },
  ])('are foreign without the key that we write: %o', (attributes) => {
    expect(read(attributes)).toBe('foreign');
  });
});
