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

/** The articles of infra/runbook.md, by their anchors. */
export type Article =
  | 'dead-letters'
  | 'oldest-message'
  | 'function-errors'
  | 'function-throttles'
  | 'slow-acknowledgement'
  | 'handoffs-failing'
  | 'window-missed'
  | 'crm-hook'
  | 'reviews-failing'
  | 'server-errors'
  | 'requests-refused';

export type AlarmSpec = {
  name: string;
  article: Article;
  what: string;
  metric: IMetric;
  /** The alarm sounds at this value and above. */
  atLeast: number;
  /** How many periods in a row have to be bad; 1 when not given. */
  periods?: number;
  /** A page of AWS's console, after its host. */
  look?: string;
};
