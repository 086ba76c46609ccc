import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskAssistants, deskSquad } from '../../../../../infra/assistants/desk.ts';
import {
  complaints,
  SERVER_MESSAGE,
} from '../../../../../infra/local/simulators/vapi/published/published.ts';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { handoffsOf, options, SAVED } from '../../../assistants/options.ts';
import { type Bench, getCall, post, type Reply, startBench, startReceiver } from './receiver.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/${name}.json`, import.meta.url), 'utf8'));
const DESK = '+14155550199';
const ROUTER = SAVED['front-desk'];
const BILLING = SAVED.billing;
const SQUAD = 'a4b5c6d7-1e2f-4a3b-8c4d-5e6f70819203';

/** Silent where a tool has words of its own, even none. */
const quiet = [{ type: 'request-start', content: '' }];
const toBilling = {
  type: 'handoff',
  destinations: [{ type: 'assistant', assistantId: BILLING }],
  function: { name: 'to_billing' },
  messages: quiet,
};
const dynamic = fixture('vapi-2/tool.handoff-dynamic.create.request');
const asking = (more: object = {}) => ({
  type: 'handoff',
  destinations: [{ type: 'dynamic', ...more }],
  function: { name: 'handoff_to_specialist' },
  messages: quiet,
});
const model = (tools: unknown[]) => ({ provider: 'openai', model: 'gpt-4.1', tools });

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ generates: ({ name }) => `${name} looks into it.` });
  bench.vapi.saveNumber({ number: DESK, squadId: SQUAD });
});
afterEach(() => bench.stop());

/** A router and a specialist in one squad, and a caller who is with the router. */
async function withRouter(tools: unknown[] = [toBilling], squad: object = {}): Promise<SimulatedCall> {
  bench.vapi.saveAssistant({
    id: ROUTER,
    name: 'Router',
    firstMessage: 'Welcome, {{customer_name}}.',
    model: model(tools),
  });
  bench.vapi.saveAssistant({
    id: BILLING,
    name: 'Billing',
    firstMessage: 'Billing speaking.',
    model: model([]),
  });
  bench.vapi.saveSquad({
    id: SQUAD,
    members: [
      { assistantId: ROUTER, assistantOverrides: { variableValues: { customer_name: 'Sam' } } },
      { assistantId: BILLING },
    ],
    ...squad,
  });
  const call = await bench.vapi.callIn({ to: DESK, from: '+14155550123' });
  await bench.vapi.idle();
  return call;
}
const told = () => bench.receiver.received.map(({ message }) => message);
const requests = () => told().filter(({ type }) => type === 'handoff-destination-request');
const entered = (call: SimulatedCall) => call.entries.map(({ assistantName, said }) => [assistantName, said]);
const results = (call: SimulatedCall) =>
  call.messages.flatMap((one) => (one.role === 'tool_call_result' ? [one.result] : []));
const answer = (body: unknown, more: Partial<Exclude<Reply, 'cut'>> = {}) =>
  bench.receiver.always.set('handoff-destination-request', { status: 200, body, ...more });
const move = { destination: { type: 'assistant', assistantName: 'Billing' } };

