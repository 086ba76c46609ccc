import type { Count, Log } from '../base/telemetry.ts';
import type { Check } from './check.ts';
import type { DoctorMetric } from './metrics.ts';

/** Says what is broken: the kind of check alone, because what stands behind it may be a number or a name. */
export function tellBroken(
  checks: readonly Check[],
  { log, count }: { log: Pick<Log, 'error' | 'info'>; count: Count<DoctorMetric> },
): void {
  const failed = checks.filter(({ status }) => status === 'fail');
  const kinds = Map.groupBy(failed, ({ id }) => id.split(':')[0] ?? id);
  for (const [event, group] of kinds) log.error('set-up broken', { event, count: group.length });
  if (failed.length === 0) log.info('set-up in order', { count: checks.length });
  count('set_up_broken', failed.length);
}
