import { forAgent, hearAgent } from '../lib/inbound/agent-call.ts';
import { entry } from '../lib/lambda/entry.ts';
import { TWIML_WEBHOOK, twimlWebhook } from '../lib/lambda/pipelines/twiml-webhook.ts';
import type { Env } from '../lib/settings/read.ts';
import { agentIsAsked } from '../lib/twilio/twiml.ts';
import { parseAgentCall } from '../lib/twilio/voice-callbacks.ts';

export const needs = TWIML_WEBHOOK;

/** The agent has pressed a key, or none: `POST /twiml/agent/decision`. */
export const create = (env: Env) =>
  twimlWebhook('twiml-agent-decision', env, {
    parse: parseAgentCall,
    answer: forAgent(hearAgent),
    whenDown: (ref, { links }) =>
      agentIsAsked({ sentence: '', language: ref.language, decisionUrl: links.decision(ref), again: true }),
  });

export const handler = entry(create, needs);
