import { describe, expect, it } from 'vitest';
import { dateFormat } from '../../../lib/base/date-format.ts';

describe('How moments are written', () => {
  const formatIn = dateFormat('en-GB', { dateStyle: 'short', timeStyle: 'short' });
  const moment = Date.UTC(2026, 10, 30, 23, 30);

  it('is by the clocks of the zone that is asked for', () => {
    expect(formatIn('Europe/Berlin').format(moment)).toBe('01/12/2026, 00:30');
    expect(formatIn('America/Denver').format(moment)).toBe('30/11/2026, 16:30');
  });

  it('is made once for a zone', () => {
    expect(formatIn('Europe/Berlin')).toBe(formatIn('Europe/Berlin'));
    expect(formatIn('Europe/Berlin')).not.toBe(formatIn('Europe/Madrid'));
  });
});
