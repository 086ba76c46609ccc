import type { Moment } from '../simulators/vapi.ts';
import type { Beat, Played } from './stories.ts';

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
      return { who: 'caller', text: `“${clip(detail, 90)}”` };
    case 'call-ended':
      return { who: 'caller', text: `call over (${detail})` };
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

/** Tells the beats of each call's timeline as the simulators see them. */
export const momentsOf = ({ vapi, twilio }: Played, tell: (callId: string, beat: Beat) => void): void => {
  vapi.on((moment) => {
    const beat = atVapi(moment);
    if (beat !== undefined) tell(moment.callId, { ...beat, at: moment.at });
  });
  twilio.on(({ callId, at, what }) => {
    const text = AT_TWILIO[what];
    if (callId !== undefined && text !== undefined) tell(callId, { at, who: 'twilio', text });
  });
};
