import { entry } from '../lib/lambda/entry.ts';
import { jsonBody } from '../lib/lambda/pipelines/bodies.ts';
import { KEY_API, keyApi } from '../lib/lambda/pipelines/key-api.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { ASKING, askPorts } from '../lib/lambda/wiring/outbound.ts';
import { answerCallAsked, answerCallCanceled, answerCallLooked } from '../lib/outbound/call/api.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = { ...KEY_API, ...ASKING };

/** Outbound calls as the team's own systems ask for them: `/outbound/calls`. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('outbound-calls', settings);
  const ports = askPorts(settings, telemetry);
  return keyApi({
    settings,
    telemetry,
    now,
    answer(request) {
      const { method, path, pathParameters, headers } = request;
      const { id = '' } = pathParameters;
      if (path.endsWith('/cancel')) return answerCallCanceled(id, ports);
      if (method === 'GET') return answerCallLooked(id, ports);
      return answerCallAsked(jsonBody(request), headers['idempotency-key'], ports);
    },
  });
};

export const handler = entry(create, needs);
