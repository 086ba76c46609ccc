import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, SET_UP, skipped, warn } from '../finding.ts';
import { ifSeen, whenSeen, whyUnseen } from '../seen.ts';
import { channelOf, inWords, since } from './agent.ts';
import type { Agent, TwilioSeen } from './twilio-seen.ts';

const HOUR_MS = 3_600_000;
/** So much longer than the longest call a line may be taken: whoever wraps up is still at it. */
const GRACE_MS = 60_000;

/** Set-up looks after nobody else. */
const BY_HAND =
  'Not in team.json: set one call at a time for the worker in TaskRouter, on the channel `voice`.';

/** Whether each agent's line is free for one caller, and what is held though nobody talks any more. */
export function capacityChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  const longestMs = Math.max(HOUR_MS, expected.twilio.longestCallSeconds * 1_000) + GRACE_MS;
  return [...agentsCapacity(seen, expected, longestMs), stuckTasks(seen, longestMs)];
}

function agentsCapacity({ agents, now }: TwilioSeen, { team }: Expectations, longestMs: number): Check[] {
  if (agents.is !== 'seen') {
    return (team?.agents ?? []).map(({ name }) =>
      skipped(`twilio.capacity:${name}`, whyUnseen(agents, 'The list of workers')),
    );
  }
  const wanted = new Set(team?.agents.map(({ name }) => name.toLowerCase()));
  return agents.value.map((agent) =>
    whenSeen(`twilio.capacity:${agent.name}`, 'Their channels', agent.channels, () => {
      const isOurs = team === undefined || wanted.has(agent.name.toLowerCase());
      return capacityCheck(agent, { now, longestMs, fix: isOurs ? SET_UP : BY_HAND });
    }),
  );
}

function capacityCheck(
  agent: Agent,
  { now, longestMs, fix }: { now: number; longestMs: number; fix: string },
): Check {
  const id = `twilio.capacity:${agent.name}`;
  const voice = channelOf(agent, 'voice');
  if (voice === undefined) {
    return judged(id, '', [fail('Has no voice channel: is never offered a caller.', fix)]);
  }
  const { configured_capacity: capacity, available } = voice;
  return judged(id, 'One caller at a time.', [
    available === false ? fail('The voice channel is off: is never offered a caller.', fix) : undefined,
    capacity === 0 ? fail('Has no room for a caller: is never offered one.', fix) : undefined,
    capacity > 1
      ? warn(`Is offered ${capacity} callers at once, with one telephone: the second hears it busy.`, fix)
      : undefined,
    heldFinding(agent, voice.assigned_tasks ?? 0, now, longestMs),
  ]);
}

/** A line that is taken by nothing, or for longer than any call lasts. */
function heldFinding({ accepted }: Agent, held: number, now: number, longestMs: number): Finding | undefined {
  const reservations = ifSeen(accepted);
  if (held === 0 || reservations === undefined) return undefined;
  const old = reservations
    .map(({ task_sid: task, date_updated: date }) => ({ task, age: since(date, now) ?? 0 }))
    .filter(({ age }) => age > longestMs);
  const [oldest] = old.toSorted((one, other) => other.age - one.age);
  if (oldest === undefined) return undefined;
  return warn(
    `Their line has been taken for ${inWords(oldest.age)}, longer than any call lasts (${old.map(({ task }) => task).join(', ')}): no caller reaches them.`,
    'Complete these tasks in TaskRouter.',
  );
}

function stuckTasks({ busyTasks }: TwilioSeen, longestMs: number): Check {
  const id = 'twilio.stuck-tasks';
  return whenSeen(id, 'The list of tasks', busyTasks, (tasks) => {
    // Callbacks and reviews take as long as people take.
    const calls = tasks.filter((one) => one.task_channel_unique_name === 'voice');
    const stuck = calls.filter(({ age }) => (age ?? 0) * 1_000 > longestMs);
    return judged(id, 'No task outlives its call.', [
      stuck.length === 0
        ? undefined
        : warn(
            `Still assigned after more than ${inWords(longestMs)}: ${stuck.map(({ sid }) => sid).join(', ')}. Their agents are offered nobody.`,
            'Complete them in TaskRouter.',
          ),
    ]);
  });
}
