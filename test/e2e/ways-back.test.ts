import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { speech } from '../../lib/speech/english.ts';
import { type Stage, startStage } from './scenarios.ts';

const CALLER = '+14155550123';
const attributesSchema = z.object({ type: z.string(), callback_number: z.optional(z.string()) });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let stage: Stage;
const legOf = (call: SimulatedCall) => {
  const leg = stage.product.twilio.calls.get(call.callSid ?? '');
  if (leg === undefined) throw new Error('the call has no leg');
  return leg;
};
const openedAfter = (call: SimulatedCall) =>
  stage.product.vapi.calls().filter(({ metadata }) => metadata.handoffPreviousCallId === call.id);
const callbacksOf = (call: SimulatedCall) =>
  stage.product.twilio
    .tasksOfCall(call.id)
    .map((task) => ({ ...task, attributes: attributesSchema.parse(JSON.parse(task.attributes)) }))
    .filter(({ attributes }) => attributes.type === 'callback_request');

describe('A caller in the queue', () => {
  beforeAll(async () => {
    stage = await startStage('enqueue', { HANDOFF_WINDOW_SECONDS: '3' });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  /** The call as Vapi tells it, without what it takes to open another one. */
  const asksWithoutAssistant = async (): Promise<SimulatedCall> => {
    const call = await stage.caller();
    const { callSid, accountSid, controlUrl } = call;
    await call.send('tool-calls', {
      call: {
        id: call.id,
        type: 'inboundPhoneCall',
        phoneCallProvider: 'twilio',
        phoneCallProviderId: callSid,
        transport: { provider: 'twilio', callSid, accountSid },
        monitor: { controlUrl },
      },
      assistant: null,
      toolCallList: [
        {
          id: `tool-of-${call.id}`,
          type: 'function',
          function: { name: 'escalate_to_human', arguments: { reason: 'wants a person' } },
        },
      ],
    });
    return call;
  };

  it('is brought back by a star: the task is canceled, and no agent who comes later is rung', async () => {
    const call = await stage.escalated();
    const { twilio } = stage.product;
    await stage.until(() => twilio.press(call.callSid ?? '', '*'), 'a key is taken');
    await stage.until(() => stage.whereIs(call) === 'another assistant', 'an assistant');
    expect((await stage.ended(call)).progress).toMatchObject({
      outcome: 'canceled',
      reason: 'taken back by the caller',
    });
    expect(openedAfter(call)[0]?.said).toEqual([speech.welcomeBack.canceled]);
    await stage.until(() => stage.faults(call).length === 0, String(stage.faults(call)));
    const rung = () => twilio.requests.filter(({ operation }) => operation === 'create-call').length;
    const before = rung();
    stage.agents('takes');
    await pause(500);
    expect(rung()).toBe(before);
    expect(twilio.tasksOfCall(call.id).map(({ assignmentStatus }) => assignmentStatus)).toEqual(['canceled']);
  });

  it('stays in the queue with any other key', async () => {
    const call = await stage.escalated();
    const { twilio } = stage.product;
    await stage.until(() => twilio.press(call.callSid ?? '', '7'), 'a key is taken');
    await pause(300);
    expect((await stage.product.record(call.id))?.progress.state).toBe('queued');
    stage.agents('takes');
    await stage.talk(call);
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('comes back to an assistant who knows why and says so once', async () => {
    const call = await stage.escalated();
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'no_agent' });
    await stage.until(() => stage.whereIs(call) === 'another assistant', 'an assistant');
    const opened = openedAfter(call);
    expect(opened).toHaveLength(1);
    expect(opened[0]).toMatchObject({
      status: 'in-progress',
      caller: CALLER,
      variableValues: {
        handoffOutcome: 'no_agent',
        handoffReason: 'wants a person',
        handoffSummary: 'Was charged twice.',
      },
      metadata: { handoffPreviousCallId: call.id, handoffCallSid: call.callSid },
    });
    await pause(300);
    expect(opened[0]?.said).toEqual([speech.toCaller.busy]);
    // Neither at the old assistant, nor in the queue.
    expect(call.said).not.toContain(speech.toCaller.busy);
    expect(legOf(call).heard).not.toContain(speech.toCaller.busy);
    expect(callbacksOf(call)).toEqual([]);
  });

  it.each<[string, () => Promise<SimulatedCall>]>([
    [
      'Vapi refuses to open a call',
      () => {
        stage.product.vapi.faults.always('create-call', { kind: 'status', status: 400 });
        return stage.escalated();
      },
    ],
    ['the call does not tell its assistant', asksWithoutAssistant],
  ])('hears a goodbye where %s, and is called back by one task', async (_name, asks) => {
    const call = await asks();
    await stage.until(() => legOf(call).status === 'completed', 'the leg ends');
    expect(legOf(call).log).toContain('Enqueue');
    expect(legOf(call).heard.filter((text) => text === speech.goodbye.callback)).toHaveLength(1);
    expect(legOf(call).heard.at(-1)).toBe(speech.goodbye.callback);
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'no_agent' });
    await stage.until(() => callbacksOf(call).length > 0, 'a callback task');
    await pause(300);
    expect(callbacksOf(call)).toMatchObject([
      { taskChannel: 'default', assignmentStatus: 'pending', attributes: { callback_number: CALLER } },
    ]);
    const others = stage.product.twilio
      .tasksOfCall(call.id)
      .filter(({ sid }) => sid !== callbacksOf(call)[0]?.sid);
    expect(others.map(({ assignmentStatus }) => assignmentStatus)).toEqual(['canceled']);
    expect(openedAfter(call)).toEqual([]);
  });

  it.each([
    'anonymous',
    'Restricted',
    'sip:alice@pbx.example.com',
    'client:web-user',
    '+266696687',
  ])('comes back to an assistant too when nobody knows their number: %s', async (number) => {
    const call = await stage.caller(number);
    await call.askForHuman({ reason: 'wants a person' });
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'no_agent' });
    await stage.until(() => stage.whereIs(call) === 'another assistant', 'an assistant');
    expect(openedAfter(call)[0]?.caller).toBeUndefined();
  });

  it.each([
    'anonymous',
    '',
    '+7378742833',
    '+2562533',
    '+8656696',
  ])('hears of no callback where nobody can make one: %j', async (number) => {
    stage.product.vapi.faults.always('create-call', { kind: 'status', status: 400 });
    const call = await stage.caller(number);
    await call.askForHuman({ reason: 'wants a person' });
    await stage.until(() => legOf(call).status === 'completed', 'the leg ends');
    await stage.ended(call);
    await stage.product.system.idle();
    expect(legOf(call).heard.at(-1)).toBe(speech.goodbye.no_number);
    expect(callbacksOf(call)).toEqual([]);
  });
});

describe('A caller in the conference', () => {
  beforeAll(async () => {
    stage = await startStage('conference', { HANDOFF_WINDOW_SECONDS: '4' });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  it.each([0, 20, 60])('is not left alone by an agent who presses 1 and hangs up %i ms later', async (ms) => {
    const { twilio } = stage.product;
    stage.agents('waits');
    const call = await stage.escalated();
    const agent = () => [...twilio.calls.values()].findLast(({ direction }) => direction === 'outbound-api');
    await stage.until(() => agent()?.status === 'in-progress', 'the agent answers');
    const sid = agent()?.sid ?? '';
    await stage.until(() => twilio.press(sid, '1'), 'the agent presses 1');
    await pause(ms);
    twilio.hangUp(sid);
    const { progress } = await stage.ended(call);
    await stage.until(() => stage.faults(call).length === 0, String(stage.faults(call)));
    const where = stage.whereIs(call);
    // Whoever was in the conference with the agent has talked; anybody else is with an assistant.
    if (where === 'gone') expect(progress).toMatchObject({ outcome: 'completed' });
    else expect(['assistant', 'another assistant']).toContain(where);
  });
});
