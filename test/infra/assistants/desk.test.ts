import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskAssistants, deskSquad } from '../../../infra/assistants/desk.ts';
import { ASSISTANT, complaints, SQUAD } from '../../../infra/local/simulators/vapi/published/published.ts';
import { LONGEST_SILENCE_MS } from '../../../lib/handoff/machine/waiting.ts';
import { tools as serverTools } from '../../../lib/inbound/tools/index.ts';
import { readCallReport } from '../../../lib/vapi/call-report.ts';
import { OPTIONS } from '../../lib/inbound/tools/options.ts';
import {
  assistantOf,
  choosing,
  DEPARTMENTS,
  functionsOf,
  handoffsOf,
  nameOf,
  options,
  placesOf,
  promptOf,
  SAVED,
  TEAM_TOOLS,
} from './options.ts';

const NAMES = ['front-desk', ...DEPARTMENTS];
const all = [...deskAssistants(options())];
const CHOICES = {
  plain: options(),
  'without a credential': (({ credentialId: _none, ...rest }) => rest)(options()),
  saved: options({ saved: SAVED }),
  prefixed: options({ namePrefix: 'voice-handoff:dev:' }),
  Anthropic: choosing({ model: 'claude-sonnet-5' }),
  Google: choosing({ model: 'gemini-2.5-flash' }),
  Flux: choosing({
    transcriber: { provider: 'deepgram', model: 'flux-general-multi' },
    keyTerms: ['Voltara'],
  }),
  'another voice': choosing({ voice: { provider: 'vapi', voiceId: 'Elliot' } }, 'fr'),
  everything: choosing(
    {
      company: 'Example Energy',
      about: { billing: 'invoices and nothing else' },
      keyTerms: ['Voltara'],
      recording: true,
      disclosure: 'Sie sprechen mit einem digitalen Assistenten.',
    },
    'de',
  ),
  'departments of all kinds': options({
    teamWords: { departments: ['Après-vente', '営業', '修理', 'Support Team', 'constructor'], skills: ['x'] },
  }),
  'tickets and appointments': options({ teamTools: TEAM_TOOLS, language: 'es' }),
  'one department': options({ teamWords: { departments: ['Helpdesk'], skills: [] } }),
};

