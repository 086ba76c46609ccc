import { type Keep, type Mode, type PlanRow, SetupFailed, type Told } from './plan.ts';
import type { Team } from './team/team.ts';

/** What every walk over a platform is given, whatever else it needs to ask it. */
export type WalkOptions = {
  mode: Mode;
  stage: string;
  team: Team;
  /** What is given, by setting name; in `apply` also what the walks before have kept. */
  settings: Readonly<Record<string, string>>;
  /** The names of the keys that were made just now: what is in use already is not written over with them. */
  made?: readonly string[];
  /** Where the platforms reach us; undefined before the first deployment. */
  baseUrl: string | undefined;
  adopt: boolean;
  tell: Told;
  /** With `plan` nothing is kept. */
  keep: Keep;
};

export type Walk = {
  /** As people know it: `Twilio`. */
  name: string;
  walk(options: WalkOptions): Promise<void>;
};

/** Why it could not go on. */
export type Failed = {
  what: string;
  why: string;
  remedy: string;
  /** What was written before it, what may have been written, and what was not. */
  done: readonly string[];
  begun?: string;
  notDone: readonly string[];
};

export type Walked = {
  plan: readonly PlanRow[];
  applied: boolean;
  failed?: Failed;
  /** Names of the settings that were written into the stage's file. */
  kept: readonly string[];
};

const nameOf = ({ what, name }: PlanRow): string => `${what} ${name}`;
const isWrite = ({ action, later }: PlanRow): boolean =>
  (action === 'create' || action === 'change') && later === undefined;

/** What the plan has told already need not be told again. */
const isLike =
  (row: PlanRow) =>
  (other: PlanRow): boolean =>
    nameOf(other) === nameOf(row) && other.why === row.why;

export const isRefused = (rows: readonly PlanRow[]): boolean =>
  rows.some(({ action }) => action === 'refuse');

function failure(error: unknown, plan: readonly PlanRow[], told: readonly PlanRow[]): Failed {
  if (!(error instanceof SetupFailed)) throw error;
  const { what, message, remedy } = error;
  const begun = told.at(-1);
  const isInDoubt = begun !== undefined && isWrite(begun);
  const names = new Set(told.map(nameOf));
  return {
    what,
    why: message.slice(what.length + 2),
    remedy,
    done: told.filter((row) => isWrite(row) && row !== begun).map(nameOf),
    ...(isInDoubt && { begun: nameOf(begun) }),
    notDone: plan.filter((row) => isWrite(row) && !names.has(nameOf(row))).map(nameOf),
  };
}

/**
 * Walks over the platforms: first only reading, and then, if that is wanted and nothing is refused, once more with the
 * same code that writes. Stops at the first failure.
 */
export async function walkAll(
  walks: readonly Walk[],
  options: Omit<WalkOptions, 'mode' | 'tell'> & { apply: boolean; say(line: string): void },
): Promise<Walked> {
  const { apply, say, ...given } = options;
  const plan: PlanRow[] = [];
  const kept = new Map<string, string>();
  try {
    for (const { name, walk } of walks) {
      say(`${name}: looking at what is there ...`);
      await walk({
        ...given,
        mode: 'plan',
        tell: (row) => plan.push(row),
        keep: () => Promise.resolve(),
      });
    }
  } catch (error) {
    return { plan, applied: false, failed: failure(error, [], []), kept: [] };
  }
  if (!apply || isRefused(plan)) return { plan, applied: false, kept: [] };

  const told: PlanRow[] = [];
  const keep: Keep = async (values, only) => {
    await given.keep(values, only);
    for (const [name, value] of Object.entries(values)) kept.set(name, value);
  };
  const tell = (row: PlanRow): void => {
    if (row.action === 'refuse') {
      throw new SetupFailed(nameOf(row), row.why ?? 'it changed in between', 'Run it again to see the plan.');
    }
    told.push(row);
    if (isWrite(row)) say(`${row.action === 'create' ? '+' : '~'} ${nameOf(row)}`);
    else if (row.why !== undefined && !plan.some(isLike(row))) say(`${nameOf(row)}: ${row.why}`);
  };
  try {
    for (const { name, walk } of walks) {
      say(`${name}: setting up ...`);
      const settings = { ...given.settings, ...Object.fromEntries(kept) };
      await walk({ ...given, settings, mode: 'apply', tell, keep });
    }
  } catch (error) {
    return { plan, applied: false, failed: failure(error, plan, told), kept: [...kept.keys()] };
  }
  return { plan, applied: true, kept: [...kept.keys()] };
}
