import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role, StoredUtterance } from '../../../lib/base/utterance.ts';
import type { Remembered } from '../../../lib/conversation/call.ts';
import { inSpokenOrder, remembered, type Turn } from '../../../lib/conversation/turns.ts';

const RUNS = { numRuns: 500 };

const WORDS = ['yes', 'no', 'my', 'order', 'bill', 'where', 'is', 'it', 'address', 'please'];

type Spoken = { said: StoredUtterance; turns: Turn[] };

/** A conversation as it comes: entries that grow, told several times, and finals in one to three pieces. */
const conversationArbitrary: fc.Arbitrary<Spoken[]> = fc
  .array(
    fc.record({
      words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }),
      pieces: fc.integer({ min: 1, max: 3 }),
      told: fc.integer({ min: 1, max: 4 }),
      pause: fc.integer({ min: 1_500, max: 9_000 }),
      how: fc.constantFrom('list', 'pieces', 'both'),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((utterances) => {
    let at = 1_000;
    return utterances.map(({ words, pieces, told, pause, how }, index): Spoken => {
      const role: Role = index % 2 === 0 ? 'assistant' : 'caller';
      const begin = at;
      const end = begin + words.length * 300;
      at = end + pause;
      const size = Math.ceil(words.length / pieces);
      const finals = Array.from({ length: Math.ceil(words.length / size) }, (_, nth): Turn => {
        const part = words.slice(nth * size, (nth + 1) * size);
        const over = begin + Math.min(words.length, (nth + 1) * size) * 300 + 200;
        return { kind: 'final', role, at: over, seenAt: over, text: part.join(' ') };
      });
      const versions = Array.from({ length: told }, (_, nth): Turn => {
        const known = words.slice(0, Math.max(1, Math.ceil((words.length * (nth + 1)) / told)));
        return {
          kind: 'message',
          role,
          at: begin,
          end,
          seenAt: end + nth * 100,
          text: `${known.join(' ')}.`,
        };
      });
      const said = { role, at: begin, text: `${words.join(' ')}.` };
      return { said, turns: [...(how === 'pieces' ? [] : versions), ...(how === 'list' ? [] : finals)] };
    });
  });

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

/** All of it, some of it twice, in any order. */
const anyOrder = (spoken: readonly Spoken[]): fc.Arbitrary<Turn[]> => {
  const turns = spoken.flatMap((one) => one.turns);
  return fc.shuffledSubarray(turns).chain((twice) => shuffled([...turns, ...twice]));
};
const wordsOf = (text: string): string[] => text.replaceAll('.', '').split(' ');

describe('However a conversation is told,', () => {
  it('it reads the same', () => {
    const orders = conversationArbitrary.chain((spoken) =>
      fc.tuple(fc.constant(spoken.flatMap(({ turns }) => turns)), anyOrder(spoken)),
    );
    fc.assert(
      fc.property(orders, ([turns, other]) => {
        expect(inSpokenOrder(other)).toEqual(inSpokenOrder(turns));
      }),
      RUNS,
    );
  });

  it('nothing is lost, and nothing that is known as a whole is there in pieces', () => {
    fc.assert(
      fc.property(
        conversationArbitrary.chain((spoken) => fc.tuple(fc.constant(spoken), anyOrder(spoken))),
        ([spoken, turns]) => {
          const read = inSpokenOrder(turns);
          for (const { said, turns: told } of spoken) {
            const whole = told.some(({ kind }) => kind === 'message');
            const last = Math.max(...told.map(({ at }) => at));
            const here = read.filter(({ at, role }) => role === said.role && at >= said.at && at <= last);
            if (whole) expect(here).toEqual([said]);
            else expect(here.flatMap(({ text }) => wordsOf(text))).toEqual(wordsOf(said.text));
          }
          expect(read.map(({ at }) => at)).toEqual(read.map(({ at }) => at).toSorted((a, b) => a - b));
        },
      ),
      RUNS,
    );
  });

  it('what reads the stored utterances reads what reads all of them', () => {
    fc.assert(
      fc.property(conversationArbitrary.chain(anyOrder), (turns) => {
        let talk: Remembered[] = [];
        const stored: Turn[] = [];
        for (const turn of turns) {
          const { talk: next, fresh } = remembered(talk, [turn]);
          talk = next;
          stored.push(...fresh);
          expect(talk.length).toBeLessThanOrEqual(24);
          expect(remembered(talk, fresh).fresh.filter((one) => isKept(talk, one))).toEqual([]);
        }
        expect(inSpokenOrder(stored)).toEqual(inSpokenOrder(turns));
      }),
      RUNS,
    );
  });
});

/** One that is older than all that is remembered is forgotten at once. */
const isKept = (talk: readonly Remembered[], { kind, role, at }: Turn): boolean =>
  talk.some((one) => one.kind === kind && one.role === role && one.at === at);
