import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../../../lib/base/call-facts.ts';
import type { Delayed } from '../../../../lib/base/queue.ts';
import { RefusedForGood, Unavailable } from '../../../../lib/base/trouble.ts';
import type { AdmitCallback, KeepCallback } from '../../../../lib/followup/callback.ts';
import {
  type CallbackMessage,
  type CallbackRequest,
  callbackMessageSchema,
} from '../../../../lib/handoff/record/callback-request.ts';
import { tool } from '../../../../lib/inbound/tools/request-callback.ts';
import * as given from '../../handoff/given.ts';
import { KEEPS, OPTIONS } from './options.ts';

const { T0, CALL_ID, MemoryQueue, MemoryStore } = given;

const world = (
  caller: string | undefined = '+14155550199',
  standing: (request: CallbackRequest) => Awaited<ReturnType<KeepCallback>> = (request) => ({
    is: 'kept',
    request,
  }),
  share: Awaited<ReturnType<AdmitCallback>> = 'admitted',
) => {
  const kept: string[] = [];
  const admitted: string[] = [];
  const sent: Delayed<CallbackMessage>[] = [];
  const queue = {
    down: false,
    async send(messages: Delayed<CallbackMessage>[]) {
      if (queue.down) throw new Unavailable('queue', 'down');
      sent.push(...messages);
    },
  };
  const table = { down: false };
  const { log, count, counts, lines } = given.watching();
  const call = { callId: CALL_ID, messages: [], ...(caller === '' ? {} : { caller }) };
  const asks = (given: ToolCall['arguments']) =>
    tool.answer(
      { call, toolCall: { id: 'call_1', name: 'request_callback', arguments: given }, again: false },
      {
        store: new MemoryStore(),
        queue: new MemoryQueue(),
        followups: queue,
        ...KEEPS,
        keepCallback: async (_callId, request) => {
          if (table.down) throw new Unavailable('table', 'down');
          kept.push(request.number);
          return standing(request);
        },
        admitCallback: async (_callId, number) => {
          if (table.down) throw new Unavailable('table', 'down');
          admitted.push(number);
          return share;
        },
        clock: () => T0,
        log,
        count,
      },
      OPTIONS,
    );
  const says = async (value: Record<string, unknown> = {}) => {
    const answer = await asks({ is: 'object', value });
    return 'result' in answer ? answer.result : answer.error;
  };
  return { sent, queue, table, counts, lines, kept, admitted, asks, says };
};

