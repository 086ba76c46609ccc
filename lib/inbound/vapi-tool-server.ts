import { hash } from 'node:crypto';
import { boundedData } from '../base/bounded-data.ts';
import { type CallFacts, type ToolCall, telephoneOf } from '../base/call-facts.ts';
import { legible } from '../base/clip.ts';
import { requestIdOf } from '../base/ids.ts';
import { isStorageTrouble } from '../base/trouble.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { type LanguageCode, speechOf } from '../speech/index.ts';
import { toolSpeechOf } from '../speech/tools/index.ts';
import { toolNamed } from '../tools/index.ts';
import type { Asker } from '../tools/ports.ts';
import { asked } from '../tools/run/decide.ts';
import type { RunPorts } from '../tools/run/ports.ts';
import type { Answer, ToolRun } from '../tools/run/record.ts';
import { answerInTime, unavailableAnswer, type WaitPorts } from '../tools/run/run.ts';
import { checkControlUrl } from '../vapi/control-url.ts';
import type { ServerMessage } from '../vapi/server-message.ts';
import { answerChat } from './chat.ts';
import { languageIn } from './language.ts';
import type { InboundPorts } from './metrics.ts';
import { type ToolPorts as DeskToolPorts, momentOf } from './tools/tool.ts';
import { type ConversationPorts, tellFailedTools } from './vapi-conversation.ts';
import type { ToolResult } from './vapi-tools.ts';

export type ToolServerOptions = {
  language: LanguageCode;
  controlHosts: readonly string[];
  /** How long a tool call may take, in ms. */
  budgetMs: number;
};

export type ToolServerPorts = RunPorts &
  WaitPorts &
  Pick<InboundPorts, 'log' | 'count'> &
  Pick<DeskToolPorts, 'lastHeard'> &
  Pick<ConversationPorts, 'events'>;

/**
 * Returns what Vapi gets at the URL of the tools that ask a team's systems: one result for each tool call, in their
 * order. What it tells beside tool calls is told elsewhere, and acknowledged here.
 */
export async function answerToolMessage(
  message: ServerMessage,
  options: ToolServerOptions,
  ports: ToolServerPorts,
): Promise<unknown> {
  const { count } = ports;
  count(message.kind === 'unknown' ? 'message_unknown' : 'message_known');
  switch (message.kind) {
    case 'tool-calls':
      return { results: await answerAll(message.call, message.calls, options, ports) };
    case 'function-call': {
      const { call, name, arguments: given } = message;
      const id = requestIdOf(call.callId, name, call.timestamp);
      const [answered] = await answerAll(call, [{ id, name, arguments: given }], options, ports);
      const { name: _name, toolCallId: _id, ...answer } = answered ?? {};
      return answer;
    }
    case 'unknown':
      return message.asked === undefined ? {} : answerChat(message.asked, options, ports);
    default:
      return {};
  }
}

/** All at once, but what changes something one after the other: each sees what the one before it has done. */
async function answerAll(
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ToolServerOptions,
  ports: ToolServerPorts,
): Promise<ToolResult[]> {
  const until = ports.clock() + options.budgetMs;
  const spoken = languageIn(call, options, ports);
  let changed: Promise<unknown> = Promise.resolve();
  const answers = toolCalls.map((toolCall) => {
    const answer = async () => {
      const language = await spoken(toolCall.arguments.value);
      return { toolCall, ...(await answerOne(call, toolCall, language, until, options, ports)) };
    };
    if (toolNamed(toolCall.name)?.changes !== true) return answer();
    const next = changed.then(answer);
    changed = next;
    return next;
  });
  const answered = await Promise.all(answers);
  const failed = answered.flatMap(({ toolCall, isFailed }) => (isFailed ? (toolCall.id ?? []) : []));
  await tellFailedTools(call, failed, ports);
  return answered.map(({ toolCall: { id, name }, result }) => {
    ports.count('error' in result ? 'tool_call_refused' : 'tool_call_taken');
    return { name, ...(id === undefined ? {} : { toolCallId: id }), ...result };
  });
}

type One = { result: { result: string } | { error: string }; isFailed: boolean };

/** The most that a result holds: all of it goes through the model (Vapi: oversized-tool-response). */
const MOST_RESULT = 2_000;

