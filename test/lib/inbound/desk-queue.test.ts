import { describe, expect, it } from 'vitest';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import { voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import type { CallbackAdmission, CallbackMessage } from '../../../lib/handoff/record/callback-request.ts';
import { handoffMessageSchema } from '../../../lib/handoff/record/events.ts';
import { queueCaller, sayManyCalls } from '../../../lib/inbound/desk-queue.ts';
import { readTaskAttributes } from '../../../lib/twilio/attributes.ts';
import type { ArrivingCall } from '../../../lib/twilio/voice-callbacks.ts';
import * as given from '../handoff/given.ts';

const { T0 } = given;
const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
const CALLER = '+14155550123';
const NOBODY: ArrivingCall = { is: 'arriving-call', callSid: LEG, called: '+14155550188' };
const CALL: ArrivingCall = { ...NOBODY, caller: CALLER };

const world = (language: 'en' | 'es' = 'en', admits: () => CallbackAdmission = () => 'admitted') => {
  const store = new given.MemoryStore({ is: 'none', version: 0 });
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const callbacks: CallbackMessage[] = [];
  let now = T0;
  let refuses: Error | undefined;
  const ports = {
    store,
    queue,
    clock: () => now,
    ...watched,
    links: voiceLinks('https://handoff.example.com'),
    agentPage: ({ callId }: { callId: string }) => `https://handoff.example.com/agent/${callId}`,
    admitCallback: async () => admits(),
    followups: {
      async send(messages: { message: CallbackMessage }[]) {
        if (refuses !== undefined) throw refuses;
        callbacks.push(...messages.map(({ message }) => message));
      },
    },
  };
  const options = { windowSeconds: 45, workflowSid: 'WW1', accountSid: ACCOUNT, language };
  return {
    store,
    queue,
    callbacks,
    ...watched,
    queues: (call = CALL) => queueCaller(call, options, ports),
    says: (call = CALL) => sayManyCalls(call, language, ports),
    later: (ms: number) => {
      now += ms;
    },
    refuse: (error: Error) => {
      refuses = error;
    },
  };
};
const unescaped = (xml: string) =>
  xml.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const taskOf = (twiml: string): Record<string, unknown> =>
  JSON.parse(unescaped(/<Task[^>]*>(.*)<\/Task>/s.exec(twiml)?.[1] ?? ''));

describe('A caller whom no assistant can take', () => {
  it('goes into the queue of the workflow with a task that outlives the window', async () => {
    const twiml = await world().queues();
    expect(twiml).toContain('<Enqueue workflowSid="WW1"');
    const [, timeout = ''] = /<Task[^>]*timeout="(\d+)"/.exec(twiml) ?? [];
    expect(Number(timeout)).toBeGreaterThan(45);
    expect(twiml).toMatch(/action="https:\/\/handoff.example.com\/twiml\/[^"]+"/);
    expect(twiml).toMatch(/waitUrl="https:\/\/handoff.example.com\/twiml\/[^"]+"/);
  });

  it('is a handoff of the front desk, known by the leg, with the attributes of a handoff’s task', async () => {
    const { queues, store } = world();
    const attributes = taskOf(await queues());
    expect(attributes).toMatchObject({
      type: 'front_desk',
      handoff_id: store.record.handoffId,
      handoff_try: 1,
      vapi_call_id: LEG,
      call_sid: LEG,
      from: CALLER,
      context_url: `https://handoff.example.com/agent/${LEG}`,
    });
    expect(readTaskAttributes(JSON.stringify(attributes))).toEqual({
      handoffId: store.record.handoffId,
      taskNo: 1,
      callId: LEG,
    });
    expect(store.record).toMatchObject({
      callId: LEG,
      strategy: { is: 'enqueue' },
      request: { requestedBy: 'front-desk', accountSid: ACCOUNT, direction: 'inbound', windowSeconds: 45 },
      progress: { state: 'queued' },
    });
  });

  it('has no number in the task where it is withheld', async () => {
    const twiml = await world().queues(NOBODY);
    expect(taskOf(twiml)).not.toHaveProperty('from');
    expect(twiml).not.toContain('anonymous');
  });

  it('is one handoff with one window, however often the leg asks, and hears the same', async () => {
    const { queues, store, queue, later } = world();
    const first = await queues();
    later(2_000);
    expect(taskOf(await queues()).handoff_id).toBe(taskOf(first).handoff_id);
    expect(store.saves).toHaveLength(1);
    const messages = queue.sent.map(({ message }) =>
      handoffMessageSchema.parse(JSON.parse(JSON.stringify(message))),
    );
    expect(new Set(messages.map(({ event }) => event.type))).toEqual(new Set(['window-expired']));
  });

  it('is in the queue though the window’s message is lost: its end stands in the record', async () => {
    const { queues, store, queue } = world();
    queue.down = true;
    expect(await queues()).toContain('<Enqueue');
    expect(store.record.deadline).toBe(T0 + 45_000);
  });

  it('is not queued while the table is away: no offer would find the handoff', async () => {
    const { queues, store, queue } = world();
    store.down = true;
    await expect(queues()).rejects.toThrow(Unavailable);
    expect(queue.sent).toEqual([]);
  });
});

describe('A caller who hears that there are many calls', () => {
  it.each([
    ['en', 'en-US'],
    ['es', 'es-ES'],
  ] as const)('is called back, and hears so in the language of the team: %s', async (language, readAs) => {
    const { says, callbacks } = world(language);
    expect(await says()).toMatch(new RegExp(`<Say language="${readAs}">[^<]+</Say><Hangup/></Response>$`));
    expect(callbacks).toEqual([
      { callId: LEG, callback: { number: CALLER, caller: CALLER, requestedAt: T0, requestedBy: 'handoff' } },
    ]);
  });

  it.each([
    'enough',
    'costly',
    'abroad',
  ] as const)('is promised nothing where the number may not be called: %s', async (why) => {
    const { says, callbacks, lines } = world('en', () => why);
    expect(await says()).toContain('Please call again a little later.');
    expect(callbacks).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ fields: { callId: LEG, reason: why } }));
  });

  it('is called back in any case where the promise was made without the table', async () => {
    const { says, callbacks } = world('en', () => {
      throw new Unavailable('table', 'down');
    });
    expect(await says()).toContain('a colleague will call you back');
    expect(callbacks).toMatchObject([{ callId: LEG, unkept: true }]);
  });

  it('is promised nothing where the number is withheld', async () => {
    const { says, callbacks } = world();
    expect(await says(NOBODY)).toContain('Please call again a little later.');
    expect(callbacks).toEqual([]);
  });

  it.each([
    new Unavailable('queue', 'down'),
    new RefusedForGood('queue', 'denied', undefined),
  ])('is promised nothing where nobody can note it: %s', async (error) => {
    const { says, refuse, lines } = world();
    refuse(error);
    expect(await says()).toContain('Please call again a little later.');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'callback not noted' }));
  });
});
