import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Metric as CloudWatchMetric,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { RULES } from '../../lib/conversation/call.ts';
import { OUTCOMES, STATES } from '../../lib/handoff/record/handoff.ts';
import type { PublishedMetric } from '../../lib/lambda/metrics.ts';
import { PAUSE_CODES } from '../../lib/outbound/campaign/states.ts';
import { prices } from '../prices.ts';
import {
  type FunctionName,
  functionNames,
  MEMORY_MB,
  queueNames,
  functions as specs,
} from '../topology/index.ts';
import type { Watched } from './alarm.ts';
import { ours } from './metrics.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Written out: an exponent would be read as a metric named `e`. */
const number = (value: number): string => value.toFixed(12);

const labelled = (metric: CloudWatchMetric, label: string): CloudWatchMetric => metric.with({ label });

/** What the stage does, from the caller's wish to what it costs. */
export const addDashboard = (stack: Stack, watched: Watched): void => {
  const { config, functions, data, api } = watched;
  const { stage, runbookUrl } = config;
  const dashboard = new Dashboard(stack, 'Dashboard', { dashboardName: `voice-handoff-${stage}` });
  const graph =
    (width: number) =>
    (title: string, left: IMetric[], label: string, stacked = false) =>
      new GraphWidget({
        title,
        left,
        width,
        height: 6,
        stacked,
        leftYAxis: { label, min: 0, showUnits: false },
      });
  const half = graph(12);
  const third = graph(8);
  const counted = (metric: PublishedMetric, label: string) => labelled(ours(stage, metric), label);

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
    half('Service level: joined within the window, of all but canceled ones', [serviceLevel(stage)], '%'),
    half(
      'Speed of answer, of those who talked',
      [
        labelled(ours(stage, 'speed_of_answer_ms', 'Average'), 'average'),
        labelled(ours(stage, 'speed_of_answer_ms', 'p95'), 'p95'),
      ],
      'ms',
    ),
  );
  dashboard.addWidgets(
    half(
      'Campaigns that stand still: paused by themselves, or without room',
      [
        ...PAUSE_CODES.map((code) => counted(`campaign_paused_${code}`, code)),
        counted('campaign_stalled', 'no room'),
      ],
      'times',
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
      'Front desk: callers with an assistant, and without',
      [counted('arrival_assistant', 'assistant'), counted('arrival_busy', 'agents, a sentence or busy')],
      'calls',
      true,
    ),
    half(
      'Front desk: time to answer a call at our own number (p95)',
      [labelled(functions['twilio-voice'].function.metricDuration({ statistic: 'p95' }), 'twilio-voice')],
      'ms',
    ),
  );
  dashboard.addWidgets(
    half(
      'Tickets and appointments: tool calls',
      [
        counted('lookup_answered', 'answered in time'),
        counted('lookup_pending', 'checked, and said later'),
        counted('lookup_failed', 'failed'),
      ],
      'tool calls',
      true,
    ),
    half(
      'Tickets and appointments: time to answer (p95)',
      [labelled(functions['vapi-tools'].function.metricDuration({ statistic: 'p95' }), 'vapi-tools')],
      'ms',
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
        labelled(functions[name].function.metricDuration({ statistic: 'p95' }), name),
      ),
      'ms',
    ),
  );
  dashboard.addWidgets(
    half(
      'Rules that asked for a human',
      RULES.map((rule) => counted(`rule_${rule}`, rule)),
      'calls',
      true,
    ),
    half(
      'After the call: what the CRM did not take, reviews that nobody got',
      [
        counted('crm_refused', 'refused by the CRM'),
        counted('crm_trouble', 'put off'),
        counted('crm_gone', 'hook gone (410)'),
        counted('review_failed', 'review failed'),
      ],
      'attempts',
    ),
  );
  dashboard.addWidgets(
    ...queueNames.map((name) => {
      const { queue, deadLetters } = data.queues[name];
      return third(
        `Queue: ${name}`,
        [
          labelled(queue.metricApproximateNumberOfMessagesVisible(), 'waiting'),
          labelled(queue.metricApproximateNumberOfMessagesDelayed(), 'for later'),
          labelled(
            queue.metricApproximateNumberOfMessagesNotVisible(),
            'being handled, or between two tries',
          ),
          labelled(queue.metricNumberOfMessagesDeleted(), 'done'),
          labelled(deadLetters.metricApproximateNumberOfMessagesVisible(), 'dead letters'),
        ],
        'messages',
      );
    }),
  );
  dashboard.addWidgets(
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
    half(
      'Functions: errors and throttles',
      functionNames.flatMap((name) => [
        labelled(functions[name].function.metricErrors(), `${name} errors`),
        labelled(functions[name].function.metricThrottles(), `${name} throttles`),
      ]),
      'invocations',
    ),
  );
  dashboard.addWidgets(half('Cost, estimated from list prices', costs(watched), 'USD in 5 minutes', true));
};

