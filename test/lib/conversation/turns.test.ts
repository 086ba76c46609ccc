import { describe, expect, it } from 'vitest';
import type { Role } from '../../../lib/base/utterance.ts';
import type { Remembered } from '../../../lib/conversation/call.ts';
import type { Heard } from '../../../lib/conversation/events.ts';
import { inSpokenOrder, remembered, type Turn, turnsOf } from '../../../lib/conversation/turns.ts';

const message = (role: Role, at: number, text: string, more: Partial<Turn> = {}): Turn => ({
  kind: 'message',
  role,
  at,
  end: at + 1_000,
  seenAt: at + 1_500,
  text,
  ...more,
});
const final = (role: Role, at: number, text: string): Turn => ({ kind: 'final', role, at, seenAt: at, text });
const said = (...turns: Turn[]): string[] =>
  inSpokenOrder(turns).map(({ role, at, text }) => `${at} ${role}: ${text}`);

describe('What was said', () => {
  it('stands in the order in which it was spoken', () => {
    expect(said(message('caller', 5_000, 'Hello?'), message('assistant', 1_000, 'How can I help?'))).toEqual([
      '1000 assistant: How can I help?',
      '5000 caller: Hello?',
    ]);
  });

  it('holds of an utterance that grew its newest words, whenever they were told', () => {
    const old = message('caller', 1_000, 'I want', { seenAt: 1_500 });
    const grown = message('caller', 1_000, 'I want to change my address', { seenAt: 4_000 });
    expect(said(old, grown)).toEqual(['1000 caller: I want to change my address']);
    expect(said(grown, old, old)).toEqual(['1000 caller: I want to change my address']);
  });

  it('holds the newest words where they are not the longest', () => {
    const old = message('caller', 1_000, 'I want to Ford it', { seenAt: 1_500 });
    const heardBetter = message('caller', 1_000, 'I can’t afford it', { seenAt: 4_000 });
    expect(said(heardBetter, old)).toEqual(['1000 caller: I can’t afford it']);
  });

  it('keeps the beginning of what was told together, when a later list begins in the middle of it', () => {
    const whole = message('assistant', 1_000, 'One moment. Your order has left.', { seenAt: 2_000 });
    const tail = message('assistant', 1_000, 'Your order has left.', { seenAt: 9_000 });
    expect(said(whole, tail)).toEqual(['1000 assistant: One moment. Your order has left.']);
    expect(said(tail, whole)).toEqual(['1000 assistant: One moment. Your order has left.']);
  });

  it('holds the pieces of an utterance while they are all that is known', () => {
    expect(
      said(final('caller', 2_600, 'to my address'), final('caller', 1_400, 'There’s a mistake')),
    ).toEqual(['1400 caller: There’s a mistake', '2600 caller: to my address']);
  });

  it('holds no piece of an utterance that is known as a whole', () => {
    const whole = message('caller', 1_000, 'There’s a mistake in my address.', { end: 2_800 });
    expect(
      said(final('caller', 2_900, 'in my address'), whole, final('caller', 1_700, 'there’s a mistake')),
    ).toEqual(['1000 caller: There’s a mistake in my address.']);
  });

  it('holds “Yes.” twice when it was said twice', () => {
    const twice = [message('caller', 1_000, 'Yes.'), message('caller', 6_000, 'Yes.')];
    const pieces = [final('caller', 2_000, 'Yes'), final('caller', 7_000, 'Yes')];
    const both = ['1000 caller: Yes.', '6000 caller: Yes.'];
    expect(said(...twice)).toEqual(both);
    expect(said(...pieces, ...twice)).toEqual(both);
    expect(said(...pieces)).toEqual(['2000 caller: Yes', '7000 caller: Yes']);
  });

  it('holds the second “Yes.” of which only the piece is told', () => {
    const first = message('caller', 1_000, 'Yes.');
    expect(said(first, final('caller', 2_000, 'Yes'), final('caller', 4_500, 'Yes'))).toHaveLength(2);
  });

  it('gives a piece to the nearest of two utterances that have its words', () => {
    const [one, two] = [message('caller', 1_000, 'Yes.'), message('caller', 3_500, 'Yes.')];
    // The piece of the first was lost; the third is not in the list yet.
    expect(said(one, two, final('caller', 4_600, 'Yes'), final('caller', 7_000, 'Yes'))).toEqual([
      '1000 caller: Yes.',
      '3500 caller: Yes.',
      '7000 caller: Yes',
    ]);
  });

  it('holds a short answer although the same word was said before the question', () => {
    expect(
      said(
        message('caller', 1_000, 'Yes, my bill.', { end: 2_000 }),
        message('assistant', 2_300, 'Is it the last one?', { end: 3_200 }),
        final('caller', 4_100, 'Yes'),
      ),
    ).toEqual(['1000 caller: Yes, my bill.', '2300 assistant: Is it the last one?', '4100 caller: Yes']);
  });

  it('takes a piece that is told when the answer has begun for a piece all the same', () => {
    expect(
      said(
        message('caller', 1_000, 'My bill is wrong.', { end: 2_000 }),
        message('assistant', 2_100, 'Let me see.'),
        final('caller', 2_400, 'my bill is wrong'),
      ),
    ).toHaveLength(2);
  });

  it('keeps what the other one said with the same words', () => {
    expect(
      said(message('assistant', 1_000, 'Thursday at ten?'), final('caller', 1_900, 'Thursday at ten')),
    ).toEqual(['1000 assistant: Thursday at ten?', '1900 caller: Thursday at ten']);
  });

  it('keeps two pieces that were told at one time', () => {
    expect(said(final('caller', 1_000, 'no'), final('caller', 1_000, 'thank you'))).toHaveLength(2);
  });

  const scripts: [language: string, whole: string, piece: string][] = [
    ['German', 'Ich möchte meine Adresse ändern.', 'meine adresse ändern'],
    ['Chinese', '我想修改我的地址。', '修改我的地址'],
    ['Japanese', '住所を変更したいです。', '変更したい'],
    ['Thai', 'ฉันต้องการเปลี่ยนที่อยู่', 'เปลี่ยนที่อยู่'],
    ['Khmer', 'ខ្ញុំចង់ប្តូរអាសយដ្ឋាន', 'អាសយដ្ឋាន'],
    ['Arabic', 'أريد تغيير عنواني', 'تغيير عنواني'],
  ];
  for (const [language, whole, piece] of scripts) {
    it(`knows a piece of a sentence in ${language}`, () => {
      expect(said(message('caller', 1_000, whole), final('caller', 1_900, piece))).toEqual([
        `1000 caller: ${whole}`,
      ]);
    });
  }
});

