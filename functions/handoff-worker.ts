import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { readConversation } from '../lib/aws/call-store.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { agentPages } from '../lib/base/signed-link.ts';
import { type PlaceMessage, placeMessageSchema } from '../lib/capacity/place-message.ts';
import type { CallMessage } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import { lookAtPlace } from '../lib/desk/look-at-place.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import { vapiTransfer } from '../lib/handoff/effects/vapi-transfer.ts';
import { handle } from '../lib/handoff/loop/work-off.ts';
import { voiceLinks } from '../lib/handoff/ports/voice-links.ts';
import { type CallbackMessage, callbackMessageSchema } from '../lib/handoff/record/callback-request.ts';
import { handoffMessageSchema } from '../lib/handoff/record/events.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { ADMITTING, admitting } from '../lib/lambda/wiring/callbacks.ts';
import { PLACES, placesOf } from '../lib/lambda/wiring/desk.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../lib/lambda/wiring/handoffs.ts';
import { KEEPING_FACTS, keepingFacts } from '../lib/lambda/wiring/kept-facts.ts';
import { passedOn } from '../lib/lambda/wiring/passed-on.ts';
import { TASKROUTER, taskrouterOf } from '../lib/lambda/wiring/platforms.ts';
import { readToolNotes } from '../lib/lambda/wiring/tool-notes.ts';
import { twilioAccount } from '../lib/lambda/wiring/twilio-account.ts';
import { callsAtVapi, legCallsAtVapi, VAPI_API } from '../lib/lambda/wiring/vapi.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { twilioLegs } from '../lib/twilio/legs.ts';
import { TWILIO_SETTINGS } from '../lib/twilio/settings.ts';
import { twilioTasks } from '../lib/twilio/taskrouter.ts';
import { VAPI_SETTINGS } from '../lib/vapi/settings.ts';

export const needs = {
  ...HANDOFF_SERVICE,
  ...KEEPING_FACTS,
  ...ADMITTING,
  ...PLACES,
  ...VAPI_API,
  ...only(VAPI_SETTINGS, 'VAPI_TRANSFER_MODE'),
  ...TASKROUTER,
  ...only(TWILIO_SETTINGS, 'TWILIO_API_URL', 'TWILIO_UNAVAILABLE_ACTIVITY_SID', 'TWILIO_NUMBER'),
  ...only(FOLLOWUP_SETTINGS, 'FOLLOWUP_QUEUE_URL'),
  ...only(CONVERSATION_SETTINGS, 'CALL_EVENTS_QUEUE_URL'),
  ...only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL', 'LINK_SIGNING_KEY'),
};

const messageSchema = z.union([handoffMessageSchema, callbackMessageSchema, placeMessageSchema]);

/** Everything that happens to a handoff, one message at a time: the worker of the handoff queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, ports: handoffPorts } = handoffService(
    'handoff-worker',
    settings,
    settings.TWILIO_ACCOUNT_SID,
  );
  const followups = messageQueue<CallbackMessage>(sqsClient(), settings.FOLLOWUP_QUEUE_URL);
  const conversations = messageQueue<CallMessage>(sqsClient(), settings.CALL_EVENTS_QUEUE_URL);
  const calls = callsAtVapi(settings);
  const unavailable = settings.TWILIO_UNAVAILABLE_ACTIVITY_SID;
  const taskrouter = {
    ...taskrouterOf(settings),
    ...(unavailable === undefined ? {} : { unavailableActivitySid: unavailable }),
  };
  const ports = {
    ...handoffPorts,
    calls,
    tasks: twilioTasks(taskrouter),
    // Three requests one after the other at the most (look, look for, ring).
    legs: twilioLegs({ ...twilioAccount(settings), apiUrl: settings.TWILIO_API_URL, timeoutMs: 2000 }),
    callOfLeg: handoffPorts.store.callOfLeg,
    links: voiceLinks(settings.PUBLIC_BASE_URL),
    workflowSid: settings.TWILIO_WORKFLOW_SID,
    ...(settings.TWILIO_NUMBER === undefined ? {} : { number: settings.TWILIO_NUMBER }),
    bridge: vapiTransfer(calls, settings.VAPI_TRANSFER_MODE),
    newOwner: randomUUID,
    readConversation: readConversation(table(settings.TABLE_NAME), now),
    toolNotes: readToolNotes(table(settings.TABLE_NAME), now),
    ...agentPages(settings.PUBLIC_BASE_URL, settings.LINK_SIGNING_KEY?.[0]),
    ...admitting(settings),
    ...passedOn(followups, conversations, now),
    ...keepingFacts(settings),
  };
  const places = placesOf(settings);
  const looks = {
    ...handoffPorts,
    calls,
    findForLeg: legCallsAtVapi(settings),
    queue: messageQueue<PlaceMessage>(sqsClient(), settings.HANDOFF_QUEUE_URL),
  };
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.HANDOFF_QUEUE_URL),
    async work(record, receives) {
      const message = messageIn(messageSchema, record.body);
      // From before callbacks had a queue of their own: the last dead letter of that version expires 14 days after it.
      if ('place' in message) {
        // Without a limit nobody holds a place any more.
        if (places !== undefined) await lookAtPlace(message.place, { ...looks, places });
      } else if ('callback' in message) await followups.send([{ message, delaySeconds: 0 }]);
      else await handle(message, ports, receives);
    },
  });
};

export const handler = entry(create, needs);
