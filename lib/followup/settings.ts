import { sid } from '../settings/kinds.ts';
import { optional } from '../settings/setting.ts';

export const FOLLOWUP_SETTINGS = {
  TWILIO_CALLBACK_WORKFLOW_SID: optional(sid('WW'), {
    about: 'the workflow of callback tasks; without it, that of handoffs',
    example: 'WW...',
  }),
  TWILIO_REVIEW_WORKFLOW_SID: optional(sid('WW'), {
    about: 'the workflow of review tasks; without it, that of handoffs',
    example: 'WW...',
  }),
};
