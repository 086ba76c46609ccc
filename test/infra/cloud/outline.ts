import type { Template } from 'aws-cdk-lib/assertions';
import { type FunctionName, functionNames } from '../../../infra/topology/index.ts';
import { actionsOf, functionOf, resourceOf, statementsOf } from './policies.ts';
import { ofType, type Resource, type Templates } from './synthesized.ts';

/** What a reviewer wants to know of both templates, in lines: what there is, who may do what, what makes an alarm. */
export function outlineOf({ data, service }: Templates): string {
  const ofEach = functionNames.map((name) => functionLines(service, name));
  const common = (ofEach[0] ?? []).filter((line) => ofEach.every((lines) => lines.includes(line)));
  return [
    'The data stack',
    ...counts(data),
    '',
    'Replaced, and emptied, when their ids change',
    ...['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret', 'AWS::SQS::Queue'].flatMap((type) =>
      ofType(data, type).map(([id]) => `  ${type} ${id}`),
    ),
    '',
    'The service stack',
    ...counts(service),
    '',
    'The alarms',
    ...ofType(service, 'AWS::CloudWatch::Alarm').map(([, alarm]) => `  ${alarmLine(alarm)}`),
    '',
    'Every function',
    ...common,
    ...functionNames.flatMap((name) => [
      '',
      name,
      ...functionLines(service, name).filter((line) => !common.includes(line)),
    ]),
    '',
  ].join('\n');
}

function counts(template: Template): string[] {
  const resources: Resource[] = Object.values(template.toJSON().Resources);
  const types = [...new Set(resources.map(({ Type }) => Type))].toSorted();
  return types.map((type) => `  ${resources.filter(({ Type }) => Type === type).length} ${type}`);
}

function alarmLine({ Properties: alarm }: Resource): string {
  const [expression] = (alarm.Metrics ?? []).flatMap(
    ({ Expression }: { Expression?: string }) => Expression ?? [],
  );
  const measured = expression ?? `${alarm.MetricName} ${alarm.Statistic ?? alarm.ExtendedStatistic}`;
  const [seconds] = [alarm, ...(alarm.Metrics ?? [])].flatMap(
    ({ Period, MetricStat }) => Period ?? MetricStat?.Period ?? [],
  );
  const sign = alarm.ComparisonOperator === 'GreaterThanOrEqualToThreshold' ? '>=' : alarm.ComparisonOperator;
  const periods = `${alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods} of ${alarm.EvaluationPeriods}`;
  return `${alarm.AlarmName.replace('voice-handoff-dev-', '')}: ${measured} ${sign} ${alarm.Threshold} in ${periods} x ${seconds} s`;
}

function functionLines(service: Template, name: FunctionName): string[] {
  const allowed = statementsOf(service, name).map(
    (statement) => `  may ${actionsOf(statement).join(', ')} on ${resourceOf(statement)}`,
  );
  const settings = Object.keys(functionOf(service, name).Properties.Environment.Variables);
  return [...allowed.toSorted(), ...settings.toSorted().map((setting) => `  gets ${setting}`)];
}
