import { httpUrl, sid } from '../settings/kinds.ts';
import { optional, required } from '../settings/setting.ts';

export const FOLLOWUP_SETTINGS = {
  FOLLOWUP_QUEUE_URL: required(httpUrl(), { about: 'the queue of callbacks and reviews', isProvided: true }),
  TWILIO_CALLBACK_WORKFLOW_SID: optional(sid('WW'), {
    about: 'the workflow of callback tasks; without it, that of handoffs',
    example: 'WW...',
  }),
  TWILIO_REVIEW_WORKFLOW_SID: optional(sid('WW'), {
    about: 'the workflow of review tasks; without it, that of handoffs',
    example: 'WW...',
  }),
};
