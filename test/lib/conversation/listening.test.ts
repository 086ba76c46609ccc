import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, callFrom, languageOf, unheardCall } from '../../../lib/conversation/call.ts';
import type { Heard } from '../../../lib/conversation/events.ts';
import { observe } from '../../../lib/conversation/observe.ts';
import { DEFAULT_INTENT_WORDS } from '../../../lib/language/intent/intent.ts';
import { entry, event, final, LISTENING, T0, told } from './given-call.ts';

const OURS = { ...LISTENING, intentWords: DEFAULT_INTENT_WORDS };

type Told = ReturnType<typeof event>;
const hearing = (...events: Told[]): Call =>
  events.reduce((call, one) => observe(call, one, OURS, one.at).call, unheardCall('call-1'));
const asks = (call: Call): number[] => call.questions.map((one) => one.asks);
const most = (call: Call): number => Math.max(0, ...asks(call));
const caller = (at: number, text: string): Heard => entry('caller', at, at + 900, text);
const assistant = (at: number, text: string): Heard => entry('assistant', at, at + 900, text);

const QUESTION = 'When will my new router be delivered?';

describe('A question', () => {
  it('counts again when the assistant has spoken since', () => {
    const list = [caller(1_000, QUESTION), assistant(3_000, 'One moment.'), caller(5_000, QUESTION)];
    expect(most(hearing(told(6_000, ...list)))).toBe(2);
    const more = [...list, assistant(7_000, 'I am looking.'), caller(9_000, QUESTION)];
    expect(most(hearing(told(6_000, ...list), told(10_000, ...more)))).toBe(3);
  });

  it('counts once when the caller repeats it in one breath', () => {
    expect(most(hearing(told(6_000, caller(1_000, QUESTION), caller(3_000, QUESTION))))).toBe(1);
  });

  it('counts once when it is told as a piece and as a whole', () => {
    expect(most(hearing(final('caller', 2_000, QUESTION), told(6_000, caller(1_000, QUESTION))))).toBe(1);
  });

  it('keeps its count when its words are told again, or grow', () => {
    const list = [caller(1_000, QUESTION), assistant(3_000, 'One moment.'), caller(5_000, QUESTION)];
    const again = hearing(
      told(6_000, ...list),
      told(7_000, ...list.slice(1), caller(5_000, 'When will my new router be delivered, please?')),
    );
    expect(most(again)).toBe(2);
  });

  it('keeps its count when the second time is told as a piece and as a whole', () => {
    const call = hearing(
      told(4_000, caller(1_000, QUESTION), assistant(3_000, 'One moment.')),
      final('caller', 5_900, QUESTION),
      told(6_000, caller(5_000, QUESTION)),
      told(8_000, assistant(7_000, 'I am looking.')),
      final('caller', 9_900, QUESTION),
    );
    expect(most(call)).toBe(3);
  });

  it('counts again also when the assistant’s words between are told last', () => {
    const call = hearing(
      told(2_000, caller(1_000, QUESTION)),
      told(6_000, caller(5_000, QUESTION)),
      told(7_000, assistant(3_000, 'One moment.')),
    );
    expect(most(call)).toBe(2);
  });

  it('is not another question', () => {
    const list = [
      caller(1_000, QUESTION),
      assistant(3_000, 'One moment.'),
      caller(5_000, 'When do you open today?'),
    ];
    expect(asks(hearing(told(6_000, ...list)))).toEqual([1, 1]);
  });

  it('is remembered among the newest six, and not at length', () => {
    const list = Array.from({ length: 8 }, (_, index) =>
      caller(index * 2_000, `What is ${'x'.repeat(400)}${index}?`),
    );
    const { questions } = hearing(told(20_000, ...list));
    expect(questions).toHaveLength(6);
    for (const { text } of questions) expect(text.length).toBeLessThanOrEqual(200);
  });
});

describe('A clarifying question', () => {
  const CLARIFYING = 'Could you clarify what you need?';

  it('counts for each time that it is asked', () => {
    const list = [assistant(1_000, CLARIFYING), caller(3_000, 'The thing.'), assistant(5_000, CLARIFYING)];
    expect(hearing(told(6_000, ...list)).clarifying).toEqual([T0 + 1_000, T0 + 5_000]);
  });

  it('in two sentences counts once', () => {
    const list = [assistant(1_000, CLARIFYING), assistant(2_000, 'What do you mean exactly?')];
    expect(hearing(told(6_000, ...list)).clarifying).toEqual([T0 + 1_000]);
  });

  it('that is told again counts once', () => {
    const list = [assistant(1_000, CLARIFYING), caller(3_000, 'The thing.')];
    expect(hearing(told(6_000, ...list), told(7_000, ...list), told(5_000, ...list)).clarifying).toHaveLength(
      1,
    );
  });
});

