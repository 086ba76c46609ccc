import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { OUTCOMES, STATES, STRATEGIES } from '../../lib/handoff/handoff.ts';
import { prices } from '../prices.ts';
import { type FunctionName, functionNames, functions as specs } from '../topology.ts';
import type { Watched } from './alarms.ts';
import { answerTime, ours } from './metrics.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Written out: an exponent would be read as a metric named `e`. */
const number = (value: number): string => value.toFixed(12);

const labelled = (metric: Metric, label: string): Metric => metric.with({ label });

/** What the stage does, from the caller's wish to what it costs. */
export const addDashboard = (stack: Stack, watched: Watched): void => {
  const { config, functions, data, api } = watched;
  const { stage, runbookUrl } = config;
  const dashboard = new Dashboard(stack, 'Dashboard', { dashboardName: `voice-handoff-${stage}` });
  const half = (title: string, left: IMetric[], label: string, stacked = false) =>
    new GraphWidget({
      title,
      left,
      width: 12,
      height: 6,
      stacked,
      leftYAxis: { label, min: 0, showUnits: false },
    });

  const funnel = STATES.filter((state) => state !== 'ended');
  dashboard.addWidgets(
    new TextWidget({
      width: 24,
      height: 1,
      markdown: `**Voice Handoff, ${stage}.** What each alarm means and how to mend it: ${runbookUrl}`,
    }),
  );
  dashboard.addWidgets(
    half(
      'Funnel: handoffs that reached a state',
      funnel.map((state) => labelled(ours(stage, `handoff_${state}`), state)),
      'handoffs',
    ),
    half(
      'Outcomes',
      OUTCOMES.map((outcome) => labelled(ours(stage, `outcome_${outcome}`), outcome)),
      'handoffs',
      true,
    ),
  );
  dashboard.addWidgets(
    half(
      'Strategies: how agent and caller were to be joined',
      STRATEGIES.map((strategy) => labelled(ours(stage, `strategy_${strategy}`), strategy)),
      'handoffs',
      true,
    ),
    half(
      'Agents whom we rang: what they said',
      (['taken', 'declined', 'no-key', 'voicemail', 'not-answered'] as const).map((answer) =>
        labelled(ours(stage, `answer_${answer}`), answer),
      ),
      'offers',
      true,
    ),
  );
  dashboard.addWidgets(
    half(
      'From the escalation to the task, from the assignment to the transfer',
      (['escalation_to_task_ms', 'assignment_to_transfer_ms'] as const).flatMap((timing) =>
        ['p50', 'p95'].map((statistic) => labelled(ours(stage, timing, statistic), `${timing} ${statistic}`)),
      ),
      'ms',
    ),
    half(
      'Time to acknowledge (p95)',
      (['vapi-webhook', 'twilio-assignment', 'twilio-events', 'twilio-status'] as const).map((name) =>
        labelled(answerTime(stage, name, 'p95'), name),
      ),
      'ms',
    ),
  );
  const { queue, deadLetters } = data.queues.handoff;
  dashboard.addWidgets(
    half(
      'Handoff queue',
      [
        labelled(queue.metricApproximateNumberOfMessagesVisible(), 'waiting'),
        labelled(queue.metricApproximateNumberOfMessagesDelayed(), 'for later'),
        labelled(queue.metricApproximateNumberOfMessagesNotVisible(), 'being handled'),
        labelled(deadLetters.metricApproximateNumberOfMessagesVisible(), 'dead letters'),
      ],
      'messages',
    ),
    half(
      'Requests and refusals',
      [
        labelled(api.metricCount({ statistic: 'Sum' }), 'requests'),
        labelled(api.metricClientError({ statistic: 'Sum' }), '4xx'),
        labelled(api.metricServerError({ statistic: 'Sum' }), '5xx'),
        labelled(ours(stage, 'refused_credential'), 'wrong credential'),
      ],
      'requests',
    ),
  );

  dashboard.addWidgets(
    half(
      'Functions: errors and throttles',
      functionNames.flatMap((name) => [
        labelled(functions[name].function.metricErrors(), `${name} errors`),
        labelled(functions[name].function.metricThrottles(), `${name} throttles`),
      ]),
      'invocations',
    ),
    half('Cost, estimated from list prices', costs(watched), 'USD in 5 minutes', true),
  );
};

const costs = ({ functions, data, api }: Watched): MathExpression[] => {
  const sum = (expression: string, usingMetrics: Record<string, IMetric>, label: string) =>
    new MathExpression({ expression, usingMetrics, label, period: FIVE_MINUTES });
  const total = (make: (name: FunctionName) => Metric, prefix: string): Record<string, IMetric> =>
    Object.fromEntries(functionNames.map((name, index) => [`${prefix}${index}`, make(name)]));
  const invocations = total((name) => functions[name].function.metricInvocations(), 'i');
  const durations = total((name) => functions[name].function.metricDuration({ statistic: 'Sum' }), 'd');
  const lambda = functionNames
    .map((name, index) => {
      const perMs = (specs[name].memoryMb / 1024 / 1000) * prices.lambdaGbSecond;
      return `FILL(i${index}, 0) * ${number(prices.lambdaRequest)} + FILL(d${index}, 0) * ${number(perMs)}`;
    })
    .join(' + ');
  const { queue } = data.queues.handoff;
  const ofTable = (metricName: string) =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: data.table.tableName },
      statistic: 'Sum',
    });
  return [
    sum(lambda, { ...invocations, ...durations }, 'Lambda'),
    sum(
      `FILL(requests, 0) * ${number(prices.httpApiRequest)}`,
      { requests: api.metricCount({ statistic: 'Sum' }) },
      'API',
    ),
    sum(
      `(FILL(sent, 0) + FILL(received, 0) + FILL(deleted, 0) + FILL(empty, 0)) * ${number(prices.sqsRequest)}`,
      {
        sent: queue.metricNumberOfMessagesSent(),
        received: queue.metricNumberOfMessagesReceived(),
        deleted: queue.metricNumberOfMessagesDeleted(),
        empty: queue.metricNumberOfEmptyReceives(),
      },
      'SQS',
    ),
    sum(
      `FILL(reads, 0) * ${number(prices.dynamoReadUnit)} + FILL(writes, 0) * ${number(prices.dynamoWriteUnit)}`,
      { reads: ofTable('ConsumedReadCapacityUnits'), writes: ofTable('ConsumedWriteCapacityUnits') },
      'DynamoDB',
    ),
  ];
};
