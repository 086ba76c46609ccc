import { afterEach, describe, expect, it, vi } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { Handoff, Work } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import type { Asked } from '../scripted.ts';
import { trying } from '../trying.ts';

/** The port of the notes throws where a test gives none: there nobody may ask. */
const TICKET = { label: 'Ticket 4711', text: 'open, Waiting for parts' };
const toolNotes = async () => [TICKET];
const created = { is: 'task-created', taskSid: 'WT1' } as const;

const asking = (used?: boolean): Handoff =>
  given.handoff(given.REQUESTED, [given.creating()], {
    request: given.request({
      context: { reason: 'asks for a person', captured: { invoice: 'INV-7' }, messages: [] },
      ...(used === undefined ? {} : { toolsUsed: used }),
    }),
  });
const creates = () => ({ tasks: { create: [created] } });

const capturedIn = (asked: readonly Asked[]): [name: string, value: unknown][] => {
  const [, order] = asked.find(([method]) => method === 'create') ?? [];
  const { attributes } = order as { attributes: string };
  return Object.entries(JSON.parse(attributes).captured);
};
const WITHOUT = [['invoice', 'INV-7']];

afterEach(() => {
  vi.useRealTimers();
});

describe('What tools have looked up and done', () => {
  it('goes along with the task, for the call in which it was done', async () => {
    const calls: string[] = [];
    const noted = async (callId: string) => {
      calls.push(callId);
      return [TICKET];
    };
    const { result, asked } = await trying(asking(true), given.creating(), creates(), 'none', {
      toolNotes: noted,
    });
    expect(result).toEqual(created);
    expect(calls).toEqual([given.CALL_ID]);
    expect(capturedIn(asked)).toEqual([...WITHOUT, ['Ticket 4711', 'open, Waiting for parts']]);
  });

  it.each([undefined, false])('is not asked for where the request tells of no tool: %s', async (used) => {
    const { result, asked } = await trying(asking(used), given.creating(), creates());
    expect(result).toEqual(created);
    expect(capturedIn(asked)).toEqual(WITHOUT);
  });

  it('is left out where it cannot be read: the task is made all the same', async () => {
    const { result, asked } = await trying(asking(true), given.creating(), creates(), 'none', {
      toolNotes: () => Promise.reject(new Unavailable('table', 'down')),
    });
    expect(result).toEqual(created);
    expect(capturedIn(asked)).toEqual(WITHOUT);
  });

  it('is waited for 300 ms and no longer', async () => {
    vi.useFakeTimers();
    let asked: readonly Asked[] = [];
    const never = { toolNotes: () => new Promise<never>(() => {}) };
    trying(asking(true), given.creating(), creates(), 'none', never).then((tried) => {
      asked = tried.asked;
    });
    await vi.advanceTimersByTimeAsync(299);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(capturedIn(asked)).toEqual(WITHOUT);
  });

  it.each([
    'answer-lost',
    'crashed',
  ] as const)('is not asked for a task that is there already, when the attempt before is %s', async (doubt) => {
    const script = { tasks: { find: [created] } };
    const { result, methods } = await trying(asking(true), given.creating(), script, doubt);
    expect(result).toEqual(created);
    expect(methods).toEqual(['find']);
  });

  const moving = (to: Extract<Work, { kind: 'move-caller' }>['to']) =>
    given.owed('move', { kind: 'move-caller', to });

  it('goes along with a caller who is put into the queue, where Twilio makes the task', async () => {
    const queue = moving({ is: 'queue', handoffId: 'ho_1', taskNo: 1 });
    const script = { legs: { redirect: [{ is: 'redirected' } as const] } };
    const { twiml } = await trying(asking(true), queue, script, 'none', { toolNotes });
    expect(twiml).toMatch(/captured.*INV-7.*Ticket 4711.*Waiting for parts/);
  });

  it('is not asked for where the caller is moved to the agent', async () => {
    const conference = moving({ is: 'conference', name: 'ho_1' });
    const script = { legs: { redirect: [{ is: 'redirected' } as const] } };
    const { result } = await trying(asking(true), conference, script);
    expect(result).toEqual({ is: 'redirected' });
  });
});
