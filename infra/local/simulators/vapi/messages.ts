import type { Member } from './assistants.ts';
import type { CallState, Message, Spoken } from './call.ts';

/** The talk in both ways in which Vapi shows it. */
export const conversation = (call: CallState) => ({
  messages: call.messages.map((message) => shown(message, call)),
  messagesOpenAIFormatted: call.messages.flatMap((message) => [
    openAiMessage(message),
    ...pendingResults(message, call),
  ]),
});

/** What the model reads in the place of a result that has not come. */
const STILL_PENDING = 'Tool Result Still Pending But Proceed Further If Possible.';

const pendingResults = (message: Message, { pending }: CallState) =>
  message.role === 'tool_calls'
    ? message.toolCalls
        .filter(({ id }) => pending.has(id))
        .map(({ id }) => ({ role: 'tool', tool_call_id: id, content: STILL_PENDING }))
    : [];

/** What was said, line by line, as Vapi writes it down. */
export const transcript = (call: CallState) =>
  call.messages
    .flatMap((said) => (said.role === 'bot' || said.role === 'user' ? [said] : []))
    .map(({ role, message }) => `${role === 'bot' ? 'AI' : 'User'}: ${message}\n`)
    .join('');

/** The assistant that speaks, as messages name it. */
export const speaker = ({ talking }: CallState) => named(talking);

/** The one that spoke then. */
const speakerAt = ({ entries, cast, talking }: CallState, time: number) =>
  named(entries.findLast(({ at }) => at <= time)?.member ?? cast[0] ?? talking);

const named = ({ id, name }: Member) => ({
  assistantName: name,
  ...(id !== undefined && { assistantId: id }),
});

function shown(message: Message, call: CallState) {
  const secondsFromStart = (message.time - call.startedAt) / 1000;
  switch (message.role) {
    case 'bot':
    case 'user': {
      const { confidence, ...spoken } = message;
      // Milliseconds, as captured, though the specification says seconds.
      const timed = { ...spoken, secondsFromStart, duration: message.endTime - message.time };
      if (message.role === 'bot') return { ...timed, source: '', ...speakerAt(call, message.time) };
      return { ...timed, metadata: confidence === undefined ? {} : words(message, call, confidence) };
    }
    case 'tool_calls':
      return { ...message, message: '', secondsFromStart };
    default:
      return { ...message, secondsFromStart };
  }
}

/** Every word as long as the next one. */
function words({ message, time, endTime }: Spoken, { startedAt }: CallState, confidence: number) {
  const spoken = message.split(/\s+/).filter((word) => word !== '');
  const at = (index: number) => (time - startedAt + ((endTime - time) * index) / spoken.length) / 1000;
  return {
    wordLevelConfidence: spoken.map((word, index) => ({
      word,
      start: at(index),
      end: at(index + 1),
      confidence,
    })),
  };
}

function openAiMessage(message: Message) {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.message };
    case 'bot':
      return { role: 'assistant', content: message.message };
    case 'tool_calls':
      return { role: 'assistant', content: '', tool_calls: message.toolCalls };
    case 'tool_call_result':
      return { role: 'tool', content: message.result, tool_call_id: message.toolCallId };
  }
}
