import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { PauseCode } from '../../lib/outbound/campaign/states.ts';
import { type FunctionName, routes } from '../topology/index.ts';
import { type AlarmSpec, dashboardOf, logsOf, type Watched } from './alarm.ts';
import { ours } from './metrics.ts';
import { queueAlarms } from './queue-alarms.ts';
import { quietStageAlarms } from './quiet-stage-alarms.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Every webhook that a platform waits for; the agent page and the health check have no caller on the line. */
const AWAITED = [...new Set(routes.filter(({ method }) => method === 'POST').map((route) => route.function))];

const functionAlarms = ({ functions, config: { stage } }: Watched): AlarmSpec[] =>
  Object.entries(functions).flatMap(([name, { function: own }]): AlarmSpec[] => {
    const look = logsOf(`/aws/lambda/voice-handoff-${stage}-${name}`);
    return [
      {
        name: `${name}-errors`,
        article: 'function-errors',
        what: `${name} failed to start, crashed or timed out.`,
        metric: own.metricErrors({ period: FIVE_MINUTES }),
        atLeast: 1,
        look,
      },
      {
        name: `${name}-throttles`,
        article: 'function-throttles',
        what: `Lambda refused to run ${name}: the account has no concurrency left.`,
        metric: own.metricThrottles({ period: FIVE_MINUTES }),
        atLeast: 1,
        look,
      },
    ];
  });

/** How long the slowest twentieth of its answers may take, where that is more than a second. */
const SLOW_SECONDS: Partial<Record<FunctionName, number>> = {
  // It waits for Vapi, which gets 5 s; a caller hears it ring meanwhile.
  'twilio-voice': 4,
  // Ten thousand contacts are read, looked at and written.
  'outbound-campaigns': 20,
};

const acknowledgementAlarms = ({ functions, config: { stage } }: Watched): AlarmSpec[] =>
  AWAITED.map((name): [FunctionName, number] => [name, SLOW_SECONDS[name] ?? 1]).map(([name, seconds]) => ({
    name: `${name}-slow`,
    article: 'slow-acknowledgement',
    what: `${name} takes ${seconds === 1 ? 'a second' : `${seconds} seconds`} or more for its slowest twentieth of answers.`,
    metric: functions[name].function.metricDuration({ statistic: 'p95', period: FIVE_MINUTES }),
    atLeast: seconds * 1_000,
    periods: 2,
    look: logsOf(`/aws/lambda/voice-handoff-${stage}-${name}`),
  }));

const handoffAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => {
  const dashboard = dashboardOf(stage);
  const quarter = Duration.minutes(15);
  return [
    {
      name: 'handoffs-failing',
      article: 'handoffs-failing',
      what: 'Handoffs end because a task or a bridge fails, not because nobody is free.',
      metric: new MathExpression({
        expression: 'FILL(bridge, 0) + FILL(task, 0)',
        usingMetrics: {
          bridge: ours(stage, 'outcome_bridge_failed'),
          task: ours(stage, 'outcome_task_failed'),
        },
        period: FIVE_MINUTES,
        label: 'failed handoffs',
      }),
      atLeast: 2,
      look: dashboard,
    },
    {
      name: 'window-missed',
      article: 'window-missed',
      what: 'For half of the callers or more, of at least four, no agent accepted within the window.',
      metric: new MathExpression({
        expression: 'IF(ended >= 4, 100 * missed / ended, 0)',
        usingMetrics: {
          missed: ours(stage, 'outcome_no_agent', 'Sum', quarter),
          ended: ours(stage, 'handoff_ended', 'Sum', quarter),
        },
        period: quarter,
        label: 'callers without an agent, in percent',
      }),
      atLeast: 50,
      look: dashboard,
    },
    {
      name: 'window-overdue',
      article: 'window-missed',
      what: 'The end of a window was noticed five seconds late or more: the caller was told nothing meanwhile.',
      metric: ours(stage, 'window_overdue_ms', 'Maximum'),
      atLeast: 5000,
      look: dashboard,
    },
  ];
};

