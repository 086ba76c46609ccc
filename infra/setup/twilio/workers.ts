import type { Agent } from '../team/team.ts';
import { isCalled, matchAgents } from './match-agents.ts';
import { stageName } from './names.ts';
import { brought, created, left, type Planned, plain, refused } from './planned.ts';
import { type Channel, channelSchema, type Worker, workerSchema } from './resources.ts';
import { allIn, carryOut, change, type Place, type Walk } from './walk.ts';
import { attributeProperties, managerOf } from './worker-attributes.ts';

const WHAT = 'twilio.worker';
const LIST = ['Workers', 'workers'] as const;
const CHANNEL = 'voice';
/** Beyond so many workers who are none of the team, nobody looks whether one has left it: each is a request. */
const MOST_OTHERS = 250;

/** Plans the worker of an agent. */
export function planWorker(agent: Agent, actual: Worker | undefined, stage: string, adopt: boolean): Planned {
  const manager = stageName(stage);
  const name = plain('name', 'FriendlyName', agent.name, actual?.friendly_name);
  const isCalledSo = actual !== undefined && isCalled(actual, agent.name);
  const properties = [
    { ...name, isSame: isCalledSo },
    ...attributeProperties(agent, manager, actual?.attributes),
  ];
  const thing = { what: WHAT, name: agent.name, properties };
  if (actual === undefined) {
    return created({ ...thing, why: 'It takes calls once it is set to an available activity.' });
  }
  const planned = brought(thing);
  const manages = managerOf(actual.attributes);
  if (manages === manager) return planned;
  if (manages?.startsWith('voice-handoff:')) {
    return refused(
      planned,
      `This worker belongs to ${manages}, and a workspace has one of each name. Give each stage a workspace of its own, or this agent another name.`,
    );
  }
  if (adopt) return planned;
  return refused(
    planned,
    'There is a worker of this name already that set-up has not made. --adopt takes it over and keeps its other attributes; else give this agent another name.',
  );
}

/** Plans an agent's line: one caller at a time. */
export function planCapacity(name: string, actual: Channel | 'new' | undefined): Planned {
  const thing = { what: 'twilio.capacity', name };
  const seen = actual === 'new' ? undefined : actual;
  const properties = [
    plain('calls at one time', 'Capacity', 1, seen?.configured_capacity),
    plain('available', 'Available', true, seen?.available),
  ];
  return actual === 'new' ? created({ ...thing, properties }) : brought({ ...thing, properties });
}

/** What is told of somebody who is in the workspace still and in the team no more. */
export function planLeft({ friendly_name }: Worker): Planned {
  return left(
    WHAT,
    friendly_name,
    'Not in team.json any more, and still offered calls: set-up deletes nobody. Set this worker to an unavailable activity, or delete it in Twilio’s Console.',
  );
}

/** Looks after a worker for each agent, and after their lines. */
export async function setUpWorkers(walk: Walk, place: Place): Promise<void> {
  const { team, stage, adopt, rest } = walk;
  const collection = place.url && `${place.url}/${LIST[0]}`;
  const listed = await allIn(walk, place, LIST, workerSchema);
  const isInTeam = (worker: Worker) => team.agents.some(({ name }) => isCalled(worker, name));
  const others = listed.filter((worker) => !isInTeam(worker));
  const tooMany = others.length > MOST_OTHERS;
  const known = tooMany ? listed.filter(isInTeam) : listed;
  // Lists have no attributes.
  const whole = await Promise.all(known.map(({ sid }) => rest.find(`${collection}/${sid}`, workerSchema)));
  const workers = whole.filter((worker) => worker !== undefined);

  const matched = matchAgents(team.agents, workers, stageName(stage));
  const lines = await Promise.all(
    matched.agents.map(({ worker }) =>
      worker === undefined ? ('new' as const) : voiceOf(walk, `${collection}/${worker.sid}/Channels`),
    ),
  );
  for (const [index, { agent, worker: before }] of matched.agents.entries()) {
    const worker = await carryOut(
      walk,
      planWorker(agent, before, stage, adopt),
      {
        there: before && { one: before, url: `${collection}/${before.sid}` },
        collection,
        again: () => workerNamed(walk, `${collection}`, agent.name),
      },
      workerSchema,
    );
    const line = worker && `${collection}/${worker.sid}/Channels/${CHANNEL}`;
    await change(walk, planCapacity(agent.name, lines[index]), line);
  }
  for (const worker of matched.left) await change(walk, planLeft(worker), undefined);
  if (tooMany) {
    const why = `${others.length} workers are none of team.json: nobody looked whether one of them has left it.`;
    await change(walk, left(WHAT, 'others', why), undefined);
  }
}

async function workerNamed({ rest }: Walk, collection: string, name: string): Promise<Worker | undefined> {
  const found = await rest.list(
    `${collection}?FriendlyName=${encodeURIComponent(name)}`,
    LIST[1],
    workerSchema,
  );
  return found.find((worker) => isCalled(worker, name));
}

async function voiceOf({ rest }: Walk, url: string): Promise<Channel | undefined> {
  const channels = await rest.list(url, 'channels', channelSchema);
  return channels.find(({ task_channel_unique_name }) => task_channel_unique_name === CHANNEL);
}
