import type { Vapi } from '@vapi-ai/server-sdk';
import { FRONT_DESK } from '../../lib/desk/assistants.ts';
import { type DeskOptions, disclosureOf, greetingOf } from './choices.ts';
import { type DeskAssistant, deskAssistant } from './desk-assistant.ts';
import { handoffTools, routingTools, waysInWords } from './desk-tools.ts';
import { frontDesk } from './front-desk.ts';
import { checkDesk, deskKeys, nameAtVapi, own, SQUAD } from './names.ts';
import { specialist } from './prompt.ts';
import { specialistFor, systemsOf } from './specialists.ts';

/** The body of `POST https://api.vapi.ai/squad`. */
export type Squad = Omit<Vapi.CreateSquadDto, 'members'> & {
  name: string;
  members: ({ assistantId: string } | { assistant: DeskAssistant })[];
};

/** Every assistant of the desk by what it is called here, the router first. Throws `BadDesk`. */
export function deskAssistants(options: DeskOptions): Map<string, DeskAssistant> {
  checkDesk(options);
  return new Map(deskKeys(options).map((key) => [key, memberOf(key, options)]));
}

function memberOf(key: string, options: DeskOptions): DeskAssistant {
  return key === FRONT_DESK ? frontDesk(options) : specialistAssistant(key, options);
}

/** The squad that joins them: those that are saved by their ids, the others as a whole. Throws `BadDesk`. */
export function deskSquad(options: DeskOptions): Squad {
  checkDesk(options);
  const members = deskKeys(options).map((key) => {
    const assistantId = own(options.saved, key);
    return assistantId === undefined ? { assistant: memberOf(key, options) } : { assistantId };
  });
  return { name: nameAtVapi(SQUAD, options), members };
}

/**
 * A specialist speaks first with what fits the moment: a fixed first message would be heard at every move. A matter of
 * somebody else goes the way of the router's, so nobody is moved back to it only to be moved on.
 */
function specialistAssistant(department: string, options: DeskOptions): DeskAssistant {
  const { choices: { company } = {}, teamWords } = options;
  const { about, work } = specialistFor(department, options);
  const others = teamWords.departments.filter((one) => one !== department);
  return deskAssistant(department, options, {
    firstMessage: '',
    firstMessageMode: 'assistant-speaks-first-with-model-generated-message',
    prompt: {
      who: `You answer the telephone${company ? ` of ${company}` : ''}. You are there for ${department}: ${about}.`,
      where: specialist(disclosureOf(options), greetingOf(options)),
      work: `${work}\n\n${elsewhere(department, others, options)}`,
      systems: systemsOf(department, options),
    },
    tools: [...routingTools(options), ...handoffTools(options, others)],
  });
}

function elsewhere(department: string, others: readonly string[], options: DeskOptions): string {
  const ways = waysInWords(options, others);
  return `A matter that is not yours
- Call route_call before you say anything. "ASK ...": ask just that question. "GO ${department}": it is yours after all, go on.${
    ways === ''
      ? ''
      : ` Another "GO ...": move the caller there at once, without a word (${ways}). If a move fails, call escalate_to_human with that department.`
  }
- Never send a caller away to call somebody else, and never move them without route_call.`;
}
