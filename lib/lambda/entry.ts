import type { Env } from './settings.ts';

/** Builds a function's handler out of its environment; throws `BadSettings` when that is missing something. */
export type Create<Handler> = (env: Env) => Handler;

/**
 * The handler that Lambda calls. In Lambda it is built while the module loads, so that bad settings fail the
 * deployment's first start with one message and clients are made in the init phase. Elsewhere (tests, the local
 * system) importing the module builds nothing.
 */
export const entry = <Event, Context, Result>(
  create: Create<(event: Event, context: Context) => Promise<Result>>,
): ((event: Event, context: Context) => Promise<Result>) => {
  const { env } = process;
  let built = env.AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : create(env);
  return (event, context) => {
    built ??= create(env);
    return built(event, context);
  };
};
