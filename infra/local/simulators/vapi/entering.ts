import { Liquid } from 'liquidjs';
import type { Member } from './assistants.ts';
import { type CallState, moment } from './call.ts';
import type { Line } from './line.ts';
import { say } from './speech.ts';

/** An assistant has come into the call, by its beginning or by a handoff; `at` in ms since 1970. */
export type Entry = {
  at: number;
  member: Member;
  assistantName: string;
  assistantId?: string;
  /** What it began with; nothing where it waits for the caller. */
  said?: string;
};

/** What a model makes up for an assistant that begins in its own words. */
export type Generates = (assistant: { name: string; id?: string }) => string;

/** From now on this assistant talks, and says first what it is set to say at every entry. */
export function enter(line: Line, member: Member): void {
  const { call } = line;
  const { id, name, settings } = member;
  call.talking = member;
  call.variableValues = { ...call.variableValues, ...settings.variableValues };
  call.metadata = { ...call.metadata, ...settings.metadata };
  if (settings.serverMessages !== undefined) call.serverMessages = settings.serverMessages;
  const said = openingOf(line, member);
  call.entries.push({
    at: moment(call),
    member,
    assistantName: name,
    ...(id !== undefined && { assistantId: id }),
    ...(said !== '' && { said }),
  });
  if (said !== '') say(line, said);
}

function openingOf({ call, generates }: Line, { id, name, settings }: Member): string {
  switch (settings.firstMessageMode) {
    case 'assistant-waits-for-user':
      return '';
    case 'assistant-speaks-first-with-model-generated-message':
      return generates({ name, ...(id !== undefined && { id }) });
    default:
      return firstMessageOf(call);
  }
}

/** Vapi's own engine. A variable that is absent is shown as it stands, with its braces. */
const engine = new Liquid({ strictVariables: true, lenientIf: true });

/** The first message of whoever talks now, with the variables of the call in it. */
export function firstMessageOf({ talking, variableValues, caller }: CallState): string {
  const text = talking.settings.firstMessage ?? '';
  try {
    return engine.parseAndRenderSync(text, { customer: { number: caller }, ...variableValues });
  } catch {
    return text;
  }
}
