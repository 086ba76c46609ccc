import { existsSync } from 'node:fs';
import colors from 'picocolors';
import { BadSettings } from '../../lib/lambda/settings.ts';
import { freePorts } from './free-ports.ts';
import { LOCAL_PORTS } from './local-values.ts';
import { startSimulators } from './simulators/start.ts';
import { startSettings } from './start-settings.ts';
import { startSystem } from './system.ts';

const say = (line: string) => console.error(colors.dim(line));

const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { port, simulateVapi, simulateTwilio, env } = startSettings(process.env);
  const { ports, taken } = await freePorts(LOCAL_PORTS);
  const simulators = await startSimulators(env, { vapi: simulateVapi, twilio: simulateTwilio, ports });
  const external = {
    ...(process.env.AWS_ENDPOINT_URL_DYNAMODB && { dynamoUrl: process.env.AWS_ENDPOINT_URL_DYNAMODB }),
    ...(process.env.AWS_ENDPOINT_URL_SQS && { sqsUrl: process.env.AWS_ENDPOINT_URL_SQS }),
  };
  const system = await startSystem({ port, env: { ...env, ...simulators.env }, external, ports });
  simulators.connect(system.env.PUBLIC_BASE_URL ?? system.url);

  say(simulators.vapiUrl ? `Vapi is simulated at ${simulators.vapiUrl}` : 'Vapi is the one in the settings');
  say(
    simulators.twilioUrl
      ? `Twilio is simulated at ${simulators.twilioUrl}`
      : 'Twilio is the one in the settings',
  );
  if (taken.length > 0) {
    say(`Taken: ${taken.join(', ')}, so test/events/env.json does not lead here`);
  }
  console.log(`ready ${system.url}`);

  const stop = async () => {
    await system.stop();
    await simulators.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

const said = (error: unknown): unknown => {
  if (error instanceof BadSettings) return error.message;
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return taken ? 'The port is taken; set PORT to another one.' : error;
};

main().catch((error: unknown) => {
  console.error(said(error));
  process.exit(1);
});
