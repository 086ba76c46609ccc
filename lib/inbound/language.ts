import type { CallFacts } from '../base/call-facts.ts';
import { within } from '../base/within.ts';
import { languageHeardIn, languageLastHeard } from '../language/heard/heard.ts';
import { type LanguageCode, languageNamed } from '../speech/index.ts';
import type { ToolOptions, ToolPorts } from './tools/tool.ts';

/** A caller waits for the answer: a table that is slow must not hold it up. */
const PATIENCE_MS = 500;

/** Under which models tell the language. */
const NAMES = ['language', 'locale'];

/**
 * Returns a function that gives the language in which a call is answered: what the assistant tells with a request,
 * else that in which the caller was last heard, else the assistant's own, else the team's. The conversation's record
 * is read only where neither the request nor the caller's last words in the message tell, and once for a message.
 */
export function languageIn(
  call: CallFacts,
  { language }: Pick<ToolOptions, 'language'>,
  { lastHeard }: Pick<ToolPorts, 'lastHeard'>,
): (values?: Readonly<Record<string, unknown>>) => Promise<LanguageCode> {
  let heard: Promise<LanguageCode | undefined> | undefined;
  return async (values = {}) => {
    const told = NAMES.map((name) => languageNamed(values[name])).find((one) => one !== undefined);
    if (told !== undefined) return told;
    heard ??= heardIn(call, lastHeard);
    return (await heard) ?? languageNamed(call.assistantLanguage) ?? language;
  };
}

async function heardIn(
  { callId, messages }: CallFacts,
  lastHeard: ToolPorts['lastHeard'],
): Promise<LanguageCode | undefined> {
  const last = messages.findLast(({ role }) => role === 'caller');
  const now = last && languageHeardIn(last.text);
  if (now !== undefined) return now;
  // What was said before may be older than the change that the record knows of.
  return (await within(PATIENCE_MS, lastHeard(callId), undefined)) ?? languageLastHeard(messages);
}
