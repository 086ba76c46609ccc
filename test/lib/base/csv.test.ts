import { describe, expect, it } from 'vitest';
import { cellOf, csvOf, quoted } from '../../../lib/base/csv.ts';

describe('A cell of foreign text', () => {
  it.each([
    ['Sam Doe', 'Sam Doe'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    ['Doe, Sam', '"Doe, Sam"'],
    ['so "called"', '"so ""called"""'],
    ['two\nlines', '"two\nlines"'],
    // A spreadsheet in half of Europe parts cells by semicolons.
    ['Doe; Sam', '"Doe; Sam"'],
    ['Doe\tSam', '"Doe\tSam"'],
  ])('%j is written as %j', (text, cell) => {
    expect(cellOf(text)).toBe(cell);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t\'=1"'],
    ['a;=1+1', '"a;\'=1+1"'],
    ['\n=1+1', '"\'\n\'=1+1"'],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['a;＝1', '"a;\'＝1"'],
    ['a\n=1+1', '"a\n\'=1+1"'],
    ['=1,"x"', '"\'=1,""x"""'],
  ])('is no formula, wherever a spreadsheet parts the line: %j', (text, cell) => {
    expect(cellOf(text)).toBe(cell);
  });

  it('is in quotes where it only looks like a formula', () => {
    expect(quoted('+14155550123')).toBe('"+14155550123"');
  });
});

describe('Lines of cells', () => {
  it('end as spreadsheets want it', () => {
    expect(csvOf(['a,b', 'c,d'])).toBe('a,b\r\nc,d\r\n');
  });
});