describe('The turns of an event', () => {
  const entry = (at: number, text: string, role: Role = 'caller'): Heard => ({
    role,
    at,
    end: at + 900,
    text,
  });

  it('are its part of the list', () => {
    expect(turnsOf([entry(1_000, 'Hello'), entry(3_000, 'Hi', 'assistant')], undefined, 5_000)).toEqual([
      { kind: 'message', role: 'caller', at: 1_000, end: 1_900, seenAt: 5_000, text: 'Hello' },
      { kind: 'message', role: 'assistant', at: 3_000, end: 3_900, seenAt: 5_000, text: 'Hi' },
    ]);
  });

  it('hold its final only when the list lacks it', () => {
    const piece = { role: 'caller', at: 5_000, text: 'my address' } as const;
    expect(turnsOf([entry(1_000, 'Hello')], piece, 5_000)).toHaveLength(2);
    expect(turnsOf([entry(4_200, 'My address.')], piece, 5_000)).toHaveLength(1);
    expect(turnsOf([], piece, 5_000)).toEqual([{ kind: 'final', seenAt: 5_000, ...piece }]);
  });

  it('hold two entries of the same millisecond as one, so that none gets lost', () => {
    const turns = turnsOf(
      [entry(1_000, 'One moment.'), entry(1_000, 'Your order has left.')],
      undefined,
      5_000,
    );
    expect(turns.map(({ text }) => text)).toEqual(['One moment. Your order has left.']);
  });
});

describe('The memory of what is stored', () => {
  const hearing = (...events: (readonly Turn[])[]) =>
    events.reduce<{ talk: Remembered[]; fresh: Turn[] }>(({ talk }, turns) => remembered(talk, turns), {
      talk: [],
      fresh: [],
    });
  const list = (count: number, seenAt: number): Turn[] =>
    Array.from({ length: count }, (_, index) =>
      message('caller', index * 2_000, `text ${index}`, { seenAt }),
    );

  it('finds nothing new in the same list', () => {
    expect(hearing(list(8, 50_000)).fresh).toHaveLength(8);
    expect(hearing(list(8, 50_000), list(8, 60_000)).fresh).toEqual([]);
    expect(hearing(list(8, 60_000), list(8, 50_000)).fresh).toEqual([]);
  });

  it('finds the utterance that has grown, and no older words for it', () => {
    const old = message('caller', 1_000, 'I want', { seenAt: 2_000 });
    const grown = message('caller', 1_000, 'I want that', { seenAt: 3_000 });
    expect(hearing([old], [grown]).fresh).toEqual([grown]);
    expect(hearing([grown], [old]).fresh).toEqual([]);
    expect(hearing([old], [grown], [old]).fresh).toEqual([]);
  });

  it('takes no words that are older than the last time when the known ones were told', () => {
    const words = (text: string, seenAt: number) => [message('caller', 1_000, text, { seenAt })];
    const { fresh } = hearing(words('for two', 2_000), words('for two', 4_000), words('for you', 3_000));
    expect(fresh).toEqual([]);
  });

  it('does not forget the list for the pieces of its entries', () => {
    const pieces = Array.from({ length: 40 }, (_, index) => final('caller', index * 400, `piece ${index}`));
    expect(hearing(list(8, 50_000), pieces, list(8, 60_000)).fresh).toEqual([]);
  });

  it('holds 24 utterances at most, the newest', () => {
    const pieces = Array.from({ length: 90 }, (_, index) => final('caller', index * 2_000, `piece ${index}`));
    const { talk } = hearing(list(90, 500_000), pieces);
    expect(talk).toHaveLength(24);
    expect(talk.at(-1)?.at).toBe(178_000);
    expect(talk[0]?.at).toBe(148_000);
  });
});
