import type { Clock } from '../base/clock.ts';
import { dateFormat } from '../base/date-format.ts';
import { dayIn } from '../base/day.ts';
import type { Facts } from '../handoff/record/facts.ts';
import type { BoardData, Followup, Today } from './data.ts';
import { dayReader, later } from './days.ts';
import { departmentOf, figuresBy, figuresOf } from './figures.ts';
import { hiddenIn, hiddenNumber } from './hidden.ts';
import type { BoardLists, Going, ReadAgents, WaitingFollowup } from './ports.ts';
import { instant, waitingOf, withAgentOf } from './shown.ts';

export type BoardOptions = {
  /** Of the business. */
  timeZone: string;
  /** A call whose end nobody told counts no longer than this. */
  longestCallMs: number;
};

export type BoardPorts = BoardOptions & { lists: BoardLists; agents: ReadAgents; clock: Clock };

/** Clocks of all zones are a multiple of this apart: within it the hour is the same. */
const QUARTER_MS = 900_000;

const hourFormat = dateFormat('en-US', { hour: '2-digit', hourCycle: 'h23' });

/** The hour of a moment by the clocks of a time zone, `00` to `23`. */
function hourIn(timeZone: string): (at: number) => string {
  const format = hourFormat(timeZone);
  // Ten thousand handoffs of a day have at most a hundred of them, and to format one takes microseconds.
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const hour = known.get(quarter) ?? format.format(quarter * QUARTER_MS);
    known.set(quarter, hour);
    return hour;
  };
}

/** What agents are called here: of ten thousand handoffs of a day, a few hundred. */
function agentNames(): (facts: Facts) => string | undefined {
  const known = new Map<string, string>();
  return ({ agent }) => {
    if (agent === undefined) return undefined;
    const name = known.get(agent) ?? hiddenIn(agent) ?? agent;
    known.set(agent, name);
    return name;
  };
}

function todayOf(all: readonly Facts[], date: string, timeZone: string): Today {
  const hourOf = hourIn(timeZone);
  return {
    date,
    timeZone,
    ...figuresOf(all),
    byDepartment: figuresBy(all, departmentOf),
    byHour: figuresBy(all, ({ askedAt }) => hourOf(askedAt)),
    byAgent: figuresBy(all, agentNames()),
    byStrategy: figuresBy(all, ({ strategy }) => strategy),
  };
}

/** The longest wait first. */
const bySince = <T extends { since: string }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => a.since.localeCompare(b.since));

function followupsOf(all: readonly WaitingFollowup[], wanted: WaitingFollowup['kind']): Followup[] {
  const shown = all.flatMap(({ kind, at, ...rest }): Followup[] => {
    if (kind !== wanted) return [];
    const { name, caller, reason, when } = rest;
    const hidden = { name: hiddenIn(name), reason: hiddenIn(reason), when: hiddenIn(when) };
    return [{ ...rest, ...hidden, caller: hiddenNumber(caller ?? undefined), since: instant(at) }];
  });
  return bySince(shown);
}

const isWaiting = ({ facts }: Going): boolean => facts.state === 'requested' || facts.state === 'queued';
const isRinging = ({ facts }: Going): boolean => facts.state === 'offered' || facts.state === 'bridging';
const isTalking = ({ facts }: Going): boolean => facts.state === 'connected';
const goesOn = ({ facts }: Going): boolean => facts.state !== 'ended';

/**
 * Returns what goes on, the agents, and the figures of the day so far. A handoff is in the figures of the day on which
 * it was asked for, from then on. Throws `Unavailable` where the table cannot be read.
 */
export function boardReader({ lists, agents, clock, timeZone, longestCallMs }: BoardPorts) {
  const readDay = dayReader(lists, clock);
  return async (): Promise<BoardData> => {
    const now = clock();
    const date = dayIn(timeZone, now);
    const [{ handoffs, followups }, calls, kept, team] = await Promise.all([
      lists.goingOn(),
      lists.liveCalls(now - longestCallMs),
      readDay(date),
      agents(),
    ]);
    // The index may still show what has ended since.
    const going = handoffs.filter((one) => goesOn(one) && !kept.has(one.facts.handoffId));
    const today = new Map(kept);
    for (const { facts } of handoffs) {
      if (dayIn(timeZone, facts.askedAt) === date) {
        today.set(facts.handoffId, later(today.get(facts.handoffId), facts));
      }
    }
    return {
      at: instant(now),
      now: {
        waiting: bySince(going.filter(isWaiting).map(waitingOf)),
        ringing: bySince(going.filter(isRinging).map(withAgentOf)),
        talking: bySince(going.filter(isTalking).map(withAgentOf)),
        // A caller who talks with an agent on a leg of ours has no call at Vapi any more.
        calls: new Set([...calls, ...going.map(({ called }) => called.callId)]).size,
      },
      agents: team,
      today: todayOf([...today.values()], date, timeZone),
      followups: {
        callbacks: followupsOf(followups, 'callback'),
        reviews: followupsOf(followups, 'review'),
      },
    };
  };
}
