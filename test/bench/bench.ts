import colors from 'picocolors';
import { startProduct } from '../e2e/product.ts';
import { type BundleFigure, measureBundles } from './bundles.ts';
import { type LatencyFigures, measureLatency, type Percentiles } from './latency.ts';
import { type LoadFigures, measureLoad } from './load.ts';

const LATENCY_CALLS = 200;
const LOAD_CALLS = 1_000;
/** Long enough that a call that nobody takes is told from one that is still on its way under load. */
const LOAD_WINDOW_SECONDS = '60';

type Figures = { latency: LatencyFigures; load: LoadFigures; bundles: BundleFigure[] };

const json = process.argv.includes('--json');
const say = (line: string) => {
  if (!json) console.log(line);
};

const measure = async (): Promise<Figures> => {
  say(colors.dim(`latency: ${LATENCY_CALLS} calls, one after the other ...`));
  const calm = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' });
  const latency = await measureLatency(calm, LATENCY_CALLS).finally(calm.stop);
  say(colors.dim(`load: ${LOAD_CALLS} calls within seconds ...`));
  const busy = await startProduct({ HANDOFF_WINDOW_SECONDS: LOAD_WINDOW_SECONDS });
  const load = await measureLoad(busy, LOAD_CALLS).finally(busy.stop);
  say(colors.dim('bundles ...'));
  return { latency, load, bundles: await measureBundles() };
};

const ms = (value: number) => `${value.toFixed(1)} ms`;
const row = (name: string, value: string, target = '') =>
  console.log(`  ${name.padEnd(46)} ${value.padStart(28)}  ${colors.dim(target)}`);
const spread = ({ p50, p95, max }: Percentiles) => `${ms(p50)} / ${ms(p95)} / ${ms(max)}`;

const print = ({ latency, load, bundles }: Figures): void => {
  console.log(colors.bold(`\nLatency, ${latency.calls} calls one after the other (p50 / p95 / max)`));
  row('webhook acknowledged', spread(latency.ack), 'p50 at most 8 ms');
  row('escalation to create-task request', spread(latency.escalationToTask), 'p50 at most 15 ms, p95 40 ms');
  row('assignment to transfer request', spread(latency.assignmentToTransfer), 'p50 at most 15 ms, p95 40 ms');

  console.log(colors.bold('\nRequests for one handed-over call'));
  const { sqs, dynamodb, perCall } = latency.requests;
  for (const [service, counts] of [
    ['SQS', sqs],
    ['DynamoDB', dynamodb],
  ] as const) {
    for (const [operation, count] of Object.entries(counts)) {
      if (count > 0) row(`${service} ${operation}`, (count / latency.calls).toFixed(2));
    }
  }
  row('together, without empty receives', perCall.toFixed(2), 'at most 32');

  console.log(colors.bold(`\nLoad: ${load.calls} calls within seconds, ${load.eventsPerCall} events each`));
  row('time', `${load.seconds.toFixed(1)} s (${load.eventsPerSecond.toFixed(0)} events/s)`);
  row('outcomes', JSON.stringify(load.outcomes));
  row(
    'wrong outcome, doubled task, doubled transfer',
    `${load.wrong}, ${load.doubledTasks}, ${load.doubledTransfers}`,
    '0, 0, 0',
  );
  row('lost calls, dead letters', `${load.lost}, ${load.deadLetters}`, '0, 0');
  row('acknowledged (p50 / p95 / max)', spread(load.ackMs));
  row('memory, simulators and emulators included', `${load.peakRssMB.toFixed(0)} MB`);

  console.log(colors.bold('\nBundles (size / gzip / load in a fresh process)'));
  for (const { function: name, kB, gzipKB, importMs } of bundles) {
    row(name, `${kB.toFixed(0)} kB / ${gzipKB.toFixed(0)} kB / ${ms(importMs)}`);
  }
  console.log('');
};

const figures = await measure();
if (json) console.log(JSON.stringify(figures, null, 2));
else print(figures);
const { wrong, doubledTasks, doubledTransfers, lost, deadLetters } = figures.load;
process.exitCode = wrong + doubledTasks + doubledTransfers + lost + deadLetters === 0 ? 0 : 1;
