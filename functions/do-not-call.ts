import { doNotCallStore } from '../lib/aws/do-not-call-store.ts';
import { table } from '../lib/aws/table.ts';
import { entry } from '../lib/lambda/entry.ts';
import { jsonBody } from '../lib/lambda/pipelines/bodies.ts';
import { KEY_API, keyApi } from '../lib/lambda/pipelines/key-api.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { answerListed, answerNumber } from '../lib/outbound/do-not-call-api.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = { ...KEY_API, ...only(SERVICE_SETTINGS, 'TABLE_NAME') };

/** Whom nobody calls any more, as the team's own systems keep the list: `/outbound/do-not-call`. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('do-not-call', settings);
  const ports = { doNotCall: doNotCallStore(table(settings.TABLE_NAME), now), clock: now };
  return keyApi({
    settings,
    telemetry,
    now,
    answer(request) {
      const { number } = request.pathParameters;
      return number === undefined
        ? answerListed(jsonBody(request), ports)
        : answerNumber(request.method, number.replace(/^%2B/i, '+'), ports);
    },
  });
};

export const handler = entry(create, needs);