/** Callers hear a ring, a sentence or the busy tone: nothing fails, and no handoff shows it. */
const deskAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => {
  const quarter = Duration.minutes(15);
  return [
    {
      name: 'no-assistant',
      article: 'no-assistant',
      what: 'For half of the callers or more, of at least four, there was no assistant: agents, a sentence or the busy tone in its place.',
      metric: new MathExpression({
        expression: 'IF(busy + answered >= 4, 100 * busy / (busy + answered), 0)',
        usingMetrics: {
          busy: ours(stage, 'arrival_busy', 'Sum', quarter),
          answered: ours(stage, 'arrival_assistant', 'Sum', quarter),
        },
        period: quarter,
        label: 'callers without an assistant, in percent',
      }),
      atLeast: 50,
      look: dashboardOf(stage),
    },
  ];
};

/** Losses that leave no dead letter; only these alarms show them. */
const afterCallAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => [
  {
    name: 'crm-gone',
    article: 'crm-hook',
    what: 'The CRM hook answers 410, that it wants nothing any more: those summaries and ends of handoffs are not posted again.',
    metric: ours(stage, 'crm_gone'),
    atLeast: 1,
    look: logsOf(`/aws/lambda/voice-handoff-${stage}-crm-worker`),
  },
  {
    name: 'reviews-failing',
    article: 'reviews-failing',
    what: 'TaskRouter takes no review tasks; each is tried for half an hour, then it waits in the dead-letter queue.',
    // A short outage costs a call a few tries; a wrong workflow costs every call some thirty in that time.
    metric: ours(stage, 'review_failed', 'Sum', Duration.minutes(15)),
    atLeast: 10,
    look: logsOf(`/aws/lambda/voice-handoff-${stage}-call-events-worker`),
  },
];

/** A caller who is stuck with nobody knowing: what the sweeper finds, and whether it looks at all. */
const sweepAlarms = ({ functions, config: { stage } }: Watched): AlarmSpec[] => {
  const look = logsOf(`/aws/lambda/voice-handoff-${stage}-sweeper`);
  return [
    {
      name: 'sweeper-stopped',
      article: 'sweeper-stopped',
      what: 'The sweeper has not run for five minutes: nothing looks after work whose message was lost.',
      metric: new MathExpression({
        expression: 'IF(runs < 1, 1, 0)',
        usingMetrics: { runs: functions.sweeper.function.metricInvocations({ period: FIVE_MINUTES }) },
        period: FIVE_MINUTES,
        label: 'no run in five minutes',
      }),
      atLeast: 1,
      noDataIsTrouble: true,
      look,
    },
    {
      name: 'work-overdue',
      article: 'work-overdue',
      what: 'Something that a call owes has been overdue for a minute or more: the sweeper wakes it, and nothing comes of it.',
      metric: ours(stage, 'overdue_ms', 'Maximum'),
      atLeast: 60_000,
      look,
    },
  ];
};

const toolAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => [
  {
    name: 'lookups-failing',
    article: 'lookups-failing',
    what: "The team's help desk or calendar cannot be asked: callers hear that their ticket or appointment cannot be looked up.",
    metric: ours(stage, 'lookup_failed', 'Sum'),
    atLeast: 5,
    look: logsOf(`/aws/lambda/voice-handoff-${stage}-vapi-tools`),
  },
];

/** Nobody waits on the line: a campaign that stands still is seen by nobody. */
const campaignAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => {
  const look = logsOf(`/aws/lambda/voice-handoff-${stage}-outbound-worker`);
  const paused = (code: PauseCode, what: string): AlarmSpec => ({
    name: `campaign-paused-${code}`,
    article: 'campaign-paused',
    what,
    metric: ours(stage, `campaign_paused_${code}`),
    atLeast: 1,
    look,
  });
  return [
    paused('breaker', 'A campaign was paused: too many of its calls fail.'),
    paused('ours', 'A campaign was paused: Vapi takes none of its calls, because something is set up wrong.'),
    paused('account', 'A campaign was paused: the account at Vapi takes no calls, its credit or its limits.'),
    {
      name: 'campaign-stalled',
      article: 'campaign-stalled',
      what: 'A campaign has found no room for another call for ten minutes: all places are taken, or Vapi takes no more.',
      metric: ours(stage, 'campaign_stalled'),
      atLeast: 1,
      look,
    },
  ];
};

