import type { Colors } from 'picocolors/types.js';
import * as z from 'zod/mini';
import { dayIn } from '../../../lib/base/day.ts';
import { parsedJson } from '../../../lib/base/json.ts';
import type { Outcome } from '../../../lib/handoff/record/handoff.ts';
import { OUTCOMES } from '../../../lib/handoff/record/words.ts';

type Count = 'asked' | 'connected' | 'abandoned' | 'noAgent' | 'failed' | 'canceled' | 'transferred';

/** What the board counts of the handoffs that ended so. */
const COUNTED: readonly [Count, readonly Outcome[]][] = [
  ['asked', OUTCOMES],
  ['connected', ['completed']],
  ['abandoned', ['caller_left']],
  ['noAgent', ['no_agent']],
  ['failed', ['bridge_failed', 'task_failed']],
  ['canceled', ['canceled']],
  ['transferred', ['transferred']],
];

const SHOWN: readonly [Count, string][] = [
  ['asked', 'asked for'],
  ['connected', 'connected'],
  ['abandoned', 'left while waiting'],
  ['noAgent', 'found no agent'],
  ['failed', 'failed'],
];

const number = z.number();
const list = z.array(z.unknown());
const dataSchema = z.object({
  now: z.object({ waiting: list, ringing: list, talking: list }),
  today: z.object({
    ...{ date: z.string(), timeZone: z.string() },
    ...{ asked: number, connected: number, abandoned: number, noAgent: number },
    ...{ failed: number, canceled: number, transferred: number },
    ...{ serviceLevel: z.nullable(number), averageSpeedOfAnswerSeconds: z.nullable(number) },
  }),
});
export type BoardSeen = z.infer<typeof dataSchema>;

/** What was played, all of it over: how each handoff ended, and when the first caller came. */
export type BoardExpected = { since: number; outcomes: readonly Outcome[] };

/** Returns what is not as it was played, a sentence for each. */
export function boardFaults({ now, today }: BoardSeen, { since, outcomes }: BoardExpected): string[] {
  const going = now.waiting.length + now.ringing.length + now.talking.length;
  const left = going === 0 ? [] : [`nobody waits, is rung or talks any more (${going} do)`];
  // What was asked for before midnight is in the figures of the day before.
  if (dayIn(today.timeZone, since) !== today.date) return left;
  const wrong = COUNTED.flatMap(([count, counted]) => {
    const expected = outcomes.filter((outcome) => counted.includes(outcome)).length;
    return today[count] === expected ? [] : [`${count} ${expected} (${today[count]})`];
  });
  return [...left, ...wrong];
}

/** Returns the figures of the day so far, as two lines for people. */
export function figuresOf({ today }: BoardSeen, colors: Colors): string {
  const { serviceLevel: level, averageSpeedOfAnswerSeconds: speed } = today;
  const counts = SHOWN.map(([count, words]) => `${today[count]} ${words}`);
  const shares = [
    ...(level === null ? [] : [`${Math.round(level * 100)} % connected within the window`]),
    ...(speed === null ? [] : [`answered after ${speed.toFixed(1)} s on average`]),
  ];
  return `Today on the board: ${counts.join(', ')}\n  ${colors.dim(shares.join(', '))}`;
}

/** Reads the board's figures as a program does, by its link, and holds them against what was played. */
export async function readBoard(
  link: string,
  expected: BoardExpected,
  colors: Colors,
): Promise<{ good: boolean; text: string }> {
  const response = await fetch(`${link}/data`);
  const read = dataSchema.safeParse(parsedJson(await response.text()));
  if (!read.success) return { good: false, text: colors.red(`The figures of the board: ${response.status}`) };
  const faults = boardFaults(read.data, expected);
  const text = figuresOf(read.data, colors);
  if (faults.length === 0) return { good: true, text };
  return { good: false, text: `${text}\n${colors.red(`  expected ${faults.join(', ')}`)}` };
}
