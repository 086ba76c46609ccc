import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINAL_TRANSCRIPT, SERVER_MESSAGES } from '../../../../../../infra/local/simulators/vapi/call.ts';
import {
  CALL,
  CALLS_CREATED,
  complaints,
  SERVER_MESSAGE,
} from '../../../../../../infra/local/simulators/vapi/published/published.ts';
import type { Schema } from '../../../../../../infra/local/simulators/vapi/published/schema.ts';
import { ask, toDial } from '../calls.ts';
import { connectTestLegs } from '../legs.ts';
import { AGENT, type Bench, getCall, post, returningPlan, startBench, transferTo } from '../receiver.ts';

/** What captures of live calls have besides what is published, or otherwise; each on purpose. */
const CAPTURED = [
  /^message\.(assistant|phoneNumber)\.property (id|orgId|createdAt|updatedAt|status) should not exist$/,
  /messagesOpenAIFormatted\.\d+\.property (tool_calls|tool_call_id) should not exist$/,
  /^message\.property (durationMs|durationSeconds|durationMinutes|summary|transcript|messages) should not exist$/,
  // Objects in the lists of a tool call, and the list under its older name, too.
  /^message\.(toolCallList\.\d+|toolWithToolCallList\.\d+\.toolCall)\.function\.arguments must be a string$/,
  /^message\.property toolCalls should not exist$/,
  // Of other transcribers than Vapi's own.
  /^message\.property confidence should not exist$/,
  // Of the bypass, which only the guides teach; the limits stand in the guides and in a capture.
  /^property (phoneCallProviderBypassEnabled|phoneCallProviderDetails|subscriptionLimits) should not exist$/,
];

const differences = (value: unknown, schema: Schema): string[] =>
  complaints(value, schema).filter((complaint) => !CAPTURED.some((known) => known.test(complaint)));

const EVERYTHING = [...SERVER_MESSAGES, 'conversation-update'];
const records: [string, unknown, Schema][] = [];
let bench: Bench;

/** Every kind of call, with everything that can happen in one. */
beforeAll(async () => {
  bench = await startBench({
    bypassPatienceMs: 50,
    agentAnswers: (number) => (number === AGENT ? 'no-answer' : 'answers'),
    outboundPhones: (number) => (number === '+14155550124' ? 'busy' : 'answers'),
  });
  const legs = connectTestLegs(bench.vapi);
  const keep = async (what: string, id: string) => {
    records.push([what, (await getCall(bench.vapi, id)).body, CALL]);
  };
  for (const [what, options] of Object.entries({
    plain: {},
    'own leg': { ownLeg: true },
    web: { type: 'webCall' as const },
    twice: { reports: 'poor-then-rich' as const, talks: true },
    early: { reports: 'early-empty-first' as const },
    literal: { serverMessages: ['status-update', FINAL_TRANSCRIPT, 'end-of-call-report'] },
  })) {
    const call = await bench.vapi.startCall({ serverMessages: EVERYTHING, ...options });
    await call.callerSays('I need a person.', { confidence: 0.9 });
    await call.assistantSays('One moment, please.', { finishes: false });
    await call.callerInterrupts('Now!');
    for (const shape of ['object', 'string'] as const) await call.askForHuman({ reason: 'x' }, { shape });
    await call.requestTransferDestination();
    await call.send('hang');
    await keep(`${what}, in progress`, call.id);
    await post(call.controlUrl, transferTo(AGENT, returningPlan));
    await keep(`${what}, forwarding`, call.id);
    await bench.vapi.idle();
    if (call.status !== 'ended') {
      await post(call.controlUrl, transferTo('+14155550178', returningPlan));
      await bench.vapi.idle();
      await call.hangUp();
    }
    await bench.vapi.idle();
    await keep(`${what}, ended`, call.id);
  }
  const { customer: _one, ...toMany } = toDial();
  const bypass = { ...toDial(), phoneCallProviderBypassEnabled: true };
  const earliestAt = new Date(Date.now() + 5_000).toISOString();
  const created: [string, unknown, Schema][] = [
    ['bypass', bypass, CALL],
    ['bypass without a leg', bypass, CALL],
    ['dialled', toDial(), CALL],
    ['busy', toDial({ number: '+14155550124' }), CALL],
    ['scheduled', { ...toDial(), schedulePlan: { earliestAt } }, CALL],
    ['a batch', { ...toMany, customers: [{ number: '+14155550123' }] }, CALLS_CREATED],
  ];
  for (const [what, body, schema] of created) {
    records.push([what, (await ask(bench.vapi, 'POST', '/call', body)).body, schema]);
    const call = bench.vapi.calls().at(-1);
    const streamUrl = call?.listenUrl.replace(/listen$/, 'transport') ?? '';
    if (what === 'bypass') legs.join(streamUrl, `CA${'5'.repeat(32)}`);
    await bench.vapi.idle();
    if (call?.status === 'in-progress') await call.askForHuman();
    await keep(`${what}, later`, call?.id ?? '');
  }
});
afterAll(() => bench.stop());

