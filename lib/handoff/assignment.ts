import { type Assignment, ringable } from '../twilio/callbacks.ts';
import type { HandoffEvent } from './events.ts';
import type { LogFields } from './ports.ts';
import type { ReceivePorts } from './receive.ts';
import { settle } from './settle.ts';

/** What TaskRouter is told to do with the reservation (TaskRouter: assignment callbacks). */
export type Instruction = { instruction: 'accept' } | { instruction: 'reject'; activity_sid?: string };

export type AssignmentPorts = ReceivePorts & {
  workspaceSid: string;
  /** Where an agent goes who cannot be rung; without it TaskRouter offers the same agent again at once. */
  unavailableActivitySid?: string;
};

/**
 * Answers an assignment callback (H6): decides and saves here and now, hands the effects to the worker, and
 * only then says `accept`. A callback that comes again gets the same answer again. `reject` for an agent who
 * cannot be rung, a handoff that is over and a task that is not ours. Throws when the table or the queue cannot
 * be reached: TaskRouter then asks the fallback.
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
  const { callId, handoffId } = task;
  Object.assign(fields, { callId, handoffId });
  const contact = ringable(assignment.contactUri);
  if (contact.is === 'not-ringable') {
    ports.count('agent_not_ringable');
    return reject(`agent-not-ringable-${contact.reason}`, ports.unavailableActivitySid);
  }
  ports.count('agent_ringable');
  const name = assignment.agentName ?? assignment.workerName;
  const event: HandoffEvent = {
    type: 'agent-accepted',
    handoffId,
    try: task.try,
    taskSid,
    reservationSid,
    agent: { workerSid, number: contact.number, ...(name === undefined ? {} : { name }) },
  };
  const handoff = await settle(callId, event, ports);
  if (handoff === undefined) return reject('unknown-task');
  const { progress } = handoff;
  const taken =
    (progress.state === 'bridging' || progress.state === 'connected') &&
    progress.reservation.sid === reservationSid;
  if (!taken) return reject(`handoff-${progress.state}`);
  ports.log.info('assignment accepted', { ...fields, state: progress.state });
  ports.count('assignment_accepted');
  return { instruction: 'accept' };
};
