import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { parsedJson } from '../base/json.ts';
import type { Refused, Trouble } from '../base/trouble.ts';
import type { Calls, OpenOrder } from '../handoff/ports/calls.ts';
import { type Done, type Failure, repeatable } from '../http/outcome.ts';
import { type VapiAccount, type VapiConnection, vapiApi } from './api.ts';
import { type LiveCallControl, liveCallControl } from './live-call-control.ts';
import { readCall } from './read-call.ts';

export type VapiOptions = VapiAccount &
  VapiConnection & {
    /** Where live call control may be sent to. */
    controlHosts: readonly string[];
  };

/** What else can be asked of a call at Vapi. */
export type CallControl = Pick<LiveCallControl, 'mute'> & {
  /** The whole record of a call as Vapi has it now, not read yet. */
  record(callId: string): Promise<{ is: 'record'; record: unknown } | Trouble>;
};

/** The live call at Vapi, by its API and by live call control. */
export function vapiCalls(options: VapiOptions): Calls & CallControl {
  const api = vapiApi(options);

  const get = async (callId: string): Promise<Done | Failure | Refused> => {
    // Such a segment would vanish from the path, and something else than the call would answer.
    if (/^\.{0,2}$/.test(callId)) return { is: 'refused', reason: 'call-id' };
    return api.read(['call', callId]);
  };

  return {
    ...liveCallControl(options.controlHosts, options),

    async look(callId) {
      const answer = await get(callId);
      if (answer.is === 'refused') return answer;
      if (answer.is === 'answered' && answer.status === 404)
        return { is: 'call-seen', call: { is: 'missing' } };
      if (answer.is !== 'done') return repeatable(answer);
      const call = readCall(answer.body);
      return call === undefined ? { is: 'not-done', reason: UNREADABLE } : { is: 'call-seen', call };
    },

    async record(callId) {
      const answer = await get(callId);
      if (answer.is === 'refused') return answer;
      return answer.is === 'done' ? { is: 'record', record: parsedJson(answer.body) } : repeatable(answer);
    },

    async open(order) {
      const answer = await api.write(['call'], bypassCall(order));
      // A call that no leg ever joins ends by itself (phone-call-provider-bypass-enabled-but-no-call-received),
      // so that asking again does no harm.
      if (answer.is !== 'done') return repeatable(answer);
      const opened = openedSchema.safeParse(parsedJson(answer.body));
      if (!opened.success) return { is: 'refused', reason: UNREADABLE };
      const { id, phoneCallProviderDetails } = opened.data;
      return { is: 'assistant-opened', callId: id, twiml: phoneCallProviderDetails.twiml };
    },
  };
}

const UNREADABLE = 'vapi-unreadable';

/** A call for a leg that exists already (Vapi: phone call provider bypass); a squad has overrides of its own. */
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
  ['squadId' in assistant ? 'squadOverrides' : 'assistantOverrides']: {
    firstMessage,
    variableValues,
    metadata,
  },
});

/** Twilio takes no more than this inline. */
const MAX_TWIML = 4000;
const openedSchema = z.object({
  /** No longer than a webhook's may be: of another call nothing would ever be heard. */
  id: callIdSchema,
  phoneCallProviderDetails: z.object({
    twiml: z.string().check(z.maxLength(MAX_TWIML), z.regex(/<Stream\b/)),
  }),
});