describe('The assistants of the desk', () => {
  it.each(Object.entries(CHOICES))('hold against what Vapi has published, whole: %s', (_what, given) => {
    for (const [name, assistant] of deskAssistants(given)) {
      expect([name, complaints(assistant, ASSISTANT)]).toEqual([name, []]);
      expect(JSON.parse(JSON.stringify(assistant))).toStrictEqual(assistant);
    }
    expect(complaints(deskSquad(given), SQUAD)).toEqual([]);
  });

  it.each([
    ['at the top', { silenceTimeoutSeconds: 30 }, 'property silenceTimeoutSeconds should not exist'],
    ['in a plan', { artifactPlan: { recording: true } }, 'artifactPlan.property recording should not exist'],
    ['in a hook', { hooks: [{ on: 'customer.speech.timeout', do: [], seconds: 3 }] }, 'property seconds'],
    ['in a list', { serverMessages: ['tool-calls', 'gossip'] }, 'serverMessages.1 must be one of'],
    ['in a server', { server: { url: 'https://x.example', secret: 'x' } }, 'server.property secret'],
  ])('would be refused with something too many %s', (_where, more, complaint) => {
    const found = complaints({ ...assistantOf('sales'), ...more }, ASSISTANT);
    expect(found.join('\n')).toContain(complaint);
  });

  it('are the router first, and one for each department', () => {
    expect(all.map(([key]) => key)).toEqual(NAMES);
    expect(all.map(([, { name }]) => name)).toEqual(NAMES);
  });

  it('keep the router first, even before departments that are numbers', () => {
    const numbers = options({ teamWords: { departments: ['24', '7'], skills: [] } });
    expect([...deskAssistants(numbers).keys()]).toEqual(['front-desk', '24', '7']);
  });

  it.each(NAMES)('%s has every tool that our server answers, and they go to its own server', (name) => {
    const told = functionsOf(assistantOf(name));
    const names = told.map(nameOf);
    expect(serverTools.filter((tool) => !tool.names(OPTIONS).some((one) => names.includes(one)))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['route_call', 'escalate_to_human', 'cancel_handoff']));
    expect(told.filter((tool) => tool.server !== undefined || tool.async)).toEqual([]);
  });

  it.each(NAMES)('%s can end the call, and says goodbye in the language of the caller', (name) => {
    const ends = assistantOf(name).model.tools.filter((tool) => tool.type === 'endCall');
    expect(ends).toHaveLength(1);
    const [goodbye] = ends[0]?.messages ?? [];
    expect(goodbye).toMatchObject({ type: 'request-start', content: 'Thank you for calling. Goodbye.' });
    expect(goodbye?.contents?.map(({ language }) => language)).toEqual(['en', 'es', 'de', 'fr']);
    expect(assistantOf(name)).not.toHaveProperty('endCallMessage');
  });

  it.each(
    NAMES,
  )('%s has no two tools of one name, and says nothing of its own while a caller is moved', (name) => {
    const { model } = assistantOf(name);
    const names = model.tools.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    for (const tool of handoffsOf(assistantOf(name))) {
      expect(tool.messages).toEqual([{ type: 'request-start', content: '' }]);
    }
  });

  it.each(NAMES)('%s tells the server everything that it reads', (name) => {
    expect([...assistantOf(name).serverMessages]).toEqual(
      expect.arrayContaining([
        ...['tool-calls', 'transfer-destination-request', 'handoff-destination-request', 'status-update'],
        ...['transfer-update', 'end-of-call-report', 'speech-update', 'user-interrupted', 'transcript'],
      ]),
    );
    expect(assistantOf(name).serverMessages).not.toContain('conversation-update');
  });

  it.each(NAMES)('%s is asked again by Vapi only where that is of use', (name) => {
    expect(assistantOf(name).server).toEqual({
      url: options().serverUrl,
      credentialId: options().credentialId,
      timeoutSeconds: 20,
      backoffPlan: {
        type: 'fixed',
        maxRetries: 2,
        baseDelaySeconds: 1,
        excludedStatusCodes: [400, 401, 403, 404, 413, 422],
      },
    });
  });

  it.each(NAMES)('%s leaves nothing to a default of Vapi that would hurt on the telephone', (name) => {
    expect(assistantOf(name)).toMatchObject({
      voicemailDetection: 'off',
      backgroundSound: 'off',
      maxDurationSeconds: 3600,
      firstMessageInterruptionsEnabled: true,
      stopSpeakingPlan: { numWords: 0, voiceSeconds: 0.3 },
      monitorPlan: { controlEnabled: true, controlAuthenticationEnabled: false, listenEnabled: false },
      artifactPlan: { recordingEnabled: false },
    });
    expect(assistantOf(name)).not.toHaveProperty('compliancePlan');
    expect(assistantOf(name)).not.toHaveProperty('analysisPlan');
  });

  it.each(
    NAMES,
  )('%s asks a silent caller before Vapi would end the call, not before we do, and hangs up on nobody', (name) => {
    const { hooks } = assistantOf(name);
    expect(hooks).toHaveLength(1);
    for (const { on, options: when, do: actions } of hooks) {
      expect(on).toBe('customer.speech.timeout');
      expect(when?.timeoutSeconds).toBeGreaterThan(LONGEST_SILENCE_MS / 1000);
      expect(when?.timeoutSeconds).toBeLessThan(30);
      expect(actions).toEqual([{ type: 'say', prompt: expect.stringContaining('in their language') }]);
    }
  });

  it('may talk as long as the settings say', () => {
    expect(assistantOf('sales', options({ maxCallSeconds: 600 })).maxDurationSeconds).toBe(600);
  });
});

