import { Vapi } from '@vapi-ai/server-sdk';
import { describe, expect, it } from 'vitest';
import { assistantSettings } from '../../../infra/assistants/assistant.ts';
import { functionTools as functionToolsFor } from '../../../infra/assistants/tools.ts';
import { callbackRequestOf } from '../../../lib/followup/callback.ts';
import { contextOf } from '../../../lib/handoff/briefing/read-arguments.ts';
import { LONGEST_SILENCE_MS } from '../../../lib/handoff/machine/waiting.ts';
import { tools } from '../../../lib/inbound/tools/index.ts';
import { answerToolCalls } from '../../../lib/inbound/vapi-tools.ts';
import * as given from '../../lib/handoff/given.ts';
import { KEEPS, OPTIONS } from '../../lib/inbound/tools/options.ts';

const serverUrl = 'https://hooks.example.com/webhook/vapi';
const teamWords = { departments: ['sales', 'support', 'billing'], skills: [] };
const settings = assistantSettings({ serverUrl, credentialId: 'credential-1', teamWords });
const functionTools = functionToolsFor(teamWords);

const tool = (name: string) => {
  const found = functionTools.find((one) => one.function.name === name);
  if (found === undefined) throw new Error(`no tool ${name}`);
  return found;
};
const parametersOf = (name: string) => tool(name).function.parameters ?? { properties: {}, required: [] };
/** A value for every field that a tool has, as a model would send it. */
const filled = (properties: Record<string, Vapi.JsonSchema>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, { type, enum: values, properties: inner }]) => {
      if (type === 'array') return [name, [`one ${name}`]];
      if (type === 'object') return [name, filled(inner ?? {})];
      return [name, values?.[0] ?? `some ${name}`];
    }),
  );
const schemasIn = (schema: Vapi.JsonSchema): Vapi.JsonSchema[] => [
  schema,
  ...Object.values(schema.properties ?? {}).flatMap(schemasIn),
  ...(schema.items === undefined ? [] : schemasIn(schema.items)),
];

