import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { admitCaller } from '../../../lib/followup/admit-caller.ts';

const world = (countries?: readonly string[]) => {
  const counted: string[] = [];
  const admit = admitCaller(countries === undefined ? {} : { countries }, async (_callId, number) => {
    counted.push(number);
    return counted.length > 1 ? 'enough' : 'admitted';
  });
  return { counted, admit: (number: string) => admit('call-1', number) };
};

describe('A callback that nobody asked for in words', () => {
  it.each([
    '+14155550123',
    '+491705550199',
    '+31881234567',
  ])('goes to the country of the caller where the team has named none: %s', async (number) => {
    expect(await world().admit(number)).toBe('admitted');
  });

  it.each([
    ['premium', '+19005550123', 'costly'],
    ['premium with digits too many', '+4990011234567', 'costly'],
    ['a satellite', '+870773111111', 'costly'],
    ['not where the team calls back', '+491705550199', 'abroad'],
  ])('is refused, and not counted: %s', async (_, number, why) => {
    const { admit, counted } = world(['US', 'CA']);
    expect(await admit(number)).toBe(why);
    expect(counted).toEqual([]);
  });

  it('is refused where the number has had its share of the day', async () => {
    const { admit } = world();
    expect([await admit('+14155550123'), await admit('+14155550123')]).toEqual(['admitted', 'enough']);
  });

  it('is not judged while the table is away', async () => {
    const down = () => Promise.reject(new Unavailable('table', 'down'));
    await expect(admitCaller({}, down)('call-1', '+14155550123')).rejects.toThrow(Unavailable);
  });
});
