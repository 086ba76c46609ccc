import { describe, expect, it } from 'vitest';
import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import { SECTIONS, type SectionId } from '../../../../lib/pages/campaign/sections.ts';
import * as given from './given-view.ts';
import { read } from './read.ts';

const { begun, counts, done, draft, paused, pausedBy, running, settings, T0, tomorrow } = given;

const picture = (id: SectionId, view: CampaignView) => SECTIONS[id](view).safe;

describe('The status', () => {
  it.each([
    [draft(), '|Draft|Nobody has been called yet. Resume starts it.|'],
    [running(), '|Running|'],
    [tomorrow(), '|Running|Nobody can be called before tomorrow 10:00 EST.|'],
    [paused(), '|Paused|Nobody new is called. Calls that are under way go on.|'],
    [
      pausedBy('ours'),
      '|Paused: something in the set-up is wrong|With this assistant, phone number or key every call would fail. Put the set-up right, then resume.|',
    ],
    [
      pausedBy('account'),
      '|Paused: Vapi takes no calls from the account|Its credit is used up, it is frozen, or it has reached a limit. Put the account right at Vapi, then resume.|',
    ],
    [done(), '|Done|Nobody is left to be called. 20 people could not be called in time.|'],
    [given.canceled({ live: [] }), '|Canceled|Whoever was not called yet is not called any more.|'],
  ])('and what it means is said in plain words: %#', (view, words) => {
    expect(read('status', view)).toBe(words);
  });

  it('says when a campaign starts that is set for later', () => {
    const view = tomorrow({
      settings: settings({ startAt: '2026-12-07T09:00:00-05:00' }),
      waiting: [{ zone: 'America/New_York', for: 'start', count: 1_000, nextAt: T0 + 6 * 86_400_000 }],
    });
    expect(read('status', view)).toContain('It starts Mon, 7 Dec 2026, 09:00 UTC-05:00.');
  });
});

describe('The failures for which a campaign paused itself', () => {
  it('stand there by row, time and Vapi’s own reason, the newest first', () => {
    const failures = read('failures', pausedBy('breaker'));
    expect(failures).toContain(
      '|418|15:45:55 UTC 4 min ago|call.in-progress.error-providerfault-outbound-sip-503-service-unavailable|416|',
    );
    expect(failures).toContain('|14 of 20 have the reason call.in-progress');
    expect(picture('failures', pausedBy('breaker')).match(/<tr>/g)).toHaveLength(21);
  });

  it('are the last twenty, and stand there only while it is paused for them', () => {
    expect(picture('failures', given.hostile()).match(/<tr>/g)).toHaveLength(21);
    expect(read('failures', paused())).toBe('');
    expect(read('failures', { ...pausedBy('breaker'), status: 'running' })).toBe('');
  });
});

describe('The progress', () => {
  it('is one large number, its share, and who is where', () => {
    expect(read('progress', running())).toBe(
      '|412 of 1,000 done41%|412 done|3 talking|2 dialing|583 waiting|About 8 minutes of calling for the 171 next in line, at this pace. 412 more have to wait for their time.|',
    );
    expect(picture('progress', running())).toContain(
      'aria-label="412 done, 3 talking, 2 dialing, 583 waiting"',
    );
    expect(read('progress', done())).toBe('|1,000 of 1,000 done100%|');
  });

  it('promises no more than calling hours allow where it has to be resumed first', () => {
    expect(read('progress', draft())).toContain(
      '|About 25 minutes of calling for the 610 next in line, at the pace asked for, within calling hours. 390 more have to wait for their time.|',
    );
  });

  it('promises nothing where nobody is next in line', () => {
    expect(read('progress', tomorrow())).not.toContain('About');
  });

  it('fills the bar no further than it reaches, and a single call is seen in it', () => {
    for (const [talking, ended] of [
      [1, 9_999],
      [1, 0],
      [100, 9_900],
      [0, 10_000],
    ] as const) {
      const view = running({ total: 10_000, counts: counts({ talking, ended }) });
      const widths = [...picture('progress', view).matchAll(/ width="([\d.]+)%" height="100%"/g)].map(
        ([, width]) => Number(width),
      );
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(100.01);
      if (talking > 0) expect(widths[1]).toBeGreaterThanOrEqual(0.7);
    }
  });
});

describe('The outcomes', () => {
  it('stand there all, each with its count and its share', () => {
    const outcomes = read('outcomes', running());
    expect(outcomes).toContain('|214 of 412 reached (51.9%)|');
    for (const row of ['|Answered|183|44.4%|', '|Handed over to an agent|31|7.5%|', '|Expired|0|0%|']) {
      expect(outcomes).toContain(row);
    }
    const shares = [...outcomes.matchAll(/\|([\d.]+)%(?=\|)/g)].map(([, share]) => Number(share));
    expect(shares).toHaveLength(11);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5);
  });

  it('are not there before anybody is done', () => {
    expect(read('outcomes', draft())).toBe('|Nobody is done yet.|');
  });
});

describe('The pace', () => {
  it('stands beside the one that was asked for, with the lines and the breaker', () => {
    expect(read('pace', running())).toBe(
      '|Asked for|every 2.5 s24 calls a minute|Measured|every 2.7 s22 calls a minute, by the last 60|2 min 40 s agocalls begunnow|Calls at this moment|5 of 8at one time|Failed in the last 2 min|2 of 316%; pauses at 50%|',
    );
    expect(picture('pace', running())).toContain('aria-label="60 calls begun in the last 2 min 40 s"');
  });

  it('is not told of too few calls, and an old one is said to be old', () => {
    expect(read('pace', running({ begun: [] }))).toContain('|Measured|–no calls lately|');
    expect(read('pace', running({ begun: begun(3, 2.5) }))).toContain('3 calls lately, too few to tell');
    expect(read('pace', pausedBy('breaker'))).toContain('every 2.6 sthe last one 4 min ago');
    const none = settings({ secondsApart: 0 });
    expect(read('pace', running({ settings: none }))).toContain('|Asked for|no pausebetween two calls|');
    const slow = settings({ secondsApart: 600 });
    expect(read('pace', running({ settings: slow }))).toContain('every 10 min6 calls an hour');
    const minutely = settings({ secondsApart: 60 });
    expect(read('pace', running({ settings: minutely }))).toContain('every 1 min60 calls an hour');
    const atOnce = running({ settings: none, begun: begun(60, 0) });
    expect(read('pace', atOnce)).toContain('|Measured|at onceby the last 60|');
  });

  it('is no matter of a campaign that is over', () => {
    expect(read('pace', done())).toBe('');
  });

  it('does not judge the breaker by fewer ends than it does itself', () => {
    const few = running({ breaker: { ends: 4, failures: 4 } });
    expect(read('pace', few)).toContain('4 of 4pauses at 50% of at least 5');
    expect(picture('pace', few)).not.toContain('class="poor"');
    expect(picture('pace', running({ breaker: { ends: 8, failures: 4 } }))).toContain('class="poor"');
  });
});

describe('Calls at this moment', () => {
  it('are told by row, last digits, and since when, the longest first', () => {
    const live = running().live.toReversed();
    expect(read('live', running({ live })).split('|').slice(1, 3)).toEqual([
      'Row 418 …0123 talking 3:05',
      'Row 431 …0177 talking 0:42',
    ]);
    expect(read('live', running())).toContain('|Row 1,002 …0190 dialing 0:03|');
  });

  it('are counted where there are many', () => {
    expect(read('live', given.hostile())).toContain('|and 76 more|');
    expect(read('live', tomorrow())).toBe('');
  });
});
