import { describe, expect, it } from 'vitest';
import { recent } from '../../../lib/lambda/recent.ts';

const asked = (answers: (() => Promise<string>)[]) => {
  let now = 50_000;
  let times = 0;
  const ask = () => {
    times += 1;
    const next = answers.shift();
    return next === undefined ? Promise.resolve(`answer ${times}`) : next();
  };
  return {
    answer: recent(ask, 5_000, () => now),
    times: () => times,
    pass: (ms: number) => {
      now += ms;
    },
  };
};

describe('An answer that is kept for five seconds', () => {
  it('is asked for again after that, and not before, good or bad', async () => {
    const { answer, times, pass } = asked([async () => 'down']);
    expect(await answer()).toBe('down');
    pass(4_999);
    expect(await answer()).toBe('down');
    expect(times()).toBe(1);
    pass(1);
    expect(await answer()).toBe('answer 2');
  });

  it('is asked for once by all who ask at one time', async () => {
    const slow = Promise.withResolvers<string>();
    const { answer, times } = asked([() => slow.promise]);
    const all = [answer(), answer(), answer()];
    slow.resolve('one answer');
    expect(await Promise.all(all)).toEqual(['one answer', 'one answer', 'one answer']);
    expect(times()).toBe(1);
  });

  it('is five seconds old from when it was asked for, however long that took', async () => {
    const slow = Promise.withResolvers<string>();
    const { answer, pass } = asked([() => slow.promise]);
    const first = answer();
    pass(4_900);
    slow.resolve('late');
    expect(await first).toBe('late');
    pass(100);
    expect(await answer()).toBe('answer 2');
  });

  it('is not kept where there was none', async () => {
    const { answer, times } = asked([() => Promise.reject(new Error('away'))]);
    await expect(answer()).rejects.toThrow('away');
    expect(await answer()).toBe('answer 2');
    expect(times()).toBe(2);
  });

  it('is asked for again when the clock has gone back', async () => {
    const { answer, pass } = asked([]);
    await answer();
    pass(-60_000);
    expect(await answer()).toBe('answer 2');
  });
});