describe('The assistant that the product comes with', () => {
  it('is plain JSON: nothing is lost on the way to Vapi', () => {
    expect(JSON.parse(JSON.stringify(settings))).toStrictEqual(settings);
  });

  it('sends its webhooks to our server, signed, and again when that is out of order', () => {
    expect(settings.server).toEqual({
      url: serverUrl,
      credentialId: 'credential-1',
      timeoutSeconds: 20,
      backoffPlan: {
        type: 'fixed',
        maxRetries: 2,
        baseDelaySeconds: 1,
        excludedStatusCodes: [400, 401, 403, 404, 413, 422],
      },
    });
    expect(assistantSettings({ serverUrl, teamWords }).server).not.toHaveProperty('credentialId');
  });

  it('tells the server what it reads, and not the whole conversation after every sentence', () => {
    expect([...settings.serverMessages].sort()).toEqual([
      'end-of-call-report',
      'language-change-detected',
      'speech-update',
      'status-update',
      'tool-calls',
      'transcript',
      'transfer-destination-request',
      'transfer-update',
      'user-interrupted',
    ]);
  });

  it('speaks to a silent caller before Vapi would end the call after 30 s, and not before we do', () => {
    expect(settings.hooks).toHaveLength(1);
    for (const { on, options, do: does } of settings.hooks) {
      expect(on).toBe('customer.speech.timeout');
      // A sentence takes its time as well: the clock begins when the last one is over.
      expect(options?.timeoutSeconds).toBeGreaterThan(LONGEST_SILENCE_MS / 1000);
      expect(options?.timeoutSeconds).toBeLessThan(30);
      expect(options?.triggerMaxCount).toBeLessThanOrEqual(10);
      expect(Object.values(Vapi.CustomerSpeechTimeoutOptionsTriggerResetMode)).toContain(
        options?.triggerResetMode,
      );
      expect(does).toEqual([{ type: 'say', exact: expect.any(String) }]);
    }
  });

  it('names only what Vapi knows', () => {
    const known = (values: Record<string, string>) => Object.values(values);
    expect(known(Vapi.CreateAssistantDtoServerMessagesItem)).toEqual(
      expect.arrayContaining(settings.serverMessages),
    );
    expect(known(Vapi.OpenAiModelModel)).toContain(settings.model.model);
    const rules = settings.startSpeakingPlan?.customEndpointingRules ?? [];
    const options = rules.flatMap((rule) =>
      rule.type === 'assistant' ? (rule.regexOptions ?? []).map(({ type }) => type) : [],
    );
    expect(options).toEqual(['ignore-case']);
    expect(known(Vapi.RegexOptionType)).toEqual(expect.arrayContaining(options));
    const types = functionTools
      .flatMap(({ function: { parameters } }) => Object.values(parameters?.properties ?? {}))
      .flatMap(schemasIn)
      .map(({ type }) => type);
    expect(known(Vapi.JsonSchemaType)).toEqual(expect.arrayContaining(types));
  });

  it('stops speaking after 300 ms of a voice, which is no noise any more', () => {
    expect(settings.stopSpeakingPlan).toMatchObject({ numWords: 0, voiceSeconds: 0.3, backoffSeconds: 1 });
    expect(settings.firstMessageInterruptionsEnabled).toBe(true);
  });

  it('does not take an "okay" for an interruption, but a "wait" and a wish for a person', () => {
    const { acknowledgementPhrases = [], interruptionPhrases = [] } = settings.stopSpeakingPlan ?? {};
    expect(acknowledgementPhrases).toEqual(expect.arrayContaining(['okay', 'mhm', 'yeah']));
    expect(interruptionPhrases).toEqual(expect.arrayContaining(['wait', 'stop', 'a person']));
    expect(acknowledgementPhrases.filter((phrase) => interruptionPhrases.includes(phrase))).toEqual([]);
  });

  it.each([
    ['What is your invoice number?', true],
    ['Could you spell your e-mail address for me?', true],
    ['How can I help you?', false],
    ['I have your number. Anything else?', false],
  ])('after "%s" waits for a caller who reads in parts: %s', (question, waits) => {
    const [rule] = settings.startSpeakingPlan?.customEndpointingRules ?? [];
    if (rule?.type !== 'assistant') throw new Error('there is no rule');
    expect(new RegExp(rule.regex, 'i').test(question)).toBe(waits);
  });

  it('gives the server the control URL that it speaks and transfers by', () => {
    expect(settings.monitorPlan).toMatchObject({ controlEnabled: true, controlAuthenticationEnabled: false });
  });

  it('leaves what is asked of a call afterwards to a schema whose required fields it has', () => {
    const { schema, enabled } = settings.analysisPlan?.structuredDataPlan ?? {};
    expect([enabled, settings.analysisPlan?.summaryPlan?.enabled]).toEqual([true, true]);
    expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(schema?.required ?? ['?']));
  });
});

