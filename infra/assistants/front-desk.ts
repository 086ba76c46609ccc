import { FRONT_DESK } from '../../lib/desk/assistants.ts';
import { SPEECHES } from '../../lib/speech/index.ts';
import { type DeskOptions, disclosureOf, ENGLISH, greetingOf } from './choices.ts';
import { type DeskAssistant, deskAssistant } from './desk-assistant.ts';
import { handoffTools, routingTools, waysInWords } from './desk-tools.ts';
import { router } from './prompt.ts';
import { aboutOf } from './specialists.ts';

/** The router: it greets, finds out who is right for the caller, and moves them there. It settles nothing itself. */
export function frontDesk(options: DeskOptions): DeskAssistant {
  const { choices = {}, language = ENGLISH, teamWords } = options;
  const { departments } = teamWords;
  const { resumed } = SPEECHES[language].assistant;
  const disclosure = disclosureOf(options);
  const told = disclosure === undefined ? '' : `${disclosure} `;
  const { company } = choices;
  const who = `You answer the telephone${company ? ` of ${company}` : ''}. You find out what callers want, and bring them to whoever is right for it.`;
  return deskAssistant(FRONT_DESK, options, {
    firstMessage: `${told}{% if resumed == "yes" %}${resumed}{% else %}${greetingOf(options)}{% endif %}`,
    firstMessageMode: 'assistant-speaks-first',
    // It looks nothing up: that is for those behind it.
    prompt: { who, where: router(disclosure), work: workOf(options), systems: [] },
    tools: [...routingTools(options), ...handoffTools(options, departments)],
  });
}

function workOf(options: DeskOptions): string {
  const { departments } = options.teamWords;
  const places = departments.map((one) => `- ${one}: ${aboutOf(one, options)}`).join('\n');
  return `Who is there
${places}

Your work
- After each answer of the caller, before you say anything, call route_call with what they want. Every time, also when you are sure, and also when you do not know.
- It answers "ASK ...": ask just that question, in the language of the caller, and wait. Their answer goes to route_call again.
- It answers "GO ...": move the caller there at once, without a word (${waysInWords(options, departments)}). No goodbye, no "I am putting you through", no further question.
- Never ask of your own accord what the caller wants. Whether another question is asked, route_call decides: put the question that you would ask into its field. Only words that you did not hear you may ask to be said again.
- Do not try to solve the matter, and do not ask for numbers or names: that is for those behind you.
- If a move fails, call escalate_to_human with that department.`;
}
