import { randomUUID } from 'node:crypto';
import { callStore, readConversation } from '../../aws/call-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { reportStore } from '../../aws/report-store.ts';
import { table } from '../../aws/table.ts';
import type { CallMessage } from '../../conversation/events.ts';
import type { Listening } from '../../conversation/observe.ts';
import type { CallPorts } from '../../conversation/ports.ts';
import { CONVERSATION_SETTINGS } from '../../conversation/settings.ts';
import { CRM_SETTINGS } from '../../crm/settings.ts';
import { FOLLOWUP_SETTINGS } from '../../followup/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import type { Telemetry } from '../telemetry.ts';
import { outside } from './call-effects.ts';
import { ESCALATION, escalationOf, HANDOFF_SERVICE, handoffService, now } from './handoffs.ts';
import { listeningOf } from './kept-events.ts';
import { callsAtVapi, VAPI_API } from './vapi.ts';

export const CALL_SERVICE = {
  ...HANDOFF_SERVICE,
  ...CONVERSATION_SETTINGS,
  ...only(CRM_SETTINGS, 'CRM_QUEUE_URL', 'CRM_HOOK_URL'),
  ...ESCALATION,
  ...VAPI_API,
  ...only(FOLLOWUP_SETTINGS, 'FOLLOWUP_QUEUE_URL'),
};

/** What the worker of call events stands on: how it listens, and what it does to the outside. */
export const callService = (
  settings: SettingsOf<typeof CALL_SERVICE>,
): { telemetry: Telemetry; listening: Listening; ports: CallPorts } => {
  const { telemetry, ports: handoffs } = handoffService(
    'call-events-worker',
    settings,
    settings.TWILIO_ACCOUNT_SID,
  );
  const { log, count } = handoffs;
  const records = table(settings.TABLE_NAME);
  const sqs = sqsClient();
  const retention = settings.RETENTION_DAYS * 86_400;
  const work = outside({
    handoffs,
    escalation: escalationOf(settings),
    calls: callsAtVapi(settings),
    readConversation: readConversation(records, now),
    saveReport: reportStore(records, now, retention).save,
    reviews: messageQueue(sqs, settings.FOLLOWUP_QUEUE_URL),
    summaries: messageQueue(sqs, settings.CRM_QUEUE_URL),
    clock: now,
  });
  const ports = {
    ...work,
    store: callStore(records, now, retention),
    queue: messageQueue<CallMessage>(sqs, settings.CALL_EVENTS_QUEUE_URL),
    clock: now,
    newOwner: randomUUID,
    log,
    count,
  };
  return { telemetry, listening: listeningOf(settings), ports };
};
