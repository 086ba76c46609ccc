import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoardData } from '../../../../lib/board/data.ts';
import { BOARD_POLICY } from '../../../../lib/pages/board/document.ts';
import { boardAnswer, boardPage } from '../../../../lib/pages/board/page.ts';
import { cpuCost } from '../../../cpu-time.ts';
import { agentsUnknown, ago, busy, caller, calm, empty, hostile, storm } from './given-board.ts';
import { isWhole } from './read.ts';

const LIMIT = 100_000;
const bytes = (text: string) => Buffer.byteLength(text);

/** Elements and attributes by name: what a browser would make of it must come from the page alone. */
const markup = (page: string) => page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').match(/<[^>]*>/g) ?? [];

describe('The board', () => {
  it('has now before today before the past', () => {
    const page = boardPage(busy());
    const order = [
      '<h1>Board</h1>',
      '>Now</h2>',
      '>Waiting</h3>',
      '>Talking</h3>',
      '>Today</h2>',
      '>Hour by hour</h3>',
      '>Today in tables</h2>',
      '>Past handoffs</h2>',
    ].map((text) => page.indexOf(text));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it.each([
    ['empty', empty()],
    ['calm', calm()],
    ['busy', busy()],
    ['full', storm(200)],
    ['without its agents', agentsUnknown()],
    ['hostile', hostile()],
  ])('is whole where it is %s', (_name, data) => {
    expect(isWhole(boardPage(data))).toBe(true);
    expect(Object.values(boardAnswer(data).sections).join()).not.toMatch(
      /NaN|Infinity|>undefined|>null|\[object/,
    );
  });

  it('names no two elements the same, and every name that is meant is there', () => {
    const page = boardPage(busy());
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const meant = [...page.matchAll(/ (?:for|list|aria-labelledby|aria-describedby)="([^"]*)"/g)];
    expect(meant.filter(([, id]) => !ids.includes(id))).toEqual([]);
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    const sought = [...script.matchAll(/(?:getElementById|offerNames)\('([\w-]+)'/g)].map(([, id]) => id);
    expect(sought.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('offers the last seven days to the search, today included', () => {
    expect(boardPage(busy())).toMatch(/name="from" [^>]*value="2026-11-24">/);
    expect(boardPage(busy())).toMatch(/name="to" [^>]*value="2026-11-30">/);
  });

  it('has no markup but its own, whatever names and reasons are', () => {
    const own = markup(boardPage(hostile())).join('');
    expect(own).not.toMatch(/<script|<img|javascript:|\sstyle=|\son[a-z]+=/);
    expect(boardPage(hostile())).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '\u202E', '\u2069', '/', 'a', '='),
      minLength: 1,
      maxLength: 60,
    });
    const usual = markup(boardPage(hostile('x'))).length;
    fc.assert(
      fc.property(text, (foreign) => {
        expect(markup(boardPage(hostile(`x${foreign}`)))).toHaveLength(usual);
      }),
      { numRuns: 20 },
    );
  });

  it('shows of a telephone number the last four digits, and none that stands in a name or a reason', () => {
    const now = {
      ...busy().now,
      waiting: [{ ...caller({ name: '+1 415 555 0199', reason: 'Ring 415 555 0123 back' }), since: ago(5) }],
    };
    expect(boardPage(busy({ now }))).not.toMatch(/415.?555/);
    expect(boardPage(busy({ now }))).toContain('•••• 0199');
  });

  it.each([
    '<',
    '"',
    '\\',
    '👍🏽',
    '١',
    '+14155550123 ',
  ])('weighs under 100 KB and is made at little cost, with 200 who wait and 300 agents, all named %s', (unit) => {
    const data = hostile(unit);
    expect(bytes(boardPage(data))).toBeLessThan(LIMIT);
    expect(bytes(JSON.stringify(boardAnswer(data).sections))).toBeLessThan(LIMIT);
    expect(cpuCost(() => boardPage(data), 40)).toBeLessThan(40);
  });

  it('weighs under 100 KB with the figures that take most room', () => {
    const { today, ...rest } = hostile('<');
    const wide = (text: string) => JSON.parse(text.replaceAll(/\b9007199254740991\b/g, '99999'));
    const data: BoardData = { ...rest, today: wide(JSON.stringify(today)) };
    expect(boardPage(data)).toContain('99,999');
    expect(bytes(boardPage(data))).toBeLessThan(LIMIT);
  });

  it('runs and loads nothing but its own style and script, and stands in no frame', () => {
    const page = boardPage(busy());
    for (const [tag, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ] as const) {
      const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(content).digest('base64');
      expect(BOARD_POLICY).toContain(`${directive} 'sha256-${hash}'`);
    }
    expect(BOARD_POLICY).toContain("default-src 'none'");
    expect(BOARD_POLICY).toContain("connect-src 'self'");
    expect(BOARD_POLICY).toContain("frame-ancestors 'none'");
    expect(BOARD_POLICY).not.toMatch(/unsafe|img-src/);
    expect(page).not.toMatch(/https?:\/\/|cookie|localStorage|sessionStorage|eval\(/);
  });

  it('puts what a search finds in as text: only sections come as markup', () => {
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(boardPage(busy())) ?? [];
    expect(script.match(/innerHTML/g)).toEqual(['innerHTML']);
    expect(script).not.toMatch(/insertAdjacentHTML|outerHTML|document\.write/);
  });
});

describe('What the board asks for while it is open', () => {
  it('is the board itself with its sections as markup', () => {
    const { title, live, sections, versions, ...data } = boardAnswer(busy());
    expect(data).toEqual(busy());
    expect([title, live]).toEqual(['3 waiting, 4 talking: board', true]);
    expect(Object.keys(versions)).toEqual(Object.keys(sections));
    for (const [id, section] of Object.entries(sections)) expect(boardPage(busy()), id).toContain(section);
  });

  it('has versions that change with their sections alone', () => {
    const changed = (one: BoardData, other: BoardData) => {
      const versions = new Map(Object.entries(boardAnswer(other).versions));
      return Object.entries(boardAnswer(one).versions)
        .filter(([id, version]) => versions.get(id) !== version)
        .map(([id]) => id);
    };
    expect(changed(calm(), calm({ at: ago(-1) }))).toEqual(['talking']);
    expect(changed(empty(), empty({ at: ago(-9) }))).toEqual([]);
    expect(changed(busy(), busy({ followups: empty().followups }))).toEqual(['followups']);
  });
});
