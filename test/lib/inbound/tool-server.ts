import type { Delayed } from '../../../lib/base/queue.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { CallMessage } from '../../../lib/conversation/events.ts';
import {
  answerToolMessage,
  type ToolServerOptions,
  type ToolServerPorts,
} from '../../../lib/inbound/vapi-tool-server.ts';
import type { LanguageCode } from '../../../lib/speech/index.ts';
import { toolNamed } from '../../../lib/tools/index.ts';
import { type Breaker, UNBROKEN } from '../../../lib/tools/run/breaker.ts';
import type { ToolMessage } from '../../../lib/tools/run/message.ts';
import type { Backends, RunKey, ToolStore } from '../../../lib/tools/run/ports.ts';
import type { ToolRun } from '../../../lib/tools/run/record.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import { watching } from '../handoff/given.ts';
import { CALLER, NOW, ZONE } from '../tools/asking.ts';

export const CALL_ID = '0190a1b2-0000-7000-8000-000000000001';
export const BUDGET_MS = 2_500;

/** The tool calls of a call in memory, with the table's guarded writes. */
function memoryRuns() {
  const kept = new Map<string, { run: ToolRun; version: number }>();
  const is = { down: false };
  const reach = (): void => {
    if (is.down) throw new Unavailable('table', 'away');
  };
  const store: ToolStore = {
    async load(key) {
      reach();
      const found = kept.get(keyOf(key));
      return { run: structuredClone(found?.run), version: found?.version ?? 0 };
    },
    async save(run, expectedVersion) {
      reach();
      if ((kept.get(keyOf(run))?.version ?? 0) !== expectedVersion) return 'lost';
      kept.set(keyOf(run), { run: structuredClone(run), version: expectedVersion + 1 });
      return 'saved';
    },
    async ofCall(callId) {
      reach();
      return [...kept.values()].flatMap(({ run }) => (run.callId === callId ? [structuredClone(run)] : []));
    },
  };
  return { store, kept, is };
}

const keyOf = ({ callId, toolCallId }: RunKey): string => `${callId} ${toolCallId}`;

class MemoryQueue<Message> {
  readonly sent: Delayed<Message>[] = [];
  down = false;

  async send(messages: Delayed<Message>[]): Promise<void> {
    if (this.down) throw new Unavailable('queue', 'away');
    this.sent.push(...messages);
  }
}

/** The server of the tools, with everything that it stands on in memory; waiting moves the clock. */
export function toolServer(backends: Backends, options: Partial<ToolServerOptions> = {}) {
  const runs = memoryRuns();
  const queue = new MemoryQueue<ToolMessage>();
  const events = new MemoryQueue<CallMessage>();
  const watched = watching();
  const at = {
    now: NOW,
    heard: undefined as LanguageCode | undefined,
    breaker: UNBROKEN as Breaker,
    owner: 0,
  };
  const ports: ToolServerPorts = {
    runs: runs.store,
    queue,
    events,
    toolNamed,
    backends,
    breakers: {
      load: async () => ({ breaker: at.breaker, version: 0 }),
      async save(_system, breaker) {
        at.breaker = breaker;
        return 'saved';
      },
    },
    timeZone: ZONE,
    clock: () => at.now,
    newOwner() {
      at.owner += 1;
      return `owner-${at.owner}`;
    },
    ...watched,
    lastHeard: async () => at.heard,
    async wait(ms) {
      at.now += ms;
    },
  };
  const all: ToolServerOptions = {
    language: 'en',
    controlHosts: ['.vapi.ai'],
    budgetMs: BUDGET_MS,
    ...options,
  };

  /** What the server answers to a message as Vapi sends it. */
  async function told(
    message: Record<string, unknown>,
    call: Record<string, unknown> = {},
  ): Promise<unknown> {
    const body = {
      message: {
        timestamp: at.now,
        call: { id: CALL_ID, type: 'inboundPhoneCall', ...call },
        customer: { number: CALLER },
        ...message,
      },
    };
    const parsed = parseServerMessage(JSON.parse(JSON.stringify(body)));
    if (parsed.is !== 'message') throw new Error(`${parsed.field} ${parsed.problem}`);
    return answerToolMessage(parsed.message, all, ports);
  }

  let ids = 0;
  /** What is answered to one tool call: the sentence and the data, or the error. */
  async function uses(
    name: string,
    args: unknown = {},
    {
      id,
      call,
      message = {},
    }: { id?: string; call?: Record<string, unknown>; message?: Record<string, unknown> } = {},
  ): Promise<Told> {
    ids += 1;
    const toolCallList = [toolCall(id ?? `tc-${ids}`, name, args)];
    const [only, ...more] = resultsIn(await told({ type: 'tool-calls', toolCallList, ...message }, call));
    if (only === undefined || more.length > 0) throw new Error('there is one result for one tool call');
    return toldIn(only);
  }

  return { told, uses, runs, queue, events, at, ports, ...watched };
}

/** A tool call as it stands in a message. */
export function toolCall(id: string | undefined, name: string, args: unknown = {}): Record<string, unknown> {
  return { ...(id !== undefined && { id }), type: 'function', function: { name, arguments: args } };
}

export type Result = { name: string; toolCallId?: string; result?: string; error?: string };
export type Told = { say?: string; data: Record<string, unknown>; error?: string };

/** The results of an answer, in their order. */
export function resultsIn(answer: unknown): Result[] {
  return (answer as { results: Result[] }).results;
}

/** What the assistant's model reads of a result. */
export function toldIn({ result, error }: Pick<Result, 'result' | 'error'>): Told {
  if (error !== undefined) return { error, data: {} };
  return JSON.parse(result ?? 'null') as Told;
}
