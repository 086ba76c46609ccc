import { describe, expect, it } from 'vitest';
import { ownWords, withTheirWords } from '../../../../lib/handoff/record/reason.ts';

describe('A reason', () => {
  it.each([
    ['task.canceled', 'Jane Doe, +1 415 555 0123'],
    ['task.canceled', 'as she said, in their words: no'],
    ['task.canceled', ''],
  ])('of ours is told apart from what somebody else wrote to it: %s, %s', (own, theirs) => {
    const both = withTheirWords(own, theirs);
    expect(both).toContain(theirs);
    expect(ownWords(both)).toBe(own);
  });

  it('of ours alone is whole', () => {
    expect(ownWords('window expired')).toBe('window expired');
  });
});
