import { legStore } from '../lib/aws/leg-store.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { routingStore } from '../lib/aws/routing-store.ts';
import { table } from '../lib/aws/table.ts';
import { agentPages } from '../lib/base/signed-link.ts';
import type { PlaceMessage } from '../lib/capacity/place-message.ts';
import { DESK_SETTINGS } from '../lib/desk/settings.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import { voiceLinks } from '../lib/handoff/ports/voice-links.ts';
import type { CallbackMessage } from '../lib/handoff/record/callback-request.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { afterLinks } from '../lib/inbound/after-link.ts';
import { answerAfter, answerArrival } from '../lib/inbound/voice-desk.ts';
import { entry } from '../lib/lambda/entry.ts';
import { TWILIO_WEBHOOK, twilioWebhook } from '../lib/lambda/pipelines/twilio-webhook.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { ADMITTING, admitting } from '../lib/lambda/wiring/callbacks.ts';
import { DESK, deskPorts, deskSetupOf } from '../lib/lambda/wiring/desk.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../lib/lambda/wiring/handoffs.ts';
import { callsAtVapi, legsAtVapi, VAPI_API } from '../lib/lambda/wiring/vapi.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { TWILIO_SETTINGS } from '../lib/twilio/settings.ts';
import { parseArrivingCall } from '../lib/twilio/voice-callbacks.ts';

export const needs = {
  ...TWILIO_WEBHOOK,
  ...HANDOFF_SERVICE,
  ...DESK,
  ...VAPI_API,
  ...only(DESK_SETTINGS, 'VAPI_PHONE_NUMBER_ID', 'BUSY'),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_WINDOW_SECONDS', 'OPENING_HOURS'),
  ...only(TWILIO_SETTINGS, 'TWILIO_ACCOUNT_SID', 'TWILIO_WORKFLOW_SID'),
  ...ADMITTING,
  ...only(FOLLOWUP_SETTINGS, 'FOLLOWUP_QUEUE_URL'),
  ...only(SERVICE_SETTINGS, 'LANGUAGE', 'LINK_SIGNING_KEY'),
};

/** Calls at our own number: `POST /webhook/twilio/voice`, and `POST /twiml/after` when their assistant has gone. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, ports } = handoffService('twilio-voice', settings, settings.TWILIO_ACCOUNT_SID);
  const records = table(settings.TABLE_NAME);
  const after = afterLinks(settings.PUBLIC_BASE_URL);
  const options = {
    setup: deskSetupOf(settings),
    phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
    resumeMinutes: settings.RESUME_MINUTES,
    busy: settings.BUSY,
    openingHours: settings.OPENING_HOURS,
    windowSeconds: settings.HANDOFF_WINDOW_SECONDS,
    workflowSid: settings.TWILIO_WORKFLOW_SID,
    accountSid: settings.TWILIO_ACCOUNT_SID,
    language: settings.LANGUAGE,
  };
  const sqs = sqsClient();
  const desk = {
    ...ports,
    ...deskPorts(settings),
    legs: legStore(records, now),
    routing: routingStore(records, now),
    openForLeg: legsAtVapi(settings),
    calls: callsAtVapi(settings),
    followups: messageQueue<CallbackMessage>(sqs, settings.FOLLOWUP_QUEUE_URL),
    ...admitting(settings),
    placeLooks: messageQueue<PlaceMessage>(sqs, settings.HANDOFF_QUEUE_URL),
    links: voiceLinks(settings.PUBLIC_BASE_URL),
    ...agentPages(settings.PUBLIC_BASE_URL, settings.LINK_SIGNING_KEY?.[0]),
    afterUrl: after.url,
    wait: (ms: number) => new Promise<void>((go) => setTimeout(go, ms)),
  };
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseArrivingCall,
    async answer(call, { path, rawQueryString }) {
      const of = path === after.path ? after.read(rawQueryString) : undefined;
      return {
        status: 200,
        twiml: await (of === undefined
          ? answerArrival(call, options, desk)
          : answerAfter(call, of, options, desk)),
      };
    },
  });
};

export const handler = entry(create, needs);
