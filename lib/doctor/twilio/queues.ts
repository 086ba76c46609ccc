import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, SET_UP, warn } from '../finding.ts';
import { ifSeen, whenSeen } from '../seen.ts';
import { attributesOf, inWords } from './agent.ts';
import { listsIn } from './expression.ts';
import type { QueueSeen, TwilioSeen } from './twilio-seen.ts';

/** The task queues that callers are led to, and those that the team wants and has not. */
export function queueChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  const prefix = `voice-handoff:${expected.stage}:`;
  const shortOf = ({ queue }: QueueSeen) => queue.friendly_name.replace(prefix, '');
  const names = seen.used.map(shortOf);
  const missing = (expected.team?.departments ?? []).filter((one) => !names.includes(one));
  return [
    ...seen.used.map((one) => queueCheck(`twilio.queue:${shortOf(one)}`, one, seen)),
    ...missing.map((one) =>
      whenSeen(`twilio.queue:${one}`, 'The list of queues', seen.queues, (all) =>
        judged(`twilio.queue:${one}`, '', [
          fail(
            all.some((queue) => queue.friendly_name === `${prefix}${one}`)
              ? 'No workflow leads to the queue of the department: its callers go to everybody, or to nobody.'
              : 'The department has no queue: its callers go to everybody, or to nobody.',
            SET_UP,
          ),
        ]),
      ),
    ),
  ];
}

function queueCheck(id: string, { queue, load }: QueueSeen, seen: TwilioSeen): Check {
  const { target_workers: target, max_reserved_workers: reserved } = queue;
  const counts = ifSeen(load);
  const eligible = counts?.total_eligible_workers;
  const fine =
    counts === undefined
      ? 'Its expression can find agents; how many it finds was not told.'
      : `Of ${counts.total_eligible_workers} agents ${counts.total_available_workers} can take a call now.`;
  return judged(id, fine, [
    target
      ? undefined
      : fail(
          'Its expression is empty: its callers wait for ever.',
          `${SET_UP} By hand: \`1==1\` for everybody.`,
        ),
    ...noLists(target ?? '', seen),
    eligible === 0
      ? fail(
          `No agent is in it${waitingIn(counts?.longest_task_waiting_age)}: its callers wait for nobody.`,
          'Give an agent what its expression asks for (in team.json: `departments`).',
        )
      : undefined,
    eligible !== undefined && eligible > 0 && counts?.total_available_workers === 0
      ? warn(
          `None of its agents is available at this moment${waitingIn(counts.longest_task_waiting_age)}: its callers get a callback at best.`,
          'Somebody sets themselves available.',
        )
      : undefined,
    reserved && reserved > 1
      ? warn(
          `It rings ${reserved} agents at once: all but one pick up for nothing.`,
          'Set its max reserved workers to 1.',
        )
      : undefined,
  ]);
}

function waitingIn(seconds: number | null | undefined): string {
  return seconds ? `, and somebody has waited for ${inWords(seconds * 1_000)}` : '';
}

/** `HAS` is true of lists alone: where no agent has a list there, it finds nobody. Judged only if all agents are known. */
function noLists(target: string, { agents, beyond }: TwilioSeen): Finding[] {
  const all = ifSeen(agents) ?? [];
  if (all.length === 0 || beyond > 0 || all.some(({ worker }) => worker.is !== 'seen')) return [];
  return listsIn(target)
    .map((name) => name.replace(/^worker\./, ''))
    .filter((name) => !all.some((agent) => Array.isArray(attributesOf(agent)?.[name])))
    .map((name) =>
      fail(
        `Its expression asks for a list "${name}" that no agent has: it finds nobody.`,
        'Compare the spelling with the attributes of the agents.',
      ),
    );
}
