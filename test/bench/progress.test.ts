import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('The bench says what begins, and every tenth of it, with the share of the whole that is done', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  progress.begin('latency', { about: '100 calls', of: 100, share: 0.2 });
  for (let count = 1; count <= 100; count += 1) progress.done(count);
  progress.begin('recovery', { about: 'outages', of: 4, share: 0.8 });
  for (let count = 1; count <= 4; count += 1) progress.done(count);
  expect(lines).toEqual([
    '  0 %  latency: 100 calls ...',
    ...Array.from(
      { length: 10 },
      (_, i) => `${String(2 * (i + 1)).padStart(3)} %  latency: ${10 * (i + 1)} of 100`,
    ),
    ' 20 %  recovery: outages ...',
    ' 36 %  recovery: 1 of 4',
    ' 60 %  recovery: 2 of 4',
    ' 76 %  recovery: 3 of 4',
    '100 %  recovery: 4 of 4',
  ]);
  expect(progress.name).toBe('recovery');
});