describe('The newest by the time of speech, not of arrival, is', () => {
  const bill = told(2_000, caller(1_000, 'I have a question about my bill.'));
  const cancel = told(6_000, caller(5_000, 'I want to cancel my subscription.'));
  const nothing = told(9_000, caller(8_000, 'Well, you know.'));

  it('the intent', () => {
    const newest = { is: 'cancellation', at: T0 + 5_000 };
    expect(hearing(bill, cancel, nothing).intent).toEqual(newest);
    expect(hearing(nothing, cancel, bill).intent).toEqual(newest);
  });

  it('the wish for a human', () => {
    const first = told(2_000, caller(1_000, 'I want to speak to a human.'));
    const second = told(6_000, caller(5_000, 'Give me a real person.'));
    for (const call of [hearing(first, second), hearing(second, first)]) {
      expect(call.wishes.map(({ at }) => at)).toEqual([T0 + 1_000, T0 + 5_000]);
    }
  });

  it('the last utterance', () => {
    expect(hearing(nothing, bill).last).toEqual({ role: 'caller', at: T0 + 8_000, text: 'Well, you know.' });
  });
});

describe('A sentence that comes in pieces', () => {
  it('is no wish for a human where its beginning refuses one', () => {
    const pieces = [final('caller', 1_000, 'I don’t want to'), final('caller', 2_500, 'speak to a human')];
    expect(hearing(...pieces).wishes).toEqual([]);
  });

  it('is no cancellation where its beginning refuses it', () => {
    const pieces = [
      final('caller', 1_000, 'I don’t want to'),
      final('caller', 2_500, 'cancel my subscription'),
    ];
    expect(hearing(...pieces).intent).toBeUndefined();
  });

  it('is a wish whose words are in two pieces', () => {
    const pieces = [
      final('caller', 1_000, 'I would like to speak'),
      final('caller', 2_500, 'to a real person'),
    ];
    expect(hearing(...pieces).wishes).toHaveLength(1);
  });

  it('is saved whole as the last utterance', () => {
    const pieces = [final('caller', 1_000, 'My address'), final('caller', 2_500, 'has changed')];
    expect(hearing(...pieces).last?.text).toBe('My address has changed');
  });

  it('is another sentence after more than four seconds, or after the other one spoke', () => {
    expect(
      hearing(final('caller', 1_000, 'I don’t want to'), final('caller', 5_001, 'speak to a human')).wishes,
    ).toHaveLength(1);
    const answered = [
      final('caller', 1_000, 'I don’t want'),
      final('assistant', 2_000, 'Pardon?'),
      final('caller', 3_000, 'a human please'),
    ];
    expect(hearing(...answered).last?.text).toBe('a human please');
  });
});

describe('Words that are corrected', () => {
  const first = told(2_000, caller(1_000, 'I want to speak to a human'));
  const grown = told(4_000, caller(1_000, 'I don’t want to speak to a human'));

  it('take their wish back', () => {
    expect(hearing(first).wishes).toHaveLength(1);
    expect(hearing(first, grown).wishes).toEqual([]);
    expect(hearing(grown, first).wishes).toEqual([]);
  });

  it('take their intent back', () => {
    const wrong = told(2_000, caller(1_000, 'I want to cancel my subscription'));
    const right = told(4_000, caller(1_000, 'I don’t want to cancel my subscription'));
    expect(hearing(wrong).intent?.is).toBe('cancellation');
    expect(hearing(wrong, right).intent).toBeUndefined();
  });
});

describe('Whatever the order in which a list is told,', () => {
  it('the same questions are counted as often', () => {
    const texts = [QUESTION, 'When do you open today?', 'I see.'];
    const turns = fc
      .array(fc.constantFrom(...texts), { minLength: 1, maxLength: 6 })
      .map((said) =>
        said.flatMap((text, index) => [
          caller(index * 4_000, text),
          ...(index % 2 === 0 ? [assistant(index * 4_000 + 2_000, 'Let me look.')] : []),
        ]),
      );
    const orders = turns.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.shuffledSubarray(list),
      ),
    );
    fc.assert(
      fc.property(orders, ([list, other, twice]) => {
        const one = hearing(...list.map((each) => told(50_000, each)));
        const two = hearing(...[...other, ...twice].map((each) => told(50_000, each)));
        expect(two.questions).toEqual(one.questions);
        expect(two.last).toEqual(one.last);
      }),
      { numRuns: 300 },
    );
  });
});

