import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { FunctionName, FunctionSpec } from '../../topology/index.ts';

/** How one invocation of a function ended. */
export type Invocation =
  | { is: 'returned'; value: unknown }
  | { is: 'threw'; error: unknown }
  | { is: 'timed-out' };

/**
 * Runs a handler once, as Lambda would, and never throws. Lambda freezes what has timed out; here it runs
 * on, and its result is dropped.
 */
export async function invoke<Event>(
  name: FunctionName,
  spec: Pick<FunctionSpec, 'timeoutSeconds'>,
  handler: (event: Event, context: Context) => Promise<unknown>,
  event: Event,
): Promise<Invocation> {
  const deadline = Date.now() + spec.timeoutSeconds * 1000;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Invocation>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'timed-out' }), spec.timeoutSeconds * 1000);
  });
  const run = async (): Promise<Invocation> => {
    try {
      return { is: 'returned', value: await handler(event, context(name, deadline)) };
    } catch (error) {
      return { is: 'threw', error };
    }
  };
  const invocation = await Promise.race([run(), timeout]);
  clearTimeout(timer);
  return invocation;
}

function context(functionName: FunctionName, deadline: number): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-west-2:000000000000:function:${functionName}`,
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    // The callback style's way out, which no Node.js 24 runtime has any more.
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
