import type { LogFields } from '../base/telemetry.ts';
import { decideNow } from '../handoff/loop/decide-now.ts';
import { offersOf } from '../handoff/machine/offers.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { Handoff } from '../handoff/record/handoff.ts';
import { strategyOf } from '../handoff/strategies/index.ts';
import type { Strategy } from '../handoff/strategies/strategy.ts';
import { type Assignment, type Ringable, ringable, ringableByTwilio } from '../twilio/callbacks.ts';
import type { InboundPorts } from './metrics.ts';

/** What TaskRouter is told to do with the reservation (TaskRouter: assignment callbacks). */
export type Instruction =
  | { instruction: 'accept' }
  | { instruction: 'reject'; activity_sid?: string }
  /** The reservation stays pending: it is answered by REST, or by the agent. */
  | Record<string, never>;

export type AssignmentPorts = InboundPorts & {
  workspaceSid: string;
  /** Where an agent goes who cannot be rung; where it is not set, the worker looks for one and rejects by REST. */
  unavailableActivitySid?: string;
};

type Reachable = Ringable | { is: 'in-flex' };

/**
 * Whether the agent can be reached in the way of the strategy. Flex reaches those who have no address, or a client; an
 * address that cannot be rung is a mistake, and no sign of Flex.
 */
const reachable = (
  { agentRungBy, rings, agentsInFlex }: Strategy,
  contactUri: string | undefined,
): Reachable => {
  const contact = agentRungBy === 'vapi' ? ringable(contactUri) : ringableByTwilio(contactUri);
  if (!agentsInFlex) return contact;
  const inFlex =
    contact.is === 'ringable' ? !rings(contact.number) : ['missing', 'client'].includes(contact.reason);
  return inFlex ? { is: 'in-flex' } : contact;
};

/**
 * Answers an assignment callback (H6): decides and saves here and now, hands the effects to the worker, and
 * only then says `accept`; nothing at all, where the agent is asked first. A callback that comes again gets the same
 * answer again. An agent who cannot be rung is rejected into an activity in which TaskRouter offers nothing, else they
 * would be offered the same task for ever. `reject` also for a handoff that is over and a task that is not ours; a callback
 * or a review is left to the agents. Throws when the table or the queue cannot be reached: TaskRouter then asks the
 * fallback.
 */
export const answerAssignment = async (
  assignment: Assignment,
  ports: AssignmentPorts,
): Promise<Instruction> => {
  const { task, taskSid, reservationSid, workerSid } = assignment;
  const fields: LogFields = { taskSid, reservationSid, workerSid };
  const reject = (reason: string, activitySid?: string): Instruction => {
    ports.log.warn('assignment rejected', { ...fields, reason });
    ports.count('assignment_rejected');
    return activitySid === undefined
      ? { instruction: 'reject' }
      : { instruction: 'reject', activity_sid: activitySid };
  };
  if (assignment.workspaceSid !== ports.workspaceSid) return reject('foreign-workspace');
  if (task === 'foreign') return reject('unknown-task');
  if (task === 'callback' || task === 'review') {
    ports.log.info('assignment left to the agent', { ...fields, reason: task });
    ports.count('assignment_left');
    return {};
  }
  const { callId, handoffId } = task;
  Object.assign(fields, { callId, handoffId });
  const { unavailableActivitySid } = ports;
  let unreachable: string | undefined;
  const handoff = await decideNow(
    callId,
    (record) => {
      const strategy = strategyOf(record);
      const contact = reachable(strategy, assignment.contactUri);
      unreachable = contact.is === 'not-ringable' ? contact.reason : undefined;
      if (unreachable !== undefined && unavailableActivitySid !== undefined) return undefined;
      return offerOf(assignment, task, strategy, contact);
    },
    ports,
  );
  if (handoff === undefined) return reject('unknown-task');
  ports.count(unreachable === undefined ? 'agent_ringable' : 'agent_not_ringable');
  if (unreachable !== undefined) {
    const rejected = reject(`agent-not-ringable-${unreachable}`, unavailableActivitySid);
    return handoff.pastOffers.includes(reservationSid) ? {} : rejected;
  }
  const { progress } = handoff;
  const transferred =
    progress.state === 'connected' && progress.taskSid === taskSid && strategyOf(handoff).agentsInFlex;
  if (transferred && progress.reservation.sid !== reservationSid) {
    ports.log.info('assignment left to the agent', { ...fields, reason: 'transfer in Flex' });
    ports.count('assignment_left');
    return {};
  }
  if (!holdsOffer(handoff, reservationSid)) return reject(`handoff-${progress.state}`);
  const state = progress.state;
  if (strategyOf(handoff).agentRungBy === 'us') {
    ports.log.info('assignment left to the agent', { ...fields, state });
    ports.count('assignment_left');
    return {};
  }
  ports.log.info('assignment accepted', { ...fields, state });
  ports.count('assignment_accepted');
  return { instruction: 'accept' };
};

const offerOf = (
  assignment: Assignment,
  task: { handoffId: string; taskNo: number },
  { agentRungBy }: Strategy,
  contact: Reachable,
): HandoffEvent => {
  const { taskSid, reservationSid, workerSid } = assignment;
  const name = assignment.agentName ?? assignment.workerName;
  const offer = {
    handoffId: task.handoffId,
    taskNo: task.taskNo,
    taskSid,
    reservationSid,
    agent: {
      workerSid,
      ...(contact.is === 'ringable' ? { number: contact.number } : {}),
      ...(name === undefined ? {} : { name }),
    },
  };
  if (contact.is === 'not-ringable') {
    return { type: 'reservation-offered', ...offer, notRingable: contact.reason };
  }
  return { type: agentRungBy === 'vapi' ? 'agent-accepted' : 'reservation-offered', ...offer };
};

/** Whether this offer is the one that the handoff goes on with. */
const holdsOffer = (handoff: Handoff, reservationSid: string): boolean => {
  const { progress } = handoff;
  if (progress.state === 'offered') {
    const isOffered = offersOf(handoff).some(({ sid }) => sid === reservationSid);
    return isOffered && strategyOf(handoff).agentRungBy === 'us';
  }
  const joined = progress.state === 'bridging' || progress.state === 'connected';
  return joined && progress.reservation.sid === reservationSid;
};