const apiAlarms = ({ api, config: { stage } }: Watched): AlarmSpec[] => {
  const look = logsOf(`/aws/vendedlogs/voice-handoff-${stage}`);
  return [
    {
      name: 'server-errors',
      article: 'server-errors',
      what: 'Webhooks are answered with 5xx.',
      metric: api.metricServerError({ period: FIVE_MINUTES, statistic: 'Sum' }),
      atLeast: 3,
      look,
    },
    {
      name: 'requests-refused',
      article: 'requests-refused',
      what: 'Many requests are answered with 4xx: a credential that was changed on one side only, or a storm.',
      metric: api.metricClientError({ period: FIVE_MINUTES, statistic: 'Sum' }),
      atLeast: 20,
      look,
    },
  ];
};

const secretAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => [
  {
    name: 'secret-not-refreshed',
    article: 'secret-not-refreshed',
    what: 'The secret cannot be read, or holds a value that is no good: functions go on with the old ones.',
    // Each container says it once a minute; one that AWS did not answer once has the secret a minute later.
    metric: ours(stage, 'secret_not_refreshed', 'Sum', Duration.hours(1)),
    atLeast: 3,
    look: `cloudwatch/home?region=${Aws.REGION}#logsV2:log-groups`,
  },
];

/** Nobody notices an agent's missing line or a foreign callback before a caller does. */
const setUpAlarms = ({ config: { stage } }: Watched): AlarmSpec[] => [
  {
    name: 'set-up-broken',
    article: 'set-up-broken',
    what: 'Twilio, Vapi or the service itself is not set up as callers need it: a check of the doctor has failed for two hours.',
    metric: ours(stage, 'set_up_broken', 'Maximum', Duration.hours(1)),
    atLeast: 1,
    // A platform that did not answer once is there an hour later.
    periods: 2,
    look: logsOf(`/aws/lambda/voice-handoff-${stage}-doctor`),
  },
];

/** Every alarm, to one topic; its text says what it means and leads to its article and to the place to look. */
export const addAlarms = (stack: Stack, watched: Watched): Topic => {
  const {
    config: { stage, runbookUrl },
    alarmEmail: endpoint,
  } = watched;
  const topic = new Topic(stack, 'Alarms', { displayName: `Voice Handoff ${stage}`, enforceSSL: true });
  // A policy of its own replaces the default one, under which alarms may publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  if (endpoint !== undefined) {
    new Subscription(stack, 'OnCall', { topic, endpoint, protocol: SubscriptionProtocol.EMAIL });
  }

  const specs = [
    queueAlarms,
    functionAlarms,
    acknowledgementAlarms,
    handoffAlarms,
    deskAlarms,
    afterCallAlarms,
    sweepAlarms,
    toolAlarms,
    campaignAlarms,
    apiAlarms,
    secretAlarms,
    setUpAlarms,
    quietStageAlarms,
  ];
  for (const spec of specs.flatMap((of) => of(watched))) {
    const { name, article, what, metric, atLeast, periods = 1, noDataIsTrouble = false, look } = spec;
    const page = look === undefined ? '' : ` Look: https://${Aws.REGION}.console.aws.amazon.com/${look}`;
    const alarm = new Alarm(stack, `alarm-${name}`, {
      alarmName: `voice-handoff-${stage}-${name}`,
      alarmDescription: `${what} Runbook: ${runbookUrl}#${article}${page}`,
      metric,
      threshold: atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      // Nobody calls at night: no data is no trouble.
      treatMissingData: noDataIsTrouble ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
  return topic;
};
