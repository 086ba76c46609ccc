import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STRATEGIES } from '../../lib/handoff/record/handoff.ts';

/** The list of their names, and what a record had before there was one. */
const NAMED_IN = ['lib/handoff/record/words.ts', 'lib/handoff/record/handoff.ts'];

const lines = globSync(['lib/**/*.ts', 'functions/*.ts'])
  .filter((file) => !NAMED_IN.includes(file) && !file.startsWith('lib/handoff/strategies/'))
  .sort()
  .flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => ({ file, line: line.trim() })),
  );

/** A word of the callers' destinations as well: only a comparison with it asks for a strategy. */
const OTHER_MEANING = ['conference'];
const names = STRATEGIES.filter((name) => !OTHER_MEANING.includes(name));

const found = (pattern: RegExp): string[] =>
  lines.filter(({ line }) => pattern.test(line)).map(({ file, line }) => `${file}: ${line}`);

describe('Outside of its own folder a strategy', () => {
  it('is never named', () => {
    expect(lines.length).toBeGreaterThan(10_000);
    expect(found(new RegExp(`'(${names.join('|')})'`))).toEqual([]);
  });

  it('is never asked for by its name', () => {
    const either = `'(${STRATEGIES.join('|')})'`;
    expect(found(new RegExp(`[!=]==? ${either}|${either} [!=]==?`))).toEqual([]);
  });

  it('shows its name only where it is counted, logged or read', () => {
    const files = found(/\bstrategy\.is\b|\bstrategy: \{ is/).map((where) => where.split(':')[0]);
    expect([...new Set(files)]).toEqual([
      'lib/handoff/ask/request.ts',
      'lib/handoff/machine/facts-of.ts',
      'lib/handoff/machine/offer.ts',
      'lib/inbound/desk-queue.ts',
      'lib/pages/agent/timeline.ts',
    ]);
  });
});
