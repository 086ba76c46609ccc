import { describe, expect, it } from 'vitest';
import { handoffIdOf, requestIdOf } from '../../../lib/base/ids.ts';

const T = 1_800_000_000_000;

describe('The id of a handoff', () => {
  it('is the same for the same request of the same call', () => {
    expect(handoffIdOf('call-1', 'tool-1')).toBe(handoffIdOf('call-1', 'tool-1'));
  });

  it('never changes between versions: a webhook may come again after a deployment', () => {
    expect(handoffIdOf('call-1', 'tool-1')).toBe('ho_DJWVHDD4KHTDCSH806PEKNYYK6');
    expect(requestIdOf('call-1', 'escalate', T)).toBe('req_f6123ddb5c63da7688451c53');
  });

  it('is another one for another request, another call, and a request that moves between the two', () => {
    const ids = [
      handoffIdOf('call-1', 'tool-1'),
      handoffIdOf('call-1', 'tool-2'),
      handoffIdOf('call-2', 'tool-1'),
      handoffIdOf('call-1t', 'ool-1'),
      handoffIdOf('call-1', 'tool-1', 1_795_226_400_000),
      handoffIdOf('call-1', 'tool-1', 1_795_226_490_000),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is short, and readable aloud: no I, L, O or U', () => {
    expect(handoffIdOf('call-1', 'tool-1')).toMatch(/^ho_[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});

describe('The id of a request without a tool call id', () => {
  it('is the same for every delivery of one message', () => {
    expect(requestIdOf('call-1', 'escalate', T)).toBe(requestIdOf('call-1', 'escalate', T));
  });

  it('is another one for another call, name or time', () => {
    const ids = [
      requestIdOf('call-1', 'escalate', T),
      requestIdOf('call-2', 'escalate', T),
      requestIdOf('call-1', 'transfer', T),
      requestIdOf('call-1', 'escalate', T + 1),
      requestIdOf('call-1', 'escalate', undefined),
    ];
    expect(new Set(ids).size).toBe(5);
  });

  it('looks like no tool call id of Vapi', () => {
    expect(requestIdOf('call-1', 'escalate', undefined)).toMatch(/^req_[0-9a-f]{24}$/);
  });
});
