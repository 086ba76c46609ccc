import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { Handoff, Utterance } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import type { Asked, Script } from '../scripted.ts';
import { trying } from '../trying.ts';

const creates: Script = { tasks: { create: [{ is: 'task-created', taskSid: 'WT1' }] } };
const saying = (text: string): Utterance => ({ role: 'caller', text });

const asking = (messages: Utterance[]): Handoff =>
  given.handoff(given.REQUESTED, [given.creating()], {
    request: given.request({ context: { reason: 'asks for a person', messages } }),
  });

const orderSchema = z.object({ attributes: z.string() });
const toldIn = (asked: readonly Asked[]): { messages: Utterance[]; summary?: string } => {
  const [, order] = asked.find(([method]) => method === 'create') ?? [];
  const { attributes } = orderSchema.parse(order);
  return JSON.parse(attributes);
};

describe('What was said in the call', () => {
  it('goes along with the task as the request carries it, and nothing is read', async () => {
    const { asked } = await trying(asking([saying('I paid twice.')]), given.creating(), creates, 'none', {
      readConversation: () => {
        throw new Error('nobody expected the talk to be read here');
      },
    });
    expect(toldIn(asked).messages).toEqual([saying('I paid twice.')]);
  });

  it('is read where the request came without it, the words alone', async () => {
    const calls: string[] = [];
    const stored = [{ ...saying('I paid twice.'), at: given.T0 }];
    const { asked } = await trying(asking([]), given.creating(), creates, 'none', {
      readConversation: async (callId) => {
        calls.push(callId);
        return stored;
      },
    });
    expect(calls).toEqual([given.CALL_ID]);
    const { messages, summary } = toldIn(asked);
    expect(messages).toEqual([saying('I paid twice.')]);
    expect(summary).toContain('I paid twice.');
  });

  it('is told by its last twelve words of a long one, as a request tells it', async () => {
    const stored = Array.from({ length: 40 }, (_, n) => saying(`This is what I say as number ${n}.`));
    const long = await trying(asking([]), given.creating(), creates, 'none', {
      readConversation: async () => stored,
    });
    const carried = await trying(asking(stored.slice(28)), given.creating(), creates);
    expect(toldIn(long.asked)).toEqual(toldIn(carried.asked));
  });

  it('is left out where it cannot be read: the task is made all the same', async () => {
    const { result, asked } = await trying(asking([]), given.creating(), creates, 'none', {
      readConversation: () => Promise.reject(new Unavailable('table', 'down')),
    });
    expect(result).toEqual({ is: 'task-created', taskSid: 'WT1' });
    expect(toldIn(asked).messages).toEqual([]);
  });

  it('goes along with a caller who is put into the queue, where Twilio makes the task', async () => {
    const { twiml } = await trying(
      legs.own('enqueue', given.REQUESTED),
      legs.moving('queue'),
      { legs: { redirect: [{ is: 'redirected' }] } },
      'none',
      { readConversation: async () => [saying('I paid twice.')] },
    );
    expect(twiml).toContain('I paid twice.');
  });
});
