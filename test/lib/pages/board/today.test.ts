import { describe, expect, it } from 'vitest';
import { amount, clock, share } from '../../../../lib/pages/board/amounts.ts';
import { DEFINITIONS, FIGURES } from '../../../../lib/pages/board/definitions.ts';
import { ago, busy, byHour, calm, empty, figures } from './given-board.ts';
import { markupOf, read } from './read.ts';

const onDay = (changed: object) => busy({ today: { ...busy().today, ...changed } });

describe('The figures of the day', () => {
  it('stand there each with its definition', () => {
    const shown = read('figures', busy());
    for (const [name, figure] of [
      ['Asked for', '155'],
      ['Connected', '131'],
      ['Service level', '84.5%'],
      ['Speed of answer', '0:13'],
      ['Average talk', '4:34'],
      ['Abandoned', '9'],
      ['No agent', '2'],
      ['Failed', '1'],
      ['Canceled', '4'],
      ['Transferred', '2'],
    ] as const) {
      expect(shown).toMatch(new RegExp(`\\|${name}\\|[^|]+\\.\\|${figure}\\|`));
    }
    expect(FIGURES.toSorted()).toEqual(Object.keys(DEFINITIONS).toSorted());
  });

  it('say what is not known of an empty day', () => {
    expect(read('figures', empty())).toMatch(/\|Service level\|[^|]+\|–not known\|/);
    expect(read('figures', empty())).toMatch(/\|Asked for\|[^|]+\|0\|/);
    expect(read('tables', empty())).toBe('|There is nothing to tell of this day yet.|');
  });

  it('never say 100 percent of less than all, nor none of some', () => {
    expect([0, 0.0001, 0.845, 0.9999, 1].map(share)).toEqual(['0%', '0.1%', '84.5%', '99.9%', '100%']);
    expect([0, 1_204, 99_999, 1_234_567, Number.NaN].map(amount)).toEqual([
      '0',
      '1,204',
      '99,999',
      '1.2M',
      '0',
    ]);
    expect([0, 13.4, 274.2, 3_723].map(clock)).toEqual(['0:00', '0:13', '4:34', '1:02:03']);
  });
});

describe('The tables of the day', () => {
  it('are by department, hour, agent and strategy, whoever was asked for most first', () => {
    const tables = read('tables', busy());
    expect(tables).toContain('|support|74|61|82.4%|0:13|4:34|5|2|1|4|2|billing|52|');
    expect(tables).toContain('|14:00 now|9|5|');
    expect(tables).toContain('|By agent|Today by agent|Agent|Asked for|');
    expect(tables).toContain('|Conference|121|');
    expect(tables.indexOf('|Conference|')).toBeLessThan(tables.indexOf('|Vapi transfer|'));
  });

  it('have a caption and heads that say what they are the heads of', () => {
    const tables = markupOf('tables', busy());
    expect(tables.match(/<caption/g)).toHaveLength(4);
    expect(tables.match(/<table/g)).toHaveLength(4);
    expect(tables).not.toMatch(/<th(?! scope=)[ >]/);
  });

  it('sum up who is too many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`agent.${n}`, figures({ asked: n })]),
    );
    const tables = read('tables', onDay({ byAgent: many }));
    expect(tables).toContain('|agent.299|299|');
    expect(tables).toContain('|and 284 more|');
  });
});

describe('The picture of the day', () => {
  const bars = (data = busy()) =>
    [...markupOf('picture', data).matchAll(/<rect class="(\w+)"/g)].map(([, is]) => is);
  const heights = (data = busy()) =>
    [
      ...markupOf('picture', data).matchAll(
        /<rect class="(?!band)\w+"[^>]* y="([\d.]+)%"[^>]* height="([\d.]+)%"/g,
      ),
    ].map(([, y, height]) => Number(y) + Number(height));

  it('has a bar for each hour, and says in words which one was the peak', () => {
    expect(markupOf('picture', busy())).toContain(
      'aria-label="Most in the hour of 11:00: 42 asked for, 36 connected, 4 lost; in this hour 9 asked for so far. The table by hour has all of them."',
    );
    expect(markupOf('picture', busy()).match(/class="c"/g)).toHaveLength(7);
    expect(heights().every((bottom) => bottom <= 100.2)).toBe(true);
  });

  it('marks the hour that it is now on the wall there, and none on another day', () => {
    expect(markupOf('picture', busy()).match(/<g class="now[^"]*">/g)).toHaveLength(1);
    expect(markupOf('picture', busy())).toMatch(/<g class="now[^"]*"><rect class="band".*?>14<\/text>/);
    expect(bars(busy({ at: ago(-86_400) }))).not.toContain('band');
  });

  it('shows the usual hours of every day, and those beyond them where something was', () => {
    const hours = (data = busy()) =>
      [...markupOf('picture', data).matchAll(/>(\d\d)<\/text><\/g>/g)].map(([, hour]) => hour);
    expect([hours()[0], hours().at(-1)]).toEqual(['08', '17']);
    const night = hours(onDay({ byHour: { ...byHour, '03': figures({ asked: 2 }) } }));
    expect([night[0], night.at(-1)]).toEqual(['03', '17']);
  });

  it('stands of a day on which nothing was', () => {
    expect(read('picture', empty())).toContain('|Nobody has asked for an agent today.|');
    expect(bars(empty())).toEqual(['band']);
    expect(markupOf('picture', calm())).not.toMatch(/NaN|Infinity|undefined/);
  });
});
