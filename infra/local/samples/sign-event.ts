import { readFile } from 'node:fs/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import * as z from 'zod/mini';
import { boardToken, campaignToken, linkToken } from '../../../lib/base/signed-link.ts';
import { voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import { handoffMessageSchema } from '../../../lib/handoff/record/events.ts';
import { meant } from '../../setting-names.ts';
import {
  type FunctionName,
  functionNames,
  isScheduled,
  isWorker,
  type Route,
  routes,
} from '../../topology/index.ts';
import { createSign } from '../simulators/vapi/signing.ts';

const SAMPLE_RESERVATION = `WR${'0'.repeat(31)}1`;

function furtherNameOf({ method, path }: Route, first: Route | undefined): string {
  const isOfItsMethod = method === 'DELETE' || path === first?.path;
  return isOfItsMethod ? method.toLowerCase() : (path.split('/').at(-1) ?? '').replace(/[{}]/g, '');
}

/** A function's first route has its name, a further one the last part of its path or its method: `agent-page-data`. */
const SAMPLES: ReadonlyMap<string, { function: FunctionName; route?: Route }> = new Map(
  functionNames.flatMap((name) => {
    const [first, ...further] = routes.filter((route) => route.function === name);
    return [
      [name, { function: name, ...(first && { route: first }) }] as const,
      ...further.map(
        (route) => [`${name}-${furtherNameOf(route, first)}`, { function: name, route }] as const,
      ),
    ];
  }),
);
export const sampleNames: readonly string[] = [...SAMPLES.keys()];

function unknownSample(name: string): string {
  const near = meant(name, sampleNames);
  const asked = near === undefined ? '' : `; did you mean ${near}?`;
  const problem =
    name === '' ? 'Name a sample: npm run --silent event -- <name>' : `No sample "${name}"${asked}`;
  return `${problem}\nThere are ${sampleNames.join(', ')}.`;
}

const EVENTS = new URL('../../../test/events/', import.meta.url);

const httpEvent = z.looseObject({
  routeKey: z.string(),
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.string()),
  isBase64Encoded: z.boolean(),
});
const queueEvent = z.looseObject({ Records: z.tuple([z.looseObject({ body: z.string() })]) });
const envFile = z.record(z.string(), z.record(z.string(), z.string()));

const json = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(file, EVENTS), 'utf8'));

/** The sample event of the handoffs' worker: the handoff that the agent page of the samples shows. */
const sampleMessage = async () =>
  handoffMessageSchema.parse(JSON.parse(queueEvent.parse(await json('handoff-worker.json')).Records[0].body));

/** Moments in a message, in ms since 1970: these, and nothing else that a sample holds, are numbers of this size. */
const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && value > 1_600_000_000_000 && value < 2_000_000_000_000;

/** What waits in the queue of a worker, as if it had just been sent: its latest moment is now, the others before it. */
const freshMessage = (body: string, now: number): string => {
  const moments: number[] = [];
  JSON.parse(body, (_, value) => {
    if (isMoment(value)) moments.push(value);
    return value;
  });
  const shift = now - Math.max(...moments);
  return JSON.stringify(JSON.parse(body, (_, value) => (isMoment(value) ? value + shift : value)));
};

/** The call whose handoff the samples are about. */
export const sampleCall = async (): Promise<string> => (await sampleMessage()).callId;

const campaignEvent = z.looseObject({ pathParameters: z.object({ id: z.string() }) });

/** The campaign that the sample of `outbound-campaigns` makes: its id is told by its key and its body. */
const sampleCampaign = async (): Promise<string> =>
  campaignEvent.parse(await json('outbound-campaigns-id.json')).pathParameters.id;

/**
 * A sample event, by its name among `sampleNames`, as it would arrive at `now` (ms since 1970): signed with the
 * secrets of test/events/env.json. `taskSid`: the task that TaskRouter has made for the handoff of the samples; an
 * offer of another one is refused. Throws for an unknown name, naming the known ones.
 */
export const freshEvent = async (name: string, now: number, taskSid?: string): Promise<unknown> => {
  const of = SAMPLES.get(name);
  if (of === undefined) throw new Error(unknownSample(name));
  const env = envFile.parse(await json('env.json'))[of.function] ?? {};
  const setting = (key: string): string => env[key] ?? '';
  const sample = await json(`${name}.json`);
  if (isWorker(of.function)) {
    const [record] = queueEvent.parse(sample).Records;
    return { Records: [{ ...record, body: freshMessage(record.body, now) }] };
  }
  if (isScheduled(of.function)) return sample;
  const event = httpEvent.parse(sample);
  const signed = (headers: Record<string, string>) => ({
    ...event,
    headers: { ...event.headers, ...headers },
  });
  const { callId, handoffId = '' } = await sampleMessage();
  switch (of.route?.caller) {
    case 'vapi':
      return signed(
        createSign({ auth: 'hmac', secret: setting('VAPI_SERVER_SECRET') })(event.body ?? '', now),
      );
    case 'twilio': {
      const { path } = of.route;
      const form = new URLSearchParams(Buffer.from(event.body ?? '', 'base64').toString('utf8'));
      if (taskSid !== undefined && form.has('TaskSid')) form.set('TaskSid', taskSid);
      const params = Object.fromEntries(form);
      const base = setting('PUBLIC_BASE_URL');
      // A leg's address says of which handoff it is; the query of all our links says so in the same words.
      const ref = { callId, handoffId, reservationSid: SAMPLE_RESERVATION };
      const query = path.startsWith('/twiml/') ? new URL(voiceLinks(base).agent(ref)).search : '';
      const token = setting('TWILIO_AUTH_TOKEN');
      const signature = getExpectedTwilioSignature(token, `${base}${path}${query}`, params);
      const body = Buffer.from(form.toString()).toString('base64');
      return { ...signed({ 'x-twilio-signature': signature }), rawQueryString: query.slice(1), body };
    }
    case 'link': {
      const key = setting('LINK_SIGNING_KEY');
      const expiresAt = Math.floor(now / 1000) + 3600;
      const token =
        of.function === 'board-page'
          ? boardToken({ expiresAt }, key)
          : of.function === 'campaign-page'
            ? campaignToken({ id: await sampleCampaign(), expiresAt }, key)
            : linkToken({ callId, handoffId, expiresAt }, key);
      return { ...event, rawPath: event.rawPath.replace('sample', token), pathParameters: { token } };
    }
    case 'key':
      return signed({ 'x-api-key': setting('OUTBOUND_API_KEY') });
    default:
      return event;
  }
};
