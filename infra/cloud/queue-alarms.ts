import { Aws, Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type QueueName, queueNames } from '../topology.ts';
import type { AlarmSpec, Article, Watched } from './alarm.ts';

const MINUTE = Duration.minutes(1);

type QueueTrouble = {
  /** What the dead letters are, and what to read about them. */
  dead: { what: string; article: Article };
  /** From how many seconds on the oldest message is too old. */
  late?: { atLeast: number; what: string };
};

const QUEUE_TROUBLE: Record<QueueName, QueueTrouble> = {
  handoff: {
    dead: {
      what: 'Messages of the handoff queue failed for good and wait in its dead-letter queue.',
      article: 'dead-letters',
    },
    late: {
      atLeast: 60,
      what: 'Messages of the handoff queue wait longer than a minute; callers wait with them.',
    },
  },
  'call-events': {
    dead: {
      what: 'Messages of the call-events queue failed for good: parts of conversations wait in its dead-letter queue.',
      article: 'dead-letters',
    },
    late: {
      atLeast: 300,
      what: 'Messages of the call-events queue wait longer than five minutes: escalation rules fire late, and agents read an old conversation.',
    },
  },
  // Its messages wait for an hour by design, and are to be seen only between two tries: their age says nothing.
  crm: {
    dead: {
      what: 'The CRM hook has not taken summaries of calls for an hour; they wait in the dead-letter queue.',
      article: 'crm-hook',
    },
  },
};

/** Dead letters of every queue, and the age of what waits where somebody waits with it. */
export const queueAlarms = ({ data, config: { stage } }: Watched): AlarmSpec[] =>
  queueNames.flatMap((name): AlarmSpec[] => {
    const { queue, deadLetters } = data.queues[name];
    const { dead, late } = QUEUE_TROUBLE[name];
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
