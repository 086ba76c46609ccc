import type { Count, Log, LogFields } from '../handoff/ports.ts';

/**
 * Structured logs and CloudWatch metrics (embedded metric format), by allow-list: `LogFields` is all that a line
 * can hold. Powertools' logger and metrics would do the same for 34 KB and 6 ms more at every cold start, an eighth
 * of what an acknowledging function takes to load.
 */
export type Telemetry = {
  log: Log;
  count: Count;
  /** A duration in milliseconds. */
  time: (metric: string, ms: number) => void;
  /** Writes the metrics gathered since the last flush as one line. */
  flush: () => void;
};

const LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];
export const isLogLevel = (text: string): text is LogLevel => LEVELS.some((level) => level === text);

const MAX_FIELD = 200;

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
  let metrics = new Map<string, { unit: 'Count' | 'Milliseconds'; values: number[] }>();

  const line =
    (of: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(of) < least) return;
      const time = new Date(now()).toISOString();
      write(JSON.stringify({ time, level: of, service, message, ...short(fields) }));
    };

  const add = (metric: string, unit: 'Count' | 'Milliseconds', value: number): void => {
    const known = metrics.get(metric);
    if (known === undefined) metrics.set(metric, { unit, values: [value] });
    else known.values.push(value);
  };

  return {
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    count: (metric, value = 1) => add(metric, 'Count', value),
    time: (metric, ms) => add(metric, 'Milliseconds', ms),
    flush() {
      if (metrics.size === 0) return;
      const gathered = metrics;
      metrics = new Map();
      if (!options.metrics) return;
      const names = [...gathered].map(([Name, { unit: Unit }]) => ({ Name, Unit }));
      const metric = { Namespace: 'VoiceHandoff', Dimensions: [['stage', 'service']], Metrics: names };
      const values = [...gathered].map(([name, { values: list }]) => [
        name,
        list.length === 1 ? list[0] : list,
      ]);
      write(
        JSON.stringify({
          _aws: { Timestamp: now(), CloudWatchMetrics: [metric] },
          stage,
          service,
          ...Object.fromEntries(values),
        }),
      );
    },
  };
};
