import { describe, expect, it } from 'vitest';
import { NOT_SHOWN, type NotShown, notShownPage, triesIn } from '../../../../lib/pages/agent/not-shown.ts';

const page = (why: NotShown, tries = 0, numbers: 'hidden' | 'shown' = 'hidden') =>
  notShownPage(why, { tries, numbers, timeZone: 'UTC' });
const refreshOf = (html: string) => /http-equiv="refresh" content="(\d+);url=([^"]*)"/.exec(html)?.slice(1);

describe('A link that shows no handoff', () => {
  it('says which of the reasons it is', () => {
    expect(page({ is: 'invalid' })).toContain('The link is not valid.');
    expect(page({ is: 'expired' })).toContain('<h1>This link has expired</h1>');
    const ended = { outcome: 'no_agent', at: 1_800_000_030_000 } as const;
    const replaced = page({ is: 'replaced', ended });
    expect(replaced).toContain('>08:00 UTC</time>: no agent took it.');
    expect(replaced).toContain(NOT_SHOWN.replaced);
    expect(page({ is: 'not-there' })).toContain('is not there yet, or it is no longer kept');
    for (const is of ['invalid', 'expired', 'replaced'] as const) {
      expect(page({ is })).not.toMatch(/<script|http-equiv/);
    }
  });

  it('looks again by itself while its handoff may still come, for about a minute, then lets the reader decide', () => {
    let seconds = 0;
    let tries = 0;
    for (;;) {
      const refresh = refreshOf(page({ is: 'not-there' }, tries));
      if (refresh === undefined) break;
      const [pause, url = ''] = refresh;
      expect(Number(pause)).toBeGreaterThanOrEqual(2);
      seconds += Number(pause);
      const next = triesIn(new URLSearchParams(url));
      expect(next).toBe(tries + 1);
      tries = next;
    }
    expect(seconds).toBe(60);
    expect(page({ is: 'not-there' }, tries)).toContain('<a class="button" href="?try=0">Look again</a>');
    expect(page({ is: 'not-there' }, 999)).not.toContain('http-equiv');
  });

  it('keeps the numbers shown or hidden meanwhile', () => {
    expect(refreshOf(page({ is: 'not-there' }, 3, 'shown'))).toEqual(['2', '?numbers=shown&amp;try=4']);
    expect(refreshOf(page({ is: 'not-there' }, 3))).toEqual(['2', '?try=4']);
  });

  it.each([
    ['', 0],
    ['try=7', 7],
    ['try=-1', 0],
    ['try=1e9', 0],
    ['try="><script>', 0],
    ['try=99999999999', 0],
  ])('counts its tries by its own address: %s', (query, tries) => {
    expect(triesIn(new URLSearchParams(query))).toBe(tries);
  });
});
