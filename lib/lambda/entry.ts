import { loadDynamoDb } from '../aws/dynamodb/operations.ts';
import { BadSettings, type Env } from '../settings/read.ts';
import type { Declared } from '../settings/setting.ts';
import { environment, type ReadSecret } from './environment.ts';
import { telemetry } from './telemetry.ts';
import { now } from './wiring/handoffs.ts';

/** The SDK's part for secrets is loaded where there is one to read: not locally, and not under SAM. */
const readSecret: ReadSecret = async (arn) => (await import('../aws/secret.ts')).readSecret(arn);

/** Builds a function's handler out of its environment; throws `BadSettings` when that is missing something. */
export type Create<Handler> = (env: Env) => Handler;

/**
 * The handler that Lambda calls. In Lambda it is built while the module loads, so that clients are made in the
 * init phase and bad settings fail the first start with one message; where secrets have to be read first, the
 * reading begins there and the first event waits for it. Elsewhere (tests, the local system) importing the module
 * builds nothing. When a secret has changed the handler is built anew; while the new values are no good, the old
 * ones go on, and what is wrong is said every minute. Where the function asks the table `first`, the SDK's part for it is loaded meanwhile.
 */
export const entry = <Event, Context, Result>(
  create: Create<(event: Event, context: Context) => Promise<Result>>,
  needs: Declared,
  options: { first?: 'table' | 'queue'; read?: ReadSecret; clock?: () => number } = {},
): ((event: Event, context: Context) => Promise<Result>) => {
  const { env } = process;
  const { first: askedFirst = 'table', read = readSecret, clock = now } = options;
  const warn = (reason: string) => {
    const { AWS_LAMBDA_FUNCTION_NAME: name = '', STAGE: stage = '' } = env;
    const service = name.replace(`voice-handoff-${stage}-`, '');
    const metrics = stage !== 'local';
    const { log, count, flush } = telemetry({ service, stage, level: 'error', metrics, now: clock });
    log.error('secret not refreshed', { reason });
    count('secret_not_refreshed');
    flush();
  };
  const source = environment({ env, needs, readSecret: read, clock, warn });
  let built: { from: Env; handler: ReturnType<typeof create> } | undefined;

  const handlerFrom = (from: Env) => {
    if (built?.from === from) return built.handler;
    try {
      built = { from, handler: create(from) };
    } catch (error) {
      if (built === undefined) {
        source.forget();
        throw error;
      }
      source.doubt();
      warn(reasonOf(error));
      built = { from, handler: built.handler };
    }
    return built.handler;
  };

  if (env.AWS_LAMBDA_FUNCTION_NAME !== undefined) {
    // What fails here fails again, and is noticed, when the table is asked.
    if (askedFirst === 'table') loadDynamoDb().catch(() => undefined);
    const first = source.current();
    // A failed first reading is tried again by the first event, which then fails with the reason.
    if (first instanceof Promise) first.catch(() => undefined);
    else handlerFrom(first);
  }
  return async (event, context) => {
    const from = source.current();
    return handlerFrom(from instanceof Promise ? await from : from)(event, context);
  };
};

/** The settings that are no good, by their names; problems never quote a value. */
function reasonOf(error: unknown): string {
  if (error instanceof BadSettings) return error.problems.join('; ');
  return error instanceof Error ? error.name : 'unknown';
}
