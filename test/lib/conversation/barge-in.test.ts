import { describe, expect, it } from 'vitest';
import { interrupted, spoke, transcribed } from '../../../lib/conversation/barge-in.ts';
import { type Call, unheardCall } from '../../../lib/conversation/call.ts';

type Told = readonly [
  what: 'assistant-starts' | 'assistant-stops' | 'caller-starts' | 'caller-stops' | 'words' | 'vapi-notices',
  at: number,
];

const heard = (call: Call, [what, at]: Told): Call => {
  switch (what) {
    case 'assistant-starts':
      return spoke(call, 'assistant', 'started', at);
    case 'assistant-stops':
      return spoke(call, 'assistant', 'stopped', at);
    case 'caller-starts':
      return spoke(call, 'caller', 'started', at);
    case 'caller-stops':
      return spoke(call, 'caller', 'stopped', at);
    case 'words':
      return transcribed(call, at);
    case 'vapi-notices':
      return interrupted(call, at);
  }
};
const hearing = (...events: readonly Told[]) => events.reduce(heard, unheardCall('call-1')).interruptions;
const times = (...events: readonly Told[]): number[] => hearing(...events).times;

/** The assistant speaks from the first to the third second of this. */
const SPEAKS: readonly Told[] = [
  ['assistant-starts', 1_000],
  ['assistant-stops', 3_000],
];

describe('An interruption', () => {
  it('is the caller’s speech that begins while the assistant speaks', () => {
    expect(times(...SPEAKS, ['caller-starts', 2_000], ['caller-stops', 3_500])).toEqual([2_000]);
  });

  it('is not the caller’s answer', () => {
    expect(times(...SPEAKS, ['caller-starts', 3_400], ['caller-stops', 5_000])).toEqual([]);
  });

  it('is not the caller’s speech that the assistant talks into', () => {
    expect(
      times(['caller-starts', 500], ...SPEAKS, ['caller-stops', 2_500], ['assistant-starts', 6_000]),
    ).toEqual([]);
  });

  const lengths: [ms: number, counted: number][] = [
    [1, 0],
    [299, 0],
    [300, 1],
    [2_000, 1],
  ];
  for (const [ms, counted] of lengths) {
    it(`of ${ms} ms counts ${counted === 0 ? 'as noise' : 'once'}`, () => {
      expect(hearing(...SPEAKS, ['caller-starts', 2_000], ['caller-stops', 2_000 + ms]).count).toBe(counted);
    });
  }

  it('that goes on is proven by words from 300 ms on', () => {
    expect(times(['assistant-starts', 1_000], ['caller-starts', 2_000], ['words', 2_299])).toEqual([]);
    expect(times(['assistant-starts', 1_000], ['caller-starts', 2_000], ['words', 2_300])).toEqual([2_000]);
  });

  it('that turns out to be noise is taken back', () => {
    const early: Told[] = [...SPEAKS, ['caller-starts', 2_000], ['words', 2_350]];
    expect(hearing(...early).count).toBe(1);
    expect(hearing(...early, ['caller-stops', 2_200]).count).toBe(0);
  });

  it('is taken back when the end of the assistant’s sentence is told late', () => {
    const early: Told[] = [
      ['assistant-starts', 1_000],
      ['caller-starts', 5_000],
      ['caller-stops', 6_000],
    ];
    expect(hearing(...early).count).toBe(1);
    expect(hearing(...early, ['assistant-stops', 4_800]).count).toBe(0);
  });

  it('is counted when the assistant’s sentence is told late', () => {
    expect(times(['caller-starts', 2_000], ['caller-stops', 3_000], ...SPEAKS)).toEqual([2_000]);
  });

  it('counts once, however often it is told', () => {
    const events: Told[] = [
      ...SPEAKS,
      ['caller-starts', 2_000],
      ['vapi-notices', 2_400],
      ['caller-stops', 3_500],
    ];
    expect(hearing(...events, ...events, ...events.toReversed())).toEqual({ count: 1, times: [2_000] });
  });
});

describe('Repeated speech', () => {
  const gaps: [ms: number, counted: number][] = [
    [50, 1],
    [499, 1],
    [500, 2],
    [900, 2],
  ];
  for (const [gap, counted] of gaps) {
    it(`after ${gap} ms counts ${counted === 1 ? 'once' : 'twice'}`, () => {
      const sure: Told[] = [
        ['vapi-notices', 2_000],
        ['vapi-notices', 2_000 + gap],
      ];
      expect(hearing(['assistant-starts', 1_000], ...sure).count).toBe(counted);
    });
  }

  it('is one speech from its first beginning, also where the assistant fell silent meanwhile', () => {
    expect(
      times(
        ['assistant-starts', 1_000],
        ['caller-starts', 2_000],
        ['assistant-stops', 2_050],
        ['caller-starts', 2_100],
        ['caller-stops', 4_000],
      ),
    ).toEqual([2_000]);
  });

  it('with an end in between stays two noises', () => {
    expect(
      hearing(
        ['assistant-starts', 1_000],
        ['caller-starts', 2_000],
        ['caller-stops', 2_150],
        ['caller-starts', 2_300],
        ['caller-stops', 2_450],
      ).count,
    ).toBe(0);
  });
});

