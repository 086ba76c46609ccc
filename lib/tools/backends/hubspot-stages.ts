import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import type { ReadHubspot } from './hubspot-api.ts';

/** Where a ticket stands: the id of a stage, which means something in its pipeline only. */
export type Stage = { pipeline?: string | undefined; stage: string };

/** Pipelines are made by hand, a few times a year. */
const KEPT_MS = 10 * 60_000;

/** The pipeline that every account begins with, and its stages, as HubSpot names them. */
const FIRST_PIPELINE = '0';
const FIRST_STAGES = new Map([
  ['1', 'New'],
  ['2', 'Waiting on contact'],
  ['3', 'Waiting on us'],
  ['4', 'Closed'],
]);

const pipelinesSchema = z.object({
  results: z.array(
    z.object({ id: z.string(), stages: z.array(z.object({ id: z.string(), label: z.string() })) }),
  ),
});

/**
 * Returns a function that reads the names of all stages, at most once in ten minutes, and gives one that names a stage.
 * Where they cannot be read, the last ones that were, HubSpot's own names, or the bare id have to do.
 */
export function hubspotStages(read: ReadHubspot, clock: Clock) {
  let kept: { labels: ReadonlyMap<string, string>; until: number } | undefined;

  async function labels(signal: AbortSignal): Promise<ReadonlyMap<string, string> | undefined> {
    if (kept !== undefined && clock() < kept.until) return kept.labels;
    const pipelines = await read('pipelines/tickets', pipelinesSchema, signal);
    if (pipelines.is !== 'read') return kept?.labels;
    const named = pipelines.value.results.flatMap(({ id: pipeline, stages }) =>
      stages.map(({ id: stage, label }): [string, string] => [keyOf(pipeline, stage), label]),
    );
    kept = { labels: new Map(named), until: clock() + KEPT_MS };
    return kept.labels;
  }

  return async (signal: AbortSignal): Promise<(stage: Stage) => string> => {
    const known = await labels(signal);
    return ({ pipeline = FIRST_PIPELINE, stage }) => {
      const first = pipeline === FIRST_PIPELINE ? FIRST_STAGES.get(stage) : undefined;
      return known?.get(keyOf(pipeline, stage)) ?? first ?? stage;
    };
  };
}

function keyOf(pipeline: string, stage: string): string {
  return `${pipeline}/${stage}`;
}
