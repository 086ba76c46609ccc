import { describe, expect, it } from 'vitest';
import type { CallFacts, ToolCall } from '../../../lib/base/call-facts.ts';
import type { Delayed } from '../../../lib/base/queue.ts';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import type { OpeningHours } from '../../../lib/handoff/ask/opening-hours.ts';
import { decide } from '../../../lib/handoff/machine/decide.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import type { CallbackMessage } from '../../../lib/handoff/record/callback-request.ts';
import { answerToolCalls } from '../../../lib/inbound/vapi-tools.ts';
import * as given from '../handoff/given.ts';
import { KEEPS, OPTIONS } from './tools/options.ts';

const { T0, CALL_ID, handoff, loaded } = given;
const CANCEL: ToolCall = { id: 'call_9', name: 'cancel_handoff', arguments: { is: 'object', value: {} } };
const IN_GERMAN = { is: 'object', value: { language: 'de' } } as const;
const ESCALATE: ToolCall = { ...CANCEL, id: 'call_1', name: 'escalate_to_human' };

const world = (from: Loaded, openingHours?: OpeningHours, timestamp = T0 + 5_000) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const callbacks: CallbackMessage[] = [];
  const followups = {
    send: async (messages: Delayed<CallbackMessage>[]) => {
      callbacks.push(...messages.map(({ message }) => message));
    },
  };
  const { log, count, counts } = given.watching();
  const ports = { store, queue, followups, ...KEEPS, clock: () => T0 + 5_000, log, count };
  const call = { callId: CALL_ID, timestamp, messages: [] };
  const asks = (...calls: ToolCall[]) =>
    answerToolCalls(call, calls, { ...OPTIONS, ...(openingHours && { openingHours }) }, ports);
  const says = async (...calls: ToolCall[]) =>
    (await asks(...calls)).map((one) => ('result' in one ? one.result : one.error));
  return { store, queue, followups, callbacks, asks, says, counts };
};

