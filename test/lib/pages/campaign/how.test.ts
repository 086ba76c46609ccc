import { describe, expect, it } from 'vitest';
import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import { running, settings } from './given-view.ts';
import { read } from './read.ts';

describe('How it calls', () => {
  const how = (changed: object, view: Partial<CampaignView> = {}) =>
    read('how', running({ settings: settings(changed), ...view }));

  it('is told in short', () => {
    expect(how({})).toBe(
      [
        '|Calling hours|The usual ones (OUTBOUND_HOURS)',
        'Attempts|Up to 3 calls to each; again 1 h later after no answer, busy or failed',
        'Pace|A call every 2.5 s; at most 3 a second to one area code',
        'At one time|8 calls',
        'Pauses by itself|When 50% of 5 or more calls that end within 2 min failed',
        'Assistant|outbound',
        'Created|Mon, 30 Nov 2026, 13:50 UTC',
        'Id|ca_8R2MZ0Q4V7|',
      ].join('|'),
    );
  });

  it('names hours of the team’s own, neighbouring days together', () => {
    const week = { mon: ['10:00-17:00'], tue: ['10:00-17:00'], thu: ['10:00-12:00', '13:00-15:00'] };
    expect(how({ hours: week })).toContain(
      '|Mon to Tue 10:00-17:00, Thu 10:00-12:00 and 13:00-15:00 where people are|',
    );
    expect(how({ hours: 'strict' })).toContain('Strict: Mon to Fri 10:00-17:00 where people are');
    expect(how({ hours: 'federal' })).toContain('Federal: every day 08:00-21:00 where people are');
  });

  it('names start and end as they were written, and attempts as they are', () => {
    const changed = how({
      startAt: '2026-12-01T14:00:00Z',
      endAt: '2026-12-04T17:00:00-08:00',
      attempts: { most: 5, perDay: 2, waitMinutes: 0, again: ['voicemail'] },
      secondsApart: 0,
    });
    expect(changed).toContain('|Starts|Tue, 1 Dec 2026, 14:00 UTC|');
    expect(changed).toContain('|Ends|Fri, 4 Dec 2026, 17:00 UTC-08:00|');
    expect(changed).toContain('|Up to 5 calls to each, 2 a day; again at once after voicemail|');
    expect(changed).toContain('|No pause between calls; at most 3 a second');
    expect(how({ attempts: { most: 1 } })).toContain('|One call to each|');
  });
});
