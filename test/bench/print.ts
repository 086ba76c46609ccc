import colors from 'picocolors';
import { ASSUMED_MS, type CostFigures } from './cost.ts';
import type { Counts, Percentiles } from './latency.ts';
import {
  type Figures,
  MAX_ASSISTANT_REQUEST_MS,
  MAX_PACE_OFF,
  MAX_RATIO,
  MAX_REQUESTS_OF_A_VIEW,
  MAX_VIEW_MS,
  MAX_WARM_RATIO,
} from './limits.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;
const row = (name: string, value: string, target = '') =>
  console.log(`  ${name.padEnd(46)} ${value.padStart(28)}  ${colors.dim(target)}`);
const share = (value: number) => `${(value * 100).toFixed(1)} %`;
const spread = ({ p50, p95, max }: Percentiles) => `${ms(p50)} / ${ms(p95)} / ${ms(max)}`;

function printRequests({ sqs, dynamodb }: Counts, calls: number): void {
  for (const [service, counts] of [
    ['SQS', sqs],
    ['DynamoDB', dynamodb],
  ] as const) {
    for (const [operation, count] of Object.entries(counts)) {
      if (count > 0) row(`${service} ${operation}`, (count / calls).toFixed(2));
    }
  }
}

function printCost({ perCall: of, ...cost }: CostFigures, one: string): void {
  const dollars = (value: number) => `$${value.toFixed(4)}`;
  row('API Gateway', dollars(cost.api), `${of.apiRequests.toFixed(1)} requests ${one}`);
  const { webhook, worker } = ASSUMED_MS;
  row('Lambda', dollars(cost.lambda), `${of.gbSeconds.toFixed(2)} GB-s, at ${webhook} and ${worker} ms`);
  row('SQS', dollars(cost.sqs), `${of.sqsRequests.toFixed(1)} requests`);
  const { readUnits, writeUnits } = of;
  row('DynamoDB', dollars(cost.dynamodb), `${readUnits.toFixed(1)} reads, ${writeUnits.toFixed(1)} writes`);
  row('Logs', dollars(cost.logs), `${of.logKB.toFixed(0)} kB`);
  row('together', dollars(cost.total));
}

