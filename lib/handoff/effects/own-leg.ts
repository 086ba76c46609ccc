import type { Clock } from '../../base/clock.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { speechOf } from '../../speech/index.ts';
import { taskAttributes } from '../briefing/task-attributes.ts';
import type { Calls } from '../ports/calls.ts';
import type { Legs, NextStep } from '../ports/legs.ts';
import type { EffectResult } from '../ports/results.ts';
import type { Tasks } from '../ports/tasks.ts';
import type { VoiceLinks, VoiceRef } from '../ports/voice-links.ts';
import type { Handoff, Outcome, Work } from '../record/handoff.ts';
import { handoffsSoFar } from '../record/limit.ts';
import { strategyOf } from '../strategies/index.ts';

export type OwnLegPorts = {
  legs: Legs;
  tasks: Tasks;
  calls: Calls;
  links: VoiceLinks;
  clock: Clock;
  /** The call whose handoff a leg belongs to, if one is known. */
  callOfLeg(callSid: string): Promise<string | undefined>;
  /** Rings the agents; where none is given, the number that the caller called. */
  number?: string;
  workflowSid: string;
};

type Doubt = Claimed<Work>['doubt'];
type WorkOf<K extends Work['kind']> = Extract<Work, { kind: K }>;

/** The task outlives the window by this much: TaskRouter's own time-out is only the safety net. */
export const TASK_GRACE_SECONDS = 15;
/** An agent's telephone rings for three to four rounds; Twilio may add up to 5 s. */
const RING_SECONDS = 15;
/** Our own number is not ours, or no number: no agent can be rung from it (Twilio Voice: error codes). */
const FROM_REFUSED = ['twilio-400-21210', 'twilio-400-21212'];

/**
 * An address is no identity: two agents may share a telephone, or one of them have two calls in a row. The first
 * callback of a leg tells whose it is; until then it is nobody's. One that another offer of ours is to be rid of is
 * not the one that is looked for.
 */
const whose =
  ({ callId, effects }: Handoff, { callOfLeg }: Pick<OwnLegPorts, 'callOfLeg'>) =>
  async (callSid: string): Promise<'ours' | 'anothers' | 'unknown'> => {
    const owner = await callOfLeg(callSid);
    if (owner === undefined) return 'unknown';
    const isLeft = effects.some(({ work }) => work.kind === 'release-agent' && work.callSid === callSid);
    return owner === callId && !isLeft ? 'ours' : 'anothers';
  };

/** The leg may be ours and may be another caller's: a moment later its first callback has told. */
const OF_WHOM = { is: 'not-done', reason: 'leg-of-whom' } as const;

/** What the addresses of a handoff name; they carry the language, so that nobody has to read the record for it. */
const refOf = (handoff: Handoff, handoffId: string, reservationSid?: string): VoiceRef => ({
  callId: handoff.callId,
  handoffId,
  ...withoutUndefined({ reservationSid, language: handoff.request.speech }),
});

/** Rings the agent, unless the caller has left (H8). Twilio's `From` has to be a number of our own account. */
export const ringAgent = async (
  handoff: Handoff,
  { handoffId, reservation }: WorkOf<'ring-agent'>,
  since: number,
  doubt: Doubt,
  { legs, links, calls, clock, number, callOfLeg }: OwnLegPorts,
): Promise<EffectResult> => {
  const { callId, request, deadline } = handoff;
  const from = number ?? request.called;
  const to = reservation.agent.number;
  if (request.callSid === undefined || from === undefined || to === undefined) {
    return { is: 'leg-foreign', reason: 'no number to ring from' };
  }
  const looked = await legs.look(request.callSid);
  if (looked.is === 'refused') return { is: 'leg-foreign', reason: looked.reason };
  if (looked.is !== 'leg-seen') return { is: 'not-done', reason: looked.reason };
  if (looked.leg.is === 'over') return { is: 'caller-gone' };
  if (looked.leg.is === 'missing') {
    // Twilio does not know the leg, or not yet. Vapi knows whether the caller is there.
    const call = await calls.look(callId);
    if (call.is === 'call-seen' && call.call.is === 'over') return { is: 'caller-gone' };
  }
  if (doubt !== 'none') {
    const found = await legs.find({ to, from, since, whose: whose(handoff, { callOfLeg }) });
    if (found.is === 'leg-unknown') return OF_WHOM;
    if (found.is !== 'leg-absent') return found;
  }
  const ref = refOf(handoff, handoffId, reservation.sid);
  const left = Math.ceil((deadline - clock()) / 1000);
  const rung = await legs.ring({
    to,
    from,
    url: links.agent(ref),
    statusUrl: links.status(ref),
    timeoutSeconds: Math.min(RING_SECONDS, Math.max(1, left)),
  });
  return rung.is === 'refused' && FROM_REFUSED.includes(rung.reason)
    ? { is: 'leg-foreign', reason: rung.reason }
    : rung;
};

