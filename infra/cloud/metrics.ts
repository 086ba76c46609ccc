import { Duration } from 'aws-cdk-lib';
import { Metric as CloudWatchMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { PublishedMetric } from '../../lib/lambda/metrics.ts';

/** As lib/lambda/telemetry.ts writes them. */
const NAMESPACE = 'VoiceHandoff';

/** One of our own metrics, of the whole stage. */
export const ours = (
  stage: string,
  metricName: PublishedMetric,
  statistic = 'Sum',
  period = Duration.minutes(5),
): CloudWatchMetric =>
  new CloudWatchMetric({ namespace: NAMESPACE, metricName, dimensionsMap: { stage }, statistic, period });
