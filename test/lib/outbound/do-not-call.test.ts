import { describe, expect, it } from 'vitest';
import { entrySchema } from '../../../lib/outbound/do-not-call.ts';

describe('What is kept of a number on the do-not-call list', () => {
  it.each([
    { at: 1_795_262_400_000, by: 'caller' },
    { at: 1_795_262_400_000, by: 'team', reason: 'asked by letter' },
  ])('is since when, who said so, and the reason where there is one: %j', (entry) => {
    expect(entrySchema.parse(entry)).toEqual(entry);
  });

  it('keeps what a newer version has written beside it', () => {
    const entry = { at: 1, by: 'team', source: 'registry' };
    expect(entrySchema.parse(entry)).toEqual(entry);
  });

  it.each([
    ['without a time', { by: 'team' }],
    ['with a time that is none', { at: Number.NaN, by: 'team' }],
    ['by nobody', { at: 1 }],
    ['by somebody whom this version does not know', { at: 1, by: 'registry' }],
    ['with a reason that is no text', { at: 1, by: 'team', reason: 1 }],
  ])('is not understood %s', (_what, entry) => {
    expect(entrySchema.safeParse(entry).success).toBe(false);
  });
});
