import { describe, expect, it } from 'vitest';
import { conferenceName, conferenceOfLaterAgent } from '../../../../lib/handoff/record/conference.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';

const inTry = (taskNo: number) => ({ handoffId: 'ho_1', taskNo, progress: legs.TAKEN });

describe('The name of a conference', () => {
  it('is another one for each try', () => {
    expect(conferenceName(inTry(1))).toBe('ho_1-1');
    expect(conferenceName(inTry(2))).toBe('ho_1-2');
  });

  it('is the one that was kept, where one was', () => {
    for (const progress of [legs.TAKEN, legs.TALKING]) {
      const kept = { ...progress, conference: 'ho_1-1-WR2' } as typeof progress;
      expect(conferenceName({ ...inTry(1), progress: kept })).toBe('ho_1-1-WR2');
    }
  });

  it('is one of their own for every agent who takes the call after another one has', () => {
    const first = { handoffId: 'ho_1', taskNo: 1, reached: { offered: 1 } };
    expect(conferenceOfLaterAgent({ handoffId: 'ho_1', taskNo: 1 }, given.reservation(1))).toBeUndefined();
    expect(conferenceOfLaterAgent(first, given.reservation(1))).toBeUndefined();
    const later = { ...first, reached: { bridging: 2 } };
    expect(conferenceOfLaterAgent(later, given.reservation(2))).toBe('ho_1-1-WR2');
    expect(conferenceOfLaterAgent(later, given.reservation(3))).toBe('ho_1-1-WR3');
  });
});
