import { existsSync } from 'node:fs';
import colors from 'picocolors';
import { BadSettings } from '../../lib/settings/read.ts';
import { LOCAL_PORTS } from './local-values.ts';
import { pageIsThere, playSampleCall, SAMPLE_PHONE, samplePage } from './sample-call.ts';
import { startSimulators } from './simulators/start.ts';
import { startSettings } from './start-settings.ts';
import { startSystem } from './system.ts';

const say = (line: string) => console.error(colors.dim(line));

const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { port, simulateVapi, simulateTwilio, env } = startSettings(process.env);
  const simulators = await startSimulators(env, {
    vapi: simulateVapi,
    twilio: simulateTwilio,
    agentPhones: () => SAMPLE_PHONE,
    ports: LOCAL_PORTS,
  });
  const external = {
    ...(process.env.AWS_ENDPOINT_URL_DYNAMODB && { dynamoUrl: process.env.AWS_ENDPOINT_URL_DYNAMODB }),
    ...(process.env.AWS_ENDPOINT_URL_SQS && { sqsUrl: process.env.AWS_ENDPOINT_URL_SQS }),
  };
  const system = await startSystem({
    port,
    env: { ...env, ...simulators.env },
    external,
    ports: LOCAL_PORTS,
  });
  simulators.connect(system.env.PUBLIC_BASE_URL ?? system.url);

  say(simulators.vapiUrl ? `Vapi is simulated at ${simulators.vapiUrl}` : 'Vapi is the one in the settings');
  say(
    simulators.twilioUrl
      ? `Twilio is simulated at ${simulators.twilioUrl}`
      : 'Twilio is the one in the settings',
  );
  const { emulators } = system;
  const urls = [emulators.dynamoUrl, emulators.sqsUrl, simulators.vapiUrl, simulators.twilioUrl];
  const isAt = (port: number) => urls.some((url) => url?.endsWith(`:${port}`));
  if (!Object.values(LOCAL_PORTS).every(isAt)) say('test/events/env.json does not lead here');
  console.log(`ready ${system.url}`);

  const stopping = new AbortController();
  const { vapi, twilio } = simulators;
  // Nobody calls a system whose platforms are both simulated: this call is there to be looked at.
  if (vapi && twilio && Object.keys(external).length === 0) {
    const { signal } = stopping;
    const page = samplePage(system.url, env.LINK_SIGNING_KEY ?? '', Date.now());
    const complain = (error: unknown) => {
      if (!signal.aborted) console.error(error);
    };
    playSampleCall({ vapi, twilio }, signal).catch(complain);
    pageIsThere(page, signal)
      .then(() => say(`a sample call, live: ${page}`))
      .catch(complain);
  }

  const stop = async () => {
    stopping.abort();
    await simulators.stop();
    await system.stop();
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
