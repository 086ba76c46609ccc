import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import colors from 'picocolors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Panel } from '../../../../infra/local/demo/screen.ts';

afterEach(() => vi.doUnmock('picocolors'));

/** The screen where colours are wanted or not, which is decided when it is loaded. */
const screenIn = async (colours: 'colours' | 'black and white') => {
  vi.doMock('picocolors', () => ({ default: colors.createColors(colours === 'colours') }));
  vi.resetModules();
  return (await import('../../../../infra/local/demo/screen.ts')).screen;
};

const SAID = 'caller: “We are forty people and need a yearly price. Can I talk to your sales team?”';
const panel: Panel = {
  title: 'Agent first',
  since: 1_000,
  beats: [{ at: 1_000, who: 'caller', text: SAID.replace('caller: ', '') }],
  verdict: { good: true, text: 'outcome completed' },
  figures: 'webhook answered in 6 ms',
};

type Size = { isTTY?: boolean; columns?: number; rows?: number };
/** What is written on something of this size, as it is. */
const drawnOn = async (
  size: Size,
  colours: 'colours' | 'black and white',
  drawn: Panel = panel,
): Promise<string> => {
  let written = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const stream = Object.assign(out, size) as unknown as NodeJS.WriteStream;
  (await screenIn(colours))(stream).paint([drawn, drawn, drawn], true);
  return written;
};

const SIZES: [where: string, size: Size][] = [
  ['into a pipe', {}],
  ['on a terminal that does not know its size', { isTTY: true, columns: 0, rows: 0 }],
  ['on a wide terminal', { isTTY: true, columns: 200, rows: 50 }],
  ['on a narrow one', { isTTY: true, columns: 60, rows: 20 }],
];

describe.each(['colours', 'black and white'] as const)('The demo, in %s,', (colours) => {
  it.each(
    SIZES,
  )('can be read %s: every word of it, and no line with nothing at its end', async (_where, size) => {
    const written = await drawnOn(size, colours);
    expect(written !== stripVTControlCharacters(written)).toBe(colours === 'colours');
    const lines = stripVTControlCharacters(written).split('\n');
    const words = lines.join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('forty people');
    expect(words).toContain('✔ outcome completed');
    expect(words).not.toContain('…');
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });

  it.each(SIZES)('shows how far something is that is more than one call: %s', async (_where, size) => {
    const { verdict: _known, ...rest } = panel;
    const going: Panel = { ...rest, verdict: undefined, progress: '██░ 2 of 3 done', doing: 'calls people' };
    const written = stripVTControlCharacters(await drawnOn(size, colours, going));
    expect(written).toContain('██░ 2 of 3 done');
    expect(written).toContain('… calls people, ');
    expect(written).not.toContain('on the line');
  });

  it('is as wide as its terminal at most', async () => {
    const written = await drawnOn({ isTTY: true, columns: 60, rows: 20 }, colours);
    for (const line of stripVTControlCharacters(written).split('\n'))
      expect(line.length).toBeLessThanOrEqual(60);
  });
});
