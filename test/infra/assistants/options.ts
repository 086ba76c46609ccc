import { Liquid } from 'liquidjs';
import type { DeskOptions } from '../../../infra/assistants/choices.ts';
import { deskAssistants } from '../../../infra/assistants/desk.ts';
import type { DeskAssistant } from '../../../infra/assistants/desk-assistant.ts';
import type { Choices } from '../../../infra/assistants/settings.ts';
import type { TeamTools } from '../../../infra/assistants/systems.ts';
import type { LanguageCode } from '../../../lib/speech/index.ts';

export const DEPARTMENTS = ['sales', 'support', 'billing'];

export const options = (more: Partial<DeskOptions> = {}): DeskOptions => ({
  serverUrl: 'https://hooks.example.com/webhook/vapi',
  credentialId: '9e8d7c6b-5a49-4838-b726-150403f2e1d0',
  teamWords: { departments: DEPARTMENTS, skills: [] },
  ...more,
});
export const choosing = (choices: Choices, language?: LanguageCode): DeskOptions =>
  options({ choices, ...(language !== undefined && { language }) });

/** Both systems connected. */
export const TEAM_TOOLS: TeamTools = {
  url: 'https://hooks.example.com/webhook/vapi/tools',
  budgetMs: 2500,
  systems: ['help-desk', 'calendar'],
};

export const SAVED = {
  'front-desk': 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
  sales: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
  support: 'e3f904cb-6d77-4c30-8182-2fbdae9c8073',
  billing: 'f40a15dc-7e88-4d41-9293-30cebfad9184',
};

export function assistantOf(name: string, given: DeskOptions = options()): DeskAssistant {
  const found = deskAssistants(given).get(name);
  if (found === undefined) throw new Error(`no assistant ${name}`);
  return found;
}

export const promptOf = (name: string, given?: DeskOptions): string =>
  assistantOf(name, given).model.messages[0].content;

type Tool = DeskAssistant['model']['tools'][number];
export const functionsOf = ({ model }: DeskAssistant) =>
  model.tools.flatMap((tool) => (tool.type === 'function' ? [tool] : []));
export const handoffsOf = ({ model }: DeskAssistant) =>
  model.tools.flatMap((tool) => (tool.type === 'handoff' ? [tool] : []));
export const nameOf = (tool: Tool): string | undefined =>
  tool.type === 'endCall' ? tool.type : tool.function?.name;

/** Where a handoff tool leads, by name or by id. */
export const placesOf = (tools: ReturnType<typeof handoffsOf>): string[] =>
  tools.flatMap(({ destinations = [] }) =>
    destinations.map((one) =>
      one.type === 'assistant' ? (one.assistantName ?? one.assistantId ?? 'nowhere') : one.type,
    ),
  );

/** Vapi's own engine. A variable that is absent must not be printed: Vapi would show it with its braces. */
const engine = new Liquid({ strictVariables: true, lenientIf: true });
export const rendered = (text: string, variables: Record<string, string> = {}): string =>
  engine.parseAndRenderSync(text, variables);
