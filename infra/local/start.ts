import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { BadSettings } from '../../lib/settings/read.ts';
import { readSettingsFile, settingsGiven } from '../settings-file.ts';
import { LOCAL_PORTS } from './local-values.ts';
import { prettify } from './logs/pretty.ts';
import { platformsSaid } from './platforms.ts';
import { startSettings } from './start-settings.ts';
import { stopOnSignal } from './stopping.ts';
import type { Stops } from './system-with-page.ts';

const say = (line: string) => console.error(colors.dim(line));

/** Where the start page is, and the board: for a person, or as a line of the log for whoever reads that. */
function sayReady(url: string, board: string, asJson: boolean): void {
  if (!asJson) {
    const open = `${colors.green('ready')} ${colors.bold(url)}`;
    console.log(`\n  ${open}   place calls, switch agents, see the last handoffs; Ctrl-C ends it`);
    console.log(`  board ${board}   who waits, who talks, the agents, how the day goes\n`);
    return;
  }
  const message = `ready ${url} (the start page: place calls, switch agents, see the last handoffs; the board: ${board})`;
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'info', service: 'local', message }));
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const asJson = values.json || !process.stdout.isTTY;
  if (!asJson) prettify(process.stdout, colors);
  const stops: Stops = [];
  stopOnSignal(async () => {
    for (const stop of stops) await stop();
  });
  const file = readSettingsFile('.env');
  const settings = startSettings(settingsGiven(file.values, process.env), file.problems);
  // Loaded when it is known that there is something to start: four fifths of the modules, and 1 s of CPU.
  const [{ startSystemWithPage }, { BOARD_PATH }, { setUpSaid }] = await Promise.all([
    import('./system-with-page.ts'),
    import('./start-page/page.ts'),
    import('./set-up-said.ts'),
  ]);
  const { system, simulators } = await startSystemWithPage(settings, stops, { ports: LOCAL_PORTS });

  for (const { line, isWarning } of platformsSaid(settings, {
    vapi: simulators.vapiUrl,
    twilio: simulators.twilioUrl,
  })) {
    console.error(isWarning ? colors.bold(colors.red(`WARNING: ${line}`)) : colors.dim(line));
  }
  const { emulators } = system;
  const { vapiUrl, twilioUrl, team } = simulators;
  const urls = [emulators.dynamoUrl, emulators.sqsUrl, vapiUrl, twilioUrl, team?.url];
  const isAt = (port: number) =>
    urls.some((url) => url !== undefined && URL.parse(url)?.port === String(port));
  if (!Object.values(LOCAL_PORTS).every(isAt)) say('test/events/env.json does not lead here');
  sayReady(system.url, `${system.url}${BOARD_PATH}`, asJson);
  for (const line of await setUpSaid(settings, { url: system.url, folder: '', colors })) console.error(line);
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
