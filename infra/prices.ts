/**
 * AWS's public list prices in us-west-2 (arm64, on demand, first tier), in USD, as of November 2026. The dashboard
 * and the cost tables of docs/figures.md are worked out from them.
 */
export const prices = {
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 13.3334e-6,
  httpApiRequest: 1.0e-6,
  sqsRequest: 0.4e-6,
  /** One strongly consistent read of up to 4 KB. */
  dynamoReadUnit: 0.125e-6,
  /** One write of up to 1 KB. */
  dynamoWriteUnit: 0.625e-6,
  logGigabyte: 0.5,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  secretMonth: 0.4,
} as const;
