import type { Count, Log } from '../base/telemetry.ts';
import { type LanguageCode, speechOf } from '../speech/index.ts';
import type { AskedInChat } from '../vapi/server-message.ts';

/** A chat has no call whose language would be known. */
export function answerChat(
  { calls, form }: AskedInChat,
  { language }: { language: LanguageCode },
  { log, count }: { log: Log; count: Count<'tool_call_refused'> },
): unknown {
  for (const _each of calls) count('tool_call_refused');
  log.info('tool call refused', { reason: 'chat', count: calls.length });
  const error = speechOf(language).toAssistant.onlyInACall;
  if (form === 'single') return { error };
  if (form === 'destination') return { destination: {}, error };
  return {
    results: calls.map(({ id, name }) => ({ name, ...(id === undefined ? {} : { toolCallId: id }), error })),
  };
}
