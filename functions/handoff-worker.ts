import { randomUUID } from 'node:crypto';
import { agentPages } from '../lib/handoff/agent-link.ts';
import { handoffMessageSchema } from '../lib/handoff/events.ts';
import { handle } from '../lib/handoff/run.ts';
import { vapiTransfer } from '../lib/handoff/vapi-transfer.ts';
import { entry } from '../lib/lambda/entry.ts';
import { queueWorker } from '../lib/lambda/queue-worker.ts';
import { HANDOFF_SETTINGS, handoffService } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { twilioTasks } from '../lib/twilio/taskrouter.ts';
import { vapiCalls } from '../lib/vapi/calls.ts';

export const needs = [
  ...HANDOFF_SETTINGS,
  'VAPI_API_URL',
  'VAPI_API_KEY',
  'VAPI_CONTROL_HOSTS',
  'VAPI_TRANSFER_MODE',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_TASKROUTER_URL',
  'TWILIO_WORKSPACE_SID',
  'TWILIO_WORKFLOW_SID',
  'PUBLIC_BASE_URL',
  'LINK_SIGNING_KEY',
] as const;

/** Everything that happens to a handoff, one message at a time: the worker of the handoff queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, ...needs);
  const { telemetry, ports: handoffPorts } = handoffService(
    'handoff-worker',
    settings,
    settings.TWILIO_ACCOUNT_SID,
  );
  const calls = vapiCalls({
    apiUrl: settings.VAPI_API_URL,
    apiKey: async () => settings.VAPI_API_KEY,
    controlHosts: settings.VAPI_CONTROL_HOSTS,
    transferMode: settings.VAPI_TRANSFER_MODE,
    // Four requests one after the other at the most (read, speak, transfer, read), within the worker's 10 seconds.
    timeoutMs: 2000,
  });
  const ports = {
    ...handoffPorts,
    tasks: twilioTasks({
      taskrouterUrl: settings.TWILIO_TASKROUTER_URL,
      accountSid: settings.TWILIO_ACCOUNT_SID,
      // The first token is the one in force; the others only verify webhooks while rotating.
      authToken: async () => settings.TWILIO_AUTH_TOKEN[0] ?? '',
      workspaceSid: settings.TWILIO_WORKSPACE_SID,
      workflowSid: settings.TWILIO_WORKFLOW_SID,
      timeoutMs: 3500,
    }),
    calls,
    bridge: vapiTransfer(calls),
    newOwner: randomUUID,
    ...agentPages(settings.PUBLIC_BASE_URL, settings.LINK_SIGNING_KEY?.[0]),
  };
  return queueWorker({
    telemetry,
    work: (record) => handle(handoffMessageSchema.parse(JSON.parse(record.body)), ports),
  });
};

export const handler = entry(create, needs);
