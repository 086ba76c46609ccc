import { setTimeout as wait } from 'node:timers/promises';
import type { ScheduledEvent } from 'aws-lambda';
import { DESK_SETTINGS } from '../lib/desk/settings.ts';
import { examine } from '../lib/doctor/examine.ts';
import { expectedOf, signingOf } from '../lib/doctor/expected-of.ts';
import { askOurs } from '../lib/doctor/ours/ask.ts';
import { tellBroken } from '../lib/doctor/tell.ts';
import { WATCHED_BY_CALLS } from '../lib/doctor/tools/systems.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { platformApi } from '../lib/http/platform-api.ts';
import { entry } from '../lib/lambda/entry.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { TWILIO_SETTINGS } from '../lib/twilio/settings.ts';
import { VAPI_SETTINGS } from '../lib/vapi/settings.ts';

export const needs = {
  ...TELEMETRY,
  ...TWILIO_SETTINGS,
  ...only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL'),
  ...only(
    VAPI_SETTINGS,
    'VAPI_API_KEY',
    'VAPI_API_URL',
    'VAPI_SERVER_SECRET',
    'VAPI_AUTH',
    'VAPI_AUTH_OPTIONS',
  ),
  ...only(
    DESK_SETTINGS,
    'VAPI_ASSISTANTS',
    'VAPI_ASSISTANT_ID',
    'VAPI_SQUAD_ID',
    'VAPI_PHONE_NUMBER_ID',
    'MAX_CALLS',
    'MAX_CALL_SECONDS',
  ),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_WINDOW_SECONDS', 'BRIDGE', 'ESCALATION_TOOLS', 'HUMAN_AGENT_NUMBER'),
  ...only(
    FOLLOWUP_SETTINGS,
    'CALLBACK_COUNTRIES',
    'TWILIO_CALLBACK_WORKFLOW_SID',
    'TWILIO_REVIEW_WORKFLOW_SID',
  ),
};

/** Nobody waits; but a platform that is slow for once is no broken set-up. */
const PATIENCE = { clock: now, wait: (ms: number) => wait(ms), timeoutMs: 15_000, repeats: 5 };

/** Looks at the whole set-up, as far as it can be told without the team's file. */
export const create = (env: Env): ((event: ScheduledEvent) => Promise<void>) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('doctor', settings);
  const expected = expectedOf(settings, {
    stage: settings.STAGE,
    baseUrl: settings.PUBLIC_BASE_URL,
    team: undefined,
  });
  const [token = ''] = settings.TWILIO_AUTH_TOKEN;
  const basic = Buffer.from(`${settings.TWILIO_ACCOUNT_SID}:${token}`).toString('base64');
  const ports = {
    twilio: platformApi({
      ...PATIENCE,
      platform: 'twilio',
      headers: { authorization: `Basic ${basic}` },
      atOnce: 5,
    }),
    vapi: platformApi({
      ...PATIENCE,
      platform: 'vapi',
      headers: { authorization: `Bearer ${settings.VAPI_API_KEY}` },
      atOnce: 2,
    }),
    ask: askOurs,
    signing: signingOf(settings),
    helpDesk: WATCHED_BY_CALLS,
    calendar: WATCHED_BY_CALLS,
    clock: now,
    wait: PATIENCE.wait,
  };
  return async () => {
    tellBroken(await examine(expected, ports, { withProbe: false, asStranger: false }), telemetry);
    telemetry.flush();
  };
};

export const handler = entry(create, needs);
