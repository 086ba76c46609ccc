import { family, type MetricOf } from '../base/telemetry.ts';

const RESULTS = ['delivered', 'known', 'gone', 'refused', 'trouble'] as const;

/** What is counted of the summaries and events that the CRM's hook gets. */
export const CRM_METRICS = [family('crm', RESULTS, ['gone', 'refused', 'trouble'])] as const;
export type CrmMetric = MetricOf<typeof CRM_METRICS>;
