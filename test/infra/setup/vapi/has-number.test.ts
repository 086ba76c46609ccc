import { describe, expect, it } from 'vitest';
import { hasNumber } from '../../../../infra/setup/vapi/has-number.ts';
import { GIVEN, lost, openVapi, setUp } from './world.ts';

describe('Whether Vapi has a number', () => {
  it('is told by its list', async () => {
    const { vapi } = await setUp();
    expect(await hasNumber(vapi.api, GIVEN, '+14155550199')).toBe(true);
    expect(await hasNumber(vapi.api, GIVEN, '+14155550198')).toBe(false);
  });

  it('is not known without a key, and where Vapi does not answer: then it counts as not there', async () => {
    const { vapi } = await setUp();
    const { VAPI_API_KEY: _, ...keyless } = GIVEN;
    expect(await hasNumber(openVapi().api, keyless, '+14155550199')).toBe(false);
    vapi.failing(() => ({ is: 'instead', answer: lost() }));
    expect(await hasNumber(vapi.api, GIVEN, '+14155550199')).toBe(false);
  });
});
