import { describe, expect, it } from 'vitest';
import type { DueRecord } from '../../../../lib/aws/due-list.ts';
import type { Delayed, MessageQueue } from '../../../../lib/base/queue.ts';
import type { CallbackRequest } from '../../../../lib/handoff/record/callback-request.ts';
import { wakeOverdue } from '../../../../lib/lambda/wiring/overdue.ts';

const CALLBACK: CallbackRequest = { number: '+14155550199', requestedAt: 0, requestedBy: 'tool-call' };

const due = (kind: 'handoff' | 'call' | 'callback', callId: string): DueRecord => ({
  key: `${kind} ${callId}`,
  kind,
  callId,
  at: 0,
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
  const wake = wakeOverdue(queues, async (callId) => (callId === 'gone' ? undefined : CALLBACK));
  return { sent, wake };
};

describe('What is overdue', () => {
  it('goes to its own queue, a callback with what is kept of it', async () => {
    const { sent, wake } = world();
    const tool = { key: 'tool t 1', kind: 'tool', callId: 't', toolCallId: '1', at: 0 } as const;
    const outbound = { key: 'outbound oc', kind: 'outbound', callId: 'oc', at: 0 } as const;
    await wake([due('callback', 'c'), due('handoff', 'h'), due('call', 't'), tool, outbound]);
    expect(sent).toEqual({
      handoffs: [{ callId: 'h', event: { type: 'resume' } }],
      calls: [{ callId: 't' }],
      followups: [{ callId: 'c', callback: CALLBACK }],
      tools: [{ callId: 't', toolCallId: '1' }],
      outbound: [{ id: 'oc' }],
    });
  });

  it('has no message where nothing is kept of it any more', async () => {
    const { sent, wake } = world();
    await wake([due('callback', 'gone')]);
    expect(sent.followups).toEqual([]);
  });
});
