import { randomUUID } from 'node:crypto';
import { breakerStore } from '../../aws/breaker-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import { toolStore } from '../../aws/tool-store.ts';
import { HANDOFF_SETTINGS } from '../../handoff/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { toolNamed } from '../../tools/index.ts';
import type { ToolMessage } from '../../tools/run/message.ts';
import type { RunPorts } from '../../tools/run/ports.ts';
import { TOOL_SETTINGS } from '../../tools/settings.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { now } from './handoffs.ts';
import { type Business, systemsOf } from './systems.ts';

export const TOOLS = {
  ...TOOL_SETTINGS,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'OPENING_HOURS', 'BUSINESS_TIME_ZONE'),
};
type ToolSettings = SettingsOf<typeof TOOLS>;

const businessOf = ({
  BUSINESS_TIME_ZONE: timeZone,
  OPENING_HOURS: openingHours,
}: ToolSettings): Business => ({
  timeZone: timeZone ?? openingHours?.timeZone ?? 'UTC',
  openingHours,
});

/** What a tool call stands on, in the webhook and in the worker alike; clients and tokens live as long as a container. */
export const toolPorts = (settings: ToolSettings, { log, count }: Telemetry): RunPorts => {
  const records = table(settings.TABLE_NAME);
  const business = businessOf(settings);
  return {
    runs: toolStore(records, now),
    queue: messageQueue<ToolMessage>(sqsClient(), settings.TOOLS_QUEUE_URL),
    toolNamed,
    backends: systemsOf(settings, business),
    breakers: breakerStore(records, now),
    timeZone: business.timeZone,
    clock: now,
    newOwner: randomUUID,
    log,
    count,
  };
};
