import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmSpec, dashboardOf, logsOf, type Watched } from './alarm.ts';
import { ours } from './metrics.ts';

const HOURS = Duration.hours(3);
const DAY = Duration.days(1);

/**
 * The share of `all` that is `bad`, in percent, over a window that ends now; 0 below so many bad ones, so that no
 * single unlucky call rings.
 */
const share = (of: {
  bad: IMetric;
  all: IMetric;
  least: number;
  period: Duration;
  label: string;
}): MathExpression =>
  new MathExpression({
    expression: `IF(bad >= ${of.least}, 100 * bad / all, 0)`,
    usingMetrics: { bad: of.bad, all: of.all },
    period: of.period,
    label: `${of.label}, in percent`,
  });

/**
 * What the alarms of minutes never hear: a team with ten handoffs a day has no four in a quarter of an hour. Each looks
 * back over hours or a day, wants a few bad ones, and a part of all that a busy stage reaches only when it is in trouble.
 */
export const quietStageAlarms = ({ api, config: { stage } }: Watched): AlarmSpec[] => {
  const dashboard = dashboardOf(stage);
  const counted = (metric: Parameters<typeof ours>[1], period: Duration, statistic = 'Sum') =>
    ours(stage, metric, statistic, period);
  const missed = (period: Duration) =>
    share({
      bad: counted('outcome_no_agent', period),
      all: counted('handoff_ended', period),
      least: 3,
      period,
      label: 'callers without an agent',
    });
  return [
    {
      name: 'window-missed-hours',
      article: 'window-missed',
      what: 'In the last three hours no agent accepted for three callers or more, a third of all.',
      metric: missed(HOURS),
      atLeast: 33,
      look: dashboard,
    },
    {
      name: 'window-missed-day',
      article: 'window-missed',
      what: 'In the last 24 hours no agent accepted for three callers or more, three in ten of all.',
      metric: missed(DAY),
      // Below it, the evening of an ordinary day would ring once the window has left its morning behind.
      atLeast: 30,
      look: dashboard,
    },
    {
      name: 'handoffs-failing-day',
      article: 'handoffs-failing',
      what: 'In the last 24 hours two handoffs or more, a tenth of all, ended because a task or a bridge failed.',
      metric: new MathExpression({
        expression: 'IF(bridge + task >= 2, 100 * (bridge + task) / all, 0)',
        usingMetrics: {
          bridge: counted('outcome_bridge_failed', DAY),
          task: counted('outcome_task_failed', DAY),
          all: counted('handoff_ended', DAY),
        },
        period: DAY,
        label: 'failed handoffs, in percent',
      }),
      atLeast: 10,
      look: dashboard,
    },
    {
      name: 'no-assistant-day',
      article: 'no-assistant',
      what: 'In the last 24 hours there was no assistant for three callers or more, a tenth of all.',
      metric: share({
        bad: counted('arrival_busy', DAY),
        // Every answer counts it, with 1 or with 0.
        all: counted('arrival_busy', DAY, 'SampleCount'),
        least: 3,
        period: DAY,
        label: 'callers without an assistant',
      }),
      atLeast: 10,
      look: dashboard,
    },
    {
      name: 'server-errors-day',
      article: 'server-errors',
      what: 'In the last 24 hours five requests or more, one in a thousand of all, were answered with 5xx.',
      metric: share({
        bad: api.metricServerError({ period: DAY, statistic: 'Sum' }),
        all: api.metricCount({ period: DAY, statistic: 'Sum' }),
        least: 5,
        period: DAY,
        label: 'requests answered with 5xx',
      }),
      atLeast: 0.1,
      look: logsOf(`/aws/vendedlogs/voice-handoff-${stage}`),
    },
    {
      name: 'webhooks-refused-day',
      article: 'requests-refused',
      what: 'In the last 24 hours five webhooks or more, one in a hundred of all, had a wrong credential or none.',
      metric: share({
        bad: counted('refused_credential', DAY),
        // Every answer counts it, with 1 or with 0.
        all: counted('refused_credential', DAY, 'SampleCount'),
        least: 5,
        period: DAY,
        label: 'webhooks refused for their credential',
      }),
      atLeast: 1,
      look: dashboard,
    },
  ];
};
