import { describe, expect, it } from 'vitest';
import { draft, hostile, running, T0 } from './given-view.ts';
import { read } from './read.ts';

describe('Who waits', () => {
  it('is told in the order of the next moment, by the clock where they are, and how long that is', () => {
    expect(read('waiting', running()).split('|').slice(6)).toEqual([
      ...['171', 'next in line', 'now'],
      ...['12', 'to be called again', 'America/New York', '11:03 EST', 'in 13 min'],
      ...['1', 'called lately', 'America/New York', '11:11 EST', 'in 21 min'],
      ...['347', 'calling hours', 'America/Denver', '10:00 MST', 'in 1 h 10 min'],
      ...['40', 'calling hours', 'America/Los Angeles', '10:00 PST', 'in 2 h 10 min'],
      ...['12', 'had today’s calls', 'America/New York', 'tomorrow 10:00 EST', 'in 23 h 10 min'],
      '',
    ]);
    expect(read('waiting', draft())).toContain('|610|next in line|after resume|');
  });

  it('says the day where it is another one, and times of several zones in UTC', () => {
    const at = (days: number, zone = 'Asia/Tokyo'): string =>
      read(
        'waiting',
        running({ waiting: [{ zone, for: 'hours', count: 1, nextAt: T0 + days * 86_400_000 }] }),
      );
    // In Tokyo it is Wednesday already.
    expect(at(0.1)).toContain('|03:14 GMT+9|');
    expect(at(3)).toContain('|Sat 00:50 GMT+9|in 3 d|');
    expect(at(20)).toContain('|Tue, 22 Dec 2026, 00:50 GMT+9|in 20 d|');
    expect(at(1, '3 zones')).toContain('|3 zones|tomorrow 15:50 UTC|in 1 d|');
    expect(at(1e9, 'Mars/Olympus')).toContain('|Mars/Olympus|');
  });

  it('is summed up after twelve groups', () => {
    const waiting = read('waiting', hostile('Zone '));
    expect(waiting.match(/calling hours/g)).toHaveLength(12);
    expect(waiting).toContain('|4,800|in 48 more groups|tomorrow 03:50 UTC|in 12 h|');
  });
});
