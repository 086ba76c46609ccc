import type { Outcome } from '../../../lib/handoff/record/handoff.ts';
import type { Door } from '../aws/door.ts';
import { legOf } from '../leg-of-call.ts';
import type { Simulators } from '../simulators/start.ts';
import type { TeamBackend } from '../simulators/team-backend/team-backend.ts';
import type { Leg, Phone } from '../simulators/twilio/twilio.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';

/** Who acts in a line of a timeline. */
export type Who = 'caller' | 'callee' | 'assistant' | 'agent' | 'handoff' | 'twilio' | 'outage' | 'campaign';
export type Beat = { at: number; who: Who; text: string };

type Told = {
  title: string;
  expected: Outcome;
  /** Milliseconds after the first story begins. */
  startsAfterMs: number;
  /** What has to be so besides. */
  startsWhen?(played: Played): boolean;
  /** Begins when every other story is over: what it does to the system, or to the agents, would be felt there. */
  alone?: true;
  caller: string;
};

/** An assistant has the caller, and a human is fetched. */
export type AssistedStory = Told & {
  meets: 'assistant';
  /**
   * What happens before anybody asks for a human, where an assistant of Vapi's does not have the caller already. Gives
   * the call at Vapi on which they are then.
   */
  arrives?(stage: Stage): Promise<SimulatedCall>;
  /** The call is on a number of our own Twilio account, so that its leg can be moved by us. */
  ownLeg?: boolean;
  /** What the caller says last before a human is fetched. */
  says: string;
  /** The arguments of the assistant's tool call; where there are none, it calls no tool, and a rule has to notice. */
  tool?: Record<string, unknown>;
  /** What the people do once a human was asked for. */
  play(call: SimulatedCall, stage: Stage): Promise<void>;
  /** What must be true at the platforms besides the outcome; a sentence for each that is not. */
  faults(call: SimulatedCall, played: Played): string[];
};

/** The caller rings our own number while all lines are busy: no assistant can have them, and they wait for an agent. */
export type QueuedStory = Told & {
  meets: 'queue';
  play(leg: Leg, stage: Stage): Promise<void>;
  faults(leg: Leg, played: Played): string[];
};

export type Story = AssistedStory | QueuedStory;

/** People act on what they see happen, so that a slow machine changes nothing but the times. */
export type Stage = {
  wait(ms: number): Promise<void>;
  /** Comes back when this is so, or when it takes far too long. */
  until(isSo: () => boolean): Promise<void>;
  tell(who: Who, text: string, at?: number): void;
  played: Played;
};
export type Played = {
  vapi: NonNullable<Simulators['vapi']>;
  twilio: NonNullable<Simulators['twilio']>;
  /** The way to the table, which can be shut. */
  table: Door;
  /** The team's calendar, and where the tools are answered that ask it. */
  team: TeamBackend;
  toolsUrl: string;
};

/** Short, so that the demo is, and long enough for two agents on a machine that is slow; a real window is 30 seconds. */
export const WINDOW_SECONDS = 10;

/** How long agent and caller talk. */
export const TALK_MS = 1_000;

/** Who is there, in the order in which TaskRouter offers a task; `phone` is what they do when it rings. */
export const AGENTS: readonly { name: string; contactUri: string; skills: string[]; phone: Phone }[] = [
  {
    name: 'amara.osei',
    contactUri: '+14155550177',
    skills: ['billing'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'ben.castro',
    contactUri: '+14155550178',
    skills: ['sales'],
    phone: { does: 'takes', answersAfterMs: 600, decidesAfterMs: 900 },
  },
  {
    name: 'chen.li',
    contactUri: '+14155550179',
    skills: ['support'],
    phone: { does: 'declines', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'dana.novak',
    contactUri: '+14155550180',
    skills: ['support'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'felipe.rojas',
    contactUri: '+14155550182',
    skills: ['facturas'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 900 },
  },
  {
    name: 'eva.lindqvist',
    contactUri: '+14155550181',
    skills: ['claims'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'gita.rao',
    contactUri: '+14155550183',
    skills: ['refunds'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'hana.sato',
    contactUri: '+14155550184',
    skills: ['meters'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
  {
    name: 'ines.duarte',
    contactUri: '+14155550185',
    skills: ['renewals'],
    phone: { does: 'takes', answersAfterMs: 400, decidesAfterMs: 600 },
  },
];

export const unless = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);
/** The one task of a handoff is done with, in this way. */
export const closed = (callId: string, { twilio }: Played, as: 'completed' | 'canceled'): string[] => {
  const tasks = twilio.tasksOfCall(callId);
  return unless(
    tasks.length === 1 && tasks[0]?.assignmentStatus === as,
    `its one task is ${as} at TaskRouter`,
  );
};

export const legsOf = ({ twilio }: Played, name: string): Leg[] => {
  const number = AGENTS.find((agent) => agent.name === name)?.contactUri;
  return [...twilio.calls.values()].filter(({ to }) => to === number);
};
/** Whether the caller was moved into the conference. */
export const joins = (call: SimulatedCall, { twilio }: Played): boolean =>
  twilio.calls.get(legOf(call) ?? '')?.log.includes('Dial') === true;
/** Caller and agent, once they are joined, talk for a while; then the agent puts the phone down. */
export async function talkWhen(
  areJoined: () => boolean,
  { wait, until, played }: Stage,
  name: string,
): Promise<void> {
  await until(areJoined);
  await wait(TALK_MS);
  for (const { sid } of legsOf(played, name)) played.twilio.hangUp(sid);
}
/** The same of a caller who is moved into the conference. */
export const talk = (call: SimulatedCall, stage: Stage, name: string): Promise<void> =>
  talkWhen(() => joins(call, stage.played), stage, name);