describe('The tool that asks for a callback', () => {
  it('has a name in both spellings', () => {
    expect(tool.names(OPTIONS)).toEqual(['request_callback', 'requestCallback']);
  });

  it('is answered once the queue has it, with the end of the number and the time', async () => {
    const { sent, says, counts } = world();
    expect(await says({ number: '(415) 555-0123', when: 'tomorrow after nine', why: 'a refund' })).toBe(
      'I have noted that my colleagues call back on the number ending in 0 1 2 3. The time you asked for: tomorrow after nine.',
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]?.delaySeconds).toBe(0);
    expect(callbackMessageSchema.parse(sent[0]?.message)).toEqual({
      callId: CALL_ID,
      callback: {
        number: '+14155550123',
        caller: '+14155550199',
        when: 'tomorrow after nine',
        why: 'a refund',
        requestedAt: T0,
        requestedBy: 'tool-call',
      },
    });
    expect(counts).toEqual(['callback_requested']);
  });

  it('notes the caller’s own number where none is said', async () => {
    const { sent, says } = world();
    expect(await says()).toMatch(/ending in 0 1 9 9\.$/);
    expect(sent).toMatchObject([{ message: { callback: { number: '+14155550199' } } }]);
  });

  it.each([
    ['there is none', '', {}, 'I do not have a number'],
    ['a call there would cost more', '+14155550199', { number: '+19005550100' }, 'that kind of number'],
    ['the team does not call that country', '+14155550199', { number: '+447700900123' }, 'in that country'],
    [
      'what was said cannot be one',
      '+14155550199',
      { number: '555 0123' },
      'not seem to be a whole phone number',
    ],
  ])('asks for a number when %s, and sends nothing', async (_when, caller, values, words) => {
    const { sent, says, counts } = world(caller);
    const answer = await says(values);
    expect(answer).toContain(words);
    expect(answer).toMatch(
      /Which (other )?number should (my colleagues|they) call, with its country code\?$/,
    );
    expect(sent).toEqual([]);
    expect(counts).toEqual([]);
  });

  it('says what stands, and not what was said, once an agent has the callback', async () => {
    const { sent, says, counts } = world(undefined, (request) => ({
      is: 'taken',
      request: { ...request, number: '+14155550111' },
    }));
    expect(await says({ number: '(415) 555-2222' })).toBe(
      'A colleague has taken the callback already, and it stays as it was: on the number ending in 0 1 1 1.',
    );
    expect([sent, counts]).toEqual([[], []]);
  });

  it('is not noted for a number that has had its share of the day, and the caller hears so', async () => {
    const { sent, says, counts, kept, admitted, lines } = world(undefined, undefined, 'enough');
    expect(await says({ number: '(415) 555-2222' })).toBe(
      'Callbacks to the number ending in 2 2 2 2 are noted already, as many as one number can have in a day. They stand, and I cannot add another one before tomorrow.',
    );
    expect([sent, kept, admitted, counts]).toEqual([[], [], ['+14155552222'], ['callback_enough']]);
    expect(lines.map(({ fields }) => fields)).toEqual([{ callId: CALL_ID, reason: 'enough' }]);
  });

  it('names the number that is kept where this time none was said', async () => {
    const { says } = world(undefined, (request) => ({
      is: 'kept',
      request: { ...request, number: '+14155550111' },
    }));
    expect(await says({ when: 'at nine' })).toMatch(/ending in 0 1 1 1\. The time you asked for: at nine\.$/);
  });

  it('names what is wrong with arguments that cannot be read', async () => {
    const { sent, asks } = world();
    expect(await asks({ is: 'invalid', problem: 'notJson', value: { number: '+15550100' } })).toEqual({
      error: 'The arguments are not JSON.',
    });
    expect(sent).toEqual([]);
  });

  it('is noted in the table, where it is due, while the queue cannot be reached', async () => {
    const { queue, says, counts, kept } = world();
    queue.down = true;
    expect(await says()).toMatch(/ending in 0 1 9 9\.$/);
    expect([kept, counts]).toEqual([['+14155550199'], ['callback_requested']]);
  });

  it('is noted in the queue, for the worker to keep, while the table cannot be reached', async () => {
    const { table, says, sent } = world();
    table.down = true;
    expect(await says({ number: '(415) 555-0123' })).toMatch(/ending in 0 1 2 3\.$/);
    expect(sent).toMatchObject([{ message: { callback: { number: '+14155550123' }, unkept: true } }]);
    expect(callbackMessageSchema.safeParse(sent[0]?.message).success).toBe(true);
  });

  it('is not answered while neither can be reached: Vapi sends it again', async () => {
    const { queue, table, says, counts } = world();
    queue.down = true;
    table.down = true;
    await expect(says()).rejects.toThrow(Unavailable);
    expect(counts).toEqual([]);
  });

  it('is refused as it was where the table refuses it for good', async () => {
    const { sent, says } = world(undefined, () => {
      throw new RefusedForGood('table', 'ValidationException', 'too long');
    });
    await expect(says()).rejects.toThrow(RefusedForGood);
    expect(sent).toEqual([]);
  });

  it('leaves no number and no word of the caller in the log', async () => {
    const { says, lines } = world();
    await says({ number: '(415) 555-0123', when: 'tomorrow', why: 'a refund' });
    await says({ number: 'my office' });
    expect(lines.map(({ fields }) => fields)).toEqual([
      { callId: CALL_ID, event: 'requested' },
      { callId: CALL_ID, reason: 'bad-number' },
    ]);
  });
});
