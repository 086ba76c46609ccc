import { handle, type RunPorts } from '../../../../lib/handoff/loop/work-off.ts';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import { type Asked, type Script, scriptedPorts } from '../scripted.ts';

const { T0, CALL_ID, loaded } = given;

/** The loop over ports in memory, with a clock that is set by hand. */
export const world = (record: Handoff | undefined, answers: Script = {}, at = 1_000) => {
  const store = new given.MemoryStore(record === undefined ? undefined : loaded(record));
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const asked: Asked[] = [];
  const clock = { now: T0 + at };
  let workers = 0;
  const ports: RunPorts = {
    store,
    queue,
    ...scriptedPorts(asked, answers, () => clock.now),
    newOwner: () => `worker-${++workers}`,
    log: watched.log,
    count: watched.count,
    time: watched.time,
  };
  const does = (event: HandoffEvent) => handle({ callId: CALL_ID, handoffId: 'ho_1', event }, ports);
  const sent = () => queue.sent.map(({ message, delaySeconds }) => [message.event.type, delaySeconds]);
  return { store, queue, ports, clock, asked, does, sent, ...watched };
};
