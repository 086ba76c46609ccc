import type { Phone, Worker } from '../../infra/local/simulators/twilio/twilio.ts';
import type { AgentAnswer, SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import type { Handoff, StrategyName } from '../../lib/handoff/record/handoff.ts';
import { type Product, startProduct } from './product.ts';

/** What an agent does whose telephone rings, however it is made to ring. */
export type AgentDoes = 'takes' | 'declines' | 'no-answer' | 'voicemail' | 'busy' | 'hangs-up' | 'waits';

/** Vapi's plan asks nobody for a key: an agent who does not want the call does not take the phone. */
const AT_VAPI: Record<AgentDoes, AgentAnswer> = {
  takes: 'answers',
  declines: 'no-answer',
  'no-answer': 'no-answer',
  voicemail: 'voicemail',
  busy: 'busy',
  'hangs-up': 'no-answer',
  waits: { is: 'answers', afterMs: 1_500 },
};

const numberOf = (agent: number): string => `+1415555017${agent}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** TwiML's seconds, so that a key that nobody presses takes 0.2 s. */
const SECOND_MS = 25;

/** One product for one strategy, with agents who do as they are told. */
export type Stage = {
  product: Product;
  /** These agents, offered the task in this order. */
  agents(...does: AgentDoes[]): void;
  /** A caller who asks for a human. */
  escalated(): Promise<SimulatedCall>;
  caller(number?: string): Promise<SimulatedCall>;
  /** Caller and agent talk, and then hang up. */
  talk(call: SimulatedCall): Promise<Handoff>;
  ended(call: SimulatedCall): Promise<Handoff>;
  /** Where the caller is now. */
  whereIs(call: SimulatedCall): 'assistant' | 'another assistant' | 'agent' | 'gone' | 'nowhere';
  /** What is not as it has to be once everything is over; a sentence for each. */
  faults(call: SimulatedCall): string[];
  /** Waits until it holds. */
  until(holds: () => boolean, what: string): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
};

export const startStage = async (
  strategy: StrategyName,
  settings: Record<string, string> = {},
): Promise<Stage> => {
  const behaviours = new Map<string, AgentDoes>();
  const does = (number: string): AgentDoes => behaviours.get(number) ?? 'takes';
  const product = await startProduct(
    { BRIDGE: strategy, HANDOFF_WINDOW_SECONDS: '4', ...settings },
    (number) => AT_VAPI[does(number)],
    { agentPhones: (number): Phone => does(number), secondMs: SECOND_MS },
  );
  const { vapi, twilio } = product;
  const workers: Worker[] = [];
  const ownLeg = strategy !== 'vapi-transfer';
  const agentLegs = () => [...twilio.calls.values()].filter(({ direction }) => direction !== 'inbound');
  const live = (status: string) => ['queued', 'ringing', 'in-progress'].includes(status);

  const until: Stage['until'] = async (holds, what) => {
    for (const end = Date.now() + 15_000; !holds(); await pause(10)) {
      if (Date.now() > end) throw new Error(`not in time: ${what}`);
    }
  };
  const caller = (number = '+14155550123') =>
    vapi.startCall({ caller: number, called: '+14155550188', ownLeg });

  const whereIs: Stage['whereIs'] = (call) => {
    if (!ownLeg) {
      if (call.status === 'ended') return 'gone';
      return call.status === 'forwarding' ? 'agent' : 'assistant';
    }
    const leg = twilio.calls.get(call.callSid ?? '');
    if (leg === undefined || !live(leg.status)) return 'gone';
    if (call.status !== 'ended') return 'assistant';
    const another = vapi.calls().find(({ metadata, status }) => {
      return status === 'in-progress' && metadata.handoffPreviousCallId === call.id;
    });
    return another === undefined ? 'nowhere' : 'another assistant';
  };

  return {
    product,
    agents(...all) {
      for (const each of all) {
        const number = numberOf(workers.length);
        behaviours.set(number, each);
        workers.push(twilio.addWorker({ name: `agent-${workers.length}`, contactUri: number }));
      }
    },
    caller,
    async escalated() {
      const call = await caller();
      await call.askForHuman({ reason: 'wants a person', summary: 'Was charged twice.' });
      return call;
    },
    async talk(call) {
      if (!ownLeg) {
        const joined = await product.talking(call, 20_000);
        await call.endConversation();
        return joined;
      }
      const joined = await product.until(call.id, ({ progress }) => progress.state === 'connected', 20_000);
      const { progress } = joined;
      const agentLeg = 'agentLeg' in progress ? progress.agentLeg : undefined;
      await pause(50);
      twilio.hangUp(agentLeg ?? '');
      return joined;
    },
    ended: (call) => product.ended(call.id, 30_000),
    whereIs,
    faults(call) {
      const open = twilio
        .tasksOfCall(call.id)
        .filter(({ assignmentStatus }) => !['canceled', 'completed'].includes(assignmentStatus));
      const ringing = agentLegs().filter(({ status }) => live(status));
      return [
        ...open.map(({ assignmentStatus }) => `a task is ${assignmentStatus}`),
        ...ringing.map(({ status }) => `an agent's leg is ${status}`),
        ...(whereIs(call) === 'nowhere' ? ['the caller is in silence'] : []),
        ...(twilio.mostOpenOf(call.id) > 1 ? ['two tasks were open at once'] : []),
      ];
    },
    until,
    async reset() {
      for (const script of [vapi.faults, vapi.deliveries, twilio.faults, twilio.deliveries]) script.clear();
      vapi.refuseModes();
      for (const worker of workers) twilio.setAvailable(worker, false);
      for (const worker of workers.splice(0)) twilio.removeWorker(worker);
    },
    stop: () => product.stop(),
  };
};
