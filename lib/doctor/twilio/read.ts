import type { Clock } from '../../base/clock.ts';
import { countriesOf } from '../../base/phone-number.ts';
import type { Expectations } from '../expectations.ts';
import { ifSeen, mapped, type Seen, type Source, see } from '../seen.ts';
import { accountWith } from './account-read.ts';
import { queuesOf, routingOf } from './configuration.ts';
import { seeList } from './lists.ts';
import { type Places, placesOf } from './places.ts';
import * as shapes from './shapes.ts';
import {
  type Agent,
  contactOf,
  MOST_AGENTS,
  type QueueSeen,
  type TwilioSeen,
  type WorkflowUse,
} from './twilio-seen.ts';

const DAY_MS = 86_400_000;

/** Permissions for the United States hold for Canada. */
const COVERED_BY: Partial<Record<string, string>> = { CA: 'US' };

/** Reads all of it side by side, each thing once. `numbers`: those of the business, once they are known. */
export async function readTwilio(
  source: Source,
  expected: Expectations,
  numbers: Promise<readonly string[]>,
  clock: Clock,
): Promise<TwilioSeen> {
  const { twilio, stage } = expected;
  const places = placesOf(twilio);
  const now = clock();
  const since = new Date(now - DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  const agents = readAgents(source, places);
  const workflows = readWorkflows(source, places, twilio);
  const queues = seeList(source, places.queues, 'task_queues', shapes.queueShape);
  const alone = Promise.all([
    see(source, places.account, accountWith(twilio.authTokens)),
    see(source, places.balance, shapes.balanceShape),
    see(source, places.workspace, shapes.workspaceShape),
    seeList(source, places.activities, 'activities', shapes.activityShape),
    seeList(source, places.busyTasks, 'tasks', shapes.taskShape),
    seeList(source, places.callerIds, 'outgoing_caller_ids', shapes.callerIdShape),
    seeList(source, places.profiles, 'results', shapes.trustShape),
    readSigned(source, places),
    seeList(source, places.alerts(since), 'alerts', shapes.alertShape),
  ]);
  const prefix = `voice-handoff:${stage}:`;
  const [used, ofNumbers, countries] = await Promise.all([
    Promise.all([queues, workflows]).then((both) => readUsed(source, places, ...both, prefix)),
    numbers.then((business) => readNumbers(source, places, business, twilio.callerId)),
    agents.then((listed) => readCountries(source, places, expected, listed.agents)),
  ]);
  const [account, balance, workspace, activities, busyTasks, callerIds, profiles, signedNumbers, alerts] =
    await alone;
  return {
    now,
    account,
    balance,
    workspace,
    activities,
    workflows: await workflows,
    queues: await queues,
    used,
    ...(await agents),
    busyTasks,
    numbers: ofNumbers,
    callerIds: mapped(callerIds, (listed) => listed.map((one) => one.phone_number)),
    countries,
    profiles,
    signedNumbers,
    alerts,
  };
}

async function readAgents(source: Source, places: Places): Promise<Pick<TwilioSeen, 'agents' | 'beyond'>> {
  const listed = await seeList(source, places.workers, 'workers', shapes.listedWorkerShape);
  if (listed.is !== 'seen') return { agents: listed, beyond: 0 };
  const agents = await Promise.all(
    listed.value.slice(0, MOST_AGENTS).map(async ({ sid, friendly_name: name }): Promise<Agent> => {
      const [worker, channels] = await Promise.all([
        see(source, places.worker(sid), shapes.workerShape),
        seeList(source, places.channels(sid), 'channels', shapes.channelShape),
      ]);
      const isTaken = (ifSeen(channels) ?? []).some(
        (one) => one.task_channel_unique_name === 'voice' && (one.assigned_tasks ?? 0) > 0,
      );
      const accepted = isTaken
        ? await seeList(source, places.accepted(sid), 'reservations', shapes.reservationShape)
        : undefined;
      return { name, worker, channels, accepted };
    }),
  );
  return { agents: { is: 'seen', value: agents }, beyond: listed.value.length - agents.length };
}

async function readWorkflows(
  source: Source,
  places: Places,
  { workflowSid, callbackWorkflowSid, reviewWorkflowSid }: Expectations['twilio'],
): Promise<TwilioSeen['workflows']> {
  const read = (sid: string | undefined, name: string) =>
    see(source, places.workflow(sid, name), shapes.workflowShape);
  const handoffs = read(workflowSid, 'TWILIO_WORKFLOW_SID');
  // Without one of their own they go the way of handoffs, and one workflow is read once.
  const callbacks =
    callbackWorkflowSid === undefined || callbackWorkflowSid === workflowSid
      ? undefined
      : read(callbackWorkflowSid, 'TWILIO_CALLBACK_WORKFLOW_SID');
  const known = [undefined, workflowSid, callbackWorkflowSid];
  const reviews = known.includes(reviewWorkflowSid)
    ? undefined
    : read(reviewWorkflowSid, 'TWILIO_REVIEW_WORKFLOW_SID');
  const all = new Map<WorkflowUse, Seen<shapes.Workflow>>([['handoffs', await handoffs]]);
  if (callbacks !== undefined) all.set('callbacks', await callbacks);
  if (reviews !== undefined) all.set('reviews', await reviews);
  return all;
}

async function readUsed(
  source: Source,
  places: Places,
  queues: Seen<shapes.Queue[]>,
  workflows: TwilioSeen['workflows'],
  prefix: string,
): Promise<QueueSeen[]> {
  const routings = [...workflows.values()].flatMap(
    (one) => routingOf(ifSeen(one)?.configuration ?? '') ?? [],
  );
  const led = new Set(routings.flatMap(queuesOf));
  // Without a workflow that can be read, those that bear our name are taken for the ones that callers are led to.
  const used = (ifSeen(queues) ?? []).filter(({ sid, friendly_name: name }) =>
    routings.length > 0 ? led.has(sid) : name.startsWith(prefix),
  );
  return Promise.all(
    used.map(async (queue) => ({ queue, load: await see(source, places.load(queue.sid), shapes.loadShape) })),
  );
}

async function readNumbers(
  source: Source,
  places: Places,
  business: readonly string[],
  callerId: string | undefined,
): Promise<TwilioSeen['numbers']> {
  const asked = [...new Set([...business, ...(callerId === undefined ? [] : [callerId])])];
  const read = asked.map(async (number): Promise<[string, Seen<shapes.TwilioNumber | undefined>]> => {
    const found = await seeList(source, places.number(number), 'incoming_phone_numbers', shapes.numberShape);
    // Twilio also finds parts of numbers.
    return [number, mapped(found, (all) => all.find((one) => one.phone_number === number))];
  });
  return new Map(await Promise.all(read));
}

async function readCountries(
  source: Source,
  places: Places,
  { twilio, team }: Expectations,
  agents: TwilioSeen['agents'],
): Promise<TwilioSeen['countries']> {
  const contacts = [
    ...(ifSeen(agents) ?? []).map(contactOf),
    ...(team?.agents ?? []).map((one) => one.contact),
  ];
  const countries = [...countriesOf(contacts), ...twilio.countries].map((iso) => COVERED_BY[iso] ?? iso);
  const read = [...new Set(countries)]
    .sort()
    .map(
      async (iso): Promise<[string, Seen<shapes.Country>]> => [
        iso,
        await see(source, places.country(iso), shapes.countryShape),
      ],
    );
  return new Map(await Promise.all(read));
}

async function readSigned(source: Source, places: Places): Promise<Seen<ReadonlySet<string>>> {
  const products = await seeList(source, places.shaken, 'results', shapes.trustShape);
  if (products.is !== 'seen') return products;
  const signed = new Set<string>();
  for (const product of products.value) {
    const assigned = await seeList(source, places.assigned(product.sid), 'results', shapes.assignmentShape);
    if (assigned.is !== 'seen') return assigned;
    for (const one of assigned.value) signed.add(one.channel_endpoint_sid);
  }
  return { is: 'seen', value: signed };
}
