import { ownIntentWordsSchema } from '../language/intent/settings.ts';
import { flag, httpUrl, json, listOrNone, wholeNumber } from '../settings/kinds.ts';
import { fallingBack, required } from '../settings/setting.ts';
import { rulesSchema } from './rules.ts';

export const CONVERSATION_SETTINGS = {
  CALL_EVENTS_QUEUE_URL: required(httpUrl, { about: 'the queue of call events', isProvided: true }),
  RETENTION_DAYS: fallingBack('7', () => wholeNumber(365), {
    about: 'how long conversations and reports are kept, 1 to 365 days',
  }),
  ESCALATION_RULES: fallingBack('{}', () => json(rulesSchema), {
    about: 'JSON: thresholds of the rules that ask for a human without a tool call; `false` switches one off',
    example: '{"interruptions": 4, "repeated-question": false}',
  }),
  INTENT_KEYWORDS: fallingBack('{}', () => json(ownIntentWordsSchema), {
    about:
      'JSON: the words by which an intent is known, in place of our own in four languages; `*` stands for any ending',
    example: '{"billing": ["invoice", "refund*"]}',
  }),
  MUTE_ON_INTERRUPTION: fallingBack('false', flag, {
    about: '`true`: an interruption mutes the assistant from the server as well',
  }),
  REQUIRED_FIELDS: fallingBack('', listOrNone, {
    about:
      'fields of the structured data without which a call is reviewed, separated by commas; `customer.email` for nested ones',
    example: 'customer.email,reason',
  }),
};
