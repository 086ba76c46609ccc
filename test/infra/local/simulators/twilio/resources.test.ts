import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACCOUNT, type Answer, type Bench, basic, startBench, TOKEN } from './bench.ts';
import { AGENT, CALLS, CONFERENCES, OURS } from './voice/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const home = dirname(createRequire(import.meta.url).resolve('twilio'));
/** The fields of a resource by the types of Twilio's own package. */
const declared = (file: string, name: string): string[] => {
  const text = readFileSync(join(home, 'rest', `${file}.d.ts`), 'utf8');
  const body = new RegExp(`^interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text)?.[1] ?? '';
  return [...body.matchAll(/^ {4}(\w+): /gm)].map(([, key = '']) => key).sort();
};
/** What is at a whole path, on whichever host of Twilio's. */
const whole = async (path: string): Promise<Answer> => {
  const headers = { authorization: basic(ACCOUNT, TOKEN) };
  const response = await fetch(`${bench.twilio.url}${path}`, { headers });
  return { status: response.status, body: { ...Object(await response.json()) }, headers: response.headers };
};
const first = ({ body }: Answer, key: string): object => {
  const rows: unknown = body[key];
  return Object(Array.isArray(rows) ? rows[0] : undefined);
};

it('everything that the simulated Twilio shows has the fields of the real one, and no other', async () => {
  bench.replies.assignment.push({ status: 200, body: '{}' });
  const task = await bench.createTask();
  bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
  await bench.twilio.idle();
  const reservation = bench.event('reservation.created').ReservationSid;
  const twiml = '<Response><Dial><Conference>room</Conference></Dial></Response>';
  const leg = await bench.rest('POST', `${CALLS}.json`, { To: AGENT, From: OURS, Twiml: twiml });
  await bench.twilio.idle();
  const conference = await bench.rest('GET', `${CONFERENCES}.json`, { FriendlyName: 'room' });
  const { sid } = Object(first(conference, 'conferences'));
  const participants = await bench.rest('GET', `${CONFERENCES}/${sid}/Participants.json`);
  bench.twilio.console.addAlert({ code: '11200' });
  bench.twilio.console.setNumber('+14155550199');
  bench.twilio.console.verifyCallerId('+14155550177');
  bench.twilio.console.setShaken('+14155550199', true);
  const hosts = async (path: string) => first(await whole(path), 'results');
  const product = Object(await hosts('/v1/TrustProducts')).sid;
  const account = `/2010-04-01/Accounts/${ACCOUNT}`;
  const worker = Object(first(await bench.rest('GET', '/Workers'), 'workers')).sid;
  const alert = Object(first(await whole('/v1/Alerts'), 'alerts')).sid;
  const v1 = 'taskrouter/v1/workspace';
  const shown: [string, string, object][] = [
    [`${v1}/task`, 'TaskResource', (await bench.rest('GET', `/Tasks/${task}`)).body],
    [`${v1}/task`, 'TaskResource', first(await bench.rest('GET', '/Tasks'), 'tasks')],
    [
      `${v1}/task/reservation`,
      'ReservationResource',
      (await bench.rest('GET', `/Tasks/${task}/Reservations/${reservation}`)).body,
    ],
    [`${v1}/worker`, 'WorkerResource', first(await bench.rest('GET', '/Workers'), 'workers')],
    [`${v1}/activity`, 'ActivityResource', first(await bench.rest('GET', '/Activities'), 'activities')],
    [v1, 'WorkspaceResource', (await bench.rest('GET', '')).body],
    [`${v1}/taskQueue`, 'TaskQueueResource', first(await bench.rest('GET', '/TaskQueues'), 'task_queues')],
    [`${v1}/workflow`, 'WorkflowResource', first(await bench.rest('GET', '/Workflows'), 'workflows')],
    [`${v1}/taskChannel`, 'TaskChannelResource', first(await bench.rest('GET', '/TaskChannels'), 'channels')],
    [
      `${v1}/worker/workerChannel`,
      'WorkerChannelResource',
      first(await bench.rest('GET', `/Workers/${worker}/Channels`), 'channels'),
    ],
    [
      `${v1}/worker/reservation`,
      'ReservationResource',
      first(await bench.rest('GET', `/Workers/${worker}/Reservations`), 'reservations'),
    ],
    ['api/v2010/account', 'AccountResource', (await whole(`${account}.json`)).body],
    ['api/v2010/account/balance', 'BalanceResource', (await whole(`${account}/Balance.json`)).body],
    [
      'api/v2010/account/incomingPhoneNumber',
      'IncomingPhoneNumberResource',
      first(await whole(`${account}/IncomingPhoneNumbers.json`), 'incoming_phone_numbers'),
    ],
    [
      'api/v2010/account/outgoingCallerId',
      'OutgoingCallerIdResource',
      first(await whole(`${account}/OutgoingCallerIds.json`), 'outgoing_caller_ids'),
    ],
    ['monitor/v1/alert', 'AlertResource', (await whole(`/v1/Alerts/${alert}`)).body],
    [
      'voice/v1/dialingPermissions/country',
      'CountryResource',
      (await whole('/v1/DialingPermissions/Countries/US')).body,
    ],
    ['trusthub/v1/customerProfiles', 'CustomerProfilesResource', await hosts('/v1/CustomerProfiles')],
    ['trusthub/v1/trustProducts', 'TrustProductsResource', await hosts('/v1/TrustProducts')],
    [
      'trusthub/v1/trustProducts/trustProductsChannelEndpointAssignment',
      'TrustProductsChannelEndpointAssignmentResource',
      await hosts(`/v1/TrustProducts/${product}/ChannelEndpointAssignments`),
    ],
    ['api/v2010/account/call', 'CallResource', leg.body],
    ['api/v2010/account/conference', 'ConferenceResource', first(conference, 'conferences')],
    ['api/v2010/account/conference/participant', 'ParticipantResource', first(participants, 'participants')],
  ];
  for (const [file, name, resource] of shown) {
    expect([name, Object.keys(resource).sort()]).toEqual([name, declared(file, name)]);
  }
});