describe('a squad at the simulated Vapi', () => {
  it('begins with its first member, who says the first message with the variables in it', async () => {
    const call = await withRouter();
    expect([entered(call), call.said]).toEqual([[['Router', 'Welcome, Sam.']], ['Welcome, Sam.']]);
    expect(told()[0]).toMatchObject({ call: { squadId: SQUAD }, assistant: { id: ROUTER, name: 'Router' } });
  });

  it('takes the last word of the overrides: of the member, of all members, of the call', async () => {
    bench.vapi.saveNumber({ number: '+14155550198' });
    await withRouter([toBilling], {
      membersOverrides: { firstMessage: 'Hello {{a}} {{b}}', variableValues: { a: 'all', b: 'all' } },
    });
    const squadOverrides = { variableValues: { b: 'call' } };
    bench.receiver.always.set('assistant-request', { status: 200, body: { squadId: SQUAD, squadOverrides } });
    const call = await bench.vapi.callIn({ to: '+14155550198', from: '+14155550123' });
    expect(call.said).toEqual(['Hello all call']);
    expect(told().at(-1)).toMatchObject({
      artifact: { variableValues: { a: 'all', b: 'call', customer_name: 'Sam' } },
    });
  });

  it('shows a variable that is absent with its braces, and follows conditions', async () => {
    const firstMessage = '{% if resumed == "yes" %}Picking up.{% else %}Hello.{% endif %}';
    bench.vapi.saveAssistant({ id: 'one', name: 'One', firstMessage });
    bench.vapi.saveAssistant({ id: 'two', name: 'Two', firstMessage: 'Hello {{nobody}}.' });
    const say = async (assistantId: string, variableValues: object) => {
      const body = { assistantId, assistantOverrides: { variableValues } };
      bench.receiver.always.set('assistant-request', { status: 200, body });
      return (await bench.vapi.callIn({ to: '+14155550198', from: '+14155550123' })).said;
    };
    bench.vapi.saveNumber({ number: '+14155550198' });
    expect(await say('one', { resumed: 'yes' })).toEqual(['Picking up.']);
    expect(await say('one', {})).toEqual(['Hello.']);
    expect(await say('two', {})).toEqual(['Hello {{nobody}}.']);
  });

  it.each([
    ['a member who is not there', { members: [{ assistantId: 'nobody' }] }, 'Does Not Exist'],
    ['nobody at all', { members: [] }, ''],
    ['a key that is unknown', { members: [{ assistantId: ROUTER }], leader: ROUTER }, 'should not exist'],
    [
      'two of one name',
      { members: [{ assistantId: ROUTER }, { assistant: { name: 'Router' } }] },
      'Duplicate',
    ],
  ])('is not saved with %s', async (_what, squad, why) => {
    bench.vapi.saveAssistant({ id: ROUTER, name: 'Router' });
    expect(() => bench.vapi.saveSquad(squad)).toThrow(why);
    expect(() => bench.vapi.saveAssistant({ name: 'x'.repeat(41) })).toThrow('40 characters');
    expect(() => bench.vapi.saveTool({ type: 'function' })).toThrow('type');
  });
});

