import * as z from 'zod/mini';
import type { CallSeen } from '../handoff/events.ts';
import type { Calls, NotDone, SpokenTo, Trouble } from '../handoff/ports.ts';
import { checkControlUrl } from './control-url.ts';
import { numberDestination, type TransferMode } from './transfer-plan.ts';

export type VapiOptions = {
  apiUrl: string;
  /** Asked for at every request, so that a rotated key is taken up. */
  apiKey: () => Promise<string>;
  controlHosts: readonly string[];
  transferMode: TransferMode;
  /** Milliseconds for one request, its answer included. */
  timeoutMs?: number;
};

type Answer =
  | { is: 'answered'; response: Response; body: string }
  | { is: 'lost'; sent: boolean; reason: string };

const MAX_RETRY_AFTER_SECONDS = 30;

/** The live call at Vapi, by its API and by live call control (Vapi: live call control). */
export const vapiCalls = (options: VapiOptions): Calls => {
  const { apiUrl, apiKey, controlHosts, transferMode, timeoutMs = 4000 } = options;
  const base = apiUrl.replace(/\/+$/, '');

  const control = async <T>(to: SpokenTo, done: T, message: object): Promise<T | Trouble> => {
    const checked = checkControlUrl(to.controlUrl, to.callId, controlHosts);
    if (checked.is === 'refused') return { is: 'refused', reason: `control-url-${checked.reason}` };
    const answer = await request(checked.url, timeoutMs, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    return answer.is === 'answered' && answer.response.ok ? done : trouble(answer);
  };

  return {
    async look(callId) {
      // Such a segment would vanish from the path, and something else than the call would answer.
      if (/^\.{0,2}$/.test(callId)) return { is: 'refused', reason: 'call-id' };
      const answer = await request(`${base}/call/${encodeURIComponent(callId)}`, timeoutMs, {
        headers: { authorization: `Bearer ${await apiKey()}` },
      });
      if (answer.is === 'lost') return { is: 'not-done', reason: answer.reason };
      const { response, body } = answer;
      if (response.status === 404) return { is: 'call-seen', call: { is: 'missing' } };
      if (response.status >= 500) return { is: 'not-done', reason: `vapi-${response.status}` };
      if (!response.ok) return trouble(answer);
      const call = readCall(body);
      return call === undefined ? { is: 'not-done', reason: 'vapi-unreadable' } : { is: 'call-seen', call };
    },

    async say(to, content) {
      const said = await control(to, { is: 'told' } as const, {
        type: 'say',
        content,
        interruptAssistantEnabled: true,
        interruptionsEnabled: false,
        endCallAfterSpoken: false,
      });
      // A server that failed has most likely said nothing; unlike a lost answer, this one can be repeated.
      return said.is === 'unsure' && said.reason.startsWith('vapi-5')
        ? { is: 'not-done', reason: said.reason }
        : said;
    },

    async transfer(to, agent) {
      const destination = numberDestination(agent.number, transferMode);
      const asked = await control(to, { is: 'transfer-asked' } as const, { type: 'transfer', destination });
      return asked.is === 'not-done' && asked.reason === UNREACHABLE
        ? { is: 'unreachable', reason: UNREACHABLE }
        : asked;
    },
  };
};

/** One request, its body read to the end so that the connection can be used again. Follows no redirect. */
const request = async (url: string, timeoutMs: number, init: RequestInit): Promise<Answer> => {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    return { is: 'answered', response, body: await response.text() };
  } catch (error) {
    return lost(error);
  }
};

const UNREACHABLE = 'vapi-unreachable';
/** Only what fails before the first byte goes out proves that nothing was asked. */
const BEFORE_SENDING = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
const withCause = z.object({ cause: z.object({ code: z.string() }) });

const lost = (error: unknown): Answer => {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { is: 'lost', sent: true, reason: 'vapi-timeout' };
  }
  const code = withCause.safeParse(error).data?.cause.code;
  return code !== undefined && BEFORE_SENDING.includes(code)
    ? { is: 'lost', sent: false, reason: UNREACHABLE }
    : { is: 'lost', sent: true, reason: 'vapi-cut' };
};

/** What an answer other than 2xx means for something that must not be done twice. */
const trouble = (answer: Answer): Trouble => {
  if (answer.is === 'lost') {
    return { is: answer.sent ? 'unsure' : 'not-done', reason: answer.reason };
  }
  const { status } = answer.response;
  const reason = `vapi-${status}`;
  if (status === 429) return slowDown(answer.response, reason);
  return { is: status >= 500 ? 'unsure' : 'refused', reason };
};

const slowDown = ({ headers }: Response, reason: string): NotDone => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isInteger(seconds) && seconds >= 0
    ? { is: 'not-done', reason, retryAfterSeconds: Math.min(seconds, MAX_RETRY_AFTER_SECONDS) }
    : { is: 'not-done', reason };
};

const nullish = <S extends z.ZodMiniType>(schema: S) => z.catch(z.optional(schema), undefined);
const callSchema = z.object({
  status: z.string(),
  endedReason: nullish(z.string()),
  monitor: nullish(z.object({ controlUrl: nullish(z.string()) })),
  destination: nullish(z.object({ number: nullish(z.string()) })),
  artifact: nullish(
    z.object({
      messages: nullish(z.array(z.object({ role: nullish(z.string()), message: nullish(z.string()) }))),
    }),
  ),
});

const readCall = (body: string): CallSeen | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const read = callSchema.safeParse(json);
  if (!read.success) return undefined;
  const { status, endedReason, monitor, destination, artifact } = read.data;
  if (status === 'ended') return { is: 'over', endedReason: (endedReason ?? 'unknown').slice(0, 200) };
  const said = artifact?.messages
    ?.filter(({ role }) => role === 'bot' || role === 'assistant')
    .flatMap(({ message }) => message ?? []);
  return {
    is: 'live',
    status,
    forwarding: status === 'forwarding',
    ...(destination?.number !== undefined && { destination: destination.number }),
    ...(monitor?.controlUrl !== undefined && { controlUrl: monitor.controlUrl }),
    ...(said !== undefined && { said }),
  };
};
