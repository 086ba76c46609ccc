import { describe, expect, it } from 'vitest';
import { canonical, configHash } from '../../../../infra/setup/vapi/body.ts';

describe('settings that were sent', () => {
  it('are known by a hash, in whatever order their keys are', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: 1 })).toBe('{"a":1,"b":[{"c":2,"d":1}]}');
    expect(configHash({ b: 1, a: 2 })).toBe(configHash({ a: 2, b: 1 }));
    expect(configHash({ a: [1, 2] })).not.toBe(configHash({ a: [2, 1] }));
  });
});
