import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Answer, type Bench, startBench } from './bench.ts';
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
    ['api/v2010/account/call', 'CallResource', leg.body],
    ['api/v2010/account/conference', 'ConferenceResource', first(conference, 'conferences')],
    ['api/v2010/account/conference/participant', 'ParticipantResource', first(participants, 'participants')],
  ];
  for (const [file, name, resource] of shown) {
    expect([name, Object.keys(resource).sort()]).toEqual([name, declared(file, name)]);
  }
});
