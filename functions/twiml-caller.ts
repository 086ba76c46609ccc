import { nextForCaller } from '../lib/inbound/caller-call.ts';
import { entry } from '../lib/lambda/entry.ts';
import { TWIML_WEBHOOK, twimlWebhook } from '../lib/lambda/pipelines/twiml-webhook.ts';
import type { Env } from '../lib/settings/read.ts';
import { callerHolds } from '../lib/twilio/twiml.ts';
import { parseCallerCall } from '../lib/twilio/voice-callbacks.ts';

export const needs = TWIML_WEBHOOK;

/** A caller's leg has left the conference or the queue: `POST /twiml/caller`. */
export const create = (env: Env) =>
  twimlWebhook('twiml-caller', env, {
    parse: parseCallerCall,
    answer: nextForCaller,
    whenDown: (ref, { links }) => callerHolds({ againUrl: links.caller(ref) }),
  });

export const handler = entry(create, needs);
