import { describe, expect, it } from 'vitest';
import { type Routing, route, UNROUTED } from '../../../lib/desk/routing.ts';
import { routingWords } from '../../../lib/inbound/tools/index.ts';
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
} from './options.ts';

const routeCallOf = (given = options()) => {
  const found = functionsOf(assistantOf('front-desk', given)).find((tool) => nameOf(tool) === 'route_call');
  if (found === undefined) throw new Error('no route_call');
  return found;
};
const enumOf = (departments: readonly string[]): readonly string[] =>
  routeCallOf(options({ teamWords: { departments, skills: [] } })).function.parameters?.properties.intent
    ?.enum ?? [];

describe('The router', () => {
  it('greets, with the name of the company, in the language of the team', () => {
    expect(assistantOf('front-desk')).toMatchObject({ firstMessageMode: 'assistant-speaks-first' });
    expect(assistantOf('front-desk', choosing({ company: 'Example Energy' })).firstMessage).toContain(
      'Thank you for calling Example Energy. How can I help you?',
    );
    expect(assistantOf('front-desk', choosing({ company: 'Example Energy' }, 'es')).firstMessage).toContain(
      'Gracias por llamar a Example Energy. ¿En qué puedo ayudarle?',
    );
  });

  it.each([
    ['is off and nothing is said of it', {}, false, undefined],
    ['is announced when it is on', { recording: true }, true, 'This call may be recorded. '],
    [
      'is announced in the words of the team',
      { recording: true, disclosure: 'We record this call.' },
      true,
      'We record this call. ',
    ],
    ['is off, and callers are told something else', { disclosure: 'I am an AI.' }, false, 'I am an AI. '],
  ] as const)('recording %s', (_what, choices, recorded, beginning) => {
    const { firstMessage, artifactPlan } = assistantOf('front-desk', choosing(choices));
    expect(artifactPlan?.recordingEnabled).toBe(recorded);
    expect(firstMessage?.startsWith(beginning ?? '{% if resumed')).toBe(true);
  });

  it('moves callers to every department, and each tool leads to one', () => {
    const tools = handoffsOf(assistantOf('front-desk'));
    expect(tools.map(nameOf)).toEqual(['handoff_to_sales', 'handoff_to_support', 'handoff_to_billing']);
    expect(placesOf(tools)).toEqual(DEPARTMENTS);
    for (const { destinations = [] } of tools) {
      expect(destinations).toMatchObject([{ type: 'assistant', contextEngineeringPlan: { type: 'all' } }]);
    }
  });

  it.each([
    'claude-sonnet-5',
    { provider: 'anthropic-bedrock', model: 'claude-opus-4-6' },
  ])('has one tool that leads everywhere for a model of Anthropic: %j', (model) => {
    const given = choosing({ model });
    const tools = handoffsOf(assistantOf('front-desk', given));
    expect(tools.map(nameOf)).toEqual(['handoff_to_department']);
    expect(placesOf(tools)).toEqual(DEPARTMENTS);
    expect(promptOf('front-desk', given)).toContain(
      '(handoff_to_department after "GO sales" or "GO support" or "GO billing")',
    );
  });

  it('says with each move where it goes, what the caller wants, and what they have told', () => {
    for (const given of [options(), options({ saved: SAVED }), choosing({ model: 'claude-sonnet-5' })]) {
      for (const tool of handoffsOf(assistantOf('front-desk', given))) {
        const { properties = {}, required } = tool.function?.parameters ?? {};
        expect(required).toEqual(['destination', 'caller_needs', 'caller_told']);
        expect(Object.keys(properties)).toEqual(required);
        // Vapi goes by the destination, which has to be one of the tool's.
        expect(properties.destination?.enum).toEqual(placesOf([tool]));
      }
    }
  });

  it('leads to saved assistants by their ids, which are found outside of the squad as well', () => {
    const { 'front-desk': _router, ...specialists } = SAVED;
    expect(placesOf(handoffsOf(assistantOf('front-desk', options({ saved: SAVED }))))).toEqual(
      Object.values(specialists),
    );
    expect(placesOf(handoffsOf(assistantOf('sales', options({ saved: SAVED }))))).toEqual([
      SAVED.support,
      SAVED.billing,
    ]);
  });

  it('is told that it asks nothing without route_call, and names no tool that it has not', () => {
    const prompt = promptOf('front-desk');
    expect(prompt).toContain('After each answer of the caller, before you say anything, call route_call');
    expect(prompt).toContain('Never ask of your own accord what the caller wants.');
    const names = assistantOf('front-desk').model.tools.map(nameOf);
    const named = [...prompt.matchAll(/\b(?:handoff_to|route|escalate_to|cancel|request)_\w+/g)].map(
      ([name]) => name,
    );
    // When the call ends and when nobody is called any more these tools say themselves.
    const said = names.filter((name) => name !== 'endCall' && name !== 'do_not_call');
    expect(new Set(named)).toEqual(new Set(said));
  });
});

describe('route_call', () => {
  it.each([
    [DEPARTMENTS],
    [['Ventas', 'Après-vente']],
    [['Helpdesk']],
    [['Technical', 'Support']],
  ])('of %j never answers with anybody whom the caller cannot be moved to', (departments) => {
    const given = options({ teamWords: { departments, skills: [] } });
    const places = placesOf(handoffsOf(assistantOf('front-desk', given)));
    for (const intent of enumOf(departments)) {
      let routing: Routing = UNROUTED;
      const said: string[] = [];
      for (const id of ['1', '2', '3']) {
        const next = route(routing, { id, intent }, departments);
        routing = next.routing;
        said.push(next.answer.is === 'go' ? next.answer.assistant : next.answer.is);
        if (next.answer.is === 'go') break;
      }
      expect(places).toContain(said.at(-1));
      expect(said.filter((one) => one === 'ask')).toHaveLength(intent === 'unclear' ? 2 : 0);
      expect(promptOf('front-desk', given)).toContain(`"GO ${said.at(-1)}"`);
    }
  });

  it('is not heard by the caller, unless it takes long', () => {
    const { messages = [] } = routeCallOf();
    expect(messages[0]).toEqual({ type: 'request-start', content: '', blocking: false });
    const spoken = messages.filter((one) => !('role' in one) || one.role !== 'system').slice(1);
    expect(spoken).toMatchObject([{ type: 'request-response-delayed', timingMilliseconds: 4000 }]);
  });

  it.each([
    [DEPARTMENTS, 'support'],
    [['Ventas', 'Soporte'], 'Ventas'],
    [['Sales', 'Support Team'], 'Support Team'],
  ])('that does not answer leaves nobody standing: of %j it is %s', (departments, lastResort) => {
    const { messages = [] } = routeCallOf(options({ teamWords: { departments, skills: [] } }));
    const failed = messages.find(({ type }) => type === 'request-failed');
    expect(failed).toMatchObject({ role: 'system', content: expect.stringContaining(`"${lastResort}"`) });
  });

  it('is told in the words of the registry', () => {
    expect(routeCallOf().function).toEqual(routingWords({ departments: DEPARTMENTS, skills: [] })[0]);
    expect(enumOf(DEPARTMENTS)).toEqual(expect.arrayContaining([...DEPARTMENTS, 'unclear']));
    expect(enumOf(DEPARTMENTS).length).toBeGreaterThan(4);
  });
});
