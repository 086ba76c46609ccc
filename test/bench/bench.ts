import { parseArgs } from 'node:util';
import { startProduct, UNSCHEDULED } from '../e2e/product.ts';
import { measureBoard } from './board.ts';
import { measureBundles } from './bundles.ts';
import { measureCampaign } from './campaign.ts';
import { costOfCalls } from './cost.ts';
import { DESK_OF_THE_BENCH, measureDesk } from './desk.ts';
import { measureEvents } from './events.ts';
import { measureLatency } from './latency.ts';
import { brokenLimits, type Figures } from './limits.ts';
import { measureLoad, PATIENT, WITHOUT_TIME } from './load.ts';
import { measurePlaces } from './places.ts';
import { print } from './print.ts';
import { createProgress } from './progress.ts';
import { measureRecovery, OUTAGES } from './recovery.ts';
import { measureStartup, STARTS } from './startup.ts';
import { measureTools } from './tools.ts';

/** An option that is misspelt is told before minutes have passed. */
function readOptions(): { json: boolean } {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : error}\nUsage: npm run --silent bench -- [--json]\n`,
    );
    return process.exit(1);
  }
}

const LATENCY_CALLS = 100;
const DESK_CALLS = 100;
const PLACE_CALLS = 1_000;
const TOOL_CALLS = 100;
const TOOLS_AT_ONCE = 200;
const LOAD_CALLS = 1_000;
const EVENTS_PER_SECOND = 200;
const EVENTS_SECONDS = 30;
const DAY = { handoffs: 10_000, views: 100 };
/** One process is the product, the platforms, the table and the queues: at this pace it takes a third of one core. */
const CAMPAIGN = { contacts: 10_000, attempts: 1_000, secondsApart: 0.25 };

/** On stderr: on stdout are the figures alone. */
const say = (line: string) => process.stderr.write(`${line}\n`);
const progress = createProgress(say);
const { begin, done } = progress;

/** The shares are those of the time on two quiet cores. */
const measure = async (): Promise<Figures> => {
  begin('latency', { about: `${LATENCY_CALLS} calls, one after the other`, of: LATENCY_CALLS, share: 0.06 });
  // What runs by the minute is no cost of a call.
  const calm = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' }, undefined, { topology: UNSCHEDULED });
  const latency = await measureLatency(calm, LATENCY_CALLS, done).finally(calm.stop);
  begin('front desk', { about: `${DESK_CALLS} calls, each answered twice`, of: DESK_CALLS, share: 0.015 });
  const staffed = await startProduct(DESK_OF_THE_BENCH, undefined, { topology: UNSCHEDULED });
  const desk = await measureDesk(staffed, DESK_CALLS, done).finally(staffed.stop);
  begin('places', { about: `${PLACE_CALLS} calls ask at once`, of: PLACE_CALLS, share: 0.025 });
  const places = await measurePlaces(PLACE_CALLS, done);
  const lookedUp = TOOL_CALLS * 1.2 + TOOLS_AT_ONCE;
  begin('tools', {
    about: `${TOOL_CALLS} look-ups, then ${TOOLS_AT_ONCE} at once`,
    of: lookedUp,
    share: 0.04,
  });
  const tools = await measureTools(TOOL_CALLS, TOOLS_AT_ONCE, done);
  const events = EVENTS_PER_SECOND * EVENTS_SECONDS;
  const rate = `${EVENTS_PER_SECOND} events a second for ${EVENTS_SECONDS} s`;
  begin('conversations', { about: rate, of: events, share: 0.055 });
  const talking = await startProduct({}, undefined, PATIENT);
  const talk = await measureEvents(talking, EVENTS_PER_SECOND, EVENTS_SECONDS, done).finally(talking.stop);
  const { contacts, attempts } = CAMPAIGN;
  begin('campaign', { about: `${contacts} contacts, ${attempts} called`, of: attempts, share: 0.32 });
  const campaign = await measureCampaign(CAMPAIGN, done);
  begin('board', { about: `a day of ${DAY.handoffs} handoffs`, of: DAY.handoffs, share: 0.09 });
  const watched = await startProduct({}, undefined, { topology: UNSCHEDULED });
  const board = await measureBoard(watched, DAY.handoffs, DAY.views, done).finally(watched.stop);
  begin('load', { about: `${LOAD_CALLS} calls within seconds`, of: LOAD_CALLS, share: 0.17 });
  const busy = await startProduct(WITHOUT_TIME, undefined, PATIENT);
  const load = await measureLoad(busy, LOAD_CALLS, done).finally(busy.stop);
  begin('recovery', { about: `${OUTAGES} calls, table or queue away`, of: OUTAGES, share: 0.16 });
  const recovery = await measureRecovery(done);
  begin('bundles', { about: 'every function', of: 1, share: 0.015 });
  const bundles = await measureBundles();
  begin('start-up', { about: `${STARTS} fresh processes of each`, of: STARTS, share: 0.05 });
  const startup = await measureStartup(done);
  return {
    latency,
    cost: costOfCalls(latency),
    desk,
    places,
    tools,
    events: talk,
    campaign,
    board,
    load,
    recovery,
    bundles,
    startup,
  };
};

const { json: asJson } = readOptions();
const { npm_lifecycle_event: script, npm_config_loglevel: loglevel } = process.env;
if (asJson && script !== undefined && loglevel !== 'silent') {
  say('npm has written the name of the script to stdout; `npm run --silent bench -- --json` leaves it out');
}
try {
  const figures = await measure();
  const broken = brokenLimits(figures);
  if (asJson) console.log(JSON.stringify({ ...figures, broken }, null, 2));
  else print(figures);
  for (const limit of broken) say(`limit broken: ${limit}`);
  say(broken.length === 0 ? 'every limit holds' : `failed: limits broken: ${broken.length}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} catch (error) {
  say(`failed: ${progress.name} could not be measured`);
  throw error;
}
