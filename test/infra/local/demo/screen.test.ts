import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Panel, screen } from '../../../../infra/local/demo/screen.ts';

const SAID = 'caller: “We are forty people and need a yearly price. Can I talk to your sales team?”';
const panel: Panel = {
  title: 'Agent first',
  since: 1_000,
  beats: [{ at: 1_000, who: 'caller', text: SAID.replace('caller: ', '') }],
  verdict: { good: true, text: 'outcome completed' },
  figures: 'webhook answered in 6 ms',
};

/** What is written on something of this size, without colours. */
const drawnOn = (size: { isTTY?: boolean; columns?: number; rows?: number }): string[] => {
  let written = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const stream = Object.assign(out, size) as unknown as NodeJS.WriteStream;
  screen(stream).paint([panel, panel, panel], true);
  return stripVTControlCharacters(written).split('\n');
};

describe('The demo', () => {
  it.each([
    ['into a pipe', {}],
    ['on a terminal that does not know its size', { isTTY: true, columns: 0, rows: 0 }],
    ['on a wide terminal', { isTTY: true, columns: 200, rows: 50 }],
    ['on a narrow one', { isTTY: true, columns: 60, rows: 20 }],
  ])('can be read %s: every word of it, and no line with nothing at its end', (_where, size) => {
    const lines = drawnOn(size);
    const words = lines.join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('forty people');
    expect(words).toContain('✔ outcome completed');
    expect(words).not.toContain('…');
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });

  it('is as wide as its terminal at most', () => {
    for (const line of drawnOn({ isTTY: true, columns: 60, rows: 20 }))
      expect(line.length).toBeLessThanOrEqual(60);
  });
});
