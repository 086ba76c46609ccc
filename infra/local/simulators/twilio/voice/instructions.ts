import { isDialable, isNumber } from '../party.ts';
import type { VoiceInstruction } from '../taskrouter/answers.ts';
import type { Reservation, Task } from '../taskrouter/model.ts';
import type { Routing } from '../taskrouter/routing.ts';
import type { Leg, Program } from './leg.ts';
import type { LegBook } from './legs.ts';
import type { CallQueue } from './queue.ts';

export type Refused = { code: number; why: string };

/** How an agent who takes a reservation comes to hear the caller. */
export type Joining = {
  /** Whether `<Enqueue>` made the task. */
  isQueued(task: Task): boolean;
  /** Says why not, or rings the worker's phone; the reservation stays pending until it is answered. */
  obey(reservation: Reservation, wanted: VoiceInstruction): Refused | undefined;
  /** A Flex agent takes the caller at once, with the telephone in the browser. */
  joinFlex(reservation: Reservation): void;
};

/** The instructions about callers who wait (TaskRouter: reservations, instructions). */
export const createInstructions = (parts: {
  legs: LegBook;
  queue: CallQueue;
  routing: () => Routing;
  isOurs: (number: string) => boolean;
  execute: Program;
}): Joining => {
  const { legs, queue, routing, isOurs, execute } = parts;

  const dialQueue = ({ sid }: Reservation) => ({
    twiml: `<Response><Dial><Queue reservationSid="${sid}"/></Dial></Response>`,
  });
  const dialConference = ({ task }: Reservation, endOnExit: boolean) => ({
    twiml: `<Response><Dial><Conference endConferenceOnExit="${endOnExit}">${task.sid}</Conference></Dial></Response>`,
  });

  /** In this order: the worker answers, the worker is in the conference, the caller follows, the task is accepted. */
  const confer =
    (reservation: Reservation, endOnCustomerExit: boolean): Program =>
    async (leg, signal) => {
      const joined = execute(leg, signal);
      const followed = queue.confer(reservation, {
        name: reservation.task.sid,
        muted: false,
        startOnEnter: true,
        endOnExit: endOnCustomerExit,
        label: undefined,
        maxParticipants: 2,
        wait: 'music',
      });
      if (!followed) legs.end(leg, 'completed');
      await joined;
    };

  const missed = async (leg: Leg, reservation: Reservation) => {
    await leg.ended;
    // Which state follows an agent who does not answer is documented nowhere; agents were seen to go offline.
    if (leg.answeredAt === undefined) routing().miss(reservation);
  };

  return {
    isQueued: (task) => queue.callerOf(task) !== undefined,

    obey(reservation, wanted) {
      const { is, from, timeout, endOnExit, endOnCustomerExit } = wanted;
      const { worker } = reservation;
      const to = wanted.to ?? worker.contactUri;
      if (reservation.status !== 'pending')
        return { code: is === 'dequeue' ? 40135 : 40144, why: `the reservation is ${reservation.status}` };
      if (queue.callerOf(reservation.task) === undefined)
        return { code: is === 'dequeue' ? 40140 : 40142, why: 'the task was not made by <Enqueue>' };
      if (from === undefined || !isNumber(from) || !isOurs(from))
        return { code: 40138, why: 'from is not a number of this account' };
      if (to === undefined || !isDialable(to))
        return { code: 40137, why: 'to is not valid, and nor is contact_uri' };
      const leg = legs.call({
        to,
        from,
        direction: 'outbound-api',
        timeout,
        doing: is === 'dequeue' ? dialQueue(reservation) : dialConference(reservation, endOnExit),
        ...(is === 'conference' && { program: confer(reservation, endOnCustomerExit) }),
      });
      void missed(leg, reservation);
      return undefined;
    },

    joinFlex(reservation) {
      const { worker, task } = reservation;
      const caller = queue.callerOf(task);
      if (caller === undefined || reservation.status !== 'pending') return;
      const { contactUri } = worker;
      const leg = legs.connected({
        to: contactUri?.startsWith('client:') ? contactUri : `client:${worker.name}`,
        from: caller.to,
        direction: 'outbound-api',
        doing: dialQueue(reservation),
        phone: 'waits',
      });
      const wrapUp = async () => {
        await Promise.race([leg.ended, caller.ended]);
        if (reservation.status !== 'accepted' && reservation.status !== 'wrapping') return;
        routing().wrap(task);
        routing().end(task, 'completed', 'The agent has wrapped up');
      };
      void wrapUp();
    },
  };
};
