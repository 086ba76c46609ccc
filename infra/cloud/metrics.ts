import { Duration } from 'aws-cdk-lib';
import { Metric as CloudWatchMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric, Timing } from '../../lib/handoff/record/metrics.ts';
import type { FunctionName } from '../topology.ts';

/** As lib/lambda/telemetry.ts writes them. */
const NAMESPACE = 'VoiceHandoff';

/** One of our own metrics, of the whole stage. */
export const ours = (
  stage: string,
  metricName: Metric | Timing,
  statistic = 'Sum',
  period = Duration.minutes(5),
): CloudWatchMetric =>
  new CloudWatchMetric({ namespace: NAMESPACE, metricName, dimensionsMap: { stage }, statistic, period });

/** How long the answers of one webhook took, in milliseconds. */
export const answerTime = (
  stage: string,
  service: FunctionName,
  statistic: string,
  period = Duration.minutes(5),
): CloudWatchMetric =>
  new CloudWatchMetric({
    namespace: NAMESPACE,
    metricName: 'answer_ms' satisfies Timing,
    dimensionsMap: { stage, service },
    statistic,
    period,
  });