/**
 * By the hour: of five minutes there are too few for a share. The board, which knows each handoff, leaves out as well who
 * left within 5 seconds (docs/board.md).
 */
const serviceLevel = (stage: string): MathExpression => {
  const counted = OUTCOMES.filter((outcome) => outcome !== 'canceled');
  const hourly = (metric: PublishedMetric) => ours(stage, metric, 'Sum', Duration.hours(1));
  const ended = Object.fromEntries(counted.map((outcome) => [outcome, hourly(`outcome_${outcome}`)]));
  return new MathExpression({
    expression: `100 * in_time / (${counted.join(' + ')})`,
    usingMetrics: { in_time: hourly('answered_in_time'), ...ended },
    label: 'service level',
    period: Duration.hours(1),
  });
};

const costs = ({ functions, data, api }: Watched): MathExpression[] => {
  const sum = (expression: string, usingMetrics: Record<string, IMetric>, label: string) =>
    new MathExpression({ expression, usingMetrics, label, period: FIVE_MINUTES });
  const total = (make: (name: FunctionName) => CloudWatchMetric, prefix: string): Record<string, IMetric> =>
    Object.fromEntries(functionNames.map((name, index) => [`${prefix}${index}`, make(name)]));
  const invocations = total((name) => functions[name].function.metricInvocations(), 'i');
  const durations = total((name) => functions[name].function.metricDuration({ statistic: 'Sum' }), 'd');
  const lambda = functionNames
    .map((name, index) => {
      const perMs = (MEMORY_MB[specs[name].pace] / 1024 / 1000) * prices.lambdaGbSecond;
      return `FILL(i${index}, 0) * ${number(prices.lambdaRequest)} + FILL(d${index}, 0) * ${number(perMs)}`;
    })
    .join(' + ');
  const ofQueues = queueNames.map((name, index) => {
    const { queue } = data.queues[name];
    return {
      [`sent${index}`]: queue.metricNumberOfMessagesSent(),
      [`received${index}`]: queue.metricNumberOfMessagesReceived(),
      [`deleted${index}`]: queue.metricNumberOfMessagesDeleted(),
      [`empty${index}`]: queue.metricNumberOfEmptyReceives(),
    };
  });
  const requests: Record<string, IMetric> = Object.assign({}, ...ofQueues);
  const sqs = Object.keys(requests)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  const ofTable = (metricName: string) =>
    new CloudWatchMetric({
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
    sum(`(${sqs}) * ${number(prices.sqsRequest)}`, requests, 'SQS'),
    sum(
      `FILL(reads, 0) * ${number(prices.dynamoReadUnit)} + FILL(writes, 0) * ${number(prices.dynamoWriteUnit)}`,
      { reads: ofTable('ConsumedReadCapacityUnits'), writes: ofTable('ConsumedWriteCapacityUnits') },
      'DynamoDB',
    ),
  ];
};
