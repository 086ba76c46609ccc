import { type Facts, isInTime, talkMsOf, waitMsOf } from '../handoff/record/facts.ts';
import type { Outcome } from '../handoff/record/words.ts';
import type { Figures } from './data.ts';

/** Who leaves sooner has not waited (a short abandon): they are no part of the service level. */
const SHORT_ABANDON_MS = 5_000;

const isJoined = ({ joinedAt }: Facts): boolean => joinedAt !== undefined;

const isShortAbandon = (facts: Facts): boolean =>
  facts.outcome === 'caller_left' && (waitMsOf(facts) ?? 0) <= SHORT_ABANDON_MS;

function averageSeconds(times: readonly (number | undefined)[]): number | null {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? null : known.reduce((sum, time) => sum + time, 0) / known.length / 1_000;
}

/**
 * Returns the figures of some handoffs by the field's definitions (docs/board.md). Who still waits has been asked for, and
 * is not joined yet.
 */
export function figuresOf(all: readonly Facts[]): Figures {
  const ended: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of all) if (outcome !== undefined) ended[outcome] = (ended[outcome] ?? 0) + 1;
  const of = (outcome: Outcome): number => ended[outcome] ?? 0;
  const counted = all.length - of('canceled') - all.filter(isShortAbandon).length;
  const joined = all.filter(isJoined);
  return {
    asked: all.length,
    connected: joined.length,
    serviceLevel: counted <= 0 ? null : joined.filter(isInTime).length / counted,
    averageSpeedOfAnswerSeconds: averageSeconds(joined.map(waitMsOf)),
    averageTalkSeconds: averageSeconds(joined.map(talkMsOf)),
    abandoned: of('caller_left'),
    noAgent: of('no_agent'),
    failed: of('bridge_failed') + of('task_failed'),
    canceled: of('canceled'),
    transferred: of('transferred'),
  };
}

/** The figures of each group; what has no name for its group is in none. */
export function figuresBy(
  all: readonly Facts[],
  nameOf: (facts: Facts) => string | undefined,
): Record<string, Figures> {
  const groups = new Map<string, Facts[]>();
  for (const facts of all) {
    const name = nameOf(facts);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [facts]);
    else group.push(facts);
  }
  const names = [...groups.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, figuresOf(groups.get(name) ?? [])]));
}

/** The department of a handoff; where none was named, the name of that group. */
export function departmentOf({ department = 'none' }: Facts): string {
  return department;
}
