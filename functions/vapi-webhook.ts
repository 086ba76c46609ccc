import { isCallOver, markCallLive, markCallOver } from '../lib/aws/call-over.ts';
import { admitCallback, keepCallback } from '../lib/aws/callback-store.ts';
import { readLastHeard } from '../lib/aws/last-heard.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { reportStore } from '../lib/aws/report-store.ts';
import { routingStore } from '../lib/aws/routing-store.ts';
import { table } from '../lib/aws/table.ts';
import { withoutUndefined } from '../lib/base/without-undefined.ts';
import type { CallEvent } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import { CRM_SETTINGS } from '../lib/crm/settings.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import type { CallbackMessage } from '../lib/handoff/record/callback-request.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { answerServerMessage } from '../lib/inbound/vapi-messages.ts';
import { entry } from '../lib/lambda/entry.ts';
import { VAPI_WEBHOOK, vapiWebhook } from '../lib/lambda/pipelines/vapi-webhook.ts';
import { DESK, deskPorts, deskSetupOf } from '../lib/lambda/wiring/desk.ts';
import {
  ESCALATION,
  escalationOf,
  HANDOFF_SERVICE,
  handoffService,
  now,
} from '../lib/lambda/wiring/handoffs.ts';
import type { OutboundMessage } from '../lib/outbound/call/events.ts';
import type { DoNotCall } from '../lib/outbound/do-not-call.ts';
import { OUTBOUND_SETTINGS } from '../lib/outbound/settings.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { TWILIO_SETTINGS } from '../lib/twilio/settings.ts';
import { VAPI_SETTINGS } from '../lib/vapi/settings.ts';

export const needs = {
  ...VAPI_WEBHOOK,
  ...HANDOFF_SERVICE,
  ...ESCALATION,
  ...only(HANDOFF_SETTINGS, 'ESCALATION_TOOLS', 'HUMAN_AGENT_NUMBER'),
  ...only(VAPI_SETTINGS, 'VAPI_CONTROL_HOSTS', 'VAPI_TRANSFER_MODE'),
  ...CONVERSATION_SETTINGS,
  ...only(FOLLOWUP_SETTINGS, 'FOLLOWUP_QUEUE_URL', 'CALLBACK_COUNTRIES'),
  ...only(TWILIO_SETTINGS, 'TWILIO_NUMBER'),
  ...only(CRM_SETTINGS, 'CRM_HOOK_URL'),
  ...DESK,
  ...only(OUTBOUND_SETTINGS, 'OUTBOUND_QUEUE_URL'),
};

/** Everything that Vapi tells about a call: `POST /webhook/vapi`. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, ports } = handoffService('vapi-webhook', settings, settings.TWILIO_ACCOUNT_SID);
  const { HUMAN_AGENT_NUMBER: fallbackNumber } = settings;
  const options = {
    escalationTools: settings.ESCALATION_TOOLS,
    ...escalationOf(settings),
    controlHosts: settings.VAPI_CONTROL_HOSTS,
    callbacks: withoutUndefined({
      countries: settings.CALLBACK_COUNTRIES,
      teamNumber: settings.TWILIO_NUMBER,
    }),
    transferMode: settings.VAPI_TRANSFER_MODE,
    toolsUrl: `${settings.PUBLIC_BASE_URL.replace(/\/+$/, '')}/webhook/vapi/tools`,
    desk: { setup: deskSetupOf(settings), resumeMinutes: settings.RESUME_MINUTES },
    ...(fallbackNumber === undefined ? {} : { fallbackNumber }),
  };
  const records = table(settings.TABLE_NAME);
  const sqs = sqsClient();
  const followups = messageQueue<CallbackMessage>(sqs, settings.FOLLOWUP_QUEUE_URL);
  const retention = settings.RETENTION_DAYS * 86_400;
  const conversation = {
    events: messageQueue(sqs, settings.CALL_EVENTS_QUEUE_URL),
    async keepEvent(callId: string, event: CallEvent) {
      const { keepingEvents } = await import('../lib/lambda/wiring/kept-events.ts');
      await keepingEvents(settings, telemetry)(callId, event);
    },
    markLive: markCallLive(records, now, retention),
    markOver: markCallOver(records, now, retention),
    saveReport: reportStore(records, now, retention).save,
    afterCall: settings.CRM_HOOK_URL !== undefined || settings.REQUIRED_FIELDS.length > 0,
    clock: now,
  };
  const doNotCall: Pick<DoNotCall, 'list'> = {
    async list(numbers, entry) {
      const { doNotCallStore } = await import('../lib/aws/do-not-call-store.ts');
      await doNotCallStore(records, now).list(numbers, entry);
    },
  };
  const answering = {
    ...ports,
    followups,
    keepCallback: keepCallback(records, now),
    lastHeard: readLastHeard(records, now),
    routing: routingStore(records, now),
    admitCallback: admitCallback(records, now, settings.OPENING_HOURS?.timeZone),
    doNotCall,
    conversation,
    outbound: messageQueue<OutboundMessage>(sqs, settings.OUTBOUND_QUEUE_URL),
    desk: { ...deskPorts(settings), isOver: isCallOver(records) },
  };
  return vapiWebhook({
    settings,
    telemetry,
    now,
    answer: async (message) => ({
      status: 200,
      body: await answerServerMessage(message, options, answering),
    }),
  });
};

export const handler = entry(create, needs, { first: 'queue' });
