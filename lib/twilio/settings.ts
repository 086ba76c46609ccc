import { e164, flag, httpUrl, secrets, sid, sidPattern } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';

export const TWILIO_SETTINGS = {
  TWILIO_ACCOUNT_SID: required(sid('AC'), {
    about: 'the account whose TaskRouter finds the agents, and whose own legs we can move',
    example: 'AC...',
    pattern: sidPattern('AC'),
  }),
  TWILIO_AUTH_TOKEN: required(secrets(), {
    about: 'the auth token of that account; while rotating, the one in force first, the next after a comma',
    example: '...',
    isSecret: true,
  }),
  TWILIO_WORKSPACE_SID: required(sid('WS'), {
    about: "TaskRouter's workspace",
    example: 'WS...',
    pattern: sidPattern('WS'),
  }),
  TWILIO_WORKFLOW_SID: required(sid('WW'), {
    about: 'the workflow that routes handoffs',
    example: 'WW...',
    pattern: sidPattern('WW'),
  }),
  TWILIO_NUMBER: optional(e164(), {
    about: 'the number of your account from which agents are rung; without it, the number that was called',
    example: '+15550100199',
  }),
  TWILIO_FLEX_WORKFLOW: fallingBack('false', flag(), {
    about: "`true`: the workflow's agents work in Flex, so `auto` takes `enqueue`",
  }),
  TWILIO_UNAVAILABLE_ACTIVITY_SID: optional(sid('WA'), {
    about:
      'the activity for an agent who declined, did not answer or cannot be rung, in which TaskRouter offers nothing; without it, one is found in the workspace',
    example: 'WA...',
  }),
  TWILIO_TASKROUTER_URL: fallingBack('https://taskrouter.twilio.com', httpUrl(), {
    about: 'where TaskRouter answers',
  }),
  TWILIO_API_URL: fallingBack('https://api.twilio.com', httpUrl(), { about: 'where the Voice API answers' }),
};
