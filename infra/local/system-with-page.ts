import { setUpDesk } from './desk.ts';
import { fillTeam } from './fill-team.ts';
import type { LOCAL_PORTS } from './local-values.ts';
import { phoneByLastDigit } from './outbound-phones.ts';
import { type Simulators, startSimulators } from './simulators/start.ts';
import { OUR_NUMBER } from './simulators/vapi/call.ts';
import { createStartPage, type StartPage } from './start-page/start-page.ts';
import { createTeam } from './start-page/team.ts';
import type { StartSettings } from './start-settings.ts';
import { type System, type SystemOptions, startSystem } from './system.ts';

/** How a part is stopped, in the order in which the parts have to stop. */
export type Stops = (() => Promise<void>)[];

export type SystemWithPage = { system: System; simulators: Simulators };

/**
 * What `npm start` starts: the system, the platforms that are simulated, and the page on which calls are placed. Each
 * part is in `stops` as soon as it runs, so that what has begun can be ended while the rest still starts. `ports`: any
 * free ones where none are given.
 */
export async function startSystemWithPage(
  { port, simulateVapi, simulateTwilio, simulateTools, env }: StartSettings,
  stops: Stops,
  { ports, topology }: { ports?: typeof LOCAL_PORTS } & Pick<SystemOptions, 'topology'> = {},
): Promise<SystemWithPage> {
  const team = createTeam();
  const simulators = await startSimulators(env, {
    vapi: simulateVapi,
    twilio: simulateTwilio,
    tools: simulateTools,
    agentPhones: team.phoneOf,
    agentAnswers: team.answerOf,
    outboundPhones: phoneByLastDigit,
    ...(ports && { ports }),
  });
  // First those who ask: nobody calls a system that is going away.
  stops.push(simulators.stop);
  const { team: backend } = simulators;
  if (backend !== undefined) fillTeam(backend, env.BUSINESS_TIME_ZONE ?? 'UTC', Date.now());
  let page: StartPage | undefined;
  const system = await startSystem({
    port,
    ...(topology && { topology }),
    unrouted: async (request) => page?.answer(request),
    // The caller of a web call has dialled no number: this one tells the team's country, where callbacks are taken.
    env: {
      ...(simulateTwilio && { TWILIO_NUMBER: OUR_NUMBER }),
      ...env,
      ...simulators.env,
      ...(simulators.vapi && setUpDesk(simulators.vapi, env)),
    },
    external: {
      ...(env.AWS_ENDPOINT_URL_DYNAMODB && { dynamoUrl: env.AWS_ENDPOINT_URL_DYNAMODB }),
      ...(env.AWS_ENDPOINT_URL_SQS && { sqsUrl: env.AWS_ENDPOINT_URL_SQS }),
    },
    ...(ports && { ports }),
  });
  stops.push(system.stop);
  simulators.connect(system.env.PUBLIC_BASE_URL ?? system.url);
  const started = createStartPage({ system, simulators, team });
  page = started;
  stops.unshift(async () => started.stop());
  return { system, simulators };
}
