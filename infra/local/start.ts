import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { BadSettings } from '../../lib/settings/read.ts';
import { readSettingsFile, settingsGiven } from '../settings-file.ts';
import { setUpDesk } from './desk.ts';
import { LOCAL_PORTS } from './local-values.ts';
import { prettify } from './logs/pretty.ts';
import { platformsSaid } from './platforms.ts';
import { startSimulators } from './simulators/start.ts';
import { OUR_NUMBER } from './simulators/vapi/call.ts';
import { createStartPage, type StartPage } from './start-page/start-page.ts';
import { createTeam } from './start-page/team.ts';
import { startSettings } from './start-settings.ts';
import { stopOnSignal } from './stopping.ts';
import { startSystem } from './system.ts';

const say = (line: string) => console.error(colors.dim(line));

/** Where the start page is: for a person, or as a line of the log for whoever reads that. */
function sayReady(url: string, asJson: boolean): void {
  if (!asJson) {
    const open = `${colors.green('ready')} ${colors.bold(url)}`;
    console.log(`\n  ${open}   place calls, switch agents, see the last handoffs; Ctrl-C ends it\n`);
    return;
  }
  const message = `ready ${url} (the start page: place calls, switch agents, see the last handoffs)`;
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'info', service: 'local', message }));
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const asJson = values.json || !process.stdout.isTTY;
  if (!asJson) prettify(process.stdout, colors);
  const stops: (() => Promise<void>)[] = [];
  stopOnSignal(async () => {
    for (const stop of stops) await stop();
  });
  const file = readSettingsFile('.env');
  const settings = startSettings(settingsGiven(file.values, process.env), file.problems);
  const { port, simulateVapi, simulateTwilio, env } = settings;
  const team = createTeam();
  const simulators = await startSimulators(env, {
    vapi: simulateVapi,
    twilio: simulateTwilio,
    agentPhones: team.phoneOf,
    agentAnswers: team.answerOf,
    ports: LOCAL_PORTS,
  });
  // First those who ask: nobody calls a system that is going away.
  stops.push(simulators.stop);
  const external = {
    ...(env.AWS_ENDPOINT_URL_DYNAMODB && { dynamoUrl: env.AWS_ENDPOINT_URL_DYNAMODB }),
    ...(env.AWS_ENDPOINT_URL_SQS && { sqsUrl: env.AWS_ENDPOINT_URL_SQS }),
  };
  let startPage: StartPage | undefined;
  const system = await startSystem({
    port,
    unrouted: async (request) => startPage?.answer(request),
    // The caller of a web call has dialled no number: this one tells the team's country, where callbacks are taken.
    env: {
      ...(simulateTwilio && { TWILIO_NUMBER: OUR_NUMBER }),
      ...env,
      ...simulators.env,
      ...(simulators.vapi && setUpDesk(simulators.vapi, env)),
    },
    external,
    ports: LOCAL_PORTS,
  });
  stops.push(system.stop);
  simulators.connect(system.env.PUBLIC_BASE_URL ?? system.url);
  const page = createStartPage({ system, simulators, team });
  startPage = page;
  stops.unshift(async () => page.stop());

  for (const { line, isWarning } of platformsSaid(settings, {
    vapi: simulators.vapiUrl,
    twilio: simulators.twilioUrl,
  })) {
    console.error(isWarning ? colors.bold(colors.red(`WARNING: ${line}`)) : colors.dim(line));
  }
  const { emulators } = system;
  const urls = [emulators.dynamoUrl, emulators.sqsUrl, simulators.vapiUrl, simulators.twilioUrl];
  const isAt = (port: number) => urls.some((url) => url?.endsWith(`:${port}`));
  if (!Object.values(LOCAL_PORTS).every(isAt)) say('test/events/env.json does not lead here');
  sayReady(system.url, asJson);
};

const said = (error: unknown): unknown => {
  if (error instanceof BadSettings) return error.message;
  if (isUnknownOption(error)) return `${error.message}\nUsage: npm start, or npm start -- --json`;
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!isTaken) return error;
  const port = 'port' in error ? Number(error.port) : undefined;
  return `Port ${port} is taken. Choose another one: PORT=${(port ?? 0) + 1} npm start (0 takes any free one), or set PORT in .env.`;
};

function isUnknownOption(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

main().catch((error: unknown) => {
  console.error(said(error));
  process.exit(1);
});
