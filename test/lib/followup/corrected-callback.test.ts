import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onceStore } from '../../../lib/aws/once-store.ts';
import type { KeptCallback } from '../../../lib/followup/callback.ts';
import { type CallbackPorts, createCallback } from '../../../lib/followup/callback-task.ts';
import type { Amendable } from '../../../lib/handoff/ports/tasks.ts';
import type { CallbackAdmission, CallbackRequest } from '../../../lib/handoff/record/callback-request.ts';
import type { TaskLooks } from '../../../lib/twilio/taskrouter.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';

const { T0, CALL_ID } = given;
const request = (number: string): CallbackRequest => ({ number, requestedAt: T0, requestedBy: 'tool-call' });
const FIRST = request('+14155550111');
const SECOND = request('+14155550122');
const THIRD = request('+14155550133');

const LATER = { is: 'not-done', reason: 'twilio-429' } as const;

const GONE = { amended: { is: 'task-gone' }, stands: { is: 'gone' } } as const;

type Amended = Awaited<ReturnType<Amendable['amend']>>;
type Stands = Awaited<ReturnType<TaskLooks['standing']>>;
type Found = Awaited<ReturnType<CallbackPorts['tasks']['find']>>;
type Answers = {
  found?: Found;
  amended?: Amended;
  stands?: Stands;
  admitted?: CallbackAdmission;
};

/** A worker over one table; `numbers` are those that the task has had. */
const world = (
  kept: CallbackRequest[],
  {
    found = { is: 'task-absent' },
    amended = { is: 'amended' },
    stands = { is: 'waits' },
    admitted = 'admitted',
  }: Answers = {},
) => {
  const asked: string[] = [];
  const numbers: string[] = [];
  const looked: string[] = [];
  /** What was kept here, and what is settled, in order. */
  const written: [what: 'kept' | 'settled' | 'taken', number?: string][] = [];
  let settled: { told: CallbackRequest; taskSid: string | undefined } | undefined;
  const numberOf = (attributes: string): string => JSON.parse(attributes).callback_number;
  const { log, count, lines } = given.watching();
  const keptAs = (request: CallbackRequest): KeptCallback => ({
    request,
    isTold: isDeepStrictEqual(request, settled?.told),
    taskSid: settled?.taskSid,
  });
  const keep = (callback: CallbackRequest) => {
    written.push(['kept', callback.number]);
    kept.push(callback);
  };
  const ports = {
    once: onceStore({ client: new MemoryTable().client, name: 'table' }, () => T0),
    tasks: {
      create: async ({ attributes }: { attributes: string }) => {
        numbers.push(numberOf(attributes));
        return { is: 'task-created', taskSid: 'WT1' } as const;
      },
      find: async () => found,
      amend: async (_key: object, attributes: string) => {
        numbers.push(numberOf(attributes));
        return amended;
      },
      standing: async (taskSid: string) => {
        looked.push(taskSid);
        return stands;
      },
    },
    /** What is kept, one look after the other; the last of them stays. */
    loadCallback: async () => {
      const request = kept.length > 1 ? kept.shift() : kept[0];
      return request && keptAs(request);
    },
    keepCallback: async (_callId: string, callback: CallbackRequest, isSaid: boolean) => {
      if (isSaid) keep(callback);
      return { is: 'kept', request: callback } as const;
    },
    keepUnlessKept: async (_callId: string, callback: CallbackRequest) => {
      keep(callback);
      return keptAs(callback);
    },
    settleCallback: async (_callId: string, told: CallbackRequest, taskSid: string | undefined) => {
      written.push(['settled', told.number]);
      settled = { told, taskSid: taskSid ?? settled?.taskSid };
    },
    takeCallback: async () => {
      written.push(['taken']);
    },
    admitCallback: async (_callId: string, number: string) => {
      asked.push(number);
      return admitted;
    },
    clock: () => T0,
    newOwner: () => 'owner',
    log,
    count,
  };
  const works = (callback: CallbackRequest, unkept?: true) =>
    createCallback({ callId: CALL_ID, callback, ...(unkept && { unkept }) }, ports);
  /** An attempt that left its claim in doubt: its task may be there. */
  const died = async () => {
    const key = `callback#${CALL_ID}`;
    await ports.once.begin(key, 'dead', 1);
    await ports.once.failed(key, 'dead', { is: 'in-doubt', since: T0 });
  };
  return { works, died, numbers, looked, written, lines, asked };
};