describe('The tool that takes a handoff back', () => {
  it.each(['queued', 'offered'] as const)('undoes one that is %s, before it says so', async (state) => {
    const progress = state === 'queued' ? given.QUEUED : given.OFFERED;
    const { store, queue, says, counts } = world(loaded(handoff(progress)));
    expect(await says(CANCEL)).toEqual([expect.stringContaining('not needed any more')]);
    expect(store.record).toMatchObject({
      progress: { state: 'ended', outcome: 'canceled' },
      effects: [
        { work: { kind: 'close-task', how: 'cancel', taskSid: 'WT1' } },
        { work: { kind: 'keep-facts' } },
      ],
    });
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'resume' } }, delaySeconds: 0 }]);
    expect(counts).toContain('tool_call_taken');
  });

  it.each([
    ['bridging', given.BRIDGING],
    ['connected', given.CONNECTED],
  ])('leaves one alone that is %s, and says that a colleague is coming', async (_state, progress) => {
    const { store, says } = world(loaded(handoff(progress)));
    expect(await says(CANCEL)).toEqual([expect.stringContaining('is being connected')]);
    expect(store.saves).toEqual([]);
  });

  it('gives the same answer again when it is delivered again, and what is still owed gets a message again', async () => {
    const { queue, says } = world(loaded(handoff(given.QUEUED)));
    expect(await says(CANCEL)).toEqual(await says(CANCEL));
    const types = queue.sent.map(({ message }) => message.event.type);
    // The second time a request may be on its way that was made after the first.
    expect(types).toEqual(['resume', 'resume', 'taken-back']);
  });

  it('says that nobody is fetched any more when the window was over first', async () => {
    const { says } = world(loaded(handoff(given.ended({ outcome: 'no_agent' }))));
    expect(await says(CANCEL)).toEqual([expect.stringContaining('No colleague is being fetched')]);
  });

  it.each<[string, Loaded]>([
    ['the first of the call', { is: 'none', version: 0 }],
    ['the second, after nobody came', loaded(handoff(given.ended({ outcome: 'no_agent' })))],
    ['the second, after the first was taken back', loaded(handoff(given.ended({ outcome: 'canceled' })))],
  ])('reaches a request that is still on its way: %s', async (_, record) => {
    const { queue, says } = world(record);
    await says(CANCEL);
    const late = queue.sent.at(-1);
    expect(late).toMatchObject({ message: { event: { type: 'taken-back' } }, delaySeconds: 2 });
    const requested = loaded(handoff(given.REQUESTED));
    const event = late?.message.event ?? given.resume;
    expect(decide(requested, CALL_ID, event, T0 + 7_000)).toMatchObject({
      is: 'changed',
      handoff: { progress: { outcome: 'canceled' } },
    });
  });

  it('is not answered while the table cannot be reached: Vapi sends it again', async () => {
    const { store, asks } = world(loaded(handoff(given.QUEUED)));
    store.down = true;
    await expect(asks(CANCEL)).rejects.toThrow(Unavailable);
  });

  it('does not undo what was asked for after it', () => {
    const later = { ...given.request(), askedAt: T0 + 6_000 };
    const decision = decide(
      loaded({ ...handoff(given.QUEUED), request: later }),
      CALL_ID,
      { type: 'taken-back', by: 'assistant', askedAt: T0 + 5_000 },
      T0 + 7_000,
    );
    expect(decision).toEqual({ is: 'unchanged', why: 'late' });
  });

  it('says that a colleague is being fetched where one was asked for since then', async () => {
    const later = { ...given.request(), askedAt: T0 + 6_000 };
    const { store, says } = world(loaded({ ...handoff(given.QUEUED), request: later }));
    expect(await says(CANCEL)).toEqual([expect.stringContaining('is being fetched')]);
    expect(store.saves).toEqual([]);
  });

  it('undoes a request of the same message, though our clock is ahead of Vapi’s', async () => {
    const { queue, says } = world({ is: 'none', version: 0 }, undefined, T0 + 4_700);
    await says(ESCALATE, CANCEL);
    let record: Loaded = { is: 'none', version: 0 };
    for (const { message } of queue.sent.filter(({ delaySeconds }) => delaySeconds < 30)) {
      const decision = decide(record, CALL_ID, message.event, T0 + 7_500);
      if (decision.is === 'changed') record = loaded(decision.handoff);
    }
    expect(record).toMatchObject({ handoff: { progress: { state: 'ended', outcome: 'canceled' } } });
  });
});

describe('The tool that asks for a human, outside the opening hours', () => {
  it('says when the team is back, asks nobody, and counts it', async () => {
    // T0 is a Friday, 2027-01-15, 08:00 UTC.
    const hours = { timeZone: 'Etc/UTC', week: { fri: ['09:30-17:00'] }, holidays: [] };
    const { queue, says, counts } = world({ is: 'none', version: 0 }, hours);
    expect(await says(ESCALATE)).toEqual([expect.stringContaining('They are back today at 9:30.')]);
    expect(queue.sent).toEqual([]);
    expect(counts).toEqual(['team_closed', 'tool_call_taken']);
  });
});

describe('Several tool calls in one message', () => {
  it('ask for one human, and each gets its result', async () => {
    const { queue, says } = world({ is: 'none', version: 0 });
    const unknown = { ...CANCEL, id: 'call_3', name: 'get_weather' };
    expect(await says(ESCALATE, { ...ESCALATE, id: 'call_2' }, unknown)).toEqual([
      expect.stringContaining('I am getting a colleague'),
      expect.stringContaining('I am getting a colleague'),
      'There is no tool of this name.',
    ]);
    expect(queue.sent).toHaveLength(2);
  });
});

describe('A tool that asks the team’s own systems', () => {
  it.each([
    'check_availability',
    'scheduleAppointment',
    'cancel_appointment',
    'getTicketStatus',
    'get_ticket_details',
  ])('is answered elsewhere, and the assistant is told where: %s', async (name) => {
    const { asks, queue, store } = world({ is: 'none', version: 0 });
    expect(await asks({ ...CANCEL, name }, { ...CANCEL, name, arguments: IN_GERMAN })).toEqual([
      {
        name,
        toolCallId: 'call_9',
        error: expect.stringMatching(/^This tool .* https:\/\/hooks\.example\.com\/webhook\/vapi\/tools\b/),
      },
      {
        name,
        toolCallId: 'call_9',
        error: expect.stringMatching(/^Dieses Tool .* https:\/\/hooks\.example\.com\/webhook\/vapi\/tools\b/),
      },
    ]);
    expect([queue.sent, store.calls]).toEqual([[], []]);
  });
});

