import { waitInQueue } from '../lib/inbound/caller-call.ts';
import { entry } from '../lib/lambda/entry.ts';
import { TWIML_WEBHOOK, twimlWebhook } from '../lib/lambda/pipelines/twiml-webhook.ts';
import type { Env } from '../lib/settings/read.ts';
import { callerWaits } from '../lib/twilio/twiml.ts';
import { parseCallerCall } from '../lib/twilio/voice-callbacks.ts';

export const needs = TWIML_WEBHOOK;

/** What a caller hears who waits in the queue: `POST /twiml/wait`. */
export const create = (env: Env) =>
  twimlWebhook('twiml-wait', env, {
    parse: parseCallerCall,
    answer: waitInQueue,
    whenDown: (ref, { links }) => callerWaits({ backUrl: links.wait(ref) }),
  });

export const handler = entry(create, needs);