/** The figures as a table for people. */
export const print = ({
  latency,
  cost,
  desk,
  places,
  tools,
  events,
  campaign,
  board,
  load,
  recovery,
  bundles,
  startup,
}: Figures): void => {
  console.log(colors.bold(`\nLatency, ${latency.calls} calls one after the other (p50 / p95 / max)`));
  row('webhook acknowledged', spread(latency.ack), 'p50 at most 8 ms');
  row('escalation to create-task request', spread(latency.escalationToTask), 'p50 at most 15 ms, p95 40 ms');
  row('assignment to transfer request', spread(latency.assignmentToTransfer), 'p50 at most 15 ms, p95 40 ms');

  console.log(colors.bold('\nRequests for one handed-over call'));
  const { perCall } = latency.requests;
  printRequests(latency.requests, latency.calls);
  row('together, without empty receives', perCall.toFixed(2), 'at most 29');

  console.log(colors.bold('\nCost of 1,000 handed-over calls, from list prices (infra/prices.ts)'));
  printCost(cost, 'a call');

  console.log(colors.bold(`\nFront desk, ${desk.calls} calls one after the other (p50 / p99 / max)`));
  const rings = ({ p50, p99, max }: Percentiles) => `${ms(p50)} / ${ms(p99)} / ${ms(max)}`;
  row('assistant-request', rings(desk.assistantRequest), `p99 under ${MAX_ASSISTANT_REQUEST_MS} ms`);
  row('voice: webhook to TwiML, a call opened at Vapi', rings(desk.voice));
  const { assistantRequest, voice } = desk.requests;
  row('requests to the table for one of each', `${assistantRequest.toFixed(2)}, ${voice.toFixed(2)}`);
  row('wrong answers', String(desk.wrong), '0');

  console.log(colors.bold(`\nPlaces: ${places.calls} calls at once, room for ${places.room}`));
  row('taken, full', `${places.taken}, ${places.full}`);
  row(
    'given to nobody, beyond the limit, no answer',
    `${places.lost}, ${places.beyond}, ${places.undecided}`,
    '0, 0, 0',
  );
  row(
    'requests for a call: to ask, to give back',
    `${places.requestsToAsk.toFixed(2)}, ${places.requestsToFree.toFixed(2)}`,
  );

  console.log(colors.bold(`\nTools: ${tools.calls} look-ups one after the other (p50 / p95 / max)`));
  row('answered, the system at once', spread(tools.atOnce));
  row('answered, the system after 1 s', spread(tools.afterASecond));
  row('requests to table and queues for one of them', tools.requests.toFixed(2));
  row(`${tools.together} at one moment`, spread(tools.togetherMs));
  row(
    'without an answer, answered twice, asked without need',
    `${tools.lost}, ${tools.doubled}, ${tools.repeated}`,
    '0, 0, 0',
  );

  console.log(colors.bold(`\nConversations: ${events.calls} calls, ${events.events} events`));
  row('events a second', events.perSecond.toFixed(0), `${events.wantedPerSecond} asked for`);
  row(
    'time, and until the last is stored',
    `${events.seconds.toFixed(1)} s + ${events.drainSeconds.toFixed(1)} s`,
  );
  row(
    'utterances lost, doubled; events refused, dead',
    `${events.lost}, ${events.doubled}; ${events.refused}, ${events.deadLetters}`,
    '0, 0; 0, 0',
  );
  row('acknowledged (p50 / p95 / max)', spread(events.ackMs));
  row(
    'sends and table writes for one event',
    `${events.sends.toFixed(2)}, ${events.writes.toFixed(2)}`,
    '1, 2',
  );
  row('memory, simulators and emulators included', `${events.peakRssMB.toFixed(0)} MB`);

  const { takenInMs, gapMs } = campaign;
  console.log(
    colors.bold(`\nCampaign: ${campaign.contacts} contacts, ${campaign.attempts} called, nobody picks up`),
  );
  row('taken in, as CSV and as JSON', `${ms(takenInMs.csv)}, ${ms(takenInMs.json)}`);
  row('requests to the table for that', campaign.takenInRequests.toFixed(0));
  row('from call to call (least / p50 / p95)', `${ms(gapMs.least)} / ${ms(gapMs.p50)} / ${ms(gapMs.p95)}`);
  row('the mean', ms(gapMs.mean), `${campaign.secondsApart * 1_000} ms asked for`);
  row('p50 off by', share(campaign.paceOff), `at most ${share(MAX_PACE_OFF)}`);
  row(
    'not called; called twice; wrong results',
    `${campaign.missing}; ${campaign.doubled}; ${campaign.wrong}`,
    '0; 0; 0',
  );
  row(
    'places not given back; owed; dead letters',
    `${campaign.placesLeft}; ${campaign.owed}; ${campaign.deadLetters}`,
    '0; 0; 0',
  );

  console.log(colors.bold('\nRequests for one attempt of it'));
  printRequests(campaign.requests, 1);
  row('together, without empty receives', campaign.requests.perAttempt.toFixed(2));

  console.log(colors.bold('\nCost of 1,000 attempts'));
  printCost(campaign.cost, 'an attempt');

  console.log(
    colors.bold(`\nBoard: a day of ${board.handoffs} handoffs, ${board.views} views (p50 / p95 / max)`),
  );
  row('a view', spread(board.view), `p95 under ${MAX_VIEW_MS} ms`);
  row('requests to the table for it', board.requestsOfAView.toFixed(2), `at most ${MAX_REQUESTS_OF_A_VIEW}`);
  row('the first view of a function, its requests', `${ms(board.first.ms)}, ${board.first.requests}`);
  row('a page of a search', spread(board.search));
  row('requests to the table for it', board.requestsOfASearch.toFixed(2));
  row('the day as CSV', ms(board.csvMs));
  row('scans, wrong answers', `${board.scans}, ${board.wrong}`, '0, 0');
  const { requests, writeUnits, dollarsFor1000 } = board.ofAHandoff;
  row('of a handed-over call: requests, writes of 1 KB', `${requests.toFixed(2)}, ${writeUnits.toFixed(2)}`);
  row('that is for 1,000 of them', `$${dollarsFor1000.toFixed(4)}`);

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

  console.log(
    colors.bold(
      `\nRecovery: ${recovery.calls} calls, table or queue away at each step (p50 / worst after its return)`,
    ),
  );
  for (const {
    away,
    ms: outage,
    calls,
    joined,
    p50Ms,
    worstMs,
    worst,
    truthAfterWindowMs,
    faults,
  } of recovery.rows) {
    row(`${away} away for ${outage / 1_000} s`, `${ms(p50Ms)} / ${ms(worstMs)}`, `${worst}; at most 5 s`);
    row('  joined; faults', `${joined} of ${calls}; ${faults.length}`, faults.join('; '));
    if (truthAfterWindowMs !== undefined) {
      row('  the others heard the truth after the window', ms(truthAfterWindowMs), 'at most 3 s');
    }
  }

  console.log(colors.bold('\nBundles (entry / all / gzip)'));
  for (const { function: name, entryKB, kB, gzipKB } of bundles) {
    row(name, `${entryKB.toFixed(0)} kB / ${kB.toFixed(0)} kB / ${gzipKB.toFixed(0)} kB`);
  }

  console.log(
    colors.bold(`\nStart-up, ${startup.starts} fresh processes each (load + first event = together)`),
  );
  const { vapiWebhook, withSecret, twilioVoice, vapiTools, sendOneMessage } = startup;
  const { ratio, ratioWithSecret, ratioTwilioVoice, ratioVapiTools, warmRatio } = startup;
  for (const [name, figures] of [
    ['vapi-webhook, a tool call', vapiWebhook],
    ['the same, its secret read first', withSecret],
    ['twilio-voice, a call that is opened at Vapi', twilioVoice],
    ['vapi-tools, a look-up with a system of the team’s', vapiTools],
    ['a function that sends one message with the SDK', sendOneMessage],
  ] as const) {
    const { loadMs, firstMs, totalMs, warmCpuMs, rssMB } = figures;
    row(name, `${ms(loadMs)} + ${ms(firstMs)} = ${ms(totalMs)}`);
    row('  a further event (CPU) / memory', `${ms(warmCpuMs)} / ${rssMB.toFixed(0)} MB`);
  }
  row('ratio', ratio.toFixed(2), `at most ${MAX_RATIO}`);
  row('ratio with the secret', ratioWithSecret.toFixed(2));
  row('ratio of twilio-voice', ratioTwilioVoice.toFixed(2));
  row('ratio of vapi-tools', ratioVapiTools.toFixed(2));
  row('ratio of the CPU time of a further event', warmRatio.toFixed(2), `at most ${MAX_WARM_RATIO}`);
  console.log('');
};
