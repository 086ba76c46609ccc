import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../lib/base/utterance.ts';
import { inSpokenOrder, type Turn } from '../../../lib/conversation/turns.ts';
import { woven } from '../../../lib/conversation/untimed-lists.ts';

const TALK: readonly [Role, string][] = [
  ['assistant', 'How can I help?'],
  ['caller', 'I was charged twice. On invoice 4471.'],
  ['assistant', 'Is that right?'],
  ['caller', 'Yes.'],
  ['assistant', 'Anything else?'],
  ['caller', 'Yes.'],
];
const WHOLE = TALK.map(([role, text]) => `${role}: ${text}`);
const turn = (kind: Turn['kind'], nth: number, at: number): Turn => {
  const [role, text] = TALK[nth] ?? ['caller', ''];
  return { kind, role, at, text, seenAt: 90_000, ...(kind === 'message' ? { end: at + 900 } : {}) };
};
const listed = TALK.map((_, nth) => turn('listed', nth, nth));
const timed = TALK.map((_, nth) => turn('message', nth, 10_000 + 5_000 * nth));
const finals = TALK.map((_, nth) => turn('final', nth, 10_900 + 5_000 * nth));
const said = (...turns: Turn[]) => inSpokenOrder(turns).map(({ role, text }) => `${role}: ${text}`);

describe('A list without times', () => {
  it('is the talk where nothing else tells it', () => {
    expect(said(...listed.toReversed(), ...listed)).toEqual(WHOLE);
  });

  it.each([
    ['a list with times', timed],
    ['final transcripts', finals],
    ['both', [...timed, ...finals]],
  ])('adds nothing to what %s tells', (_, known) => {
    expect(said(...listed, ...known)).toEqual(said(...known));
    expect(said(...known, ...listed)).toEqual(WHOLE);
  });

  it('adds nothing to pieces that make up the whole', () => {
    const piece = (at: number, text: string): Turn => ({
      kind: 'final',
      role: 'caller',
      at,
      seenAt: at,
      text,
    });
    const pieces = [piece(15_400, 'I was charged twice.'), piece(16_800, 'On invoice 4471.')];
    expect(said(...listed.slice(0, 2), ...finals.slice(0, 1), ...pieces)).toEqual([
      'assistant: How can I help?',
      'caller: I was charged twice.',
      'caller: On invoice 4471.',
    ]);
  });

  it('keeps the place of what it alone tells', () => {
    for (let left = 0; left < TALK.length; left += 1) {
      const known = timed.filter((_, nth) => nth !== left);
      // Of two that are alike nobody can tell which one is left out.
      if (left !== 3) expect(said(...known, ...listed)).toEqual(WHOLE);
    }
  });

  it('is woven in without losing or changing what has a time, whatever it tells', () => {
    const one = fc.record({
      role: fc.constantFrom<Role>('assistant', 'caller'),
      at: fc.nat(99),
      text: fc.constantFrom('yes', 'no', 'yes no', 'no yes', '...'),
    });
    const talk = fc.array(one, { maxLength: 8 }).map((all) => all.toSorted((a, b) => a.at - b.at));
    fc.assert(
      fc.property(talk, talk, (known, list) => {
        const all = woven(known, list);
        expect(all.filter((each) => known.includes(each))).toEqual(known);
        expect(woven(known, known)).toEqual(known);
        if (known.length > 0) {
          expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 500 },
    );
  });
});
