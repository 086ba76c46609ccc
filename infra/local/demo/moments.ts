import { readVoiceRef } from '../../../lib/handoff/ports/voice-links.ts';
import { legOf } from '../leg-of-call.ts';
import type { Leg, Moment as TwilioMoment } from '../simulators/twilio/twilio.ts';
import type { Moment } from '../simulators/vapi/vapi.ts';
import { AGENTS, type Beat, type Played } from './story.ts';

/** What Vapi makes of a leg that was taken from it. */
const REDIRECTED = 'call.in-progress.twilio-completed-call';

const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

const atVapi = ({ what, detail = '' }: Moment): Omit<Beat, 'at'> | undefined => {
  switch (what) {
    case 'said':
      return { who: 'assistant', text: `“${clip(detail, 90)}”` };
    case 'transfer-requested':
      return { who: 'handoff', text: 'transfer requested from Vapi' };
    case 'agent-answered':
      return { who: 'agent', text: 'answers the phone' };
    case 'agent-missed':
      return { who: 'agent', text: `did not take it: ${detail}` };
    case 'assistant-resumed':
      return { who: 'assistant', text: 'has the caller again' };
    case 'message-added':
      return { who: 'assistant', text: 'is told what happened, without a word to the caller' };
    case 'call-ended':
      return detail === REDIRECTED
        ? { who: 'assistant', text: 'has left the call' }
        : { who: 'caller', text: `call over (${detail})` };
    default:
      return undefined;
  }
};

/** `agent`: by name, where the moment is one of an agent's. */
function atTwilio(what: string, agent: string): string | undefined {
  switch (what) {
    case 'task-created':
      return 'task created';
    case 'agent-offered':
      return `offered to ${agent}`;
    case 'agent-accepted':
      return `assigned to ${agent}`;
    case 'agent-rejected':
      return `${agent} declined`;
    case 'task-canceled':
      return 'task canceled';
    case 'task-completed':
      return 'task completed, agent free';
    default:
      return undefined;
  }
}

/** What happens on the leg of an agent whom we ring. */
function onAgentLeg(what: string, agent: string): Omit<Beat, 'at'> | undefined {
  switch (what) {
    case 'agent-rung':
      return { who: 'twilio', text: `rings ${agent}` };
    case 'agent-answered':
      return { who: 'agent', text: `${agent} answers, and hears who is calling` };
    case 'agent-missed':
      return { who: 'agent', text: `${agent} does not answer` };
    case 'conference-joined':
      return { who: 'agent', text: `${agent} takes the call (1)` };
    case 'leg-ended':
      return { who: 'agent', text: `${agent} hangs up` };
    default:
      return undefined;
  }
}
/** What happens on the leg of a caller. */
function onCallerLeg({ what, detail }: TwilioMoment): Omit<Beat, 'at'> | undefined {
  switch (what) {
    case 'caller-moved':
      return { who: 'handoff', text: 'the caller is moved' };
    case 'caller-queued':
      return { who: 'caller', text: 'waits in the queue, with music' };
    case 'caller-dequeued':
      return {
        who: 'caller',
        text: detail === 'bridged' ? 'talks with the agent' : `leaves the queue (${detail})`,
      };
    case 'conference-joined':
      return { who: 'caller', text: 'talks with the agent' };
    default:
      return undefined;
  }
}

function agentOf({ to }: Leg): string {
  return AGENTS.find(({ contactUri }) => contactUri === to)?.name ?? 'the agent';
}

/** Tells the beats of each call's timeline as the simulators see them. */
export const momentsOf = ({ vapi, twilio }: Played, tell: (callId: string, beat: Beat) => void): void => {
  vapi.on((moment) => {
    const beat = atVapi(moment);
    if (beat !== undefined) tell(moment.callId, { ...beat, at: moment.at });
  });
  /** A caller's leg is that of a call at Vapi, or a handoff of its own; an agent's asks at an address that names the call. */
  const callOfLeg = ({ sid, doing, direction }: Leg): string | undefined => {
    if (direction !== 'inbound')
      return 'url' in doing ? readVoiceRef(new URL(doing.url).search)?.callId : undefined;
    // The newest: after one that broke off there is another on the same leg.
    return vapi.calls().findLast((call) => legOf(call) === sid)?.id ?? sid;
  };
  twilio.on((moment) => {
    const { callId, callSid, at, what, detail = 'an agent' } = moment;
    const text = atTwilio(what, detail);
    if (callId !== undefined && text !== undefined) tell(callId, { at, who: 'twilio', text });
    const leg = twilio.calls.get(callSid ?? '');
    const of = leg && callOfLeg(leg);
    if (leg === undefined || of === undefined) return;
    const beat = leg.direction === 'inbound' ? onCallerLeg(moment) : onAgentLeg(what, agentOf(leg));
    if (beat !== undefined) tell(of, { ...beat, at });
  });
};
