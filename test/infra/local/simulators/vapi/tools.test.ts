import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { AGENT, type Bench, returningPlan, startBench } from './receiver.ts';

let bench: Bench;
let call: SimulatedCall;
beforeEach(async () => {
  bench = await startBench();
  call = await bench.vapi.startCall({ messages: [] });
});
afterEach(() => bench.stop());

const last = () => bench.receiver.received.at(-1)?.message;
const answer = (body: unknown, status = 200) => bench.receiver.replies.push({ status, body });
const args = { reason: 'Wants a person' };
const options = { toolName: 'escalate', toolCallId: 'call_1' };

describe('the simulated assistant asks for a human', () => {
  it.each([
    ['object', { toolCallList: [{ id: 'call_1', function: { name: 'escalate', arguments: args } }] }],
    ['string', { toolCallList: [{ id: 'call_1', function: { arguments: JSON.stringify(args) } }] }],
    ['flattened', { toolCallList: [{ id: 'call_1', name: 'escalate', arguments: args }] }],
    ['tool-with-list', { toolWithToolCallList: [{ toolCall: { id: 'call_1', function: {} } }] }],
    ['function-call', { type: 'function-call', functionCall: { name: 'escalate', parameters: args } }],
  ] as const)('in the shape "%s"', async (shape, expected) => {
    await call.askForHuman(args, { ...options, shape });
    expect(last()).toMatchObject({ type: 'tool-calls', ...expected });
    const toolCall = { id: 'call_1', function: { name: 'escalate', arguments: JSON.stringify(args) } };
    expect(last()).toMatchObject({
      artifact: { messages: [{ role: 'system' }, { role: 'tool_calls', toolCalls: [toolCall] }] },
    });
  });

  it('and reads the result that is meant for its call', async () => {
    answer({ results: [{ name: 'escalate', toolCallId: 'call_1', result: 'Stay on the line.' }] });
    await call.askForHuman(args, options);
    const result = 'Stay on the line.';
    expect(call.messages.at(-1)).toMatchObject({ role: 'tool_call_result', toolCallId: 'call_1', result });
  });

  it.each([
    ['meant for another call', 200, { results: [{ toolCallId: 'call_2', result: 'Stay.' }] }],
    ['sent with an error status', 500, { results: [{ toolCallId: 'call_1', result: 'Stay.' }] }],
    ['on two lines', 200, { results: [{ toolCallId: 'call_1', result: 'Stay\nhere.' }] }],
    ['missing', 200, {}],
  ])('and reads nothing when the result is %s', async (_, status, body) => {
    bench.receiver.replies.push(...Array.from({ length: status === 200 ? 1 : 3 }, () => ({ status, body })));
    await call.askForHuman(args, options);
    expect(call.messages.at(-1)).toMatchObject({ result: 'No result returned.' });
  });

  it('and may send what the tool says that it takes', async () => {
    await call.askForHuman(args, options);
    expect(last()).toMatchObject({
      toolWithToolCallList: [
        { function: { parameters: { type: 'object', properties: { reason: { type: 'string' } } } } },
      ],
    });
  });

  it('and reads that the result is still pending as long as it is', async () => {
    const pending = (message: unknown) =>
      Object(message).artifact.messagesOpenAIFormatted.filter(
        ({ role }: { role: string }) => role === 'tool',
      );
    bench.receiver.replies.push({ status: 200, body: {}, afterMs: 5_000 });
    const asked = call.askForHuman(args, options);
    await call.callerSays('Are you still there?');
    expect(pending(last())).toEqual([
      {
        role: 'tool',
        tool_call_id: 'call_1',
        content: 'Tool Result Still Pending But Proceed Further If Possible.',
      },
    ]);
    await asked;
    await call.callerSays('Hello?');
    expect(pending(last())).toEqual([
      { role: 'tool', tool_call_id: 'call_1', content: 'No result returned.' },
    ]);
  });

  it('and reads nothing of a result that comes after its patience', async () => {
    const body = { results: [{ toolCallId: 'call_1', result: 'Stay on the line.' }] };
    for (let copies = 0; copies < 3; copies += 1) {
      bench.receiver.replies.push({ status: 200, body, afterMs: 20_500 });
    }
    await call.askForHuman(args, options);
    expect(call.messages.at(-1)).toMatchObject({ result: 'No result returned.' });
  });

  it('and speaks a message that comes with the result', async () => {
    const message = { type: 'request-complete', content: 'Please hold.' };
    answer({ results: [{ toolCallId: 'call_1', result: 'ok', message }] });
    await call.askForHuman(args, options);
    expect(call.said).toEqual(['Please hold.']);
  });

  it('and reads the legacy answer to a legacy call', async () => {
    answer({ result: 'Accepted.' });
    await call.askForHuman(args, { ...options, shape: 'function-call' });
    expect(call.messages.at(-1)).toMatchObject({ result: 'Accepted.' });
  });
});

describe('the simulated assistant transfers without a destination', () => {
  it('to where the product says', async () => {
    const destination = { type: 'number', number: AGENT, message: '', transferPlan: returningPlan };
    answer({ destination });
    await call.requestTransferDestination();
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'forwarding', transfers: [{ number: AGENT, plan: returningPlan }] });
  });

  it('blindly, when the plan is not in camelCase', async () => {
    answer({ destination: { type: 'number', number: AGENT, transfer_plan: returningPlan } });
    await call.requestTransferDestination();
    expect(call.transfers).toMatchObject([{ number: AGENT }]);
    expect(call.transfers[0]).not.toHaveProperty('plan');
  });

  it('nowhere, and says the error', async () => {
    answer({ error: 'All agents are busy.' });
    await call.requestTransferDestination();
    expect(call).toMatchObject({ status: 'in-progress', said: ['All agents are busy.'], transfers: [] });
  });

  it('nowhere, when the destination makes no sense', async () => {
    answer({ destination: { type: 'number', number: '911' } });
    await call.requestTransferDestination();
    expect(call.transfers).toEqual([]);
  });
});