describe('The language of a call', () => {
  const spanish = caller(1_000, 'Quiero hablar con una persona.');
  const german = caller(5_000, 'Ich möchte einen Menschen sprechen.');
  const noticed = (at: number, language: string) => event(at, { is: 'language', language });

  it('is that of the caller’s newest words, in whatever order they are told', () => {
    expect(languageOf(hearing(told(2_000, spanish)))).toBe('es');
    expect(languageOf(hearing(told(6_000, spanish, german)))).toBe('de');
    expect(languageOf(hearing(told(6_000, german), told(7_000, spanish)))).toBe('de');
  });

  it('is not changed by what shows none, nor by the assistant', () => {
    const after = [caller(7_000, 'Okay.'), caller(8_000, 'Smith'), assistant(9_000, 'How can I help you?')];
    expect(languageOf(hearing(told(10_000, spanish, ...after)))).toBe('es');
  });

  it('is what the transcriber noticed, until newer words tell', () => {
    expect(languageOf(hearing(told(2_000, spanish), noticed(3_000, 'fr')))).toBe('fr');
    expect(languageOf(hearing(noticed(3_000, 'fr'), told(6_000, german)))).toBe('de');
    expect(languageOf(hearing(told(6_000, german), noticed(3_000, 'fr')))).toBe('de');
  });

  it('is heard in a sentence that comes in pieces', () => {
    const pieces = [final('caller', 1_000, 'Um, Herr'), final('caller', 2_000, 'Müller, ich warte')];
    expect(languageOf(hearing(...pieces))).toBe('de');
  });

  it('is the assistant’s own where none was heard, or one that we do not speak', () => {
    const known = { assistantLanguage: 'es' };
    expect(languageOf({ known })).toBe('es');
    expect(languageOf({ known, spoken: { is: 'it', at: 1 } })).toBe('es');
    expect(languageOf({ known: {} })).toBeUndefined();
  });

  it('is kept as another version wrote it', () => {
    const record = { ...unheardCall('call-1'), spoken: { is: 'it', at: 1, sure: true } };
    expect(callFrom(record)?.spoken).toEqual({ is: 'it', at: 1, sure: true });
  });
});

describe('A machine that answers a call of ours', () => {
  const MENU = 'If you would like to speak to an operator, press zero.';
  const outbound = (one: Told): Told => ({ ...one, known: { ...one.known, direction: 'outbound' } });
  const wishes = (...events: Told[]) => hearing(...events).wishes.map(({ words }) => words);

  it('asks for nobody, in one piece or in several', () => {
    expect(wishes(final('caller', 1_000, MENU))).toEqual([]);
    expect(
      wishes(final('caller', 1_000, 'To speak to a representative'), final('caller', 2_500, 'press zero.')),
    ).toEqual([]);
  });

  it('is not heard at all before the assistant has spoken, whatever it says', () => {
    expect(wishes(outbound(final('caller', 1_000, 'I want to speak to a person.')))).toEqual([]);
    expect(
      wishes(
        outbound(final('assistant', 500, 'Hello, this is Example Energy.')),
        outbound(final('caller', 1_000, 'I want to speak to a person.')),
      ),
    ).toEqual(['I want to speak to a person']);
  });

  it('keeps nobody from being heard who has called us, or with whom the assistant is heard to speak', () => {
    expect(wishes(final('caller', 1_000, 'I want to speak to a person.'))).toHaveLength(1);
    const spoke = outbound({
      ...final('caller', 0, 'x'),
      what: { is: 'speech', role: 'assistant', status: 'started' },
    });
    expect(wishes(spoke, outbound(final('caller', 1_000, 'I want to speak to a person.')))).toHaveLength(1);
  });

  it('leaves an earlier wish alone that is no part of the sentence', () => {
    expect(
      wishes(
        final('caller', 1_000, 'I want to speak to a person.'),
        final('caller', 9_000, 'To hear this again'),
        final('caller', 10_000, 'press one.'),
      ),
    ).toEqual(['I want to speak to a person']);
  });
});
