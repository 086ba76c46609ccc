import type { Settings } from './settings.ts';
import { isLogLevel, type Telemetry, telemetry } from './telemetry.ts';

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
