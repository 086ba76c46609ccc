import { readVoiceRef } from '../../../lib/handoff/ports/voice-links.ts';
import { legOf } from '../leg-of-call.ts';
import type { Simulators } from '../simulators/start.ts';
import type { Leg, Task, Moment as TwilioMoment } from '../simulators/twilio/twilio.ts';
import type { Moment as VapiMoment } from '../simulators/vapi/vapi.ts';
import { isForLater } from './team.ts';

/** One thing that happened to a call, in people's words; what is said stands apart from what is done. */
export type Step = { at: number } & (
  | { is: 'done'; text: string }
  | { is: 'said'; by: 'caller' | 'assistant' | 'to the caller' | 'to the agent'; text: string }
);

type Both = { vapi: NonNullable<Simulators['vapi']>; twilio: NonNullable<Simulators['twilio']> };

/** What Vapi makes of a leg that was taken from it: the caller is joined by then. */
const REDIRECTED = 'call.in-progress.twilio-completed-call';

/** A fault of Vapi's. */
export const BROKEN = 'call.in-progress.error-vapifault-worker-died';

/** How a caller comes out of TaskRouter's queue without an agent. */
const LEFT: readonly string[] = ['leave', 'redirected', 'task-canceled'];

/** Names the agent of a number; the number itself is nobody's who is known. */
type NameOf = (number: string) => string;

/** What is told of a call that we have opened at Vapi: the first of a leg, or one that gets the caller back. */
function hasCaller(callId: string, { call, calls }: Both['vapi']): string | undefined {
  const begun = call(callId);
  if (begun?.order === undefined) return undefined;
  const [first] = calls().filter((one) => legOf(one) === legOf(begun));
  return first === begun ? 'An assistant has the caller' : 'The assistant has the caller again';
}

function atVapi(
  { what, detail = '', callId }: VapiMoment,
  { vapi }: Both,
  nameOf: NameOf,
): string | undefined {
  const agent = () => nameOf(vapi.call(callId)?.transfers.at(-1)?.number ?? '');
  switch (what) {
    case 'call-started':
      return hasCaller(callId, vapi);
    case 'transfer-requested':
      return `Vapi is told to transfer the caller to ${agent()}`;
    case 'agent-answered':
      return `${agent()} answers: they talk`;
    case 'agent-missed':
      return `${agent()} does not come to the phone (${detail})`;
    case 'handed-off':
      return `The caller is moved to ${detail}, inside the call`;
    case 'assistant-resumed':
      return 'The assistant has the caller again';
    case 'call-ended':
      return detail === REDIRECTED || detail === BROKEN ? undefined : 'The call is over';
    default:
      return undefined;
  }
}

function atTaskRouter(
  { what, detail = '' }: TwilioMoment,
  task: Task | undefined,
  hasAnswered: (agent: string) => boolean,
): string | undefined {
  switch (what) {
    case 'task-created':
      if (task !== undefined && isForLater(task)) return 'A task for a callback is created';
      return `A task is created${task?.department === undefined ? '' : ` for ${task.department}`}`;
    case 'agent-offered':
      return `Offered to ${detail}`;
    case 'agent-accepted':
      return `${detail} has accepted`;
    case 'agent-rejected':
    case 'offer-timed-out':
      return `${detail} has ${hasAnswered(detail) ? 'pressed 2' : 'not answered'}: the next agent is looked for`;
    case 'task-canceled':
      return 'The task is taken back';
    case 'task-completed':
      return 'The task is done: the agent is free again';
    case 'caller-queued':
      return 'The caller waits in the queue, with music';
    case 'caller-dequeued':
      if (detail === 'bridged') return 'The caller is joined: they talk';
      return LEFT.includes(detail) ? 'The caller leaves the queue' : undefined;
    default:
      return undefined;
  }
}

function onLeg({ what }: TwilioMoment, { direction, to }: Leg, nameOf: NameOf): string | undefined {
  if (direction === 'inbound')
    return what === 'conference-joined' ? 'The caller is joined: they talk' : undefined;
  const agent = nameOf(to);
  switch (what) {
    case 'agent-rung':
      return `${agent}’s phone rings`;
    case 'agent-answered':
      return `${agent} answers, and hears who is calling and why`;
    case 'agent-missed':
      return `${agent}’s phone stops ringing`;
    case 'conference-joined':
      return `${agent} has pressed 1 and waits for the caller`;
    case 'agent-hung-up':
      return `${agent} hangs up`;
    default:
      return undefined;
  }
}

/**
 * Tells the steps of each call as the simulators see them. What the caller says is told by whoever plays the caller.
 * Returns what listens whether anything new was said on the legs: no moment tells of that.
 */
export function followSteps(
  both: Both,
  nameOf: NameOf,
  tell: (callId: string, step: Step) => void,
): () => void {
  const { vapi, twilio } = both;
  const heard = new Map<Leg, number>();

  /**
   * What the handoff of a leg is known by: the call at Vapi that a caller's leg is of, or else that leg itself; and what
   * an agent's leg names where it asks for its instructions.
   */
  const callOfLeg = ({ sid, doing, direction }: Leg): string | undefined => {
    if (direction === 'inbound') return vapi.calls().find((call) => legOf(call) === sid)?.id ?? sid;
    return 'url' in doing ? readVoiceRef(new URL(doing.url).search)?.callId : undefined;
  };

  /** A caller who comes back to an assistant has a new call at Vapi, on the same leg. */
  const callOf = (callId: string): string => {
    const leg = [...twilio.calls.values()].find(
      ({ direction, doing }) => direction === 'inbound' && 'twiml' in doing && doing.twiml.includes(callId),
    );
    return (leg && callOfLeg(leg)) ?? callId;
  };

  const hasAnswered = (agent: string): boolean =>
    [...twilio.calls.values()].findLast(({ to }) => nameOf(to) === agent)?.answeredAt !== undefined;

  const listen = () => {
    for (const leg of twilio.calls.values()) {
      const from = heard.get(leg) ?? 0;
      if (leg.heard.length === from) continue;
      heard.set(leg, leg.heard.length);
      const callId = callOfLeg(leg);
      const by = leg.direction === 'inbound' ? 'to the caller' : 'to the agent';
      if (callId === undefined) continue;
      for (const text of leg.heard.slice(from)) tell(callId, { at: Date.now(), is: 'said', by, text });
    }
  };

  vapi.on((moment) => {
    const { at, what, detail = '' } = moment;
    const callId = callOf(moment.callId);
    if (what === 'said') tell(callId, { at, is: 'said', by: 'assistant', text: detail });
    const text = atVapi(moment, both, nameOf);
    if (text !== undefined) tell(callId, { at, is: 'done', text });
  });

  twilio.on((moment) => {
    const { at, callSid, taskSid } = moment;
    const leg = twilio.calls.get(callSid ?? '');
    const ofLeg = leg && callOfLeg(leg);
    listen();
    const atDesk = atTaskRouter(moment, twilio.tasks.get(taskSid), hasAnswered);
    if (moment.callId !== undefined && atDesk !== undefined)
      tell(moment.callId, { at, is: 'done', text: atDesk });
    const text = leg && onLeg(moment, leg, nameOf);
    if (ofLeg !== undefined && text !== undefined) tell(ofLeg, { at, is: 'done', text });
  });
  return listen;
}
