import { randomBytes } from 'node:crypto';
import { SETTINGS } from '../settings.ts';
import type { Platform } from './arguments.ts';
import type { PlanRow } from './plan.ts';
import type { Team } from './team/team.ts';
import type { Walk } from './walks.ts';

/** Keys that nobody outside makes, and for which platform set-up has a use for them. */
const GENERATED: Readonly<Record<string, readonly Platform[]>> = {
  VAPI_SERVER_SECRET: ['vapi', 'aws'],
  LINK_SIGNING_KEY: ['aws'],
  OUTBOUND_API_KEY: ['aws'],
};

const isGenerated = (name: string): boolean => Object.hasOwn(GENERATED, name);

const KEY_BYTES = 32;

type Values = Readonly<Record<string, string>>;

/** What the stage's file has to hold before any platform is set up. */
export type OwnSettings = { rows: readonly PlanRow[]; made: Values };

function ownKey(name: string, settings: Values): OwnSettings {
  const row = { what: 'settings.key', name, fields: {} };
  if (settings[name] !== undefined) return { rows: [{ ...row, action: 'same' }], made: {} };
  const why = 'A new random text. Is one in use already, then put that one into the file.';
  return {
    rows: [{ ...row, action: 'create', why }],
    made: { [name]: randomBytes(KEY_BYTES).toString('hex') },
  };
}

const sorted = (names: string): string =>
  names
    .split(',')
    .map((one) => one.trim())
    .toSorted()
    .join();

/**
 * The functions know the team's departments by `DEPARTMENTS`: another one would be left out of its tasks. `isOurs`: what
 * is given was written by set-up itself, for the team as it was.
 */
function ownDepartments(given: string | undefined, team: Team, isOurs: boolean): OwnSettings {
  const from = given ?? SETTINGS.DEPARTMENTS.fallback ?? '';
  const to = Object.keys(team.departments).join(',');
  const row = { what: 'settings.value', name: 'DEPARTMENTS' };
  if (sorted(from) === sorted(to)) {
    return { rows: given === undefined ? [] : [{ ...row, action: 'same', fields: {} }], made: {} };
  }
  const fields = { value: { from, to } };
  if (given === undefined || isOurs) {
    return { rows: [{ ...row, action: 'change', fields }], made: { DEPARTMENTS: to } };
  }
  const why = 'The departments of the team are others. Make both the same, or leave DEPARTMENTS out.';
  return { rows: [{ ...row, action: 'refuse', fields, why }], made: {} };
}

/** The first deployment of a stage makes it, where it was not given: links that agents have open are signed with it. */
const OF_DEPLOYMENT = 'LINK_SIGNING_KEY';

/**
 * Returns what is missing of our own settings, as far as what is set up needs them. `written`: whose values set-up itself
 * has written.
 */
export function ownSettings(
  settings: Values,
  team: Team,
  {
    only,
    written,
    isDeployed,
  }: { only: Platform | undefined; written: readonly string[]; isDeployed: boolean },
): OwnSettings {
  const names = Object.keys(GENERATED).filter(
    (name) =>
      (only === undefined || GENERATED[name]?.includes(only) === true) &&
      !(isDeployed && name === OF_DEPLOYMENT && settings[name] === undefined),
  );
  const all = [
    ...names.map((name) => ownKey(name, settings)),
    ownDepartments(settings.DEPARTMENTS, team, written.includes('DEPARTMENTS')),
  ];
  return {
    rows: all.flatMap(({ rows }) => rows),
    made: Object.assign({}, ...all.map(({ made }) => made)),
  };
}

/** Returns the walk over the stage's own file. */
export function ownSettingsWalk({ rows, made }: OwnSettings): Walk {
  return {
    name: 'Settings',
    async walk({ tell, keep }) {
      for (const row of rows) {
        tell(row);
        const value = made[row.name];
        if (value === undefined) continue;
        await keep({ [row.name]: value }, isGenerated(row.name) ? 'where-missing' : undefined);
      }
    },
  };
}
