import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { OtherVersion, RefusedForGood, TooContended, Unavailable } from '../../../../lib/base/trouble.ts';
import { handoffMessageSchema } from '../../../../lib/handoff/record/events.ts';
import { messageIn, queueWorker, queueWorkerByKey } from '../../../../lib/lambda/pipelines/queue-worker.ts';
import { breaksInside } from '../breaks-inside.ts';
import * as given from '../given.ts';

const working = async (
  work: (record: SQSRecord, receives: number) => Promise<void>,
  ...records: SQSRecord[]
) => {
  const watched = given.watching();
  const pauses: [string, number][] = [];
  const comeAgain = async (receiptHandle: string, afterSeconds: number) => {
    pauses.push([receiptHandle, afterSeconds]);
  };
  const handler = queueWorker({ telemetry: watched.telemetry, comeAgain, work });
  return { answer: await handler({ Records: records }, given.context), pauses, ...watched };
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

  it('names the place of what is ours to mend, in our own files', async () => {
    const { logged } = await working(async () => void breaksInside(), given.record('m-1', 'bad'));
    expect(logged()).toMatchObject([
      { reason: 'BadSettings', at: expect.stringMatching(/^lib\/settings\/read\.ts:\d+ < /) },
    ]);
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

describe('A message that fails while the table is away', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 4],
    [49, 4],
  ])('comes again soon: attempt %i after %i s', async (receives, seconds) => {
    const { pauses } = await working(failing, given.record('m-1', 'bad', receives));
    expect(pauses).toEqual([[given.record('m-1', 'bad').receiptHandle, seconds]]);
  });

  it('comes again soon where others were faster, too', async () => {
    const { pauses } = await working(() => Promise.reject(new TooContended()), given.record('m-1', 'x'));
    expect(pauses).toHaveLength(1);
  });

  it.each([
    'message',
    'record',
  ] as const)('comes again soon where only another version of the functions knows its %s, and is counted', async (what) => {
    const { answer, pauses, metrics, logged } = await working(
      () => Promise.reject(new OtherVersion(what)),
      given.record('m-1', 'x'),
    );
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(pauses).toHaveLength(1);
    expect(metrics()).toMatchObject({ [`other_version_${what}`]: 1 });
    expect(logged()).toMatchObject([{ reason: 'OtherVersion' }]);
  });

  it('and one that can never be worked on comes again when the queue says: nothing is soon better', async () => {
    const { answer, pauses } = await working(() => Promise.reject(new TypeError()), given.record('m-1', 'x'));
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('tells its work how often it came: the attempt before may have died half-way', async () => {
    const seen: number[] = [];
    await working(async (_, receives) => void seen.push(receives), given.record('m-1', 'x', 3));
    expect(seen).toEqual([3]);
  });
});

const TOO_LONG = new RefusedForGood('table', 'Validation', new Error('secret of the key'));

describe('A message that is refused for good', () => {
  it('is told once, counted, and not received again', async () => {
    const { answer, pauses, metrics, logged, lines } = await working(
      async ({ body }) => {
        if (body === 'bad') throw TOO_LONG;
      },
      given.record('m-1', 'good'),
      given.record('m-2', 'bad'),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(pauses).toEqual([]);
    expect(metrics()).toEqual({ message_failed: 0, dropped_message: 1 });
    expect(logged()).toMatchObject([
      { level: 'error', message: 'message dropped', reason: 'table-Validation', count: 1 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('The message in a body', () => {
  const inBody = (body: string) => messageIn(handoffMessageSchema, body);

  it('is read, with the fields that a newer version has added', () => {
    const message = { callId: 'call-1', event: { type: 'resume', why: 'sweep' }, sentBy: 'sweeper' };
    expect(inBody(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    { callId: 'call-1', event: { type: 'hold-asked', seconds: 5 } },
    { callId: 'call-1', event: { type: 'taken-back', by: 'supervisor' } },
    { campaignId: 'c-1' },
  ])('is for another version where this one does not know its kind: %j', (message) => {
    expect(() => inBody(JSON.stringify(message))).toThrow(OtherVersion);
  });

  it('is for nobody where it is no JSON', () => {
    expect(() => inBody('{"callId":')).toThrow(SyntaxError);
  });
});

type Message = { key: string; text: string };
const parse = (body: string): Message => {
  const [key, text] = body.split(':');
  if (key === undefined || text === undefined) throw new SyntaxError(`secret ${body}`);
  return { key, text };
};
const workingByKey = async (
  work: (key: string, messages: readonly Message[]) => Promise<void>,
  ...bodies: string[]
) => {
  const watched = given.watching();
  const handler = queueWorkerByKey({
    telemetry: watched.telemetry,
    comeAgain: async () => {},
    parse,
    keyOf: ({ key }) => key,
    work,
  });
  const records = bodies.map((body, n) => given.record(`m-${n}`, body, 2));
  return { answer: await handler({ Records: records }, given.context), ...watched };
};
const failuresOf = ({ answer }: { answer: { batchItemFailures: { itemIdentifier: string }[] } }) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted();

describe('A queue worker by key', () => {
  it('works on the messages of one key together, once, in the order in which they came', async () => {
    const worked: [string, string[]][] = [];
    const { answer, metrics, logged } = await workingByKey(
      async (key, messages) => {
        worked.push([key, messages.map(({ text }) => text)]);
      },
      'a:1',
      'b:1',
      'a:2',
      'b:2',
      'a:3',
    );
    expect(worked).toEqual([
      ['a', ['1', '2', '3']],
      ['b', ['1', '2']],
    ]);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(metrics()).toEqual({ message_failed: 0 });
    expect(logged()).toEqual([]);
  });

  it('works on different keys side by side', async () => {
    const both = Promise.withResolvers<void>();
    let begun = 0;
    const { answer } = await workingByKey(
      async () => {
        begun += 1;
        if (begun === 2) both.resolve();
        await both.promise;
      },
      'a:1',
      'b:1',
    );
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('gives back all messages of a key that failed, and none of another', async () => {
    const worked = await workingByKey(
      async (key) => {
        if (key === 'bad') throw new Unavailable('table', new Error('secret of the table'));
      },
      'good:1',
      'bad:1',
      'good:2',
      'bad:2',
    );
    expect(failuresOf(worked)).toEqual(['m-1', 'm-3']);
    expect(worked.metrics()).toEqual({ message_failed: 2 });
    expect(worked.logged()).toMatchObject([
      { level: 'error', message: 'message failed', reason: 'Unavailable', attempt: 2 },
      { level: 'error', message: 'message failed', reason: 'Unavailable', attempt: 2 },
    ]);
    expect(JSON.stringify(worked.lines)).not.toMatch(/secret|stack/);
  });

  it('gives back what cannot be read, alone, and works on the rest of its batch', async () => {
    const worked: string[] = [];
    const result = await workingByKey(
      async (_key, messages) => {
        worked.push(...messages.map(({ text }) => text));
      },
      'a:1',
      'unreadable',
      'a:2',
    );
    expect(worked).toEqual(['1', '2']);
    expect(failuresOf(result)).toEqual(['m-1']);
    expect(result.logged()).toMatchObject([{ reason: 'SyntaxError' }]);
    expect(JSON.stringify(result.lines)).not.toContain('secret');
  });

  it('gives back a key whose work throws before it waits for anything', async () => {
    const worked = await workingByKey(() => {
      throw new TypeError('not an object');
    }, 'a:1');
    expect(failuresOf(worked)).toEqual(['m-0']);
  });
});

describe('Messages of one key of which one is refused for good', () => {
  it('are worked on one by one then, and only that one is dropped', async () => {
    const worked: string[][] = [];
    const { answer, metrics, logged } = await workingByKey(
      async (_key, messages) => {
        if (messages.some(({ text }) => text === 'bad')) throw TOO_LONG;
        worked.push(messages.map(({ text }) => text));
      },
      'a:1',
      'a:bad',
      'a:2',
      'b:1',
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(worked.toSorted()).toEqual([['1'], ['1'], ['2']]);
    expect(metrics()).toEqual({ message_failed: 0, dropped_message: 1 });
    expect(logged()).toMatchObject([{ message: 'message dropped', count: 1 }]);
  });
});