/** The agent's leg is looked at; one whose CallSid was never told is looked for. */
export const lookAtAgent = async (
  handoff: Handoff,
  { reservation }: WorkOf<'look-at-agent'>,
  since: number,
  { legs, number, callOfLeg }: OwnLegPorts,
): Promise<EffectResult> => {
  const { progress, request } = handoff;
  const known = 'agentLeg' in progress ? progress.agentLeg : undefined;
  if (known !== undefined) return legs.look(known);
  const from = number ?? request.called;
  const to = reservation.agent.number;
  if (from === undefined || to === undefined) return { is: 'leg-seen', leg: { is: 'missing' } };
  const found = await legs.find({ to, from, since, whose: whose(handoff, { callOfLeg }) });
  if (found.is === 'not-done') return found;
  // After so long ours would have told: it has rung its time.
  return found.is === 'rung' ? legs.look(found.callSid) : { is: 'leg-seen', leg: { is: 'missing' } };
};

/** Hangs up an agent who is not needed any more, and tells one who listens why. */
export const hangUpAgent = async (
  handoff: Handoff,
  work: WorkOf<'release-agent'>,
  { legs, number, callOfLeg }: OwnLegPorts,
): Promise<EffectResult> => {
  let { callSid } = work;
  if (callSid === undefined) {
    const from = number ?? handoff.request.called;
    if (from === undefined || work.number === undefined) return { is: 'released' };
    const { number: to, since } = work;
    const found = await legs.find({ to, from, since, whose: whose(handoff, { callOfLeg }) });
    if (found.is === 'not-done') return found;
    if (found.is === 'leg-unknown') return OF_WHOM;
    if (found.is === 'leg-absent') return { is: 'released' };
    callSid = found.callSid;
  }
  const { speech } = handoff.request;
  const sentence = speechOf(speech).toAgent.ended[work.why];
  const told = await legs.redirect(callSid, {
    is: 'goodbye',
    sentence,
    ...withoutUndefined({ language: speech }),
  });
  if (told.is === 'redirected') return { is: 'released' };
  if (told.is !== 'not-in-progress' && told.is !== 'refused') return told;
  const hungUp = await legs.hangUp(callSid);
  return hungUp.is === 'hung-up' ? { is: 'released' } : hungUp;
};

/** Gives the caller's leg its next instructions; an attempt that may have happened is looked up first. */
export const moveCaller = async (
  handoff: Handoff,
  { to }: WorkOf<'move-caller'>,
  doubt: Doubt,
  contextUrl: string | undefined,
  ports: OwnLegPorts,
): Promise<EffectResult> => {
  const { callSid } = handoff.request;
  if (callSid === undefined) return { is: 'refused', reason: 'no-leg' };
  if (doubt !== 'none') {
    const looked = await wasMoved(handoff, to, callSid, ports);
    if (looked !== 'no') return looked;
  }
  const moved = await ports.legs.redirect(callSid, nextStep(handoff, to, contextUrl, ports));
  return moved.is === 'not-in-progress' ? { is: 'caller-gone' } : moved;
};

type To = WorkOf<'move-caller'>['to'];

const wasMoved = async (
  handoff: Handoff,
  to: To,
  callSid: string,
  { legs, tasks, calls }: OwnLegPorts,
): Promise<EffectResult | 'no'> => {
  const done = { is: 'redirected' } as const;
  switch (to.is) {
    case 'conference': {
      const seen = await legs.conferenceHas(to.name, callSid);
      if (seen.is !== 'conference-seen') return seen;
      return seen.there ? done : 'no';
    }
    case 'queue': {
      const since = handoff.request.requestedAt;
      const found = await tasks.find({ handoffId: to.handoffId, taskNo: to.taskNo, since });
      if (found.is === 'not-done') return found;
      return found.is === 'task-created' ? done : 'no';
    }
    case 'assistant': {
      const looked = await calls.look(to.callId);
      if (looked.is !== 'call-seen') return looked;
      if (looked.call.is === 'over') return { is: 'refused', reason: 'the opened call is over' };
      return looked.call.is === 'live' && looked.call.status === 'in-progress' ? done : 'no';
    }
    // Nobody minds the end of the sentence twice.
    case 'goodbye':
      return 'no';
  }
};