describe('A specialist', () => {
  it.each(DEPARTMENTS)('%s has no first message of its own: no caller is greeted twice', (name) => {
    expect(assistantOf(name)).toMatchObject({
      firstMessage: '',
      firstMessageMode: 'assistant-speaks-first-with-model-generated-message',
    });
  });

  it.each(
    DEPARTMENTS,
  )('%s moves callers on to each of the others, never to itself or back to the router', (name) => {
    expect(placesOf(handoffsOf(assistantOf(name)))).toEqual(DEPARTMENTS.filter((one) => one !== name));
  });

  it.each(DEPARTMENTS)('%s has work of its own', (name) => {
    const others = DEPARTMENTS.filter((one) => one !== name).map((one) => promptOf(one));
    expect(others).not.toContain(promptOf(name));
  });

  it('of a department without a file knows what it is for', () => {
    const given = options({
      teamWords: { departments: [...DEPARTMENTS, 'returns', 'fleet'], skills: [] },
      choices: { about: { returns: 'goods that are sent back' } },
    });
    expect(promptOf('returns', given)).toContain('You are there for returns: goods that are sent back.');
    expect(promptOf('fleet', given)).toContain(
      'You are there for fleet: everything that fleet is asked for.',
    );
    expect(promptOf('front-desk', given)).toContain('- returns: goods that are sent back');
  });

  it('has the words of its file, however the team spells the department', () => {
    const given = options({ teamWords: { departments: ['Billing Department', 'SUPPORT'], skills: [] } });
    expect(promptOf('Billing Department', given)).toContain('which invoice or charge it is');
    expect(promptOf('SUPPORT', given)).toContain('Help step by step');
  });
});

describe('The squad', () => {
  const names = (given = options()) =>
    deskSquad(given).members.map((one) => ('assistant' in one ? one.assistant.name : one.assistantId));

  it.each(Object.entries(CHOICES))('finds each member by what the others call it: %s', (_what, given) => {
    const members = names(given);
    expect(new Set(members).size).toBe(members.length);
    for (const [, assistant] of deskAssistants(given)) {
      for (const place of placesOf(handoffsOf(assistant))) expect(members).toContain(place);
    }
  });

  it('starts with the router', () => {
    expect(names()).toEqual(NAMES);
    expect(deskSquad(options()).name).toBe('squad');
  });

  it('names those that are saved by their ids, and brings the others along', () => {
    expect(names(options({ saved: SAVED }))).toEqual(Object.values(SAVED));
    const { 'front-desk': id } = SAVED;
    expect(names(options({ saved: { 'front-desk': id, outbound: SAVED.sales } }))).toEqual([
      id,
      ...DEPARTMENTS,
    ]);
  });

  it('leaves to each member how it begins', () => {
    for (const member of deskSquad(options({ saved: SAVED })).members) {
      expect(Object.keys(member)).toEqual(['assistantId']);
    }
  });
});

describe('What is asked of a call afterwards', () => {
  const result = {
    'Call summary': 'Was charged twice on invoice 4471.',
    'Call outcome': { reason: 'A double charge.', department: 'billing', resolved: false },
  };

  it.each(NAMES)('%s asks for a summary and for fields that the report is read for', (name) => {
    const outputs = assistantOf(name).artifactPlan?.structuredOutputs ?? [];
    expect(outputs.map((one) => one.name)).toEqual(Object.keys(result));
    const told = Object.entries(result).map(([output, value]) => [
      `so-${output}`,
      { name: output, result: value },
    ]);
    const message = { artifact: { structuredOutputs: Object.fromEntries(told) } };
    const { summary, structured } = readCallReport(message, (text) => text);
    expect(summary).toBe(result['Call summary']);
    expect(structured).toEqual({ 'Call summary': result['Call summary'], ...result['Call outcome'] });
  });

  it('demands only fields that it has, of departments that there are', () => {
    const [, outcome] = assistantOf('sales').artifactPlan?.structuredOutputs ?? [];
    expect(Object.keys(outcome?.schema.properties ?? {})).toEqual(
      expect.arrayContaining(outcome?.schema.required ?? ['?']),
    );
    expect(outcome?.schema.properties?.department?.enum).toEqual(DEPARTMENTS);
  });
});

describe('Whatever the departments are called', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((one) => /\p{L}/u.test(one));
  it('each has an assistant that Vapi takes, and a tool of its own name to get there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), (departments) => {
        fc.pre(
          !departments.some((one) => /^[^\p{L}]*(front\P{L}*desk|squad|all)/iu.test(one) || one.length > 40),
        );
        const given = options({ teamWords: { departments, skills: [] } });
        for (const [, assistant] of deskAssistants(given)) {
          expect(complaints(assistant, ASSISTANT)).toEqual([]);
          const names = assistant.model.tools.map(nameOf);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
