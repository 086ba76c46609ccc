import { startProduct, UNSCHEDULED } from '../e2e/product.ts';
import { measureBundles } from './bundles.ts';
import { costOf } from './cost.ts';
import { measureEvents } from './events.ts';
import { measureLatency } from './latency.ts';
import { brokenLimits, type Figures } from './limits.ts';
import { measureLoad, PATIENT, WITHOUT_TIME } from './load.ts';
import { print } from './print.ts';
import { measureRecovery } from './recovery.ts';
import { measureStartup } from './startup.ts';

const LATENCY_CALLS = 100;
const LOAD_CALLS = 1_000;
const EVENTS_PER_SECOND = 200;
const EVENTS_SECONDS = 30;

/** On stderr: on stdout are the figures alone. */
const say = (line: string) => process.stderr.write(`${line}\n`);

const measure = async (): Promise<Figures> => {
  say(`latency: ${LATENCY_CALLS} calls, one after the other ...`);
  // What runs by the minute is no cost of a call.
  const calm = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' }, undefined, { topology: UNSCHEDULED });
  const latency = await measureLatency(calm, LATENCY_CALLS).finally(calm.stop);
  say(`conversations: ${EVENTS_PER_SECOND} events a second for ${EVENTS_SECONDS} s ...`);
  const talking = await startProduct({}, undefined, PATIENT);
  const events = await measureEvents(talking, EVENTS_PER_SECOND, EVENTS_SECONDS).finally(talking.stop);
  say(`load: ${LOAD_CALLS} calls within seconds ...`);
  const busy = await startProduct(WITHOUT_TIME, undefined, PATIENT);
  const load = await measureLoad(busy, LOAD_CALLS).finally(busy.stop);
  const recovery = await measureRecovery(say);
  say('bundles and start-up ...');
  return {
    latency,
    cost: costOf(latency),
    events,
    load,
    recovery,
    bundles: await measureBundles(),
    startup: await measureStartup(),
  };
};

const figures = await measure();
if (process.argv.includes('--json')) console.log(JSON.stringify(figures, null, 2));
else print(figures);
const broken = brokenLimits(figures);
for (const limit of broken) say(`limit broken: ${limit}`);
process.exitCode = broken.length === 0 ? 0 : 1;
