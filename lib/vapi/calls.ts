import * as z from 'zod/mini';
import type { NotDone, Refused, Trouble } from '../base/trouble.ts';
import type { CallSeen, Calls, OpenOrder, SpokenTo } from '../handoff/ports/calls.ts';
import { checkControlUrl } from './control-url.ts';
import { MAX_CALL_ID } from './server-message.ts';
import { numberDestination } from './transfer-plan.ts';

export type VapiOptions = {
  apiUrl: string;
  /** Asked for at every request, so that a rotated key is taken up. */
  apiKey: () => Promise<string>;
  controlHosts: readonly string[];
  /** Milliseconds for one request, its answer included. */
  timeoutMs?: number;
};

type Answer =
  | { is: 'answered'; response: Response; body: string }
  | { is: 'lost'; sent: boolean; reason: string };

const MAX_RETRY_AFTER_SECONDS = 30;

/** What else can be asked of a call at Vapi. */
export interface CallControl {
  /** Silences the assistant, or lets it speak again; twice does no harm. */
  mute(to: SpokenTo, on: boolean): Promise<{ is: 'told' } | Trouble>;
  /** The whole record of a call as Vapi has it now, not read yet. */
  record(callId: string): Promise<{ is: 'record'; record: unknown } | Trouble>;
}

/** The live call at Vapi, by its API and by live call control (Vapi: live call control). */
export const vapiCalls = (options: VapiOptions): Calls & CallControl => {
  const { apiUrl, apiKey, controlHosts, timeoutMs = 4000 } = options;
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

  const get = async (callId: string): Promise<Answer | Refused> => {
    // Such a segment would vanish from the path, and something else than the call would answer.
    if (/^\.{0,2}$/.test(callId)) return { is: 'refused', reason: 'call-id' };
    return request(`${base}/call/${encodeURIComponent(callId)}`, timeoutMs, {
      headers: { authorization: `Bearer ${await apiKey()}` },
    });
  };

  return {
    async look(callId) {
      const answer = await get(callId);
      if (answer.is === 'refused') return answer;
      if (answer.is === 'lost') return { is: 'not-done', reason: answer.reason };
      const { response, body } = answer;
      if (response.status === 404) return { is: 'call-seen', call: { is: 'missing' } };
      if (response.status >= 500) return { is: 'not-done', reason: `vapi-${response.status}` };
      if (!response.ok) return trouble(answer);
      const call = readCall(body);
      return call === undefined ? { is: 'not-done', reason: 'vapi-unreadable' } : { is: 'call-seen', call };
    },

    async say(to, content, { interrupt } = { interrupt: true }) {
      const said = await control(to, { is: 'told' } as const, {
        type: 'say',
        content,
        interruptAssistantEnabled: interrupt,
        interruptionsEnabled: false,
        endCallAfterSpoken: false,
      });
      // A server that failed has most likely said nothing; unlike a lost answer, this one can be repeated.
      return failedServer(said) ? { is: 'not-done', reason: said.reason } : said;
    },

    async inform(to, content) {
      const told = await control(to, { is: 'told' } as const, {
        type: 'add-message',
        message: { role: 'system', content },
        triggerResponseEnabled: false,
      });
      // Nobody hears it twice.
      return told.is === 'unsure' ? { is: 'not-done', reason: told.reason } : told;
    },

    async mute(to, on) {
      const told = await control(to, { is: 'told' } as const, {
        type: 'control',
        control: on ? 'mute-assistant' : 'unmute-assistant',
      });
      // Letting it speak can be repeated; a silence that comes late cuts the wrong sentence.
      return told.is === 'unsure' && !on ? { is: 'not-done', reason: told.reason } : told;
    },

    async record(callId) {
      const answer = await get(callId);
      if (answer.is === 'refused') return answer;
      if (answer.is === 'lost') return { is: 'not-done', reason: answer.reason };
      if (answer.response.ok) return { is: 'record', record: parsed(answer.body) };
      const failed = trouble(answer);
      // Reading changes nothing, so there is nothing to be unsure of.
      return failed.is === 'unsure' ? { is: 'not-done', reason: failed.reason } : failed;
    },

    async transfer(to, { number, mode, briefing }) {
      const destination = numberDestination(number, mode, briefing);
      const asked = await control(to, { is: 'transfer-asked' } as const, { type: 'transfer', destination });
      if (asked.is === 'not-done' && asked.reason === UNREACHABLE) {
        return { is: 'unreachable', reason: UNREACHABLE };
      }
      const planRefused = asked.is === 'refused' && PLAN_REFUSED.includes(asked.reason);
      return planRefused ? { is: 'plan-refused', reason: asked.reason } : asked;
    },

    async open(order) {
      const answer = await request(`${base}/call`, timeoutMs, {
        method: 'POST',
        headers: { authorization: `Bearer ${await apiKey()}`, 'content-type': 'application/json' },
        body: JSON.stringify(bypassCall(order)),
      });
      if (answer.is === 'lost' || !answer.response.ok) {
        const failed = trouble(answer);
        // A call that no leg ever joins ends by itself (phone-call-provider-bypass-enabled-but-no-call-received),
        // so that asking again does no harm.
        return failed.is === 'unsure' ? { is: 'not-done', reason: failed.reason } : failed;
      }
      const opened = openedSchema.safeParse(parsed(answer.body));
      if (!opened.success) return { is: 'refused', reason: 'vapi-unreadable' };
      const { id, phoneCallProviderDetails } = opened.data;
      return { is: 'assistant-opened', callId: id, twiml: phoneCallProviderDetails.twiml };
    },
  };
};

/** Vapi's words for a body that it does not take. */
const PLAN_REFUSED = ['vapi-400', 'vapi-422'];

const failedServer = (answer: { is: string } | Trouble): answer is Trouble =>
  answer.is === 'unsure' && 'reason' in answer && answer.reason.startsWith('vapi-5');

/** A call for a leg that exists already (Vapi: phone call provider bypass). */
const bypassCall = ({
  assistant,
  phoneNumberId,
  customer,
  firstMessage,
  variableValues,
  metadata,
}: OpenOrder) => ({
  phoneCallProviderBypassEnabled: true,
  ...assistant,
  phoneNumberId,
  ...(customer === undefined ? {} : { customer: { number: customer } }),
  assistantOverrides: { firstMessage, variableValues, metadata },
});

/** Twilio takes no more than this inline. */
const MAX_TWIML = 4000;
const openedSchema = z.object({
  /** No longer than a webhook's may be: of another call nothing would ever be heard. */
  id: z.string().check(z.minLength(1), z.maxLength(MAX_CALL_ID)),
  phoneCallProviderDetails: z.object({
    twiml: z.string().check(z.maxLength(MAX_TWIML), z.regex(/<Stream\b/)),
  }),
});

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

/** Nothing where it is no JSON. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const readCall = (body: string): CallSeen | undefined => {
  const read = callSchema.safeParse(parsed(body));
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
