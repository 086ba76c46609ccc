import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import { accepted, BODY, Died, desk, HALF_HOUR, HOUR, KEY, NUMBER, OTHER, START } from './desk.ts';

describe('Asking for a call again', () => {
  it('for a number again within half an hour is refused, and told the call that has it', async () => {
    const { ask, pass, calls, keys } = desk();
    const { id } = await accepted(ask());
    pass(HALF_HOUR - 1);
    expect(await ask()).toEqual({ is: 'recent', id });
    expect(await ask(BODY, KEY)).toEqual({ is: 'recent', id });
    expect(calls.size).toBe(1);
    // A refusal is not remembered: the key can be used for something else.
    expect(keys.size).toBe(0);
    await accepted(ask(OTHER));
    pass(1);
    expect((await accepted(ask())).id).not.toBe(id);
  });

  it('again with its key gets the call as it is by then', async () => {
    const { ask, calls, sent, pass, given } = desk();
    const { id } = await accepted(ask(BODY, KEY));
    pass(HOUR);
    given.listed = true;
    const canceled = { outcome: 'canceled', state: 'ended', at: START } as const;
    const held = calls.get(id);
    if (held === undefined) throw new Error('nothing is kept');
    calls.set(id, { call: { ...held.call, progress: canceled }, version: 2 });
    expect(await accepted(ask(BODY, KEY))).toMatchObject({ id, progress: canceled });
    expect(calls.size).toBe(1);
    expect(sent).toHaveLength(1);
  });

  it('for something else with a key that was used is a conflict', async () => {
    const { ask, calls } = desk();
    await accepted(ask(BODY, KEY));
    expect(await ask(OTHER, KEY)).toEqual({ is: 'conflict' });
    expect((await accepted(ask(OTHER, 'order-8'))).id).not.toBe([...calls.keys()][0]);
  });

  it('at the same time as something else with one key is a conflict for one of the two', async () => {
    const { ask, calls } = desk();
    const asked = await Promise.all([ask(BODY, KEY), ask(OTHER, KEY)]);
    expect(asked.map(({ is }) => is).sort()).toEqual(['accepted', 'conflict']);
    expect(calls.size).toBe(1);
  });

  it('often at the same time with one key is one call', async () => {
    const { ask, calls } = desk();
    const ids = (await Promise.all([1, 2, 3, 4].map(() => accepted(ask(BODY, KEY))))).map(({ id }) => id);
    expect([...calls.keys()]).toEqual([...new Set(ids)]);
  });

  it('with a key that is over makes another call, though the first one is still kept', async () => {
    const { ask, calls, keys, pass } = desk();
    const first = await accepted(ask(BODY, KEY));
    pass(24 * HOUR);
    keys.delete(KEY);
    const second = await accepted(ask(BODY, KEY));
    expect([...calls.keys()]).toEqual([first.id, second.id]);
  });

  it('with an empty key has none', async () => {
    const { ask, calls, keys } = desk();
    await accepted(ask(BODY, ''));
    await accepted(ask(OTHER, ''));
    expect([calls.size, keys.size]).toEqual([2, 0]);
  });

  it('is the same request however its words are set', async () => {
    const { ask } = desk();
    const { id } = await accepted(ask(BODY, KEY));
    const turned = { consent: { kind: 'express' }, customer: { number: '+1 (415) 555-0123' } };
    expect((await accepted(ask(turned, KEY))).id).toBe(id);
  });

  it('again after the table was away finds the number free', async () => {
    const { ask, calls, troubleAt } = desk();
    troubleAt({ what: 'save', is: 'away' });
    await expect(ask()).rejects.toThrow(Unavailable);
    troubleAt(undefined);
    const { id } = await accepted(ask());
    expect([...calls.keys()]).toEqual([id]);
  });

  it('again after only the answer of the table was lost is refused: the call is kept', async () => {
    const { ask, calls, troubleAt } = desk();
    troubleAt({ what: 'save', is: 'away-after' });
    await expect(ask()).rejects.toThrow(Unavailable);
    troubleAt(undefined);
    expect(await ask()).toEqual({ is: 'recent', id: [...calls.keys()][0] });
  });

  it('again after a request that died with the number waits until that can be no longer under way', async () => {
    const { ask, calls, numbers, pass, troubleAt } = desk();
    troubleAt({ what: 'save', is: 'dies-before' });
    await expect(ask()).rejects.toThrow(Died);
    numbers.set(NUMBER, { id: 'oc_dead', until: START + HALF_HOUR });
    troubleAt(undefined);
    pass(29_999);
    expect(await ask()).toEqual({ is: 'recent', id: 'oc_dead' });
    pass(1);
    const { id } = await accepted(ask());
    expect([...calls.keys()]).toEqual([id]);
    expect(numbers.get(NUMBER)?.id).toBe(id);
  });

  it.each([
    'key',
    'list',
    'claim',
    'take',
    'save',
  ])('while the table is away at "%s" throws, and no call is kept', async (what) => {
    const { ask, calls, numbers, sent, counted, troubleAt } = desk();
    troubleAt({ what, is: 'away' });
    await expect(ask(BODY, KEY)).rejects.toThrow(Unavailable);
    expect([calls.size, numbers.size, sent.length, counted.length]).toEqual([0, 0, 0, 0]);
  });

  it.each(
    ['key', 'list', 'claim', 'take', 'save', 'send'].flatMap((what) =>
      (['dies-before', 'dies-after', 'away', 'away-after'] as const).map((is) => ({ what, is })),
    ),
  )('that fails ($is) at "$what" goes on when it is repeated with its key: one call, one id', async (trouble) => {
    const { ask, calls, numbers, keys, troubleAt, pass } = desk();
    troubleAt(trouble);
    await ask(BODY, KEY).catch((error: unknown) => {
      if (!(error instanceof Died || error instanceof Unavailable)) throw error;
    });
    troubleAt(undefined);
    pass(5_000);
    const { id } = await accepted(ask(BODY, KEY));
    expect(keys.get(KEY)?.id).toBe(id);
    expect([...calls.keys()]).toEqual([id]);
    expect(numbers.get(NUMBER)?.id).toBe(id);
    // And it is the one that was made first, if it was.
    expect(calls.get(id)?.version).toBe(1);
    expect(await ask(OTHER, KEY)).toEqual({ is: 'conflict' });
  });
});
