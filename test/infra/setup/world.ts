import { writeFileSync } from 'node:fs';
import { createColors } from 'picocolors';
import type { Platform } from '../../../infra/setup/arguments.ts';
import type { SetupContext, SetupWorld } from '../../../infra/setup/command.ts';
import type { PlanRow } from '../../../infra/setup/plan.ts';
import type { Walk, WalkOptions } from '../../../infra/setup/walks.ts';

/** What every platform accepts as a key of its own, and what a team has at least. */
export const GIVEN = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}7`,
  TWILIO_AUTH_TOKEN: 'q7-Zk4mNp2vRx8Lw3',
  VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2',
};
export const TEAM = {
  departments: { sales: {}, support: {}, billing: {} },
  agents: [{ name: 'amara.osei', contact: '+14155550177', departments: ['billing'], languages: ['en'] }],
  numbers: [],
};

export function row(
  what: string,
  name: string,
  action: PlanRow['action'],
  more: Partial<PlanRow> = {},
): PlanRow {
  return { what, name, action, fields: {}, ...more };
}

/** A platform that finds and would do these things; it keeps what it is given to keep when it writes. */
export function walkOf(
  name: string,
  rows: readonly PlanRow[],
  { keeps = {}, onWalk }: { keeps?: Record<string, string>; onWalk?: (options: WalkOptions) => void } = {},
): Walk {
  return {
    name,
    async walk(options) {
      onWalk?.(options);
      for (const one of rows) options.tell(one);
      await options.keep(keeps);
    },
  };
}

export type Heard = { out: string; said: string; contexts: SetupContext[] };

/** A world in which the platforms are these walks, and the files those of a folder. */
export function worldOf(
  folder: string,
  walks: Partial<Record<Platform, Walk>>,
  env: Record<string, string> = GIVEN,
): { world: SetupWorld; heard: Heard } {
  const heard: Heard = { out: '', said: '', contexts: [] };
  const none: Walk = walkOf('Nothing', []);
  const world: SetupWorld = {
    env,
    folder,
    out: (text) => {
      heard.out += `${text}\n`;
    },
    say: (text) => {
      heard.said += `${text}\n`;
    },
    colors: createColors(false),
    walks: (context) => {
      heard.contexts.push(context);
      return { twilio: none, vapi: none, aws: none, ...walks };
    },
    printed: ({ baseUrl }) => ({ baseUrl: baseUrl ?? null }),
  };
  return { world, heard };
}

/** Writes the files of a team that begins. */
export function writeTeam(folder: string, team: unknown = TEAM): void {
  writeFileSync(`${folder}/team.json`, JSON.stringify(team));
}
