import { dynamoClient } from '../../infra/local/aws/aws.ts';
import { type Topology, topology } from '../../infra/local/functions.ts';
import type { RequestSeen } from '../../infra/local/lambda/api-gateway.ts';
import { type Simulators, startSimulators } from '../../infra/local/simulators/start.ts';
import type { TeamBackend } from '../../infra/local/simulators/team-backend/team-backend.ts';
import type { Phone, TwilioSimulator } from '../../infra/local/simulators/twilio/twilio.ts';
import type { OutboundPhone } from '../../infra/local/simulators/vapi/outbound.ts';
import type { AgentAnswer, SimulatedCall, VapiSimulator } from '../../infra/local/simulators/vapi/vapi.ts';
import { startSettings } from '../../infra/local/start-settings.ts';
import { type System, type SystemOptions, startSystem } from '../../infra/local/system.ts';
import { dynamoDb } from '../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../lib/aws/handoff-store.ts';
import type { Table } from '../../lib/aws/table.ts';
import type { Handoff } from '../../lib/handoff/record/handoff.ts';

export type Product = {
  system: System;
  vapi: VapiSimulator;
  twilio: TwilioSimulator;
  /** The team's own systems, where they were asked for. */
  team: TeamBackend | undefined;
  /** The table, for whoever looks on: not counted among the product's requests. */
  records: Table;
  /** Every request that the API answered. */
  served: readonly RequestSeen[];
  /** The record of a call, once there is one. */
  record(callId: string): Promise<Handoff | undefined>;
  /** The record once it satisfies `holds`; throws with the last record when that takes too long. */
  until(callId: string, holds: (handoff: Handoff) => boolean, withinMs?: number): Promise<Handoff>;
  /** Caller and agent talk: the handoff says so, and the agent has picked up. */
  talking(call: SimulatedCall, withinMs?: number): Promise<Handoff>;
  /** The record once the handoff has ended and owes nothing any more. */
  ended(callId: string, withinMs?: number): Promise<Handoff>;
  stop(): Promise<void>;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type Telephones = {
  agentAnswers?: ((number: string) => AgentAnswer) | undefined;
  agentPhones?: (number: string) => Phone;
  /** What the telephones do that Vapi dials. */
  outboundPhones?: (number: string) => OutboundPhone;
  /** How long a second of TwiML takes. */
  secondMs?: number;
  /** How long Vapi waits for the answer to a webhook. */
  webhookPatienceMs?: number;
  /** How long TaskRouter waits for the answer to an assignment, and for the agent. */
  taskRouterPatienceMs?: number;
};

/** The topology without schedules, for whoever counts what one call costs or waits for long: those cost by the minute. */
export const UNSCHEDULED: Topology = {
  ...topology,
  functions: Object.fromEntries(
    Object.entries(topology.functions).map(([name, { timeoutSeconds }]) => [name, { timeoutSeconds }]),
  ) as Topology['functions'],
};

/** The whole product with its simulators, as `npm start` runs it; one at a time in a process. */
export const startProduct = async (
  settings: Record<string, string> = {},
  agentAnswers?: Telephones['agentAnswers'],
  {
    topology: given,
    external,
    tools = false,
    ...telephones
  }: Omit<Telephones, 'agentAnswers'> &
    Pick<SystemOptions, 'topology' | 'external'> & { tools?: boolean } = {},
): Promise<Product> => {
  const { env } = startSettings({ LOG_LEVEL: 'silent', ...settings });
  const simulators: Simulators = await startSimulators(env, {
    vapi: true,
    twilio: true,
    agentAnswers,
    tools,
    ...telephones,
  });
  const { vapi, twilio } = simulators;
  if (vapi === undefined || twilio === undefined) throw new Error('both simulators were asked for');
  const served: RequestSeen[] = [];
  const system = await startSystem({
    env: { ...env, ...simulators.env },
    ...(given && { topology: given }),
    ...(external && { external }),
    onRequest: (seen) => served.push(seen),
  });
  simulators.connect(system.url);
  // Looking on is not counted among the product's requests.
  const looking = dynamoClient(system.emulators.dynamoUrl, true);
  const onlooker = { client: dynamoDb(async () => looking), name: system.emulators.tableName };
  const store = handoffStore(onlooker, Date.now, undefined);

  const record = async (callId: string) => {
    const loaded = await store.load(callId);
    return loaded.is === 'handoff' ? loaded.handoff : undefined;
  };
  const until = async (callId: string, holds: (handoff: Handoff) => boolean, withinMs = 15_000) => {
    const end = Date.now() + withinMs;
    // Looks less and less often, so that a thousand who wait do not keep the table busy.
    for (let between = 10; ; between = Math.min(400, between * 1.5)) {
      const handoff = await record(callId);
      if (handoff !== undefined && holds(handoff)) return handoff;
      if (Date.now() > end)
        throw new Error(
          `not in time: ${JSON.stringify(handoff?.progress)} ${JSON.stringify(handoff?.effects)}`,
        );
      await pause(between);
    }
  };
  return {
    system,
    vapi,
    twilio,
    team: simulators.team,
    records: onlooker,
    served,
    record,
    until,
    talking: (call, withinMs) =>
      until(
        call.id,
        ({ progress }) =>
          progress.state === 'bridging' && call.transfers.some(({ outcome }) => outcome === 'connected'),
        withinMs,
      ),
    ended: (callId, withinMs) =>
      until(callId, ({ progress, effects }) => progress.state === 'ended' && effects.length === 0, withinMs),
    async stop() {
      looking.destroy();
      // First those who ask: nobody calls a system that is going away.
      await simulators.stop();
      await system.stop();
    },
  };
};