/** What the sentence does not tell is short: a reason, a time. */
const SHORT = 60;

function resultOf({ say, data }: Answer): One {
  const isFailed = data.failed === true;
  const whole = oneLineOf({ say, data });
  if (whole.length <= MOST_RESULT) return { result: { result: whole }, isFailed };
  const short = Object.entries(data).filter(([, value]) => JSON.stringify(value).length <= SHORT);
  const cut = { say: legible(say, MOST_RESULT / 4), data: Object.fromEntries(short) };
  return { result: { result: oneLineOf(cut) }, isFailed };
}

/** JSON leaves the line breaks of Unicode as they are. */
function oneLineOf(answer: Answer): string {
  const written = JSON.stringify(answer);
  return written.replace(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Tells two tool calls apart that have one id. What a model writes may be nested as deep as it likes. */
function markOf(name: string, values: Record<string, unknown>): string {
  const { data } = boundedData(values, (text) => text);
  return hash('sha256', JSON.stringify([name, data])).slice(0, 16);
}

async function answerOne(
  call: CallFacts,
  toolCall: ToolCall,
  language: LanguageCode,
  until: number,
  { controlHosts }: ToolServerOptions,
  ports: ToolServerPorts,
): Promise<One> {
  const { backends, clock, log, runs, timeZone } = ports;
  const { callId } = call;
  const tool = toolNamed(toolCall.name);
  if (tool === undefined) {
    log.warn('tool call refused', { callId, reason: 'unknown-tool' });
    return { result: { error: speechOf(language).toAssistant.unknownTool }, isFailed: true };
  }
  if (tool.systemOf(backends) === undefined) {
    log.warn(tool.name, { callId, reason: 'not-set-up' });
    return resultOf({ say: toolSpeechOf(language).notSetUp, data: { reason: 'not_set_up' } });
  }
  const { id, arguments: given } = toolCall;
  const now = clock();
  const asker = askerOf(call);
  const mark = markOf(tool.name, given.value);
  const toolCallId = (id ?? momentOf(call, tool.name) ?? requestIdOf(callId, tool.name, now)).slice(0, 256);
  try {
    const history = tool.changes ? await runs.ofCall(callId) : [];
    // It has come before: what it asks for now would be read by what it has done itself.
    // The second is what it is kept under where its id was another one's already.
    const ids = [toolCallId, `${toolCallId}.${mark}`];
    const before = history.find((run) => ids.includes(run.toolCallId) && run.given === mark);
    const read = before ?? (await tool.read(given.value, { now, timeZone, language, asker, history }));
    if ('is' in read && read.is === 'answer') {
      log.info(tool.name, { callId, event: String(read.answer.data.reason ?? 'known') });
      return resultOf(read.answer);
    }
    const controlUrl = allowedUrl(call, controlHosts);
    const fresh: ToolRun =
      'is' in read
        ? asked(
            {
              ...{ callId, toolCallId, given: mark, tool: tool.name, args: read.args, asker, language },
              ...withoutUndefined({ controlUrl }),
              askedAt: now,
            },
            now,
          )
        : read;
    const answer = await answerInTime(fresh, until, ports);
    return resultOf(answer);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    log.warn('tool call not kept', { callId, reason: error.name });
    return resultOf(unavailableAnswer({ language }));
  }
}

/** Only a full attestation, where the network tells one, unlocks what is somebody's own (Twilio: trusted calling). */
const FULL = 'TN-Validation-Passed-A';

/** Who asks. An id counts only if the team's own systems gave it. */
function askerOf(call: CallFacts): Asker {
  const { callId, attestation, customerId, sources } = call;
  const caller = telephoneOf(call);
  return {
    callId,
    ...withoutUndefined({ caller, customerId: sources?.customerId === 'team' ? customerId : undefined }),
    verified: caller !== undefined && (attestation === undefined || attestation === FULL),
  };
}

function allowedUrl({ callId, controlUrl }: CallFacts, hosts: readonly string[]): string | undefined {
  if (controlUrl === undefined) return undefined;
  const checked = checkControlUrl(controlUrl, callId, hosts);
  return checked.is === 'allowed' ? checked.url : undefined;
}