describe('a handoff to a destination that stands in the tool', () => {
  it('moves the caller at once, who hears the first message of the other one', async () => {
    const call = await withRouter();
    const done = await call.handsOff('to_billing', { need: 'bill doubled' });
    expect(done).toEqual({ moved: true, result: 'Handoff initiated.' });
    expect(call.talking.name).toBe('Billing');
    expect(entered(call)).toEqual([
      ['Router', 'Welcome, Sam.'],
      ['Billing', 'Billing speaking.'],
    ]);
    expect(requests()).toEqual([]);
    expect(call.variableValues).toMatchObject({ need: 'bill doubled', customer_name: 'Sam' });
  });

  it('has every message afterwards carry the new assistant, and leaves what the old one said to it', async () => {
    const call = await withRouter();
    await call.callerSays('My bill has doubled.');
    await call.handsOff('to_billing');
    await call.assistantSays('Which invoice is it?');
    await call.askForHuman();
    const last = told().at(-1);
    expect(last).toMatchObject({ assistant: { id: BILLING, name: 'Billing' }, call: { squadId: SQUAD } });
    const spoken = Object(last?.artifact).messages.filter(({ role }: { role: string }) => role === 'bot');
    expect(spoken).toMatchObject([
      { message: 'Welcome, Sam.', assistantName: 'Router', assistantId: ROUTER },
      { message: 'Billing speaking.', assistantName: 'Billing', assistantId: BILLING },
      { message: 'Which invoice is it?', assistantName: 'Billing', assistantId: BILLING },
    ]);
    await call.hangUp();
    expect(told().at(-1)).toMatchObject({
      type: 'end-of-call-report',
      assistant: { id: BILLING },
      artifact: { messages: expect.arrayContaining([expect.objectContaining({ assistantId: BILLING })]) },
    });
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({ squadId: SQUAD });
  });

  it('has a filler said unless the tool has words of its own, even none', async () => {
    const { messages: _none, ...plain } = toBilling;
    const call = await withRouter([plain]);
    await call.handsOff('to_billing');
    expect(call.said).toEqual(['Welcome, Sam.', 'Hold on a sec.', 'Billing speaking.']);
  });

  it.each([
    ['assistant-speaks-first-with-model-generated-message', 'Billing looks into it.'],
    ['assistant-waits-for-user', undefined],
  ])('begins as the other one does: %s', async (firstMessageMode, said) => {
    const call = await withRouter([toBilling], {
      members: [{ assistantId: ROUTER }, { assistantId: BILLING, assistantOverrides: { firstMessageMode } }],
    });
    await call.handsOff('to_billing');
    expect(entered(call).at(-1)).toEqual(['Billing', said]);
  });

  it('can lead back, and is greeted again then', async () => {
    const call = await withRouter([toBilling], {
      members: [
        { assistantId: ROUTER, assistantOverrides: { firstMessage: 'Welcome.' } },
        {
          assistantId: BILLING,
          assistantDestinations: [
            { type: 'assistant', assistantName: 'Router', description: 'anything else' },
          ],
        },
      ],
    });
    await call.handsOff('to_billing');
    await expect(call.handsOff('to_billing')).rejects.toThrow('Billing has no handoff tool to_billing');
    await call.handsOff('handoff_to_Router');
    expect(call.said.filter((one) => one === 'Welcome.')).toHaveLength(2);
  });

  it('follows the argument of a tool with several ways, and one that leads nowhere moves nobody', async () => {
    const both = {
      ...toBilling,
      destinations: [
        { type: 'assistant', assistantName: 'Sales' },
        { type: 'assistant', assistantId: BILLING },
      ],
    };
    const call = await withRouter([both]);
    expect(await call.handsOff('to_billing', { destination: 'Support' })).toMatchObject({ moved: false });
    expect(await call.handsOff('to_billing', { destination: 'Sales' })).toMatchObject({ moved: false });
    expect(results(call)).toEqual(['The handoff could not be made.', 'The handoff could not be made.']);
    expect(await call.handsOff('to_billing', { destination: BILLING })).toMatchObject({ moved: true });
  });

  it('finds tools that are saved, assistants outside of the squad, and other squads', async () => {
    const OTHER = 'b5c6d7e8-1e2f-4a3b-8c4d-5e6f70819203';
    bench.vapi.saveAssistant({ id: SAVED.sales, name: 'Sales', firstMessage: 'Sales speaking.' });
    bench.vapi.saveSquad({
      id: OTHER,
      members: [{ assistantId: SAVED.sales }, { assistant: { name: 'Late' } }],
    });
    const toolId = bench.vapi.saveTool({
      ...toBilling,
      destinations: [
        { type: 'assistant', assistantId: SAVED.sales, assistantOverrides: { firstMessage: 'Hi.' } },
      ],
    });
    const toSquad = {
      ...toBilling,
      function: { name: 'to_squad' },
      destinations: [{ type: 'squad', squadId: OTHER, entryAssistantName: 'Late' }],
    };
    const call = await withRouter([toSquad], {
      members: [
        { assistantId: ROUTER, assistantOverrides: { model: { ...model([toSquad]), toolIds: [toolId] } } },
      ],
    });
    await call.handsOff('to_billing');
    expect(entered(call).at(-1)).toEqual(['Sales', 'Hi.']);
    const again = await bench.vapi.callIn({ to: DESK, from: '+14155550123' });
    await again.handsOff('to_squad');
    expect(again.talking.name).toBe('Late');
  });

  it('needs a call in which somebody talks', async () => {
    const call = await withRouter();
    await call.hangUp();
    await expect(call.handsOff('to_billing')).rejects.toThrow('the call is ended');
  });
});

