import { Aws } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Config } from './config.ts';
import type { DataStack } from './data-stack.ts';
import type { HandoffFunctions } from './function.ts';

export type Watched = {
  config: Config;
  functions: HandoffFunctions;
  data: DataStack;
  api: HttpApi;
  /** Who gets the alarms; nobody when undefined. */
  alarmEmail: string | undefined;
};

export type AlarmSpec = {
  name: string;
  /** The anchor of its article in infra/runbook.md. */
  article: string;
  what: string;
  metric: IMetric;
  /** The alarm sounds at this value and above. */
  atLeast: number;
  /** How many periods in a row have to be bad; 1 when not given. */
  periods?: number;
  /** For what always happens: silence means that it has stopped. */
  noDataIsTrouble?: true;
  /** A page of AWS's console, after its host. */
  look?: string;
};

export function logsOf(logGroup: string): string {
  return `cloudwatch/home?region=${Aws.REGION}#logsV2:log-groups/log-group/${logGroup.replaceAll('/', '$252F')}`;
}

export function dashboardOf(stage: string): string {
  return `cloudwatch/home?region=${Aws.REGION}#dashboards:name=voice-handoff-${stage}`;
}
