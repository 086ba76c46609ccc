import { describe, expect, it } from 'vitest';
import { meansLatest } from '../../../lib/tools/latest-ticket.ts';

describe('The caller’s latest ticket', () => {
  it.each([
    ...['the latest one', 'my ticket', 'MINE', '“my open one”', 'it’s my last case'],
    ...['mein letztes Ticket', 'das neueste', 'mein jüngster Fall, bitte'],
    ...['mi último caso', 'la más reciente', 'el mío'],
    ...['mon dernier ticket', 'la plus récente', 'c’est le mien'],
  ])('is meant by %j', (given) => {
    expect(meansLatest(given)).toBe(true);
    expect(meansLatest([given])).toBe(true);
    expect(meansLatest([given, given])).toBe(false);
  });

  it.each<unknown>([
    ...[undefined, null, 4711, {}, '', 'ticket', 'the one', '4711', 'my ticket 4711', 'my second one'],
    ...[
      'my last two',
      'not mine',
      'hers',
      'my wife’s',
      'mein vorletztes',
      'mi otro caso',
      'mon autre ticket',
    ],
    `my ${'latest '.repeat(20)}`,
  ])('is not meant by %j', (given) => {
    expect(meansLatest(given)).toBe(false);
  });
});