describe('A callback whose number is corrected', () => {
  it('before there is a task gets one with the right number, whichever message comes first', async () => {
    const { works, numbers } = world([SECOND]);
    expect(await works(FIRST)).toBe('created');
    expect(numbers).toEqual([SECOND.number]);
  });

  it('after its task was made has it corrected', async () => {
    const { works, numbers } = world([FIRST, SECOND]);
    expect(await works(FIRST)).toBe('created');
    expect(await works(SECOND)).toBe('known');
    expect(numbers).toEqual([FIRST.number, SECOND.number]);
  });

  it('after a worker made its task and died has it corrected when it is found', async () => {
    const { works, died, numbers, written } = world([SECOND], {
      found: { is: 'task-created', taskSid: 'WT1' },
    });
    await died();
    expect(await works(SECOND)).toBe('created');
    expect([numbers, written]).toEqual([[SECOND.number], [['settled', SECOND.number]]]);
  });

  it('once more while that is done has the last word', async () => {
    const { works, numbers, written } = world([FIRST, SECOND, THIRD]);
    await works(FIRST);
    await works(SECOND);
    expect(numbers).toEqual([FIRST.number, SECOND.number, THIRD.number]);
    expect(written.at(-1)).toEqual(['settled', THIRD.number]);
  });

  it('comes again where TaskRouter does not take the correction', async () => {
    const { works } = world([FIRST, SECOND], { amended: LATER });
    await works(FIRST);
    await expect(works(SECOND)).rejects.toThrow('twilio-429');
  });

  it('is left alone where the task is over', async () => {
    const { works, lines, written } = world([FIRST, SECOND], GONE);
    await works(FIRST);
    expect(await works(SECOND)).toBe('known');
    expect(lines.map(({ fields }) => fields?.event)).toEqual(['created', 'known', 'task-gone', 'gone']);
    expect(written).toEqual([['settled', FIRST.number], ['taken']]);
  });

  it.each([
    [{ is: 'waits' } as const, 'task-not-listed'],
    [LATER, 'twilio-429'],
  ])('comes again where the task is not listed yet, and by its own id is %o', async (stands, reason) => {
    const { works, written } = world([FIRST, SECOND], { ...GONE, stands });
    await works(FIRST);
    await expect(works(SECOND)).rejects.toThrow(reason);
    expect(written).toEqual([['settled', FIRST.number]]);
  });
});

describe('A callback that is due', () => {
  it('is due no more once its task says what was kept', async () => {
    const { works, written } = world([FIRST, SECOND]);
    await works(FIRST);
    await works(SECOND);
    expect(written).toEqual([
      ['settled', FIRST.number],
      ['settled', SECOND.number],
    ]);
  });

  it('stays due while TaskRouter does not take it', async () => {
    const { works, written } = world([FIRST, SECOND], { amended: LATER });
    await works(FIRST);
    await expect(works(SECOND)).rejects.toThrow('twilio-429');
    expect(written).toEqual([['settled', FIRST.number]]);
  });

  it.each([
    { is: 'taken' },
    { is: 'gone' },
  ] as const)('waits for nobody any more where a look finds that its task is %o', async (stands) => {
    const { works, written, looked, numbers } = world([FIRST], { stands });
    await works(FIRST);
    expect(await works(FIRST)).toBe('known');
    expect(written).toEqual([['settled', FIRST.number], ['taken']]);
    // Nobody asked for anything else: what colleagues have written into the task stays.
    expect([looked, numbers]).toEqual([['WT1'], [FIRST.number]]);
  });

  it.each([
    [{ is: 'waits' } as const, 'waits', undefined],
    [LATER, 'not-seen', 'twilio-429'],
  ])('waits on, until the next look, where one finds %o', async (stands, event, reason) => {
    const { works, written, lines } = world([FIRST], { stands });
    await works(FIRST);
    expect(await works(FIRST)).toBe('known');
    expect(written).toEqual([
      ['settled', FIRST.number],
      ['settled', FIRST.number],
    ]);
    expect(lines.at(-1)?.fields).toMatchObject({ event, taskSid: 'WT1', ...(reason && { reason }) });
  });

  it('of which only a message is left is kept by the worker, as the message says', async () => {
    const { works, written, asked } = world([]);
    expect(await works(FIRST)).toBe('created');
    expect(written).toEqual([
      ['kept', FIRST.number],
      ['settled', FIRST.number],
    ]);
    expect(asked).toEqual([]);
  });

  it('that only the queue took is kept by the worker, as the caller was told', async () => {
    const { works, written, numbers, asked } = world([], { admitted: 'enough' });
    expect(await works(FIRST, true)).toBe('created');
    expect(written).toEqual([
      ['kept', FIRST.number],
      ['settled', FIRST.number],
    ]);
    // It counts against the day, but a promise is kept.
    expect([numbers, asked]).toEqual([[FIRST.number], [FIRST.number]]);
  });
});

describe('A callback for a caller whom no assistant could take back', () => {
  const own: CallbackRequest = { ...FIRST, requestedBy: 'handoff' };

  it('counts like one that was asked for', async () => {
    const { works, numbers, asked, written } = world([]);
    expect(await works(own)).toBe('created');
    expect([numbers, asked]).toEqual([[own.number], [own.number]]);
    expect(written).toEqual([
      ['kept', own.number],
      ['settled', own.number],
    ]);
  });

  it.each([
    ['has had its share of the day: those that were noted stand', 'enough'],
    ['costs more than a call', 'costly'],
    ['is in a country that is not called', 'abroad'],
  ] as const)('is none where the number %s', async (_, admitted) => {
    const { works, numbers, lines, written } = world([], { admitted });
    expect(await works(own)).toBe('known');
    expect([numbers, written]).toEqual([[], []]);
    expect(lines.map(({ fields }) => fields)).toEqual([{ callId: CALL_ID, reason: admitted }]);
  });

  it('that was promised without the table is made in any case, and replaces none that was asked for', async () => {
    const { works, numbers, written } = world([], { admitted: 'enough' });
    expect(await works(own, true)).toBe('created');
    expect([numbers, written.map(([what]) => what)]).toEqual([[own.number], ['kept', 'settled']]);
  });

  it.each([FIRST, own])('is not counted a second time where it is kept, as from %o', async (message) => {
    const { works, asked, numbers } = world([FIRST], { admitted: 'enough' });
    expect(await works(message)).toBe('created');
    // Neither is a look of a later day.
    expect(await works(message)).toBe('known');
    expect([asked, numbers]).toEqual([[], [FIRST.number]]);
  });
});
