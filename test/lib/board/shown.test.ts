import { describe, expect, it } from 'vitest';
import { rowOf, waitingOf, withAgentOf } from '../../../lib/board/shown.ts';
import { called, facts, goingOn, inVain, NOON } from './given.ts';

describe('A handoff that goes on', () => {
  it('is shown with who waits, for whom and why, since it was asked for', () => {
    const going = { facts: goingOn('queued', { handoffId: 'ho_w' }), called: called({ callId: 'call-w' }) };
    expect(waitingOf(going)).toEqual({
      id: 'ho_w',
      callId: 'call-w',
      name: 'Jordan Ortiz',
      caller: '•••• 0199',
      reason: 'charged twice',
      department: 'billing',
      since: new Date(NOON).toISOString(),
    });
  });

  it('has nothing where nothing is known, and not a hole', () => {
    const { department: _none, ...rest } = goingOn('requested');
    const waiting = waitingOf({ facts: rest, called: { callId: 'call-1' } });
    expect(waiting).toMatchObject({ name: null, caller: null, reason: null, department: null });
  });

  it.each([
    ['offered', { offeredAt: NOON + 3_000 }, 3],
    ['bridging', { offeredAt: NOON + 3_000, acceptedAt: NOON + 5_000 }, 5],
    ['connected', { acceptedAt: NOON + 5_000, joinedAt: NOON + 7_000 }, 7],
    // Of a version that kept no times.
    ['offered', {}, 0],
  ] as const)('is with an agent since that state began: %s %o', (state, times, seconds) => {
    const shown = withAgentOf({ facts: goingOn(state, times), called: called() });
    expect(shown).toMatchObject({
      agent: 'amara.osei',
      since: new Date(NOON + seconds * 1_000).toISOString(),
    });
  });
});

describe('A handoff in a list', () => {
  it('has its times, how it ended, how long it took, and who called', () => {
    expect(
      rowOf(facts({ handoffId: 'ho_r' }), called({ callId: 'call-r' }), 'https://example.com/agent/x'),
    ).toEqual({
      id: 'ho_r',
      callId: 'call-r',
      at: '2026-11-30T12:00:00.000Z',
      endedAt: '2026-11-30T12:01:10.000Z',
      state: 'ended',
      outcome: 'completed',
      department: 'billing',
      agent: 'amara.osei',
      name: 'Jordan Ortiz',
      caller: '•••• 0199',
      reason: 'charged twice',
      waitSeconds: 10,
      talkSeconds: 60,
      strategy: 'conference',
      pageUrl: 'https://example.com/agent/x',
    });
  });

  it('has waited until it ended where nobody was joined', () => {
    expect(rowOf(inVain('no_agent', 30), called(), undefined)).toMatchObject({
      waitSeconds: 30,
      talkSeconds: null,
      pageUrl: null,
    });
  });

  it('says nothing of who called once that is not kept any more', () => {
    const row = rowOf(facts(), undefined, undefined);
    expect(row).toMatchObject({ callId: null, name: null, caller: null, reason: null });
  });
});

describe('What somebody said', () => {
  it('is shown without whole numbers in every list, and so is an agent who is called by one', () => {
    const said = called({ name: 'Jo 4155550199', reason: 'ring +14155550199' });
    const going = { facts: goingOn('connected', { agent: '+14155550178' }), called: said };
    for (const shown of [waitingOf(going), withAgentOf(going), rowOf(facts(), said, undefined)]) {
      expect(JSON.stringify(shown)).not.toMatch(/\d{7}"/);
      expect(shown).toMatchObject({ name: 'Jo •••• 0199', reason: 'ring •••• 0199' });
    }
    expect(withAgentOf(going).agent).toBe('•••• 0178');
    expect(rowOf(facts({ agent: '+14155550178' }), said, undefined).agent).toBe('•••• 0178');
  });
});
