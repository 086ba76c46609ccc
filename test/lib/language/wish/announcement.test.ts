import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { wishForHuman } from '../../../../lib/language/wish/wish.ts';
import announcements from '../labelled/announcements.json' with { type: 'json' };

const labelled = z
  .array(
    z.strictObject({
      text: z.string(),
      wants: z.boolean(),
      set: z.enum(['dev', 'held-out']),
      language: z.enum(['en', 'es', 'de', 'fr']),
    }),
  )
  .parse(announcements);
const heard = (text: string): boolean => wishForHuman(text).is === 'wish';
const of = (set: 'dev' | 'held-out', wants: boolean) =>
  labelled.filter((one) => one.set === set && one.wants === wants).map(({ text }) => text);

describe('What a machine offers', () => {
  it.each(of('dev', false))('is no wish: %s', (text) => {
    expect(heard(text)).toBe(false);
  });

  it('is no wish without the signs of writing, which many transcripts lack', () => {
    const plain = of('dev', false).map((text) => text.replace(/[.,?!:'«»]/g, ' ').toLowerCase());
    expect(plain.filter(heard)).toEqual([]);
  });

  it('is hardly ever taken for a wish where it was not seen before, and wishes that look like it are heard', () => {
    const [offers, wishes] = [of('held-out', false), of('held-out', true)];
    const [alarms, right] = [offers.filter(heard).length, wishes.filter(heard).length];
    const measured = `${alarms} of ${offers.length} announcements were taken for a wish, and ${right} of ${wishes.length} wishes that speak of keys and menus were heard`;
    expect([offers.length, wishes.length]).toEqual([107, 62]);
    expect(right / (right + alarms)).toBeGreaterThanOrEqual(0.98);
    expect(right / wishes.length).toBeGreaterThanOrEqual(0.88);
    const page = readFileSync(new URL('../../../../docs/how-it-works.md', import.meta.url), 'utf8');
    expect(page).toContain(measured);
  });
});

describe('A caller who speaks of a menu', () => {
  it.each(of('dev', true))('is heard: %s', (text) => {
    expect(heard(text)).toBe(true);
  });

  it.each([
    // The machine's sentence, and then the caller's own.
    ['Press zero for an operator. I want to talk to a person.', true],
    ['To speak to an agent, press zero. Hello? Please connect me to somebody.', true],
    ['I want a person, not press zero for billing.', true],
    ['Your machine says press zero for an agent, but I need an agent now.', true],
    ['I do not want an agent. Press zero, it says, to speak to one.', false],
    // What is called like an instruction and is none.
    ['Say, can I talk to a person?', true],
    ['Hold on, get me an operator.', true],
    ['Please stay on the line with me and get me a human.', true],
    ['I have one question, press release or not: I want to speak to a person.', true],
    ['The number is 0 7 9. Agent, please!', true],
  ])('%s is a wish: %s', (text, is) => {
    expect(heard(text)).toBe(is);
  });

  it('is quoted with their own words alone', () => {
    const wish = wishForHuman('To reach an operator, press zero. I would like to speak to a person.');
    expect(wish).toEqual({ is: 'wish', words: 'I would like to speak to a person' });
  });
});
