import { type Finding, fail, SET_UP, warn } from '../finding.ts';
import { ifSeen } from '../seen.ts';
import { type Filter, patienceOf, queuesOf, type Routing, type Target } from './configuration.ts';
import { isCarried, namesIn } from './expression.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** What is wrong with how a workflow routes. `window`: how long its callers wait; nobody waits where there is none. */
export function routingFindings(
  routing: Routing,
  seen: TwilioSeen,
  window: number | undefined,
): (Finding | undefined)[] {
  const { filters, byDefault } = routing;
  return [
    missingQueues(routing, seen),
    ...filters.flatMap((filter) => [
      window === undefined ? undefined : tooImpatient(filter, window),
      nobodyAtLast(filter, seen),
    ]),
    byDefault === undefined
      ? fail('There is no default filter: a caller whom no filter fits is given up at once.', SET_UP)
      : undefined,
    hyphens(routing),
    unknownAttributes(routing),
  ];
}

function missingQueues(routing: Routing, seen: TwilioSeen): Finding | undefined {
  const known = ifSeen(seen.queues);
  if (known === undefined) return undefined;
  const missing = queuesOf(routing).filter((sid) => !known.some((one) => one.sid === sid));
  return missing.length === 0
    ? undefined
    : fail(
        `It leads to queues that are not there (${missing.join(', ')}): their callers reach nobody.`,
        SET_UP,
      );
}

function tooImpatient({ name, targets }: Filter, window: number): Finding | undefined {
  const patience = patienceOf(targets);
  return patience >= window
    ? undefined
    : fail(`"${name}" gives up after ${patience} s, though its callers are promised ${window} s.`, SET_UP);
}

const AGENTS = `Name agents in team.json. ${SET_UP}`;

function nobodyAtLast({ name, targets }: Filter, { used }: TwilioSeen): Finding | undefined {
  const last = targets.at(-1);
  const load = ifSeen(used.find(({ queue }) => queue.sid === last?.queue)?.load);
  return load?.total_eligible_workers === 0
    ? fail(`"${name}" ends at a queue that no agent is in: its callers wait for nobody.`, AGENTS)
    : undefined;
}

type Written = { filters: string[]; targets: string[] };

/** Attributes stand without a prefix in a filter, and behind `task.` in a target. */
function expressionsOf({ filters, byDefault }: Routing): Written {
  const targets = [...filters.flatMap((one) => one.targets), ...(byDefault ? [byDefault] : [])];
  const textsOf = ({ expression, order_by, skip_if, known_worker_sid }: Target) => [
    expression,
    order_by,
    skip_if,
    known_worker_sid,
  ];
  return {
    filters: filters.map(({ expression }) => expression),
    targets: targets.flatMap(textsOf).filter((text) => typeof text === 'string'),
  };
}

function hyphens(routing: Routing): Finding | undefined {
  const { filters, targets } = expressionsOf(routing);
  const names = [...filters, ...targets].flatMap(namesIn).filter((one) => one.includes('-'));
  return names.length === 0
    ? undefined
    : fail(
        `Names with a hyphen (${[...new Set(names)].join(', ')}) cannot stand in an expression: its callers match nothing.`,
        'Write them with an underscore.',
      );
}

function unknownAttributes(routing: Routing): Finding | undefined {
  const { filters, targets } = expressionsOf(routing);
  const ofTasks = targets.flatMap(namesIn).flatMap((one) => /^task\.(.+)$/.exec(one)?.[1] ?? []);
  const asked = [...filters.flatMap(namesIn).map((one) => one.replace(/^task\./, '')), ...ofTasks];
  const unknown = [...new Set(asked)].filter((one) => !one.includes('-') && !isCarried(one));
  return unknown.length === 0
    ? undefined
    : warn(
        `Our tasks never carry ${unknown.join(', ')}: what asks for it finds nobody, while the caller waits.`,
        'docs/task-attributes.md has what they carry.',
      );
}
