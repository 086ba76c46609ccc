import { randomBytes } from 'node:crypto';
import type { Vapi } from '@vapi-ai/server-sdk';
import * as z from 'zod';
import { moment } from './call.ts';
import { lenientDestination } from './destinations.ts';
import { ask, type Line } from './line.ts';
import { say } from './speech.ts';
import { beginTransfer } from './transfer.ts';
import type { Answer } from './webhooks.ts';

/** The shapes in which Vapi is known to send one and the same tool call (Vapi: server events). */
export type ToolCallShape = 'object' | 'string' | 'flattened' | 'tool-with-list' | 'function-call';

export type ToolCallOptions = {
  toolName?: string;
  toolCallId?: string;
  shape?: ToolCallShape;
  /** What the message says of when it was sent; now, if nothing is given. */
  timestamp?: number;
  /** The tool's own server, in place of the assistant's (Vapi: tool.server). */
  serverUrl?: string;
};

const ARGUMENTS = {
  reason: 'Disputes a duplicate charge on invoice 4471',
  department: 'billing',
  summary: 'Caller was charged twice for invoice 4471 and asks for a refund.',
};
/** What the model reads when the answer had no usable result for its call. */
const NO_RESULT = 'No result returned.';

type Call = { id: string; name: string; args: Record<string, unknown> };

/** The assistant calls the tool that asks for a human; gives back the product's answer. */
export async function askForHuman(
  line: Line,
  args: Record<string, unknown> = ARGUMENTS,
  options: ToolCallOptions = {},
): Promise<Answer> {
  const { toolName: name = 'escalate_to_human', shape = 'object', timestamp } = options;
  const id = options.toolCallId ?? `call_${randomBytes(12).toString('hex')}`;
  const toolCall = { id, name, args };
  noteCall(line, toolCall);
  const type = shape === 'function-call' ? 'function-call' : 'tool-calls';
  line.call.pending.add(id);
  // An answer after Vapi's patience is none.
  const fields = { ...fieldsOf(toolCall, shape), ...(timestamp === undefined ? {} : { timestamp }) };
  const server = options.serverUrl === undefined ? undefined : { url: options.serverUrl };
  const answer = await ask(line, type, fields, server).finally(() => line.call.pending.delete(id));
  const { result, spoken } = type === 'function-call' ? legacyResult(answer) : resultFor(answer, id);
  line.call.messages.push({
    role: 'tool_call_result',
    toolCallId: id,
    name,
    result,
    time: moment(line.call),
  });
  if (spoken !== undefined && spoken !== '') say(line, spoken);
  return answer;
}

/** The assistant transfers without knowing where to, and then does what the product answers. */
export async function requestTransferDestination(line: Line): Promise<Answer> {
  noteCall(line, { id: `call_${randomBytes(12).toString('hex')}`, name: 'transferCall', args: {} });
  const answer = await ask(line, 'transfer-destination-request');
  const { error, destination, message } = destinationAnswer.safeParse(answer.body).data ?? {};
  if (error !== undefined) say(line, error);
  const valid = lenientDestination(destination);
  if (valid && line.call.status === 'in-progress') {
    beginTransfer(line, valid, typeof message === 'string' ? message : undefined);
  }
  return answer;
}

export function noteCall({ call }: Line, { id, name, args }: Call): void {
  const toolCall = { id, type: 'function', function: { name, arguments: JSON.stringify(args) } } as const;
  call.messages.push({ role: 'tool_calls', toolCalls: [toolCall], time: moment(call) });
}

function fieldsOf({ id, name, args }: Call, shape: ToolCallShape): Record<string, unknown> {
  const given = shape === 'string' ? JSON.stringify(args) : args;
  const toolCall = { id, type: 'function', function: { name, arguments: given } };
  const toolWithToolCall = {
    type: 'function',
    async: false,
    function: { name, description: 'Hand the caller over to a human agent.', parameters: parametersOf(args) },
    server: { url: 'https://hooks.example.com/vapi', timeoutSeconds: 20 },
    messages: [],
    toolCall,
  };
  switch (shape) {
    case 'object':
      return {
        toolCalls: [toolCall],
        toolCallList: [toolCall],
        toolWithToolCallList: [toolWithToolCall],
      };
    case 'string':
      return { toolCallList: [toolCall], toolWithToolCallList: [toolWithToolCall] };
    case 'flattened':
      return { toolCallList: [{ id, name, arguments: args }] };
    case 'tool-with-list':
      return { toolWithToolCallList: [toolWithToolCall] };
    case 'function-call':
      return { functionCall: { name, parameters: args } };
  }
}

/** What the model was told that it may send. */
const parametersOf = (args: Record<string, unknown>): Vapi.OpenAiFunctionParameters => ({
  type: 'object',
  properties: Object.fromEntries(Object.keys(args).map((key) => [key, { type: 'string' }])),
});

const spokenMessage = z.union([z.string(), z.object({ content: z.string() }).transform((m) => m.content)]);
const resultsAnswer = z.object({
  results: z.array(
    z.object({
      toolCallId: z.string(),
      result: z.string().optional(),
      error: z.string().optional(),
      message: spokenMessage.optional(),
    }),
  ),
});
const legacyAnswer = z.object({ result: z.string() });
const destinationAnswer = z.object({
  error: z.string().optional(),
  destination: z.unknown().optional(),
  message: z.unknown().optional(),
});

type ToolResult = { result: string; spoken?: string | undefined };

/** Only status 200, an entry with the call's own id, and text on one line reach the model. */
function resultFor({ status, body }: Answer, id: string): ToolResult {
  const results = status === 200 ? resultsAnswer.safeParse(body).data?.results : undefined;
  const found = results?.find(({ toolCallId }) => toolCallId === id);
  const text = found?.result ?? found?.error;
  if (text === undefined || text.includes('\n')) return { result: NO_RESULT };
  return { result: text, spoken: found?.message };
}

const legacyResult = ({ body }: Answer): ToolResult => ({
  result: legacyAnswer.safeParse(body).data?.result ?? NO_RESULT,
});
