import { describe, expect, it } from 'vitest';
import { onceStore } from '../../../lib/aws/once-store.ts';
import type { AdmitCallback } from '../../../lib/followup/callback.ts';
import { createCallback } from '../../../lib/followup/callback-task.ts';
import type { Amendable } from '../../../lib/handoff/ports/tasks.ts';
import type { CallbackRequest } from '../../../lib/handoff/record/callback-request.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';

const { T0, CALL_ID } = given;
const request = (number: string): CallbackRequest => ({ number, requestedAt: T0, requestedBy: 'tool-call' });
const FIRST = request('+14155550111');
const SECOND = request('+14155550122');

type Amended = Awaited<ReturnType<Amendable['amend']>>;

/** A worker over one table; `numbers` are those that the task has had. */
const world = (
  kept: CallbackRequest[],
  amended: Amended = { is: 'amended' },
  admitted: Awaited<ReturnType<AdmitCallback>> = 'admitted',
) => {
  const asked: string[] = [];
  const numbers: string[] = [];
  /** What was kept here and what is settled, in order. */
  const written: [what: 'kept' | 'settled', number: string][] = [];
  const numberOf = (attributes: string): string => JSON.parse(attributes).callback_number;
  const { log, count, lines } = given.watching();
  const ports = {
    once: onceStore({ client: new MemoryTable().client, name: 'table' }, () => T0),
    tasks: {
      create: async ({ attributes }: { attributes: string }) => {
        numbers.push(numberOf(attributes));
        return { is: 'task-created', taskSid: 'WT1' } as const;
      },
      find: async () => ({ is: 'task-absent' }) as const,
      amend: async (_key: object, attributes: string) => {
        numbers.push(numberOf(attributes));
        return amended;
      },
    },
    /** What is kept, one look after the other; the last of them stays. */
    loadCallback: async () => (kept.length > 1 ? kept.shift() : kept[0]),
    keepCallback: async (_callId: string, callback: CallbackRequest, isSaid: boolean) => {
      if (isSaid) written.push(['kept', callback.number]);
      kept.push(callback);
      return { is: 'kept', request: callback } as const;
    },
    settleCallback: async (_callId: string, { number }: CallbackRequest) => {
      written.push(['settled', number]);
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
  return { works, numbers, written, lines, asked };
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

  it('once more while that is done has the last word', async () => {
    const { works, numbers } = world([FIRST, FIRST, SECOND]);
    await works(FIRST);
    await works(FIRST);
    expect(numbers.at(-1)).toBe(SECOND.number);
  });

  it('comes again where TaskRouter does not take the correction', async () => {
    const { works } = world([FIRST, SECOND], { is: 'not-done', reason: 'twilio-429' });
    await works(FIRST);
    await expect(works(SECOND)).rejects.toThrow('twilio-429');
  });

  it('is left alone where the task is over', async () => {
    const { works, lines } = world([FIRST, SECOND], { is: 'task-gone' });
    await works(FIRST);
    expect(await works(SECOND)).toBe('known');
    expect(lines.at(-1)?.fields).toMatchObject({ callId: CALL_ID, event: 'task-gone' });
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
    const { works, written } = world([FIRST, SECOND], { is: 'not-done', reason: 'twilio-429' });
    await works(FIRST);
    await expect(works(SECOND)).rejects.toThrow('twilio-429');
    expect(written).toEqual([['settled', FIRST.number]]);
  });

  it('that only the queue took is kept by the worker, as the caller was told', async () => {
    const { works, written, numbers, asked } = world([], undefined, 'enough');
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
    const { works, numbers, asked } = world([own]);
    expect(await works(own)).toBe('created');
    expect([numbers, asked]).toEqual([[own.number], [own.number]]);
  });

  it('is none where the number has had its share of the day: those that were noted stand', async () => {
    const { works, numbers, lines } = world([own], undefined, 'enough');
    expect(await works(own)).toBe('known');
    expect(numbers).toEqual([]);
    expect(lines.map(({ fields }) => fields)).toEqual([{ callId: CALL_ID, reason: 'enough' }]);
  });

  it('is not counted a second time where the tool has counted it', async () => {
    const { works, asked } = world([FIRST], undefined, 'enough');
    expect(await works(FIRST)).toBe('created');
    expect(asked).toEqual([]);
  });
});