function nextStep(
  handoff: Handoff,
  to: To,
  contextUrl: string | undefined,
  { links, workflowSid }: OwnLegPorts,
): NextStep {
  const { handoffId, request } = handoff;
  const ref = refOf(handoff, handoffId);
  switch (to.is) {
    case 'conference':
      return {
        is: 'conference',
        name: to.name,
        statusUrl: links.status(ref),
        nextUrl: links.caller(ref),
      };
    case 'queue':
      return {
        is: 'queue',
        workflowSid,
        attributes: (bytes) => taskAttributes(handoff, contextUrl, bytes),
        timeoutSeconds: request.windowSeconds + TASK_GRACE_SECONDS,
        nextUrl: links.caller(ref),
        waitUrl: links.wait(ref),
      };
    case 'assistant':
      return { is: 'given', twiml: to.twiml };
    case 'goodbye':
      return {
        is: 'goodbye',
        sentence: goodbyeOf(request),
        ...withoutUndefined({ language: request.speech }),
      };
  }
}

/** Whom no assistant could take was put into the queue at once: what they hear is why. */
function goodbyeOf({ caller, speech, requestedBy }: Handoff['request']): string {
  const { goodbye, desk } = speechOf(speech);
  const said = requestedBy === 'front-desk' ? desk.manyCalls : goodbye;
  return said[caller === undefined ? 'no_number' : 'callback'];
}

/** Looks at both legs at once, and while they are being joined at the conference too. */
export const lookAtLegs = async (handoff: Handoff, { legs }: OwnLegPorts): Promise<EffectResult> => {
  const { progress, request } = handoff;
  if (request.callSid === undefined) return { is: 'refused', reason: 'no-leg' };
  const agentSid = 'agentLeg' in progress ? progress.agentLeg : undefined;
  const place = progress.state === 'bridging' ? strategyOf(handoff).conference(handoff) : undefined;
  const [caller, agent, conference] = await Promise.all([
    legs.look(request.callSid),
    agentSid === undefined ? undefined : legs.look(agentSid),
    place === undefined ? undefined : legs.conferenceHas(place, request.callSid),
  ]);
  if (caller.is !== 'leg-seen') return caller;
  if (agent !== undefined && agent.is !== 'leg-seen') return agent;
  if (conference !== undefined && conference.is !== 'conference-seen') return conference;
  return {
    is: 'legs-seen',
    caller: caller.leg,
    ...(agent === undefined ? {} : { agent: agent.leg }),
    ...(conference === undefined ? {} : { together: conference.there }),
  };
};

/** A fresh call of the assistant for the caller's leg, told what happened (Vapi: provider bypass). */
export const openAssistant = async (
  handoff: Handoff,
  { outcome }: WorkOf<'open-assistant'>,
  { legs, calls }: OwnLegPorts,
): Promise<EffectResult> => {
  const { callId, request } = handoff;
  const { callSid, accountSid, assistantId, squadId, vapiNumberId, caller, attestation, context, speech } =
    request;
  if (callSid === undefined) return { is: 'refused', reason: 'no-leg' };
  const assistant =
    squadId !== undefined ? { squadId } : assistantId !== undefined ? { assistantId } : undefined;
  if (assistant === undefined || vapiNumberId === undefined) {
    return { is: 'refused', reason: 'no-assistant-known' };
  }
  const looked = await legs.look(callSid);
  if (looked.is === 'leg-seen' && looked.leg.is !== 'live') return { is: 'caller-gone' };
  const known = {
    handoffOutcome: outcome,
    handoffReason: context.reason,
    handoffSummary: context.summary,
    customerName: context.customerName,
    // A later handoff of the call that is opened has heard nothing yet.
    language: speech,
  };
  const own = {
    handoffCallSid: callSid,
    callerAttestation: attestation,
    handoffAccountSid: accountSid,
    handoffPreviousCallId: callId,
    handoffsSoFar: String(handoffsSoFar(handoff)),
    customerId: context.customerId,
    accountStatus: context.accountStatus,
    customerNameSource: context.sources?.customerName,
    customerIdSource: context.sources?.customerId,
    accountStatusSource: context.sources?.accountStatus,
  };
  return calls.open({
    assistant,
    phoneNumberId: vapiNumberId,
    ...(caller === undefined ? {} : { customer: caller }),
    firstMessage: (speechOf(speech).welcomeBack satisfies Record<Outcome, string>)[outcome],
    variableValues: filled(known),
    metadata: filled(own),
  });
};

const filled = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