describe('a handoff to a destination that the server names', () => {
  it('asks with the arguments of the model and without an id of its call, and moves the caller', async () => {
    const call = await withRouter([dynamic]);
    const args = Object(fixture('vapi-2/handoff-destination-request.third-unclear').message).parameters;
    answer({ ...move, result: 'Handing over to billing.' });
    const done = await call.handsOff('handoff_to_specialist', args);
    expect(done).toMatchObject({ moved: true, result: 'Handing over to billing.' });
    const [request] = requests();
    expect(request).toMatchObject({ parameters: args, assistant: { id: ROUTER } });
    expect(JSON.stringify(request?.parameters)).not.toContain('toolCallId');
    const captured = Object(fixture('vapi/handoff-destination-request').message);
    expect(Object.keys(request ?? {}).sort()).toEqual(Object.keys(captured).sort());
    expect(entered(call).at(-1)).toEqual(['Billing', 'Billing speaking.']);
  });

  it('takes the id of an assistant with overrides of its own', async () => {
    const call = await withRouter([asking()]);
    const body = fixture('vapi-2/handoff-destination-request.response.by-id');
    const destination = { ...Object(body.destination), assistantId: BILLING };
    answer({ ...body, destination });
    await call.handsOff('handoff_to_specialist', { department: 'billing' });
    expect(call.talking).toMatchObject({
      id: BILLING,
      settings: { variableValues: { need: 'bill doubled' } },
    });
    expect(results(call)).toEqual(['Handing over to support.']);
  });

  it('stays where it is with an error, which the model reads', async () => {
    const call = await withRouter([asking()]);
    answer({ destination: {}, error: 'ASK Which invoice is it?' });
    const done = await call.handsOff('handoff_to_specialist', { department: 'unsure' });
    expect(done).toMatchObject({ moved: false, result: 'ASK Which invoice is it?', answer: { status: 200 } });
    expect([call.talking.name, results(call)]).toEqual(['Router', ['ASK Which invoice is it?']]);
    expect(entered(call)).toHaveLength(1);
  });

  it.each([
    ['no destination beside the error', { error: 'ASK Which invoice?' }],
    ['no destination', { result: 'x' }],
    ['an empty destination and no error', { destination: {} }],
    ['a key that is unknown', { ...move, message: 'x' }],
    ['a key that is unknown in the destination', { destination: { ...move.destination, name: 'Billing' } }],
    ['somebody who is not there', { destination: { type: 'assistant', assistantName: 'Nobody' } }],
    ['a number', { destination: { type: 'number', number: '+14155550177' } }],
    ['no object', ['Billing']],
  ])('moves nobody with %s', async (_what, body) => {
    const call = await withRouter([asking()]);
    answer(body);
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: false });
    expect([call.talking.name, entered(call).length]).toEqual(['Router', 1]);
    expect(results(call)).not.toContain('ASK Which invoice?');
  });

  it('moves nobody with another status, or after 20 s', async () => {
    const call = await withRouter([asking()]);
    answer(move, { status: 500 });
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: false });
    answer(move, { afterMs: 20_500 });
    const began = Date.now();
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: false });
    expect(Date.now() - began).toBeLessThan(20_400);
    answer(move, { afterMs: 19_500 });
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: true });
  });

  it('has the server and the time-out of the destination', async () => {
    const other = await startReceiver();
    other.always.set('handoff-destination-request', { status: 200, body: move, afterMs: 3_000 });
    const call = await withRouter([asking({ server: { url: other.url, timeoutSeconds: 2 } })]);
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: false });
    expect([other.names(), requests()]).toEqual([['handoff-destination-request'], []]);
    await other.stop();
  });

  it('shows its result as pending while the server thinks, and comes too late for a caller who has left', async () => {
    const call = await withRouter([asking()]);
    answer(move, { afterMs: 2_000 });
    const handing = call.handsOff('handoff_to_specialist');
    await expect.poll(() => requests().length).toBe(1);
    expect(JSON.stringify(requests()[0]?.artifact)).toContain('Tool Result Still Pending');
    await call.hangUp();
    expect(await handing).toMatchObject({ moved: false });
    expect(entered(call)).toHaveLength(1);
  });

  it('comes too late for a caller who is with somebody else by then', async () => {
    const call = await withRouter([asking(), toBilling]);
    answer({ destination: { type: 'assistant', assistantName: 'Router' } }, { afterMs: 2_000 });
    const handing = call.handsOff('handoff_to_specialist');
    await expect.poll(() => requests().length).toBe(1);
    await call.handsOff('to_billing');
    expect(await handing).toMatchObject({ moved: false });
    expect(call.talking.name).toBe('Billing');
  });

  it('is not asked for by an assistant that is not subscribed to it', async () => {
    const call = await withRouter([asking()], { membersOverrides: { serverMessages: ['status-update'] } });
    answer(move);
    expect(await call.handsOff('handoff_to_specialist')).toMatchObject({ moved: false });
    expect(requests()).toEqual([]);
  });
});

