import { awsClient } from '../../aws/client.ts';
import { handoffStore } from '../../aws/handoff-store.ts';
import { messageQueue } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import type { Time } from '../../base/telemetry.ts';
import type { ToolOptions } from '../../handoff/ask/request.ts';
import type { HandoffPorts } from '../../handoff/loop/take-in.ts';
import type { Metric, Timing } from '../metrics.ts';
import type { Settings } from '../settings.ts';
import { isLogLevel, type Telemetry, telemetry } from '../telemetry.ts';

/** Milliseconds since 1970, from the machine's clock: what every function hands to `lib` as its clock. */
export const now = (): number => Date.now();

export const telemetryFor = (service: string, settings: Settings<'STAGE' | 'LOG_LEVEL'>): Telemetry =>
  telemetry({
    service,
    stage: settings.STAGE,
    level: isLogLevel(settings.LOG_LEVEL) ? settings.LOG_LEVEL : 'info',
    metrics: settings.STAGE !== 'local',
    now,
  });

export const HANDOFF_SETTINGS = ['STAGE', 'LOG_LEVEL', 'TABLE_NAME', 'HANDOFF_QUEUE_URL'] as const;

/** What every function that has to do with handoffs stands on; clients are made once for a container. */
export const handoffService = (
  service: string,
  settings: Settings<(typeof HANDOFF_SETTINGS)[number]>,
  ownAccountSid?: string,
): { telemetry: Telemetry; ports: HandoffPorts<Metric> & { time: Time<Timing> } } => {
  const made = telemetryFor(service, settings);
  return {
    telemetry: made,
    ports: {
      store: handoffStore(table(settings.TABLE_NAME), now, ownAccountSid),
      queue: messageQueue(awsClient('sqs'), settings.HANDOFF_QUEUE_URL),
      clock: now,
      log: made.log,
      count: made.count,
      time: made.time,
    },
  };
};

export const ESCALATION_SETTINGS = [
  'HANDOFF_WINDOW_SECONDS',
  'OPENING_HOURS',
  'BRIDGE',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_FLEX_WORKFLOW',
] as const;

/** How a human is asked for, whoever asks. */
export const escalationOf = (
  settings: Settings<(typeof ESCALATION_SETTINGS)[number]>,
): Pick<ToolOptions, 'windowSeconds' | 'bridging' | 'openingHours'> => {
  const { OPENING_HOURS: openingHours } = settings;
  return {
    windowSeconds: settings.HANDOFF_WINDOW_SECONDS,
    bridging: {
      bridge: settings.BRIDGE,
      accountSid: settings.TWILIO_ACCOUNT_SID,
      flexWorkflow: settings.TWILIO_FLEX_WORKFLOW,
    },
    ...(openingHours === undefined ? {} : { openingHours }),
  };
};
