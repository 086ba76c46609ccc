import type { Agent } from '../team/team.ts';
import type { Worker } from './resources.ts';
import { attributesOf, managerOf } from './worker-attributes.ts';

export type Matched = {
  agents: readonly { agent: Agent; worker: Worker | undefined }[];
  /** Workers of this stage whom the team does not name any more. */
  left: readonly Worker[];
};

/** TaskRouter tells workers apart by their names, whatever the case of the letters. */
export function isCalled(worker: Pick<Worker, 'friendly_name'>, name: string): boolean {
  return worker.friendly_name.toLowerCase() === name.toLowerCase();
}

/**
 * Finds the worker of each agent: the one of the name, else one of this stage's own that nobody else is and that is rung
 * in the same place, which somebody has renamed.
 */
export function matchAgents(agents: readonly Agent[], workers: readonly Worker[], manager: string): Matched {
  const unnamed = workers.filter(
    (worker) =>
      managerOf(worker.attributes) === manager && !agents.some(({ name }) => isCalled(worker, name)),
  );
  const renamed = (agent: Agent): Worker | undefined => {
    const candidates = unnamed.filter(
      ({ attributes }) => attributesOf(attributes).contact_uri === agent.contact,
    );
    return candidates.length === 1 ? candidates[0] : undefined;
  };
  const taken = new Set<string>();
  const matched = agents.map((agent) => {
    const worker = workers.find((one) => isCalled(one, agent.name)) ?? renamed(agent);
    if (worker === undefined || taken.has(worker.sid)) return { agent, worker: undefined };
    taken.add(worker.sid);
    return { agent, worker };
  });
  return { agents: matched, left: unnamed.filter(({ sid }) => !taken.has(sid)) };
}