describe('a handoff by live call control', () => {
  it('moves the caller to another member, and nobody to somebody unknown', async () => {
    const call = await withRouter();
    const handoff = (assistantName: string) =>
      post(call.controlUrl, { type: 'handoff', destination: { type: 'assistant', assistantName } });
    expect((await handoff('Nobody')).status).toBe(200);
    expect(call.talking.name).toBe('Router');
    await handoff('Billing');
    expect([call.talking.name, call.said.at(-1)]).toEqual(['Billing', 'Billing speaking.']);
  });
});

describe('the assistants of our own desk', () => {
  it.each([
    {},
    { saved: SAVED },
  ])('are taken, and move a caller without a second greeting (%j)', async (more) => {
    const given = options(more);
    for (const [key, assistant] of deskAssistants(given)) {
      const id = Object.entries(SAVED).find(([name]) => name === key)?.[1];
      bench.vapi.saveAssistant({ ...(id !== undefined && { id }), ...assistant });
    }
    bench.vapi.saveSquad({ id: SQUAD, ...deskSquad(given) });
    const call = await bench.vapi.callIn({ to: DESK, from: '+14155550123' });
    const [greeting] = call.said;
    expect(greeting).toBeTruthy();
    const ways = handoffsOf(Object(deskAssistants(given).get('front-desk')));
    const way = ways.find(({ function: named }) => named?.name?.includes('billing'))?.function?.name ?? '';
    await call.callerSays('My bill has doubled.');
    await call.askForHuman({ intent: 'billing' }, { toolName: 'route_call' });
    expect(
      await call.handsOff(way, { caller_needs: 'The bill doubled.', caller_told: 'nothing yet' }),
    ).toMatchObject({
      moved: true,
    });
    expect(call.talking.name).toContain('billing');
    expect(call.said).toEqual([greeting, `${call.talking.name} looks into it.`]);
    await call.hangUp();
    for (const { type, ...message } of told()) {
      const wrong = complaints({ message: { type, ...message } }, SERVER_MESSAGE).filter(
        (one) =>
          !/\.(assistant|phoneNumber)\.property (id|orgId|createdAt|updatedAt|status) should not exist$/.test(
            one,
          ) &&
          !/messagesOpenAIFormatted|^message\.property (duration\w+|summary|transcript|messages|toolCalls)|arguments must be a string/.test(
            one,
          ),
      );
      expect([type, wrong]).toEqual([type, []]);
    }
  });
});
