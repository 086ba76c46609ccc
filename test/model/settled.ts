import { isDeepStrictEqual } from 'node:util';
import { factsOf } from '../../lib/handoff/machine/facts-of.ts';
import type { Handoff } from '../../lib/handoff/record/handoff.ts';
import { speech } from '../../lib/speech/english.ts';
import type { World } from './world.ts';

const HOW_IT_WENT: readonly string[] = [speech.toCaller.busy, speech.toCaller.sorry];
const IN_VAIN = ['no_agent', 'task_failed', 'bridge_failed'];

/** Whether of each handoff of the call is kept how it ended, as the record has it. */
const isCounted = ({ facts }: World, record: Handoff): boolean =>
  isDeepStrictEqual(facts.get(record.handoffId), factsOf(record)) &&
  record.history.every(({ handoffId, outcome }) => facts.get(handoffId)?.outcome === outcome);

/** What is wrong with a call of a world that has come to rest: nothing, whatever happened in it. */
const wrongWith = (world: World, { call, legs }: World['lines'][number]): string[] => {
  const record = world.record(call.id);
  if (record?.progress.state !== 'ended') return [`it is ${record?.progress.state}`];
  const { progress } = record;
  const { outcome } = progress;
  const { where } = legs.caller;
  const told = call.said.filter((sentence) => HOW_IT_WENT.includes(sentence)).length;
  const hasHeard = told > 0 || call.status === 'ended';
  const talks = legs.talked.length + call.answered;
  const wrong: Record<string, boolean> = {
    'something is still owed': record.effects.length !== 0,
    'an agent is still on the line': legs.live().length > 0,
    'two agents had one caller': legs.twoAtOnce > 0,
    'an agent was rung twice at once': legs.rungTwice > 0,
    'a talk was cut': legs.talksCut > 0 || legs.cutInFlex > 0,
    'the caller is nowhere': !/^(gone|assistant.*)$/.test(where),
    'two announcements': told > world.requests,
    'something was said into a talk': call.saidIntoTalk > 0,
    'one agent got two transfers': new Set(call.transfers).size < call.transfers.length,
    'the caller heard nothing of it': IN_VAIN.includes(outcome) && !hasHeard,
    'it is not counted as it ended': !isCounted(world, record),
    'completed without a talk': outcome === 'completed' && talks === 0,
  };
  return Object.keys(wrong).filter((name) => wrong[name]);
};

/** What is wrong with a world that has come to rest, call by call, with what happened: nothing. */
export const wrongIn = (world: World): string[] => {
  const router = {
    'two tasks were open for one call': world.router.mostOpen > 1,
    'a task is open': world.router.open().length > 0,
    'a message was given up': world.deadLetters.length > 0,
  };
  const wrong = Object.entries(router).flatMap(([name, is]) => (is ? [name] : []));
  const calls = world.lines.flatMap((line) =>
    wrongWith(world, line).map((name) => `${line.call.id}: ${name}`),
  );
  return [...wrong, ...calls];
};

/** How a call went, for whoever reads why a test failed. */
export const storyOf = (world: World): string =>
  world.lines
    .flatMap(({ call }) => [
      call.id,
      ...(world.record(call.id)?.timeline ?? []).map(({ at, what }) => `${at % 10_000_000} ${what}`),
    ])
    .join('\n');
