import type { Vapi } from '@vapi-ai/server-sdk';
import { routingWords } from '../../lib/inbound/tools/index.ts';
import { LANGUAGES, SPEECHES } from '../../lib/speech/index.ts';
import { type DeskOptions, ENGLISH, modelOf } from './choices.ts';
import { handoffToolNames, nameAtVapi, own } from './names.ts';
import { aboutOf, lastResortOf } from './specialists.ts';
import type { System } from './systems.ts';
import { teamTools } from './team-tools.ts';
import { type FunctionTool, functionTool, registeredTools, type Saying } from './tools.ts';

type HandoffTool = Vapi.OpenAiModelToolsItem.Handoff;
export type DeskTool = FunctionTool | HandoffTool | Vapi.OpenAiModelToolsItem.EndCall;

/** Vapi says "Hold on a sec" or the like where a tool has no words of its own for its start. */
const SILENT_START = { type: 'request-start', content: '' } as const;

/**
 * A sentence of a tool as Vapi takes it, one for each language: the assistant's own first, which Vapi translates for a
 * caller of a language that we do not speak.
 */
export function saying({ language: first = ENGLISH }: DeskOptions): Saying {
  const languages = [first, ...LANGUAGES.filter((one) => one !== first)];
  return (sentence) => ({
    content: sentence(first),
    contents: languages.map((language) => ({ type: 'text', text: sentence(language), language }) as const),
  });
}

/** What our server answers for every assistant, and for one that can ask these systems; callers hear it in their language. */
export function serverTools(options: DeskOptions, systems: readonly System[]): FunctionTool[] {
  const described = [...teamTools(options, systems), ...registeredTools(options.teamWords)];
  return described.map((tool) => functionTool(tool, saying(options)));
}

/** Asked after every answer of a caller, so nobody hears that it is, unless it takes long. */
export function routingTools(options: DeskOptions): FunctionTool[] {
  return routingWords(options.teamWords).map((words) => ({
    type: 'function',
    async: false,
    function: words,
    messages: [
      { ...SILENT_START, blocking: false },
      {
        type: 'request-response-delayed',
        timingMilliseconds: 4000,
        ...saying(options)((language) => SPEECHES[language].assistant.momentLonger),
      },
      {
        type: 'request-complete',
        role: 'system',
        content:
          'After ASK: ask just that question, in the language of the caller, and nothing else. After GO: call the handoff tool for whom it names at once and say nothing; if it names you, go on helping.',
      },
      {
        type: 'request-failed',
        role: 'system',
        content: `Routing does not answer. Ask nothing and say nothing of it: move the caller to the department that they named, otherwise to "${lastResortOf(options)}".`,
      },
    ],
  }));
}

/** The tools by which a caller is moved, each with the departments that it leads to. */
function waysTo(
  { choices = {}, teamWords }: DeskOptions,
  departments: readonly string[],
): [tool: string, departments: readonly string[]][] {
  // A model of Anthropic's is better with one tool for all, any other with one for each (Vapi: handoff destinations).
  if (modelOf(choices).provider.startsWith('anthropic')) {
    return departments.length === 0 ? [] : [[HANDOFF_TOOL, departments]];
  }
  const names = handoffToolNames(teamWords.departments);
  return departments.map((one) => [names.get(one) ?? HANDOFF_TOOL, [one]]);
}

const HANDOFF_TOOL = 'handoff_to_department';

/** The same for the prompt: which tool after which answer. */
export function waysInWords(options: DeskOptions, departments: readonly string[]): string {
  return waysTo(options, departments)
    .map(([tool, leadsTo]) => `${tool} after ${leadsTo.map((one) => `"GO ${one}"`).join(' or ')}`)
    .join(', ');
}

export function handoffTools(options: DeskOptions, departments: readonly string[]): HandoffTool[] {
  return waysTo(options, departments).map(([name, leadsTo]) => handoffTool(options, leadsTo, name));
}

/**
 * The destination is the id of an assistant that is saved, which is found outside of the squad as well: a caller who
 * is picked up where they were cut off is alone with that specialist.
 */
function handoffTool(options: DeskOptions, departments: readonly string[], name: string): HandoffTool {
  const answers = departments.map((department) => `"GO ${department}"`).join(' or ');
  const destinations = departments.map((department) => {
    const assistantId = own(options.saved, department);
    return assistantId === undefined ? { assistantName: nameAtVapi(department, options) } : { assistantId };
  });
  const ids = destinations.map(({ assistantName, assistantId }) => assistantId ?? assistantName ?? '');
  return {
    type: 'handoff',
    destinations: departments.map((department, index) => ({
      type: 'assistant',
      ...destinations[index],
      description: `${department}: ${aboutOf(department, options)}`,
      contextEngineeringPlan: { type: 'all' },
    })),
    function: {
      name,
      description: `Moves the caller. Only after route_call has answered ${answers}, or when it does not answer. Say nothing before it and nothing about it.`,
      parameters: {
        type: 'object',
        properties: {
          destination: {
            type: 'string',
            description: departments.map((department, index) => `${ids[index]} for ${department}.`).join(' '),
            enum: ids,
          },
          caller_needs: {
            type: 'string',
            description: 'What the caller wants, in one sentence with the particulars, in English.',
          },
          caller_told: {
            type: 'string',
            description:
              'Everything that the caller has told and should not have to tell again: names, numbers, dates, what was tried. "nothing yet" if there is nothing. No card numbers, passwords or security codes.',
          },
        },
        required: ['destination', 'caller_needs', 'caller_told'],
      },
    },
    messages: [SILENT_START],
  };
}

/** The goodbye is the tool's, so that it is always said, and only once. */
export function endCallTool(options: DeskOptions): DeskTool {
  return {
    type: 'endCall',
    messages: [
      { type: 'request-start', ...saying(options)((language) => SPEECHES[language].assistant.goodbye) },
    ],
  };
}