describe('What Vapi notices itself', () => {
  it('counts where nothing is told of anybody’s speech', () => {
    expect(times(['vapi-notices', 2_000])).toEqual([2_000]);
  });

  it('counts within a second of the assistant’s end, which it caused', () => {
    expect(times(...SPEAKS, ['vapi-notices', 4_000])).toEqual([4_000]);
  });

  it('does not count where the assistant is known to have been silent', () => {
    expect(times(...SPEAKS, ['vapi-notices', 4_001])).toEqual([]);
    expect(times(...SPEAKS, ['vapi-notices', 9_000], ['assistant-starts', 12_000])).toEqual([]);
  });

  it('counts where only the beginning of the assistant’s sentence was lost', () => {
    expect(times(...SPEAKS, ['vapi-notices', 9_000], ['assistant-stops', 9_200])).toEqual([9_000]);
  });

  it('does not count for a noise', () => {
    const noise: Told[] = [
      ...SPEAKS,
      ['caller-starts', 2_000],
      ['vapi-notices', 2_200],
      ['caller-stops', 2_250],
    ];
    expect(hearing(...noise).count).toBe(0);
    expect(hearing(...noise.toReversed()).count).toBe(0);
  });

  it('is the same interruption as the caller’s speech, however late after its beginning it comes', () => {
    const told: Told[] = [
      ...SPEAKS,
      ['vapi-notices', 2_900],
      ['caller-starts', 2_000],
      ['caller-stops', 4_000],
    ];
    expect(times(...told)).toEqual([2_000]);
    expect(times(...told.toReversed())).toEqual([2_000]);
  });

  it('makes no interruption of the answer before it', () => {
    expect(
      times(
        ['assistant-starts', 1_000],
        ['assistant-stops', 3_000],
        ['caller-starts', 3_500],
        ['caller-stops', 5_000],
        ['assistant-starts', 5_300],
        ['caller-starts', 5_600],
        ['vapi-notices', 5_900],
        ['assistant-stops', 5_900],
        ['caller-stops', 7_000],
      ),
    ).toEqual([5_600]);
  });

  it('counts where the caller spoke first and the assistant spoke over them', () => {
    expect(
      times(['caller-starts', 900], ...SPEAKS, ['vapi-notices', 1_300], ['caller-stops', 2_500]),
    ).toEqual([900]);
  });

  it('proves a speech whose end was lost, once the next one begins', () => {
    const told: Told[] = [...SPEAKS, ['caller-starts', 2_000], ['vapi-notices', 2_200]];
    expect(times(...told)).toEqual([]);
    expect(times(...told, ['caller-starts', 9_000])).toEqual([2_000]);
  });
});

describe('A lost end of speech', () => {
  const turn = (index: number): Told[] => [
    ['assistant-starts', index * 10_000],
    ['caller-starts', index * 10_000 + 6_000],
    ['caller-stops', index * 10_000 + 8_000],
  ];
  const turns = (length: number): Told[] => Array.from({ length }, (_, index) => turn(index)).flat();

  it('of the assistant each time makes at most the newest answer an interruption', () => {
    for (let length = 1; length <= 30; length += 1) {
      expect(hearing(...turns(length)).count).toBeLessThanOrEqual(1);
      expect(hearing(...turns(length), ['assistant-starts', length * 10_000]).count).toBe(0);
    }
  });

  it('of the assistant leaves the interruptions that Vapi notices', () => {
    const noticed = (index: number): Told[] => [...turn(index), ['vapi-notices', index * 10_000 + 6_300]];
    expect(hearing(...[0, 1, 2, 3].flatMap(noticed), ['assistant-starts', 40_000]).count).toBe(4);
  });

  it('of the assistant is over after a minute', () => {
    const told: Told[] = [
      ['assistant-starts', 1_000],
      ['caller-starts', 61_000],
      ['caller-stops', 63_000],
    ];
    expect(times(...told)).toEqual([]);
  });

  it('of the caller leaves what their words proved, also when those are forgotten', () => {
    const words = (from: number): Told[] =>
      Array.from({ length: 20 }, (_, index): Told => ['words', from + index * 200]);
    const long: Told[] = [...SPEAKS, ['caller-starts', 2_000], ...words(2_300)];
    expect(times(...long, ['caller-starts', 9_000], ...words(9_300))).toEqual([2_000]);
  });

  it('of the caller makes no interruption of a noise', () => {
    expect(hearing(...SPEAKS, ['caller-starts', 2_000], ['caller-starts', 9_000]).count).toBe(0);
  });
});

describe('The count', () => {
  const interruption = (index: number): Told[] => [
    ['assistant-starts', index * 5_000],
    ['caller-starts', index * 5_000 + 1_000],
    ['vapi-notices', index * 5_000 + 1_500],
    ['assistant-stops', index * 5_000 + 1_200],
    ['caller-stops', index * 5_000 + 3_000],
  ];
  const many = (length: number): Told[] => Array.from({ length }, (_, index) => interruption(index)).flat();

  it('goes on where the times of the oldest interruptions are forgotten', () => {
    const { count, times: kept } = hearing(...many(100));
    expect(count).toBe(100);
    expect(kept.length).toBeLessThanOrEqual(24);
    expect(kept.at(-1)).toBe(99 * 5_000 + 1_000);
  });

  it('takes none for a new one because the speech around it is forgotten', () => {
    const onlyCaller = Array.from({ length: 40 }, (_, index): Told[] => [
      ['caller-starts', 20_000 + index * 1_000],
      ['caller-stops', 20_400 + index * 1_000],
    ]).flat();
    const told: Told[] = [
      ...interruption(0),
      ['assistant-starts', 15_000],
      ['assistant-stops', 16_000],
      ...onlyCaller,
    ];
    expect(hearing(...told)).toEqual({ count: 1, times: [1_000] });
  });

  it('is left alone by an event that is older than everything that is looked at', () => {
    const far = many(40);
    expect(hearing(...far, ['caller-starts', 7_000], ['caller-stops', 8_000]).count).toBe(40);
    expect(hearing(...far, ['vapi-notices', 8_000]).count).toBe(40);
  });
});
