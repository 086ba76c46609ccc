import { readLastHeard } from '../lib/aws/last-heard.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import type { CallMessage } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import { answerToolMessage } from '../lib/inbound/vapi-tool-server.ts';
import { entry } from '../lib/lambda/entry.ts';
import { VAPI_WEBHOOK, vapiWebhook } from '../lib/lambda/pipelines/vapi-webhook.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { TOOLS, toolPorts } from '../lib/lambda/wiring/tools.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { VAPI_SETTINGS } from '../lib/vapi/settings.ts';

export const needs = {
  ...VAPI_WEBHOOK,
  ...TELEMETRY,
  ...TOOLS,
  ...only(SERVICE_SETTINGS, 'LANGUAGE'),
  ...only(VAPI_SETTINGS, 'VAPI_CONTROL_HOSTS'),
  ...only(CONVERSATION_SETTINGS, 'CALL_EVENTS_QUEUE_URL'),
};

/** Tools that ask a team's systems while the caller waits: `POST /webhook/vapi/tools`. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('vapi-tools', settings);
  const options = {
    language: settings.LANGUAGE,
    controlHosts: settings.VAPI_CONTROL_HOSTS,
    budgetMs: settings.TOOL_BUDGET_MS,
  };
  const ports = {
    ...toolPorts(settings, telemetry),
    ...{ log: telemetry.log, count: telemetry.count },
    lastHeard: readLastHeard(table(settings.TABLE_NAME), now),
    events: messageQueue<CallMessage>(sqsClient(), settings.CALL_EVENTS_QUEUE_URL),
    wait: (ms: number) => new Promise<void>((go) => setTimeout(go, ms)),
  };
  return vapiWebhook({
    settings,
    telemetry,
    now,
    answer: async (message) => ({ status: 200, body: await answerToolMessage(message, options, ports) }),
  });
};

export const handler = entry(create, needs);
