import type { Handoff, Reservation, State, Work } from '../record/handoff.ts';

/**
 * A way to join agent and caller (H12): everything that is asked about it, so that nothing outside asks for its name.
 * Pure: plain data, and functions of the record. `decide` turns the answers into steps.
 */
export type Strategy = {
  /**
   * Where a caller waits whom no agent has taken. Asked where it takes long (the queue has words of its own, the
   * assistant needs ours), and where TaskRouter cancels a task because of a hang-up.
   */
  callerWaits: 'with-assistant' | 'in-queue';
  /**
   * The states in which the caller's leg may have left the assistant. Asked when a handoff ends, when the two cannot
   * be joined, when the assistant's call is over, and when the legs are looked at.
   */
  callerMayBeAway: readonly State[];
  /**
   * Returns what makes the task. Asked whenever a task is due; and at an offer, which proves that the task exists, so
   * that nothing of this kind is owed any more.
   */
  taskWork(handoff: Pick<Handoff, 'handoffId' | 'taskNo'>): Work;
  /**
   * `us`: the agent is asked first, on a leg of our own account or in Flex. `vapi`: the assignment is accepted at once,
   * and Vapi rings. Asked at an assignment, at an acceptance, when the agent's leg is to be hung up, when Vapi wants
   * to know whom to dial, and by the agent's page.
   */
  agentRungBy: 'us' | 'vapi';
  /**
   * Whether our own account rings an agent at this address: a phone number, `sip:...` or `client:...`. Asked at an
   * assignment, an offer and an acceptance.
   */
  rings(address: string): boolean;
  /**
   * Whether an agent whom we do not ring takes the caller in Flex. Asked at an assignment, and for the task's
   * `subject`, which only Flex shows.
   */
  agentsInFlex: boolean;
  /**
   * How an agent who says yes gets the caller. `from-queue`: their own leg takes the caller out of TaskRouter's queue,
   * which accepts the reservation too. `accepted`: we accept the reservation; then `join` is owed. Asked when the
   * agent has pressed the key, when TaskRouter has an acceptance, and when the agent's leg ends before they talk.
   */
  taking: { is: 'from-queue' } | { is: 'accepted'; join(handoff: Handoff, reservation: Reservation): Work };
  /**
   * The conference in which the two meet, if it is one of ours. Asked when both legs are looked at.
   */
  conference(handoff: Handoff): string | undefined;
  /**
   * What shows whether the two talk: Vapi's call, or the legs. Asked when nothing was told in time, and when Vapi
   * tells about its call: of legs that we moved it knows nothing.
   */
  seenIn: 'vapi-call' | 'legs';
};
