import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INTENT_WORDS, intentOf } from '../../../../lib/language/intent/intent.ts';
import {
  isClarifyingQuestion,
  isQuestion,
  sameQuestion,
} from '../../../../lib/language/question/questions.ts';
import { wishForHuman } from '../../../../lib/language/wish/wish.ts';
import { cpuMs } from '../../../cpu-time.ts';
import { ANY_UNIT } from '../../any-text.ts';

const RUNS = { numRuns: 400 };

const WISHES = [
  'I want to talk to a human',
  'please transfer me to an agent',
  'get me your supervisor',
  'representative',
  'ich möchte mit einem Mitarbeiter sprechen',
  'verbinden Sie mich bitte',
  'quiero hablar con una persona',
  'páseme con un agente',
  'je voudrais parler à un conseiller',
  'passez-moi un humain',
];
const UTTERANCES = [
  ...WISHES,
  "I don't want to talk to a robot",
  "no, I don't need an agent",
  'Können Sie mir sagen, wo meine Straße ist?',
  '¿No puedo hablar con una persona?',
  "Où est ma commande, s'il vous plaît ?",
  "I'm sorry, I didn't catch that",
  'where is my order 4471',
  "je ne veux pas résilier, j'ai une question sur ma facture",
  'ich will nicht kündigen, mein Internet geht nicht',
];
const SAID = [
  'she said',
  'the letter says',
  'he told me',
  'I said',
  'my wife wrote',
  'Sie sagte',
  'im Brief steht',
  'ella dijo',
  'la carta dice',
  'il a dit',
  'la lettre dit',
];
const QUOTES = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  [' «\u00a0', '\u00a0»'],
  ["'", "'"],
  ['‘', '’'],
] as const;

/** Every answer that an utterance gets. */
const answers = (text: string) => ({
  wish: wishForHuman(text).is,
  intent: intentOf(text, DEFAULT_INTENT_WORDS),
  question: isQuestion(text),
  same: sameQuestion(text, text),
  clarifying: isClarifyingQuestion(text),
});

const wordArbitrary = fc.constantFrom(
  ...new Set(
    `${UTTERANCES.join(' ')} ${SAID.join(' ')} " ' “ ” « » , . ? ! - … not if when no y si`.split(' '),
  ),
);
const textArbitrary = fc.oneof(
  fc.string({ unit: ANY_UNIT, maxLength: 200 }),
  fc.array(wordArbitrary, { maxLength: 40 }).map((words) => words.join(' ')),
);

describe('Any text', () => {
  it('gets an answer, and the same one twice', () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        expect(answers(text)).toEqual(answers(text));
      }),
      RUNS,
    );
  });

  it('gives the agent whole words of what was said, 120 characters at most', () => {
    fc.assert(
      fc.property(fc.array(wordArbitrary, { maxLength: 60 }), fc.constantFrom(...WISHES), (words, wish) => {
        const text = [...words, '.', wish].join(' ');
        const heard = wishForHuman(text);
        if (heard.is === 'no-wish') return;
        expect(heard.words.length).toBeGreaterThan(0);
        expect(heard.words.length).toBeLessThanOrEqual(120);
        const at = text.indexOf(heard.words);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(`${text[at - 1] ?? ' '}${text[at + heard.words.length] ?? ' '}`).not.toMatch(/[\p{L}\p{N}]/u);
      }),
      RUNS,
    );
  });

  it('means the same in capitals, without accents and with space around it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...UTTERANCES),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('', ' ', '\n', '\t  '),
        (text, capitals, bare, space) => {
          const cased = capitals ? text.toUpperCase() : text.toLowerCase();
          const plain = bare ? cased.normalize('NFD').replace(/\p{M}/gu, '') : cased;
          expect(answers(space + plain + space)).toEqual(answers(text));
        },
      ),
      RUNS,
    );
  });
});

describe('A wish', () => {
  it('in quotation marks after a verb of saying is none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SAID),
        fc.constantFrom('', ':', ','),
        fc.constantFrom(...QUOTES),
        fc.constantFrom(...WISHES),
        fc.constantFrom('', '!', '.', '?'),
        (said, sign, [open, close], wish, end) => {
          expect(wishForHuman(`${said}${sign} ${open}${wish}${end}${close}`)).toEqual({ is: 'no-wish' });
        },
      ),
      RUNS,
    );
  });

  it('stays one after anything that ends with a full stop and takes nothing back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('My order is late.', 'Das ist falsch.', 'No funciona.', 'Rien ne va.', 'No. No. No.'),
        fc.constantFrom(...WISHES),
        (before, wish) => {
          expect(wishForHuman(`${before} ${wish}`).is).toBe('wish');
        },
      ),
    );
  });
});

describe('A hundred thousand characters', () => {
  const HOSTILE = [
    'I want ',
    "'",
    '"',
    '" a ',
    ' ’a',
    'um ',
    'no ',
    'agent ',
    'agent please ',
    'an an agent please ',
    'if you can not ',
    'can you help me with ',
    'a',
    "a'",
    "j'",
    'me puede ',
    'ich möchte mit ',
    '"I said "',
    'I want to talk to a human. ',
    '?',
    '.',
    '1.',
    '-',
    'é',
    '\u0301',
  ];
  const readers = {
    wishForHuman,
    intentOf: (text: string) => intentOf(text, DEFAULT_INTENT_WORDS),
    isQuestion,
    sameQuestion: (text: string) => sameQuestion(text, text),
    isClarifyingQuestion,
  };

  it.each(
    Object.entries(readers),
  )('take %s little more than ten times what ten thousand take', (_name, read) => {
    read('warm up: I want to talk to a human');
    for (const piece of HOSTILE) {
      const text = piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000);
      const tenth = Math.max(
        2,
        cpuMs(() => read(text.slice(0, 10_000))),
      );
      const limit = 40 * tenth;
      expect(
        cpuMs(() => read(text), limit),
        JSON.stringify(piece),
      ).toBeLessThan(limit);
    }
  });
});
