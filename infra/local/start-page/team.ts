import { createTimers } from '../simulators/twilio/timers.ts';
import type { Phone, Task, TwilioSimulator, Worker } from '../simulators/twilio/twilio.ts';
import type { AgentAnswer } from '../simulators/vapi/vapi.ts';

/** What agents do when their phone rings. */
export const WAYS = ['takes', 'declines', 'no-answer'] as const;
export type Way = (typeof WAYS)[number];

export const SHIFTS = ['Available', 'Offline'] as const;
export type Shift = (typeof SHIFTS)[number];

export type Department = 'billing' | 'sales' | 'support';

type Member = { name: string; number: string; department: Department; way: Way; shift: Shift };

/** An agent as the page shows one. */
export type Agent = Readonly<Member> & {
  id: string;
  /** Not what the person has chosen, where the agent was sent away or has not come back yet. */
  activity: string;
  /** The call whose task the agent has. */
  callId: string | undefined;
};

/** One who declines, one who takes over, and a department in which nobody is at work: each kind of call finds its end. */
const AT_FIRST: Readonly<Record<string, Member>> = {
  amara: {
    name: 'Amara Osei',
    number: '+14155550177',
    department: 'billing',
    way: 'takes',
    shift: 'Available',
  },
  ben: { name: 'Ben Castro', number: '+14155550178', department: 'sales', way: 'takes', shift: 'Offline' },
  chen: {
    name: 'Chen Li',
    number: '+14155550179',
    department: 'support',
    way: 'declines',
    shift: 'Available',
  },
  dana: {
    name: 'Dana Novak',
    number: '+14155550180',
    department: 'support',
    way: 'takes',
    shift: 'Available',
  },
};

/** Slow enough to be watched. */
const ANSWERS_AFTER_MS = 4_000;
const DECIDES_AFTER_MS = 3_000;
/** An agent whom the product has sent away, because they did not take a call, is back at work after this. */
const BACK_AFTER_MS = 15_000;
/** A callback, or a review, that an agent is offered is done after this. */
const WORKS_OFF_AFTER_MS = 5_000;

export type Team = {
  /** What an agent's phone does that Twilio rings. */
  phoneOf(number: string): Phone;
  /** What an agent's phone does to which Vapi transfers a call. */
  answerOf(number: string): AgentAnswer;
  /** The agents come to work. */
  join(twilio: TwilioSimulator): void;
  agents(): Agent[];
  /** False for an agent who is not there. */
  setShift(id: string, shift: Shift): boolean;
  setWay(id: string, way: Way): boolean;
  stop(): void;
};

/** The simulated agents: who they are, and what whoever looks on makes of them. */
export function createTeam(): Team {
  const members = new Map(Object.entries(structuredClone(AT_FIRST)));
  const workers = new Map<string, Worker>();
  const { later, stop } = createTimers();
  let simulator: TwilioSimulator | undefined;

  const wayOf = (number: string): Way =>
    [...members.values()].find((member) => member.number === number)?.way ?? 'no-answer';

  return {
    phoneOf: (number) => ({
      does: wayOf(number),
      answersAfterMs: ANSWERS_AFTER_MS,
      decidesAfterMs: DECIDES_AFTER_MS,
    }),
    answerOf(number) {
      // Vapi asks for no key: who declines lets the phone be busy.
      const is = ({ takes: 'answers', declines: 'busy', 'no-answer': 'no-answer' } as const)[wayOf(number)];
      return { is, afterMs: ANSWERS_AFTER_MS };
    },
    join(twilio) {
      simulator = twilio;
      for (const [id, { name, number, department, shift }] of members) {
        const worker = twilio.addWorker({ name, contactUri: number, skills: [department] });
        workers.set(id, worker);
        if (shift === 'Offline') twilio.setActivity(worker, shift);
      }
      const awaited = new Set<string>();
      const comeBack = () => {
        for (const [id, { shift }] of members) {
          const worker = workers.get(id);
          if (worker === undefined || shift === 'Offline' || worker.available || awaited.has(id)) continue;
          awaited.add(id);
          later(worker, BACK_AFTER_MS, () => {
            awaited.delete(id);
            const stays = members.get(id)?.shift === 'Available' && !worker.available;
            if (stays) twilio.setActivity(worker, 'Available');
          });
        }
      };
      twilio.on(({ what, taskSid }) => {
        const task = twilio.tasks.get(taskSid);
        if (what === 'agent-offered' && task !== undefined && isForLater(task)) {
          later(task, WORKS_OFF_AFTER_MS, () => twilio.workOff(task));
        }
        comeBack();
      });
    },
    agents: () =>
      [...members].map(([id, member]) => {
        const worker = workers.get(id);
        return { id, ...member, activity: worker?.activity ?? member.shift, callId: worker?.task?.callId };
      }),
    setShift(id, shift) {
      const member = members.get(id);
      const worker = workers.get(id);
      if (member === undefined || worker === undefined) return false;
      member.shift = shift;
      simulator?.setActivity(worker, shift);
      return true;
    },
    setWay(id, way) {
      const member = members.get(id);
      if (member === undefined) return false;
      member.way = way;
      return true;
    },
    stop,
  };
}

/** A task for which nobody waits on a line: a callback, or a review. */
export function isForLater({ attributes }: Pick<Task, 'attributes'>): boolean {
  const read: unknown = JSON.parse(attributes);
  const type = typeof read === 'object' && read !== null && 'type' in read ? read.type : undefined;
  return type === 'callback_request' || type === 'review_request';
}
