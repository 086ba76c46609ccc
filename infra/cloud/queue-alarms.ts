import { Aws, Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { queueNames, queues } from '../topology/index.ts';
import type { AlarmSpec, Watched } from './alarm.ts';

const MINUTE = Duration.minutes(1);

/** Dead letters of every queue, and the age of what waits where somebody waits with it. */
export const queueAlarms = ({ data, config: { stage } }: Watched): AlarmSpec[] =>
  queueNames.flatMap((name): AlarmSpec[] => {
    const { queue, deadLetters } = data.queues[name];
    const { dead, late } = queues[name];
    const queueName = `voice-handoff-${stage}-${name}`;
    const deadLetterAlarm: AlarmSpec = {
      ...dead,
      name: `${name}-dead-letters`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE }),
      atLeast: 1,
      look: `sqs/v3/home?region=${Aws.REGION}#/queues/${encodeURIComponent(`${queueName}-dead`)}`,
    };
    if (late === undefined) return [deadLetterAlarm];
    return [
      deadLetterAlarm,
      {
        ...late,
        name: `${name}-oldest-message`,
        article: 'oldest-message',
        // Delayed messages are meant to wait, up to 15 minutes: the age counts while others are there to be taken.
        metric: new MathExpression({
          expression: 'IF(waiting > 0, age, 0)',
          usingMetrics: {
            waiting: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE }),
            age: queue.metricApproximateAgeOfOldestMessage({ period: MINUTE }),
          },
          period: MINUTE,
          label: 'age of the oldest message, in seconds',
        }),
        periods: 3,
        look: `sqs/v3/home?region=${Aws.REGION}#/queues/${queueName}`,
      },
    ];
  });
