import { setTimeout as pause } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';

export type ScheduledHandler = (event: ScheduledEvent, context: Context) => Promise<void>;

/** A schedule can run a function once a minute at most; a caller must not wait so long. */
const EVERY_MS = 1_000;
/** What one pass may take when table and queue are away: a request gives up after 3.4 s (lib/aws/client.ts). */
const LONGEST_PASS_MS = 7_000;

/**
 * The pipeline of a function that a schedule runs: one pass at once, and further ones every second while the
 * invocation's time lasts. Where there is time for one only, one is made.
 */
export const scheduled = ({
  telemetry,
  pass,
  wait = (ms) => pause(ms),
}: {
  telemetry: Pick<Telemetry, 'flush'>;
  /** Throws nothing that the next pass could not mend. */
  pass: () => Promise<void>;
  wait?: (ms: number) => Promise<void>;
}): ScheduledHandler =>
  middy<ScheduledEvent, void>().handler(async (_event, context) => {
    await pass();
    while (context.getRemainingTimeInMillis() >= EVERY_MS + LONGEST_PASS_MS) {
      await wait(EVERY_MS);
      await pass();
    }
    telemetry.flush();
  });
