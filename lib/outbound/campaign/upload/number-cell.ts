import { e164In } from '../../../base/phone-number.ts';
import { calledAs } from '../../called-as.ts';
import { problem } from '../../problem.ts';
import type { ReadNumber } from './row.ts';

/** What spreadsheets make of a long number: `1.41556E+10`, with few of its digits left, and `14155550123.0`. */
const SPOILT = /^\+?\d+(?:[.,]\d+)?E[+-]?\d+$|^\+?\d{7,}[.,]0+$/i;

/** `'+1...` and `="+1..."` keep a spreadsheet from computing. */
const asWritten = (cell: string): string =>
  cell
    .trim()
    .replace(/^['=]+/, '')
    .replace(/^"([^"]*)"$/, '$1')
    .trim();

/** Returns how a number is read that stands in a spreadsheet; without a plus it is one of `country` (`US`). */
export function numberCells(country: string | undefined): ReadNumber {
  return (cell) => {
    const text = asWritten(cell);
    if (SPOILT.test(text)) {
      return problem(
        'number',
        'was destroyed by a spreadsheet: format the column as text and enter it again',
      );
    }
    const nearby = (): string | undefined =>
      country === undefined ? undefined : calledAs(e164In(country, text) ?? '');
    const number = calledAs(text) ?? nearby();
    if (number !== undefined) return number;
    return country === undefined
      ? problem('number', 'is no phone number in E.164 form like +14155550123; without + it needs a country')
      : problem('number', `is no phone number in E.164 form like +14155550123, and none of ${country}`);
  };
}
