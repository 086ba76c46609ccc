import { type MetricOf, published } from '../base/telemetry.ts';

/** What is counted of a set-up that is looked at by itself. */
export const DOCTOR_METRICS = [
  // How many checks have failed, 0 where none has.
  published('set_up', ['broken']),
] as const;
export type DoctorMetric = MetricOf<typeof DOCTOR_METRICS>;
