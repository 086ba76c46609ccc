import type { Count, Log, LogFields, Time } from '../base/telemetry.ts';
import { familyOf, type Metric, PUBLISHED, type Timing } from './metrics.ts';

/**
 * Structured logs and CloudWatch metrics (embedded metric format), by allow-list: `LogFields` is all that a line
 * can hold. Powertools' logger and metrics would do the same for 34 KB and 6 ms more at every cold start, an eighth
 * of what an acknowledging function takes to load.
 */
export type Telemetry = {
  log: Log;
  count: Count<Metric>;
  time: Time<Timing>;
  /** Writes the metrics gathered since the last flush as one line. */
  flush: () => void;
};

export const LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

const MAX_FIELD = 200;
const NAMESPACE = 'VoiceHandoff';

const short = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.slice(0, MAX_FIELD) : value,
    ]),
  );

export const telemetry = (options: {
  service: string;
  stage: string;
  level: LogLevel;
  /** Whether metrics are written at all: only CloudWatch can read their lines. */
  metrics: boolean;
  now: () => number;
  write?: (line: string) => void;
}): Telemetry => {
  const { service, stage, level, now } = options;
  const write = options.write ?? ((line: string) => process.stdout.write(`${line}\n`));
  const least = LEVELS.indexOf(level);
  let metrics = new Map<Metric | Timing, { unit: 'Count' | 'Milliseconds'; values: number[] }>();

  const line =
    (of: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(of) < least) return;
      const time = new Date(now()).toISOString();
      write(JSON.stringify({ time, level: of, service, message, ...short(fields) }));
    };

  const add = (metric: Metric | Timing, unit: 'Count' | 'Milliseconds', value: number): void => {
    const known = metrics.get(metric);
    if (known === undefined) metrics.set(metric, { unit, values: [value] });
    else known.values.push(value);
  };

  return {
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    count(metric, value = 1) {
      for (const sibling of familyOf(metric)) add(sibling, 'Count', sibling === metric ? value : 0);
    },
    time: (metric, ms) => add(metric, 'Milliseconds', ms),
    flush() {
      if (metrics.size === 0) return;
      const gathered = metrics;
      metrics = new Map();
      if (!options.metrics) return;
      const published = [...gathered].filter(([name]) => PUBLISHED.has(name));
      const directive = {
        Namespace: NAMESPACE,
        Dimensions: [['stage']],
        Metrics: published.map(([Name, { unit: Unit }]) => ({ Name, Unit })),
      };
      const values = [...gathered].map(([name, { values: list }]) => [
        name,
        list.length === 1 ? list[0] : list,
      ]);
      write(
        JSON.stringify({
          _aws: {
            Timestamp: now(),
            CloudWatchMetrics: published.length === 0 ? [] : [directive],
          },
          stage,
          service,
          ...Object.fromEntries(values),
        }),
      );
    },
  };
};
