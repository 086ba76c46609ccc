import { e164, flag, httpUrl, key, secrets, sid, sidPattern } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';

export const TWILIO_SETTINGS = {
  TWILIO_ACCOUNT_SID: required(() => sid('AC'), {
    about: 'the account whose TaskRouter finds the agents, and whose own legs we can move',
    example: 'AC...',
    pattern: sidPattern('AC'),
  }),
  TWILIO_AUTH_TOKEN: required(secrets, {
    about: 'the auth token of that account; while rotating, the one in force first, the next after a comma',
    example: '...',
    isSecret: true,
  }),
  TWILIO_WORKSPACE_SID: required(() => sid('WS'), {
    about: "TaskRouter's workspace",
    example: 'WS...',
    pattern: sidPattern('WS'),
  }),
  TWILIO_WORKFLOW_SID: required(() => sid('WW'), {
    about: 'the workflow that routes handoffs',
    example: 'WW...',
    pattern: sidPattern('WW'),
  }),
  TWILIO_NUMBER: optional(e164, {
    about: 'the number of your account from which agents are rung; without it, the number that was called',
    example: '+15550100199',
  }),
  TWILIO_FLEX_WORKFLOW: fallingBack('false', flag, {
    about: "`true`: the workflow's agents work in Flex, so `auto` takes `enqueue`",
  }),
  TWILIO_UNAVAILABLE_ACTIVITY_SID: optional(() => sid('WA'), {
    about:
      'the activity for an agent who declined, did not answer or cannot be rung, in which TaskRouter offers nothing; without it, one is found in the workspace',
    example: 'WA...',
  }),
  TWILIO_TASKROUTER_URL: fallingBack('https://taskrouter.twilio.com', httpUrl, {
    about: 'where TaskRouter answers',
  }),
  TWILIO_API_URL: fallingBack('https://api.twilio.com', httpUrl, { about: 'where the Voice API answers' }),
};

/** Read by set-up and doctor alone: no function has a use for them. */
export const TWILIO_COMMAND_SETTINGS = {
  TWILIO_API_KEY: optional(key, {
    about:
      'the SID of an API key (Standard or Main), by which `npm run setup` and `npm run doctor` ask Twilio; without it and its secret they use the auth token',
    example: 'SK...',
    isSecret: true,
  }),
  TWILIO_API_KEY_SECRET: optional(key, {
    about: 'the secret of that API key',
    example: '...',
    isSecret: true,
  }),
  TWILIO_MONITOR_URL: fallingBack('https://monitor.twilio.com', httpUrl, {
    about: 'where `npm run doctor` finds the alerts of the account',
  }),
  TWILIO_VOICE_URL: fallingBack('https://voice.twilio.com', httpUrl, {
    about: 'where `npm run doctor` finds the countries that may be called',
  }),
  TWILIO_TRUSTHUB_URL: fallingBack('https://trusthub.twilio.com', httpUrl, {
    about: 'where `npm run doctor` finds the profile of the business',
  }),
};
