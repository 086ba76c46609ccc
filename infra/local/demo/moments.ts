import { readVoiceRef } from '../../../lib/handoff/ports/voice-links.ts';
import { legOf } from '../leg-of-call.ts';
import type { Leg } from '../simulators/twilio/twilio.ts';
import type { Moment } from '../simulators/vapi/vapi.ts';
import type { Beat, Played } from './story.ts';

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

const AT_TWILIO: Record<string, string> = {
  'task-created': 'task created',
  'agent-offered': 'offered to an agent',
  'agent-accepted': 'agent assigned',
  'agent-rejected': 'agent declined',
  'task-canceled': 'task canceled',
  'task-completed': 'task completed, agent free',
};

/** What happens on the leg of an agent whom we ring. */
const ON_AGENT_LEG: Record<string, Omit<Beat, 'at'>> = {
  'agent-rung': { who: 'twilio', text: 'rings the agent' },
  'agent-answered': { who: 'agent', text: 'answers, and hears who is calling' },
  'agent-missed': { who: 'agent', text: 'does not answer' },
  'conference-joined': { who: 'agent', text: 'takes the call (1)' },
  'leg-ended': { who: 'agent', text: 'hangs up' },
};
const ON_CALLER_LEG: Record<string, Omit<Beat, 'at'>> = {
  'caller-moved': { who: 'handoff', text: 'the caller is moved' },
  'conference-joined': { who: 'caller', text: 'talks with the agent' },
};

/** Tells the beats of each call's timeline as the simulators see them. */
export const momentsOf = ({ vapi, twilio }: Played, tell: (callId: string, beat: Beat) => void): void => {
  vapi.on((moment) => {
    const beat = atVapi(moment);
    if (beat !== undefined) tell(moment.callId, { ...beat, at: moment.at });
  });
  /** An agent's leg asks for its instructions at an address that names the call. */
  const callOfLeg = ({ sid, doing }: Leg): string | undefined =>
    // The newest: after one that broke off there is another on the same leg.
    vapi.calls().findLast((call) => legOf(call) === sid)?.id ??
    ('url' in doing ? readVoiceRef(new URL(doing.url).search)?.callId : undefined);
  twilio.on(({ callId, callSid, at, what }) => {
    const text = AT_TWILIO[what];
    if (callId !== undefined && text !== undefined) tell(callId, { at, who: 'twilio', text });
    const leg = twilio.calls.get(callSid ?? '');
    const of = leg === undefined ? undefined : callOfLeg(leg);
    if (leg === undefined || of === undefined) return;
    const beat = (leg.direction === 'inbound' ? ON_CALLER_LEG : ON_AGENT_LEG)[what];
    if (beat !== undefined) tell(of, { ...beat, at });
  });
};