describe('The tools of the assistant', () => {
  it.each(
    functionTools.map((one) => [one.function.name, one] as const),
  )('%s is one that our server answers', async (name) => {
    const { log, count } = given.watching();
    const ports = {
      store: new given.MemoryStore({ is: 'none', version: 0 }),
      queue: new given.MemoryQueue(),
      followups: { send: async () => {} },
      ...KEEPS,
      clock: () => given.T0,
      log,
      count,
    };
    const call = { callId: given.CALL_ID, timestamp: given.T0, caller: '+14155550123', messages: [] };
    const value = { ...filled(parametersOf(name).properties), number: '+14155550199' };
    const asked = [{ id: 'call_1', name, arguments: { is: 'object', value } }] as const;
    expect(await answerToolCalls(call, asked, OPTIONS, ports)).toEqual([
      { name, toolCallId: 'call_1', result: expect.any(String) },
    ]);
  });

  it.each(
    functionTools.map((one) => [one.function.name, one] as const),
  )('%s is within the limits of Vapi', (name, one) => {
    expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(one.function.description?.length).toBeLessThan(1000);
    const { properties, required = [] } = parametersOf(name);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(required));
    for (const schema of Object.values(properties).flatMap(schemasIn)) {
      expect(schema.description ?? '').not.toBe('');
      expect(schema.type === 'array').toBe(schema.items !== undefined);
      expect(schema.type === 'object').toBe(schema.properties !== undefined);
    }
    for (const message of one.messages ?? []) expect(message.content?.length).toBeLessThanOrEqual(1000);
  });

  it('are all that our server answers, but for that which moves callers among several assistants', () => {
    const told = settings.model.tools.map((one) => one.function.name);
    const untold = tools.filter((one) => !one.names(OPTIONS).some((name) => told.includes(name)));
    expect(untold.map((one) => one.names(OPTIONS))).toEqual([['route_call', 'routeCall']]);
    expect(told).toHaveLength(tools.length - 1);
  });

  it('have no server of their own, so that the one of the assistant is asked', () => {
    expect(functionTools.filter((one) => one.server !== undefined)).toEqual([]);
    expect(settings.model.tools.map((one) => one.function.name)).toEqual([
      'escalate_to_human',
      'cancel_handoff',
      'request_callback',
      'do_not_call',
    ]);
  });

  it('say nothing of their own about the result, which is said by the model, once', () => {
    for (const { messages = [] } of functionTools) {
      const spoken = messages.filter((one) => !('role' in one) || one.role !== 'system');
      expect(spoken.map(({ type }) => type).sort()).toEqual([
        'request-failed',
        'request-response-delayed',
        'request-start',
      ]);
      expect(messages.find(({ type }) => type === 'request-start')?.content).toBe('One moment, please.');
    }
  });

  it('ask for nothing that the agent would not get to see', () => {
    const { properties } = parametersOf('escalate_to_human');
    const asked = filled(properties);
    expect(contextOf(asked, { messages: [] })).toEqual({
      reason: asked.reason,
      department: 'sales',
      summary: asked.summary,
      sentiment: 'calm',
      unresolvedTopics: ['one unresolved_topics'],
      captured: asked.captured,
      language: asked.language,
      urgency: 'low',
      messages: [],
    });
  });

  it('name what the team has, and nothing else', () => {
    const french = { departments: ['Vente', 'Après-vente'], skills: ['Remboursement'] };
    const { tools, analysis } = {
      tools: functionToolsFor(french),
      analysis: assistantSettings({ serverUrl, teamWords: french }).analysisPlan,
    };
    const asked = tools.find((one) => one.function.name === 'escalate_to_human')?.function.parameters;
    expect(asked?.properties.department).toMatchObject({ enum: french.departments });
    expect(asked?.properties.skills?.items).toMatchObject({ enum: french.skills });
    // Nobody there takes what is not clear: then no department has to be named.
    expect(asked?.required).toEqual(['reason', 'summary', 'sentiment']);
    expect(JSON.stringify(analysis)).toContain('"enum":["Vente","Après-vente"]');
    expect(JSON.stringify([tools, analysis])).not.toContain('billing');
  });

  it('ask for a department always where one takes what is not clear, and for skills only where there are some', () => {
    const { properties, required } = parametersOf('escalate_to_human');
    expect(required).toContain('department');
    expect(properties).toHaveProperty(
      'department.description',
      expect.stringContaining('support when that is not clear'),
    );
    expect(properties).not.toHaveProperty('skills');
    const spelled = functionToolsFor({ departments: ['Sales', 'Support Team'], skills: [] });
    const asked = spelled.find((one) => one.function.name === 'escalate_to_human')?.function.parameters;
    expect(asked?.properties.department?.description).toContain('Support Team when that is not clear');
  });

  it('note everything of a callback', async () => {
    const value = { ...filled(parametersOf('request_callback').properties), number: '+14155550199' };
    const call = { callId: given.CALL_ID, messages: [] };
    expect(await callbackRequestOf(value, call, given.T0, OPTIONS.callbacks)).toMatchObject({
      request: { number: '+14155550199', when: 'some when', why: 'some why' },
    });
  });
});
