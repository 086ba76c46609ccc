import type { Context, ScheduledEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { scheduled } from '../../../../lib/lambda/pipelines/schedule.ts';

const event: ScheduledEvent = {
  version: '0',
  id: '1',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: '2026-11-30T08:00:00Z',
  region: 'us-west-2',
  resources: [],
  detail: {},
};

/** One invocation that has so many seconds, each pass taking so long; returns when its passes began. */
const run = async (seconds: number, passMs: number) => {
  let now = 0;
  const passes: number[] = [];
  let flushed = 0;
  const telemetry = {
    flush() {
      flushed += 1;
    },
  };
  const handler = scheduled({
    telemetry,
    async pass() {
      passes.push(now);
      now += passMs;
    },
    async wait(ms) {
      now += ms;
    },
  });
  await handler(event, { getRemainingTimeInMillis: () => seconds * 1_000 - now } as Context);
  return { passes, flushed, ended: now };
};

describe('A function that is run every minute', () => {
  it('makes a pass every second until the next invocation has begun', async () => {
    const { passes } = await run(70, 20);
    expect(passes.slice(0, 3)).toEqual([0, 1_020, 2_040]);
    expect(passes.at(-1)).toBeGreaterThan(60_000);
  });

  it('begins no pass that could outlast its time, however slow table and queue are', async () => {
    const { passes, ended } = await run(70, 7_000);
    expect(ended).toBeLessThanOrEqual(70_000);
    expect(passes.length).toBeGreaterThan(5);
  });

  it('makes one pass where there is time for one only', async () => {
    expect((await run(8, 20)).passes).toEqual([0]);
  });

  it('writes its metrics once', async () => {
    expect((await run(70, 20)).flushed).toBe(1);
  });
});