describe('A tool call that can never be kept', () => {
  it('is told to the assistant, and the others in its message are answered all the same', async () => {
    const { asks, queue, store, counts } = world({ is: 'none', version: 0 });
    queue.send = () => Promise.reject(new RefusedForGood('queue', 'BatchRequestTooLong', 'no'));
    store.save = () => Promise.reject(new RefusedForGood('table', 'ValidationException', 'no'));
    expect(await asks(ESCALATE, { ...CANCEL, name: 'no_such_tool' })).toMatchObject([
      { toolCallId: 'call_1', error: expect.stringContaining('cannot be kept') },
      { toolCallId: 'call_9', error: 'There is no tool of this name.' },
    ]);
    expect(counts).toContain('tool_call_refused');
  });
});

describe('What a request for a human carries', () => {
  const OWN = { callSid: 'CA1', accountSid: 'AC1' };
  const IDS = { assistantId: 'assistant-1', squadId: 'squad-1', vapiNumberId: 'number-1' };
  const asking = async (facts: Partial<CallFacts>, bridging = OPTIONS.bridging) => {
    const { queue, store, followups } = world({ is: 'none', version: 0 });
    const { log, count, counts, lines } = given.watching();
    const call = { callId: CALL_ID, messages: [], ...facts };
    await answerToolCalls(
      call,
      [ESCALATE],
      { ...OPTIONS, bridging },
      { store, queue, followups, ...KEEPS, clock: () => T0, log, count },
    );
    const event = queue.sent[0]?.message.event;
    if (event?.type !== 'escalation-requested') throw new Error('nobody was asked');
    return { request: event.request, counts, lines };
  };

  it('is who may get the caller back', async () => {
    expect((await asking({ ...OWN, ...IDS })).request).toMatchObject({ ...OWN, ...IDS });
  });

  it('leaves out what is not known', async () => {
    const { request } = await asking({});
    for (const name of [...Object.keys(IDS), ...Object.keys(OWN)]) expect(request).not.toHaveProperty(name);
  });

  it.each([
    [OWN, false, 'conference', 'the leg is our own'],
    [OWN, true, 'enqueue', 'the leg is our own, and the workflow is for Flex'],
    [{ callSid: 'CA1', accountSid: 'AC2' }, false, 'vapi-transfer', 'the leg is in another Twilio account'],
  ] as const)('is how they will be joined, and why: %j', async (leg, flexWorkflow, is, reason) => {
    const { request, counts, lines } = await asking(leg, { ...OPTIONS.bridging, flexWorkflow });
    expect(request.strategy).toEqual({ is, reason });
    expect(counts).toContain(`strategy_${is}`);
    expect(lines.map(({ fields }) => fields.reason)).toContain(reason);
  });
});

describe('The tool that asks for a callback', () => {
  const CALLBACK: ToolCall = {
    id: 'call_7',
    name: 'request_callback',
    arguments: { is: 'object', value: { number: '+14155550123' } },
  };

  it('is answered beside the others, and leaves the handoff alone', async () => {
    const { store, queue, callbacks, says, counts } = world(loaded(handoff(given.QUEUED)));
    expect(await says(CALLBACK)).toEqual([expect.stringContaining('ending in 0 1 2 3')]);
    expect(callbacks).toMatchObject([{ callback: { number: '+14155550123', requestedBy: 'tool-call' } }]);
    expect(queue.sent).toEqual([]);
    expect(store.saves).toEqual([]);
    expect(counts).toEqual(['callback_requested', 'tool_call_taken']);
  });

  it('is no request for a human', async () => {
    const { queue, callbacks, says } = world({ is: 'none', version: 0 });
    await says(CALLBACK, ESCALATE);
    expect(callbacks).toHaveLength(1);
    expect(queue.sent).toHaveLength(2);
  });
});
