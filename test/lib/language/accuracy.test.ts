import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { DEFAULT_INTENT_WORDS, intentOf } from '../../../lib/language/intent/intent.ts';
import { wishForHuman } from '../../../lib/language/wish/wish.ts';

const LANGUAGES = { en: 'English', es: 'Spanish', de: 'German', fr: 'French' } as const;
const SETS = ['held-out', 'dev'] as const;
type Set = (typeof SETS)[number];

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`labelled/${name}.json`, import.meta.url), 'utf8'));
const set = z.enum(SETS);
const wishes = (language: string) =>
  z.array(z.object({ text: z.string(), wants: z.boolean(), set })).parse(read(language));
const intents = z.array(z.object({ text: z.string(), intent: z.string(), set })).parse(read('intents'));

type Counts = { right: number; falseAlarms: number; missed: number; quiet: number };

const counted = (utterances: ReturnType<typeof wishes>, of: Set): Counts => {
  const counts: Counts = { right: 0, falseAlarms: 0, missed: 0, quiet: 0 };
  for (const { text, wants, set: own } of utterances) {
    if (own !== of) continue;
    const heard = wishForHuman(text).is === 'wish';
    counts[heard ? (wants ? 'right' : 'falseAlarms') : wants ? 'missed' : 'quiet'] += 1;
  }
  return counts;
};
const all = (of: Set): Counts => counted(Object.keys(LANGUAGES).flatMap(wishes), of);
const precision = ({ right, falseAlarms }: Counts): number => right / (right + falseAlarms);
const recall = ({ right, missed }: Counts): number => right / (right + missed);
const understood = (of: Set): [right: number, asked: number] => {
  const asked = intents.filter((one) => one.set === of);
  const right = asked.filter(
    ({ text, intent }) => (intentOf(text, DEFAULT_INTENT_WORDS) ?? 'none') === intent,
  );
  return [right.length, asked.length];
};

const row = (name: string, counts: Counts): string => {
  const { right, falseAlarms, missed } = counts;
  const share = (value: number, of: number) => `${value.toFixed(2)} (${right} of ${of})`;
  return `| ${name} | ${share(precision(counts), right + falseAlarms)} | ${share(recall(counts), right + missed)} |`;
};

/** The table of docs/how-it-works.md, from utterances that the people who wrote or tuned the words had not seen. */
const table = (): string =>
  [
    '| wish for a human, utterances not seen before | precision | recall |',
    '|---|---|---|',
    ...Object.entries(LANGUAGES).map(([code, name]) => row(name, counted(wishes(code), 'held-out'))),
    row('together', all('held-out')),
  ].join('\n');

describe('On utterances that were not seen before', () => {
  it('hardly anybody is sent to a human who did not ask for one, and most are heard who did', () => {
    const counts = all('held-out');
    expect(precision(counts)).toBeGreaterThanOrEqual(0.95);
    expect(recall(counts)).toBeGreaterThanOrEqual(0.83);
  });

  it('the intent is understood in four of five', () => {
    const [right, asked] = understood('held-out');
    expect(right / asked).toBeGreaterThanOrEqual(0.8);
  });
});

describe('On the utterances by which the words were chosen', () => {
  it('everything is right', () => {
    expect(all('dev')).toMatchObject({ falseAlarms: 0, missed: 0 });
    const [right, asked] = understood('dev');
    expect(right).toBe(asked);
  });
});

describe('The docs', () => {
  const page = readFileSync(new URL('../../../docs/how-it-works.md', import.meta.url), 'utf8');

  it('give the figures that are measured here', () => {
    expect(page).toContain(table());
    const [right, asked] = understood('held-out');
    expect(page).toContain(`${right} of ${asked}`);
  });
});
