import { describe, expect, it } from 'vitest';
import { TooContended } from '../../../lib/base/trouble.ts';
import { loadDecideSave } from '../../../lib/outbox/save.ts';

/** A number that is stored, and others who write before a save is decided. */
const world = (...others: number[]) => {
  const stored = { value: 1, version: 1 };
  const done: string[] = [];
  const write = (value: number) => Object.assign(stored, { value, version: stored.version + 1 });
  const store = {
    async load(key: string) {
      done.push(`load ${key}`);
      return { ...stored };
    },
  };
  const save = async (value: number, expectedVersion: number) => {
    done.push(`save ${value}`);
    const other = others.shift();
    if (other !== undefined) write(other);
    if (stored.version !== expectedVersion) return 'lost' as const;
    write(value);
    return 'saved' as const;
  };
  const doubled = (loaded: typeof stored) => ({
    outcome: loaded.value * 2,
    save: () => save(loaded.value * 2, loaded.version),
    won: () => done.push('won'),
  });
  return { store, stored, done, doubled };
};

describe('A record is loaded, decided on and saved', () => {
  it('with one read and one write, then what was decided is told', async () => {
    const { store, stored, done, doubled } = world();
    expect(await loadDecideSave(store, 'key', 2, doubled)).toBe(2);
    expect(stored.value).toBe(2);
    expect(done).toEqual(['load key', 'save 2', 'won']);
  });

  it('again on what the winner wrote, where the save is lost; only the decision that holds is told', async () => {
    const { store, stored, done, doubled } = world(10);
    expect(await loadDecideSave(store, 'key', 2, doubled)).toBe(20);
    expect(stored.value).toBe(20);
    expect(done).toEqual(['load key', 'save 2', 'load key', 'save 20', 'won']);
  });

  it('without a write where the decision needs none', async () => {
    const { store, done } = world();
    expect(await loadDecideSave(store, 'key', 2, () => ({ outcome: 'as it is' }))).toBe('as it is');
    expect(done).toEqual(['load key']);
  });

  it('without a read where it is known what is stored, but with one after a lost save', async () => {
    const { store, done, doubled } = world(10);
    await loadDecideSave(store, 'key', 2, doubled, { value: 1, version: 1 });
    expect(done).toEqual(['save 2', 'load key', 'save 20', 'won']);
  });

  it('so many times and no more', async () => {
    const { store, done, doubled } = world(10, 11, 12);
    await expect(loadDecideSave(store, 'key', 2, doubled)).rejects.toThrow(TooContended);
    expect(done).toEqual(['load key', 'save 2', 'load key', 'save 20']);
  });
});
