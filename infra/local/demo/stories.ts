import { SENTENCES } from '../../../lib/handoff/effects.ts';
import type { Outcome } from '../../../lib/handoff/handoff.ts';
import type { Simulators } from '../simulators/start.ts';
import type { SimulatedCall } from '../simulators/vapi.ts';

/** Who acts in a line of a timeline. */
export type Who = 'caller' | 'assistant' | 'agent' | 'handoff' | 'twilio';
export type Beat = { at: number; who: Who; text: string };

export type Story = {
  title: string;
  expected: Outcome;
  /** Milliseconds after the first story begins. */
  startsAfterMs: number;
  caller: string;
  tool: Record<string, unknown>;
  /** What the people do once a human was asked for. */
  play(
    call: SimulatedCall,
    wait: (ms: number) => Promise<void>,
    tell: (who: Who, text: string) => void,
  ): Promise<void>;
  /** What must be true at the platforms besides the outcome; a sentence for each that is not. */
  faults(call: SimulatedCall, simulators: Played): string[];
};
export type Played = { vapi: NonNullable<Simulators['vapi']>; twilio: NonNullable<Simulators['twilio']> };

/** Short, so that the demo is; a real window is 30 seconds. */
export const WINDOW_SECONDS = 4;
export const AGENT_NUMBER = '+14155550177';

const unless = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);
const closed = (call: SimulatedCall, { twilio }: Played, as: 'completed' | 'canceled'): string[] => {
  const tasks = twilio.tasksOfCall(call.id);
  return unless(
    tasks.length === 1 && tasks[0]?.assignmentStatus === as,
    `its one task is ${as} at TaskRouter`,
  );
};

/** One agent, three callers. */
export const stories: readonly Story[] = [
  {
    title: 'Handed over',
    expected: 'completed',
    startsAfterMs: 0,
    caller: '+14155550123',
    tool: {
      reason: 'Disputes a duplicate charge on invoice 4471',
      department: 'billing',
      summary: 'Charged twice for invoice 4471, asks for a refund.',
      sentiment: 'frustrated',
    },
    async play(call, wait) {
      // They talk for longer than the others wait, so that nobody else is free.
      await wait((WINDOW_SECONDS + 2.5) * 1000);
      await call.endConversation();
    },
    faults: (call, played) => [
      ...unless(call.transfers.length === 1, 'the caller was transferred exactly once'),
      ...closed(call, played, 'completed'),
    ],
  },
  {
    title: 'Nobody free',
    expected: 'no_agent',
    startsAfterMs: 400,
    caller: '+14155550124',
    tool: { reason: 'Wants to change the delivery address', department: 'billing' },
    async play(call, wait, tell) {
      await wait(WINDOW_SECONDS * 1000 + 1_200);
      call.addMessage('user', 'Then please take a message.');
      tell('caller', '“Then please take a message.”');
      tell('assistant', 'goes on with the caller');
    },
    faults: (call, played) => [
      ...unless(call.status === 'in-progress', 'the assistant goes on with the caller'),
      ...unless(
        call.said.filter((text) => text === SENTENCES.busy).length === 1,
        'the caller heard once that all agents are busy',
      ),
      ...unless(call.transfers.length === 0, 'nobody was transferred'),
      ...closed(call, played, 'canceled'),
    ],
  },
  {
    title: 'Caller hangs up while waiting',
    expected: 'caller_left',
    startsAfterMs: 800,
    caller: '+14155550125',
    tool: { reason: 'Asks for a technician', department: 'billing' },
    async play(call, wait) {
      await wait(1_800);
      await call.hangUp();
    },
    faults: (call, played) => [
      ...unless(call.transfers.length === 0, 'nobody was transferred'),
      ...closed(call, played, 'canceled'),
    ],
  },
];
