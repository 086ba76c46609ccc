import type { Called, Facts } from '../../../lib/handoff/record/facts.ts';

/** Noon of a Monday in UTC. */
export const NOON = Date.UTC(2026, 10, 30, 12);
export const DAY = '2026-11-30';

let count = 0;

/** A handoff that was asked for at noon, by default one that talked from 10 s after that to a minute after that. */
export const facts = (changed: Partial<Facts> = {}): Facts => {
  count += 1;
  const { askedAt = NOON } = changed;
  return {
    handoffId: `ho_${count}`,
    askedAt,
    state: 'ended',
    outcome: 'completed',
    strategy: 'conference',
    windowSeconds: 30,
    edition: 1,
    department: 'billing',
    agent: 'amara.osei',
    joinedAt: askedAt + 10_000,
    endedAt: askedAt + 70_000,
    ...changed,
  };
};

/** One that ended so many seconds after it was asked for, without a talk. */
export const inVain = (outcome: Exclude<Facts['outcome'], undefined>, afterSeconds: number): Facts => {
  const { joinedAt: _never, ...rest } = facts({ outcome });
  return { ...rest, endedAt: rest.askedAt + afterSeconds * 1_000 };
};

/** One that goes on. */
export const goingOn = (state: Facts['state'], changed: Partial<Facts> = {}): Facts => {
  const { outcome: _none, joinedAt: _never, endedAt: _open, ...rest } = facts();
  return { ...rest, state, ...changed };
};

export const called = (changed: Partial<Called> = {}): Called => ({
  callId: `call-${count}`,
  name: 'Jordan Ortiz',
  caller: '+14155550199',
  reason: 'charged twice',
  ...changed,
});
