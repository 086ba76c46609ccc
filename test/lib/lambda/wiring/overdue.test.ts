import { describe, expect, it } from 'vitest';
import type { DueRecord } from '../../../../lib/aws/due-list.ts';
import type { Delayed, MessageQueue } from '../../../../lib/base/queue.ts';
import { OtherVersion, Unavailable } from '../../../../lib/base/trouble.ts';
import type { CallbackRequest } from '../../../../lib/handoff/record/callback-request.ts';
import { wakeOverdue } from '../../../../lib/lambda/wiring/overdue.ts';

const CALLBACK: CallbackRequest = { number: '+14155550199', requestedAt: 0, requestedBy: 'tool-call' };

const REVIEW = { missing: ['email'], why: 'fields are missing', requestedAt: 0 };

const AT = { at: 0, list: 'DUE#0', callerWaits: true };

const due = (kind: 'handoff' | 'call' | 'callback' | 'review', callId: string): DueRecord => ({
  key: `${kind} ${callId}`,
  kind,
  callId,
  ...AT,
});

const world = () => {
  const queueOf = <M>(sent: M[]): MessageQueue<M> => ({
    send: async (messages: Delayed<M>[]) => {
      sent.push(...messages.map(({ message }) => message));
    },
  });
  const sent = { handoffs: [], calls: [], followups: [], tools: [], outbound: [] };
  const queues = {
    handoffs: queueOf(sent.handoffs),
    calls: queueOf(sent.calls),
    followups: queueOf(sent.followups),
    tools: queueOf(sent.tools),
    outbound: queueOf(sent.outbound),
  };
  const of =
    <T>(kept: T) =>
    async (callId: string) => {
      if (callId === 'newer') throw new OtherVersion('record');
      if (callId === 'away') throw new Unavailable('table', undefined);
      return callId === 'gone' ? undefined : kept;
    };
  const wake = wakeOverdue(queues, {
    callback: of({ request: CALLBACK, isTold: true, taskSid: 'WT1' }),
    review: of({ review: REVIEW, taskSid: undefined }),
  });
  return { sent, wake };
};

describe('What is overdue', () => {
  it('goes to its own queue, a callback and a review with what is kept of them', async () => {
    const { sent, wake } = world();
    const tool = { key: 'tool t 1', kind: 'tool', callId: 't', toolCallId: '1', ...AT } as const;
    const outbound = { key: 'outbound oc', kind: 'outbound', callId: 'oc', ...AT } as const;
    await wake([
      ...[due('callback', 'c'), due('review', 'r'), due('handoff', 'h'), due('call', 't')],
      ...[tool, outbound],
    ]);
    expect(sent).toEqual({
      handoffs: [{ callId: 'h', event: { type: 'resume' } }],
      calls: [{ callId: 't' }],
      followups: [
        { callId: 'c', callback: CALLBACK },
        { callId: 'r', review: REVIEW },
      ],
      tools: [{ callId: 't', toolCallId: '1' }],
      outbound: [{ id: 'oc' }],
    });
  });

  it('has no message where nothing is kept of it any more', async () => {
    const { sent, wake } = world();
    await wake([due('callback', 'gone'), due('review', 'gone')]);
    expect(sent.followups).toEqual([]);
  });

  it('keeps nothing else from its queue where only a newer version can read it', async () => {
    const { sent, wake } = world();
    await wake([due('callback', 'newer'), due('review', 'newer'), due('review', 'r'), due('handoff', 'h')]);
    expect(sent.followups).toEqual([{ callId: 'r', review: REVIEW }]);
    expect(sent.handoffs).toHaveLength(1);
  });

  it('waits for the next pass while the table is away', async () => {
    await expect(world().wake([due('review', 'away')])).rejects.toThrow(Unavailable);
  });
});
