import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import { CAMPAIGN_POLICY } from '../../../../lib/pages/campaign/document.ts';
import { campaignData, campaignPage } from '../../../../lib/pages/campaign/page.ts';
import { cpuCost } from '../../../cpu-time.ts';
import {
  canceled,
  counts,
  done,
  draft,
  hostile,
  paused,
  pausedBy,
  running,
  settings,
  T0,
  tomorrow,
} from './given-view.ts';

const LIMIT = 60_000;
const bytes = (text: string) => Buffer.byteLength(text);
const sections = (view: CampaignView) => campaignData(view).sections;

/** Elements and attributes by name: what a browser would make of it must come from the page alone. */
const markup = (page: string) => page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').match(/<[^>]*>/g) ?? [];

describe('The page of a campaign', () => {
  it('has what one needs first before the rest', () => {
    const page = campaignPage(pausedBy('breaker', { live: running().live }));
    const order = [
      '<h1',
      'Paused: too many calls failed',
      'The last failures',
      '>412</b>',
      'Outcomes',
      'Waiting</h2>',
      'Pace</h2>',
      'Calls at this moment</h2>',
      'How it calls',
    ].map((text) => page.indexOf(text, page.indexOf('<main')));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it('stands with nothing known but that there is a campaign', () => {
    const bare = draft({ name: ' \u202E', total: 0, counts: counts({}), waiting: [] });
    expect(campaignPage(bare)).toContain('Campaign without a name</h1>');
    expect(sections(bare)).toMatchObject({ failures: '', waiting: '', live: '' });
    expect(sections(bare).progress).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has no markup but its own, whatever its names and reasons are', () => {
    const own = markup(campaignPage(hostile())).join('');
    expect(own).not.toMatch(/window|<script|<img|onerror|javascript:|\sstyle=|\son[a-z]+=/);
    expect(campaignPage(hostile())).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '\u202E', '\u2069', '/', 'a', '='),
      minLength: 1,
      maxLength: 60,
    });
    const usual = markup(campaignPage(hostile('x'))).length;
    fc.assert(
      fc.property(text, (foreign) => {
        expect(markup(campaignPage(hostile(`x${foreign}`)))).toHaveLength(usual);
      }),
      { numRuns: 30 },
    );
  });

  it('shows of a telephone number the last four digits, and none that stands in a name', () => {
    const view = running({
      name: 'Ring +1 415 555 0199 first',
      live: [{ row: 7, number: '+14155550123', is: 'talking', since: T0 }],
    });
    const page = campaignPage(view);
    expect(page).toContain('<span class="number">…0123</span>');
    expect(page + JSON.stringify(campaignData(view))).not.toMatch(/415.?555/);
    expect(campaignData(view).title).toContain('Ring +1 415 ••• ••99 first');
  });

  it.each([
    '<',
    '"',
    '\\',
    '👍🏽',
    '١',
    '+14155550123 ',
  ])('weighs under 60 KB and is made at little cost, with sixty zones and a hundred calls, all named %s', (unit) => {
    const view = hostile(unit);
    expect(bytes(campaignPage(view))).toBeLessThan(LIMIT);
    expect(bytes(JSON.stringify(campaignData(view)))).toBeLessThan(LIMIT);
    expect(cpuCost(() => campaignPage(view), 20)).toBeLessThan(20);
  });

  it('runs and loads nothing but its own style and script, and stands in no frame', () => {
    const page = campaignPage(running());
    for (const [tag, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ] as const) {
      const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(content).digest('base64');
      expect(CAMPAIGN_POLICY).toContain(`${directive} 'sha256-${hash}'`);
    }
    expect(CAMPAIGN_POLICY).toContain("default-src 'none'");
    expect(CAMPAIGN_POLICY).toContain("frame-ancestors 'none'");
    expect(CAMPAIGN_POLICY).not.toContain('unsafe');
    expect(page).not.toMatch(/https?:|cookie|localStorage|sessionStorage|eval\(/);
  });

  it('has a field for the key that has no name and nothing in it', () => {
    const [input = ''] = /<input[^>]*>/.exec(campaignPage(running())) ?? [];
    expect(input).toContain('type="password"');
    expect(input).toContain('autocomplete="off"');
    expect(input).not.toMatch(/\s(?:name|value)=/);
  });
});

describe('What the page asks for while it is open', () => {
  it('says what the campaign is, what can be done with it, and whether it is worth asking again', () => {
    const said = (view: CampaignView) => {
      const { status, action, live } = campaignData(view);
      return [status, action, live];
    };
    expect(said(draft())).toEqual(['draft', 'resume', true]);
    expect(said(running())).toEqual(['running', 'pause', true]);
    expect(said(paused())).toEqual(['paused', 'resume', true]);
    expect(said(canceled())).toEqual(['canceled', undefined, true]);
    expect(said(canceled({ live: [], counts: counts({ ended: 1_000 }) }))).toEqual([
      'canceled',
      undefined,
      false,
    ]);
    expect(said(done())).toEqual(['done', undefined, false]);
    expect(campaignData(running()).title).toBe('412 of 1,000 done, running: Spring meter readings');
  });

  it('is the same, to the byte, while nothing happens and no minute is over', () => {
    const later = tomorrow().now + 9_000;
    expect(JSON.stringify(campaignData(tomorrow({ now: later })))).toBe(
      JSON.stringify(campaignData(tomorrow())),
    );
  });

  it('has the sections of the page, each with a version that changes with it alone', () => {
    const before = campaignData(running());
    const page = campaignPage(running());
    for (const [id, section] of Object.entries(before.sections)) expect(page, id).toContain(section);
    const after = campaignData(running({ settings: settings({ maxConcurrent: 9 }) }));
    const versions = new Map(Object.entries(after.versions));
    const changed = Object.entries(before.versions).filter(([id, version]) => versions.get(id) !== version);
    expect(changed.map(([id]) => id)).toEqual(['pace', 'how']);
  });
});
