import { describe, expect, it } from 'vitest';
import { conferenceName } from '../../../../lib/handoff/record/conference.ts';

describe('The name of a conference', () => {
  it('is another one for each try', () => {
    expect(conferenceName({ handoffId: 'ho_1', taskNo: 1 })).toBe('ho_1-1');
    expect(conferenceName({ handoffId: 'ho_1', taskNo: 2 })).toBe('ho_1-2');
  });
});
