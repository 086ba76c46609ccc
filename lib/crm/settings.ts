import { receiverUrlProblem, signingWeaknessIn } from '../http/receiver.ts';
import { httpUrl, list, sound } from '../settings/kinds.ts';
import { optional, required } from '../settings/setting.ts';

export const CRM_SETTINGS = {
  CRM_QUEUE_URL: required(httpUrl, {
    about: 'the queue of summaries and events for the CRM',
    isProvided: true,
  }),
  CRM_HOOK_URL: optional(() => sound(receiverUrlProblem), {
    about:
      'where the summary of each call and an event for each handoff that ends are posted: https, or plain http on the loopback',
    example: 'https://crm.example.com/hooks/calls',
  }),
  CRM_HOOK_SECRET: optional(list, {
    about:
      'what the summaries and events are signed with, `whsec_...` or a text of 16 characters or more; while rotating, old and new separated by a comma',
    example: 'whsec_...',
    isSecret: true,
    // A hook that could not tell who is calling would have to believe anybody: nothing goes out unsigned.
    beside: (secrets, { CRM_HOOK_URL: url }) =>
      secrets === undefined ? url && 'is not set, but CRM_HOOK_URL is' : signingWeaknessIn(secrets),
  }),
};
