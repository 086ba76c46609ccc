import { describe, expect, it } from 'vitest';
import { extractOf } from '../../../../lib/handoff/briefing/extract.ts';
import { cpuCost } from '../../../cpu-time.ts';

const caller = (text: string) => ({ role: 'caller' as const, text });
const assistant = (text: string) => ({ role: 'assistant' as const, text });
const MARK = 'Extract of the caller’s own words:';

describe('An extract of what the caller said', () => {
  it('says what it is, then what the caller asked first and said last', () => {
    const talk = [
      assistant('Hello, how can I help?'),
      caller('Hello!'),
      caller('I was charged twice in March. Can you check that?'),
      assistant('I see two charges.'),
      caller('It was the same invoice. I wrote to you. Nobody answered me. It is a shame.'),
      assistant('I am sorry.'),
      caller('I want to speak to a person.'),
    ];
    expect(extractOf(talk)).toBe(
      `${MARK} I was charged twice in March. Can you check that? … Nobody answered me. It is a shame. I want to speak to a person.`,
    );
  });

  it.each([
    ['nothing', [], undefined],
    ['nothing but blanks', [caller(' \n'), assistant('Hello?')], undefined],
    ['only the assistant', [assistant('Hello?')], undefined],
    ['one sentence', [caller('Where is my parcel?')], `${MARK} Where is my parcel?`],
    ['a short question after a greeting', [caller('Hi'), caller('Why?')], `${MARK} Why?`],
    ['nothing but a greeting', [caller('Hi'), caller('Yes')], `${MARK} Hi Yes`],
    ['Chinese', [caller('你好'), caller('我要退款。我等了很久。')], `${MARK} 我要退款。 我等了很久。`],
    [
      'a message that was cut before',
      [caller('I paid twice. I want it back. …')],
      `${MARK} I paid twice. I want it back.`,
    ],
  ])('of %s', (_, messages, extract) => {
    expect(extractOf(messages)).toBe(extract);
  });

  it('has a gap where a whole message is left out', () => {
    const said = [
      'I paid twice in March.',
      'It was in May.',
      'Nobody answered me.',
      'It is a shame.',
      'Goodbye.',
    ];
    expect(extractOf(said.map(caller))).toBe(
      `${MARK} I paid twice in March. … Nobody answered me. It is a shame. Goodbye.`,
    );
  });

  it('has as many of long sentences as are 300 bytes at either end, and one at least', () => {
    const long = (n: number) => `This is ${n} ${'and so on '.repeat(15)}.`;
    const extract = extractOf([caller([1, 2, 3].map(long).join(' ')), caller([4, 5, 6].map(long).join(' '))]);
    expect(extract?.match(/This is \d|…/g)).toEqual(['This is 1', '…', 'This is 6']);
  });

  it('says nothing twice, and has no gap where nothing is left out', () => {
    expect(extractOf([caller('I paid twice. I want it back. Today. Please. Thank you.')])).toBe(
      `${MARK} I paid twice. I want it back. Today. Please. Thank you.`,
    );
  });

  it('has whole sentences only, each of them the caller’s own', () => {
    const said = Array.from({ length: 40 }, (_, n) => `This is sentence ${n} of what I want to say.`);
    const extract = extractOf([caller(said.slice(0, 20).join(' ')), caller(said.slice(20).join(' '))]) ?? '';
    const sentences =
      extract
        .slice(MARK.length + 1)
        .match(/[^.…]+\.|…/g)
        ?.map((one) => one.trim()) ?? [];
    expect(sentences.filter((one) => one !== '…').every((one) => said.includes(one))).toBe(true);
    expect(sentences[0]).toBe(said[0]);
    expect(sentences.at(-1)).toBe(said.at(-1));
    expect(sentences.filter((one) => one === '…')).toHaveLength(1);
  });

  it('takes as long for a talk of hours as for one of minutes', () => {
    const hours = Array.from({ length: 20_000 }, (_, n) => caller(`This is sentence ${n}. `.repeat(20)));
    expect(extractOf(hours)).toMatch(/words: This is sentence 0\..* … This is sentence 19999\./);
    expect(cpuCost(() => extractOf(hours))).toBeLessThan(50);
  });

  it('stays short, however long the caller spoke without a stop', () => {
    const extract = extractOf([caller('and then I said '.repeat(5_000)), caller('x'.repeat(100_000))]) ?? '';
    expect(extract.length).toBeLessThan(700);
    expect(extract).toContain(' said and then… xxx');
  });
});
