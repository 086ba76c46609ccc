import type { Capability } from './kinds.ts';

/** What looks whether the platforms are set up as the service needs them. */
export const doctor = {
  functions: {
    doctor: {
      pace: 'in-time',
      // Two requests for each agent, five at one time.
      timeoutSeconds: 120,
      everyHour: true,
    },
  },
} as const satisfies Capability;
