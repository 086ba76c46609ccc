import type { Refused, Trouble } from '../base/trouble.ts';
import type { Calls, SpokenTo } from '../handoff/ports/calls.ts';
import { type Failure, onceOnly, repeatable } from '../http/outcome.ts';
import { sendToVapi, type VapiConnection } from './api.ts';
import { checkControlUrl } from './control-url.ts';
import { numberDestination } from './transfer-plan.ts';

/** What can be asked of a call while it lasts, at the control URL that is its own key (Vapi: live call control). */
export type LiveCallControl = Pick<Calls, 'say' | 'inform' | 'transfer'> & {
  /** Silences the assistant, or lets it speak again; twice does no harm. */
  mute(to: SpokenTo, on: boolean): Promise<{ is: 'told' } | Trouble>;
};

const TOLD = { is: 'told' } as const;
const TRANSFER_ASKED = { is: 'transfer-asked' } as const;
/** Only its status counts; it is read for the sake of the connection. */
const MAX_ANSWER_BYTES = 256_000;

export function liveCallControl(hosts: readonly string[], connection: VapiConnection): LiveCallControl {
  const control = async <D, F>(
    { controlUrl, callId }: SpokenTo,
    message: object,
    done: D,
    meaningOf: (failure: Failure) => F,
  ): Promise<D | F | Refused> => {
    const checked = checkControlUrl(controlUrl, callId, hosts);
    if (checked.is === 'refused') return { is: 'refused', reason: `control-url-${checked.reason}` };
    const request = { url: checked.url, method: 'POST', headers: {}, body: JSON.stringify(message) };
    const result = await sendToVapi({ ...request, maxBytes: MAX_ANSWER_BYTES }, connection);
    return result.is === 'done' ? done : meaningOf(result);
  };

  return {
    say(to, content, { interrupt } = { interrupt: true }) {
      const message = {
        type: 'say',
        content,
        interruptAssistantEnabled: interrupt,
        interruptionsEnabled: false,
        endCallAfterSpoken: false,
      };
      // A server that failed has most likely said nothing; unlike a lost answer, this one can be repeated.
      return control(to, message, TOLD, (failure) =>
        failure.is === 'answered' ? repeatable(failure) : onceOnly(failure),
      );
    },

    inform(to, content) {
      const message = {
        type: 'add-message',
        message: { role: 'system', content },
        triggerResponseEnabled: false,
      };
      // Nobody hears it twice.
      return control(to, message, TOLD, repeatable);
    },

    mute(to, on) {
      const message = { type: 'control', control: on ? 'mute-assistant' : 'unmute-assistant' };
      // Letting it speak can be repeated; a silence that comes late cuts the wrong sentence.
      return control(to, message, TOLD, (failure) => (on ? onceOnly(failure) : repeatable(failure)));
    },

    transfer(to, { number, mode, briefing, language }) {
      const message = { type: 'transfer', destination: numberDestination(number, mode, briefing, language) };
      return control(to, message, TRANSFER_ASKED, notTransferred);
    },
  };
}

/** Vapi's words for a body that it does not take. */
const PLAN_REFUSED = [400, 422];

function notTransferred(failure: Failure) {
  const { is, reason } = failure;
  if (is === 'not-sent') return { is: 'unreachable', reason } as const;
  if (is === 'answered' && PLAN_REFUSED.includes(failure.status)) {
    return { is: 'plan-refused', reason } as const;
  }
  return onceOnly(failure);
}