describe('what the simulated Vapi sends holds against what Vapi has published', () => {
  it('in every answer of the API', () => {
    expect(records.length).toBeGreaterThan(25);
    for (const [what, body, schema] of records) expect([what, differences(body, schema)]).toEqual([what, []]);
  });

  it('in every server message', () => {
    const types = new Set(bench.receiver.received.map(({ message }) => message.type));
    expect([...types].sort()).toEqual([
      'conversation-update',
      'end-of-call-report',
      'hang',
      'speech-update',
      'status-update',
      'tool-calls',
      'transcript',
      FINAL_TRANSCRIPT,
      'transfer-destination-request',
      'transfer-update',
      'user-interrupted',
    ]);
    for (const { message } of bench.receiver.received) {
      // The literal type is published with other quotation marks.
      const type = message.type === FINAL_TRANSCRIPT ? 'transcript' : message.type;
      const found = differences({ message: { ...message, type } }, SERVER_MESSAGE);
      expect([message.type, found]).toEqual([message.type, []]);
    }
  });

  it('in the statuses of every way that a call goes', () => {
    expect(new Set(bench.receiver.names().filter((name) => name.startsWith('status')))).toEqual(
      new Set(
        ['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended'].map(
          (status) => `status-update:${status}`,
        ),
      ),
    );
  });
});

describe('the schemas of the simulated Vapi', () => {
  const schemas: Record<string, Schema> = JSON.parse(
    readFileSync(
      new URL('../../../../../../infra/local/simulators/vapi/published/schemas.json', import.meta.url),
      'utf8',
    ),
  );
  const sdk = dirname(createRequire(import.meta.url).resolve('@vapi-ai/server-sdk'));
  /** The properties that the server SDK declares, and whether each is required; none where it has no such type. */
  const declared = (name: string): Map<string, boolean> | undefined => {
    const type = name.replace('DTO', 'Dto');
    const file = ['types', 'resources/calls/client/requests']
      .map((folder) => join(sdk, 'api', folder, `${type}.d.ts`))
      .find(existsSync);
    const text = file === undefined ? '' : readFileSync(file, 'utf8');
    const body = new RegExp(`^export interface ${type} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text)?.[1];
    const lines = body?.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').matchAll(/^ {4}"?([\w:]+)"?(\??): /gm);
    return lines && new Map([...lines].map(([, key = '', optional]) => [key, optional === '']));
  };

  const REQUESTS = [
    'ClientInboundMessageAddMessage',
    'ClientInboundMessageControl',
    'ClientInboundMessageEndCall',
    'ClientInboundMessageSay',
    'ClientInboundMessageSendTransportMessage',
    'ClientInboundMessageTransfer',
    'TransferDestinationNumber',
    'TransferDestinationSip',
    'TransferPlan',
    'TransferFallbackPlan',
    'SummaryPlan',
    'CreateCallDTO',
    'CreateCustomerDTO',
    'SchedulePlan',
    'AssistantOverrides',
    'Server',
    'Call',
    'Artifact',
  ];
  /** What tells the members of a union apart stands at the union in the SDK. */
  const TELLING = ['type', 'provider', 'transport'];
  /** The SDK's transfer destinations have a name, which the other declarations have not: it is refused. */
  const NEWER = new Set(['TransferDestinationNumber.name', 'TransferDestinationSip.name']);

  it.each(REQUESTS)('are those of the server SDK, too: %s', (name) => {
    const theirs = declared(name);
    const { properties = {}, required = [] } = schemas[name] ?? {};
    const ours = Object.keys(properties).filter((key) => theirs?.has(key) || !TELLING.includes(key));
    const known = [...(theirs?.keys() ?? [])].filter((key) => !NEWER.has(`${name}.${key}`));
    expect(ours.sort()).toEqual(known.sort());
    for (const key of ours) expect([key, required.includes(key)]).toEqual([key, theirs?.get(key)]);
  });
});
