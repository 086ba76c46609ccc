import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/handoff/ports.ts';
import { queueWorker } from '../../../lib/lambda/queue-worker.ts';
import * as given from './given.ts';

const working = async (work: (record: SQSRecord) => Promise<void>, ...records: SQSRecord[]) => {
  const watched = given.watching();
  const handler = queueWorker({ telemetry: watched.telemetry, work });
  return { answer: await handler({ Records: records }, given.context), ...watched };
};
const failing = async (record: SQSRecord) => {
  if (record.body === 'bad') throw new Unavailable('table', new Error('secret of the table'));
};

describe('A queue worker', () => {
  it('takes its messages off the queue when all were worked on, and counts no failure as zero', async () => {
    const seen: string[] = [];
    const { answer, metrics, logged } = await working(
      async ({ body }) => {
        seen.push(body);
      },
      given.record('m-1', 'a'),
      given.record('m-2', 'b'),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual(['a', 'b']);
    expect(metrics()).toEqual({ message_failed: 0 });
    expect(logged()).toEqual([]);
  });

  it('gives back those that failed, alone', async () => {
    const { answer, metrics } = await working(
      failing,
      given.record('m-1', 'good'),
      given.record('m-2', 'bad'),
      given.record('m-3', 'good'),
      given.record('m-4', 'bad'),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }, { itemIdentifier: 'm-4' }] });
    expect(metrics()).toEqual({ message_failed: 2 });
  });

  it('writes one line for each failure: its kind and how often it came, never what was in it', async () => {
    const { lines, logged } = await working(failing, given.record('m-1', 'bad', 3));
    expect(logged()).toMatchObject([
      { level: 'error', message: 'message failed', reason: 'Unavailable', attempt: 3 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|stack|bad/);
  });

  it('gives back a message whose work throws before it waits for anything', async () => {
    const { answer } = await working(
      () => {
        throw new TypeError('not an object');
      },
      given.record('m-1', 'x'),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });

  it('knows what to write of something thrown that is no error', async () => {
    const { logged } = await working(() => Promise.reject('text'), given.record('m-1', 'x'));
    expect(logged()).toMatchObject([{ reason: 'unknown' }]);
  });
});
