import { readFile } from 'node:fs/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import * as z from 'zod/mini';
import { linkToken } from '../../../lib/base/signed-link.ts';
import { callMessageSchema } from '../../../lib/conversation/events.ts';
import { summaryMessageSchema } from '../../../lib/crm/summary.ts';
import { type VoiceLinks, voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import { handoffMessageSchema } from '../../../lib/handoff/record/events.ts';
import { type FunctionName, functionNames } from '../../topology.ts';
import type { WorkerName } from '../functions.ts';
import { createSign } from '../simulators/vapi/signing.ts';

/** Which of our links leads to each route of Twilio Voice. */
const TWIML = {
  '/twiml/agent': 'agent',
  '/twiml/agent/decision': 'decision',
  '/twiml/caller': 'caller',
  '/twiml/wait': 'wait',
} as const satisfies Record<string, keyof VoiceLinks>;
const SAMPLE_RESERVATION = `WR${'0'.repeat(31)}1`;

/** A further sample of a function that has two routes. */
const FURTHER: Partial<Record<string, FunctionName>> = { 'agent-page-data': 'agent-page' };
export const sampleNames: readonly string[] = [...functionNames, ...Object.keys(FURTHER)];

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

/** What waits in the queue of a worker, as if it had just been sent. */
const freshMessage: Record<WorkerName, (body: string, now: number) => unknown> = {
  'handoff-worker': (body, now) => {
    const message = handoffMessageSchema.parse(JSON.parse(body));
    if (message.event.type === 'escalation-requested') message.event.request.requestedAt = now;
    return message;
  },
  'call-events-worker': (body, now) => {
    const message = callMessageSchema.parse(JSON.parse(body));
    if (message.event !== undefined) Object.assign(message.event, { at: now, receivedAt: now });
    return message;
  },
  'crm-worker': (body) => summaryMessageSchema.parse(JSON.parse(body)),
};

/**
 * A sample event, by its name among `sampleNames`, as it would arrive at `now` (ms since 1970): signed with the
 * secrets of test/events/env.json. Throws for an unknown name, naming the known ones.
 */
export const freshEvent = async (name: string, now: number): Promise<unknown> => {
  const of = FURTHER[name] ?? name;
  if (!isFunction(of)) throw new Error(`No sample "${name}"; there are ${sampleNames.join(', ')}.`);
  const env = envFile.parse(await json('env.json'))[of] ?? {};
  const setting = (key: string): string => env[key] ?? '';
  const sample = await json(`${name}.json`);
  if (isWorker(of)) {
    const [record] = queueEvent.parse(sample).Records;
    return { Records: [{ ...record, body: JSON.stringify(freshMessage[of](record.body, now)) }] };
  }
  const event = httpEvent.parse(sample);
  const path = event.routeKey.slice(event.routeKey.indexOf(' ') + 1);
  const signed = (headers: Record<string, string>) => ({
    ...event,
    headers: { ...event.headers, ...headers },
  });
  if (path.startsWith('/webhook/vapi')) {
    return signed(createSign({ auth: 'hmac', secret: setting('VAPI_SERVER_SECRET') })(event.body ?? '', now));
  }
  if (path.startsWith('/webhook/twilio/') || isTwiml(path)) {
    const params = Object.fromEntries(
      new URLSearchParams(Buffer.from(event.body ?? '', 'base64').toString('utf8')),
    );
    const base = setting('PUBLIC_BASE_URL');
    const { callId, handoffId = '' } = await sampleMessage();
    const ref = { callId, handoffId, reservationSid: SAMPLE_RESERVATION };
    const url = isTwiml(path) ? voiceLinks(base)[TWIML[path]](ref) : `${base}${path}`;
    const asked = signed({
      'x-twilio-signature': getExpectedTwilioSignature(setting('TWILIO_AUTH_TOKEN'), url, params),
    });
    return { ...asked, rawQueryString: new URL(url).search.slice(1) };
  }
  if (path.includes('{token}')) {
    const { callId, handoffId = '' } = await sampleMessage();
    const expiresAt = Math.floor(now / 1000) + 3600;
    const token = linkToken({ callId, handoffId, expiresAt }, setting('LINK_SIGNING_KEY'));
    return { ...event, rawPath: event.rawPath.replace('sample', token), pathParameters: { token } };
  }
  return event;
};

const isTwiml = (path: string): path is keyof typeof TWIML => path in TWIML;
const isWorker = (name: FunctionName): name is WorkerName => name in freshMessage;
const isFunction = (name: string): name is FunctionName => functionNames.some((known) => known === name);
