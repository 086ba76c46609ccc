import { askAgent, forAgent } from '../lib/inbound/agent-call.ts';
import { entry } from '../lib/lambda/entry.ts';
import { TWIML_WEBHOOK, twimlWebhook } from '../lib/lambda/pipelines/twiml-webhook.ts';
import type { Env } from '../lib/settings/read.ts';
import { speechOf } from '../lib/speech/index.ts';
import { agentIsAsked } from '../lib/twilio/twiml.ts';
import { parseAgentCall } from '../lib/twilio/voice-callbacks.ts';

export const needs = TWIML_WEBHOOK;

/** An agent has answered: who is calling, why, and which key takes the call: `POST /twiml/agent`. */
export const create = (env: Env) =>
  twimlWebhook('twiml-agent', env, {
    parse: parseAgentCall,
    answer: forAgent(askAgent),
    whenDown: (ref, { links }) =>
      agentIsAsked({
        sentence: speechOf(ref.language).toAgent.someoneWaits,
        language: ref.language,
        decisionUrl: links.decision(ref),
      }),
  });

export const handler = entry(create, needs);
