import { handoffStore } from '../../aws/handoff-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import type { Time } from '../../base/telemetry.ts';
import type { EscalationOptions } from '../../handoff/ask/request.ts';
import type { HandoffPorts } from '../../handoff/loop/take-in.ts';
import { HANDOFF_SETTINGS } from '../../handoff/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import type { Metric, Timing } from '../metrics.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { type Telemetry, telemetry } from '../telemetry.ts';

/** Milliseconds since 1970, from the machine's clock: what every function hands to `lib` as its clock. */
export const now = (): number => Date.now();

export const TELEMETRY = only(SERVICE_SETTINGS, 'STAGE', 'LOG_LEVEL');

export const telemetryFor = (service: string, settings: SettingsOf<typeof TELEMETRY>): Telemetry =>
  telemetry({
    service,
    stage: settings.STAGE,
    level: settings.LOG_LEVEL,
    metrics: settings.STAGE !== 'local',
    now,
  });

export const HANDOFF_SERVICE = {
  ...TELEMETRY,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_QUEUE_URL'),
};

/**
 * What every function that has to do with handoffs stands on; clients are made once for a container. `ownAccountSid`, our
 * account at Twilio, is for those that take requests in: none that only answers a leg is told of it.
 */
export const handoffService = (
  service: string,
  settings: SettingsOf<typeof HANDOFF_SERVICE>,
  ownAccountSid: string | undefined,
): { telemetry: Telemetry; ports: HandoffPorts<Metric> & { time: Time<Timing> } } => {
  const made = telemetryFor(service, settings);
  return {
    telemetry: made,
    ports: {
      store: handoffStore(table(settings.TABLE_NAME), now, ownAccountSid),
      queue: messageQueue(sqsClient(), settings.HANDOFF_QUEUE_URL),
      clock: now,
      log: made.log,
      count: made.count,
      time: made.time,
    },
  };
};

export const ESCALATION = {
  ...only(HANDOFF_SETTINGS, 'HANDOFF_WINDOW_SECONDS', 'OPENING_HOURS', 'BRIDGE', 'DEPARTMENTS', 'SKILLS'),
  ...only(TWILIO_SETTINGS, 'TWILIO_ACCOUNT_SID', 'TWILIO_FLEX_WORKFLOW'),
  ...only(SERVICE_SETTINGS, 'LANGUAGE'),
};

/** How a human is asked for, whoever asks. */
export const escalationOf = (settings: SettingsOf<typeof ESCALATION>): EscalationOptions => {
  const { OPENING_HOURS: openingHours } = settings;
  return {
    windowSeconds: settings.HANDOFF_WINDOW_SECONDS,
    language: settings.LANGUAGE,
    bridging: {
      bridge: settings.BRIDGE,
      accountSid: settings.TWILIO_ACCOUNT_SID,
      flexWorkflow: settings.TWILIO_FLEX_WORKFLOW,
    },
    teamWords: { departments: settings.DEPARTMENTS, skills: settings.SKILLS },
    ...(openingHours === undefined ? {} : { openingHours }),
  };
};
