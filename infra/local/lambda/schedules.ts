import { setTimeout as sleep } from 'node:timers/promises';
import type { ScheduledEvent } from 'aws-lambda';
import { functionNames, isScheduled } from '../../topology/index.ts';
import { type ScheduledHandlers, type Topology, topology as wholeTopology } from '../functions.ts';
import { invoke } from './invoke.ts';

/** In the cloud an invocation makes passes for a minute; here each is an invocation that has time for one. */
const EVERY_MS = 1_000;
const ONE_PASS = { timeoutSeconds: 8 };

const event: ScheduledEvent = {
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: '1970-01-01T00:00:00Z',
  region: 'us-west-2',
  resources: [],
  detail: {},
};

/**
 * Runs what a schedule runs in the cloud every minute; what looks at the platforms by the hour is asked for by hand here.
 * `stop` lets a running pass finish.
 */
export function startSchedules(
  scheduled: ScheduledHandlers,
  { functions }: Topology = wholeTopology,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const often = functionNames.filter(isScheduled).filter((name) => functions[name].everyMinute === true);
  const running = often.map(async (name) => {
    while (!signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await invoke(name, ONE_PASS, scheduled[name], event);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
