import type { Vapi } from '@vapi-ai/server-sdk';

/** The generated type takes objects where the specification has `fixed` or `exponential`, and status codes. */
type BackoffPlan = Omit<Vapi.BackoffPlan, 'type' | 'excludedStatusCodes'> & {
  type: 'fixed' | 'exponential';
  excludedStatusCodes: number[];
};

/** One of our URLs as Vapi takes it. */
export type ServerSettings = Omit<Vapi.Server, 'backoffPlan'> & { backoffPlan: BackoffPlan };

/** What the same message would be answered again: it is wrong, unsigned, or too large. */
const NO_USE_TO_REPEAT = [400, 401, 403, 404, 413, 422];

/** Returns what Vapi is told of one of our URLs; a repeated message has no second effect at any of them. */
export function serverAt(
  url: string,
  { credentialId, timeoutSeconds }: { credentialId: string | undefined; timeoutSeconds: number },
): ServerSettings {
  return {
    url,
    ...(credentialId !== undefined && { credentialId }),
    timeoutSeconds,
    // Without it Vapi does not repeat what was answered 503.
    backoffPlan: {
      type: 'fixed',
      maxRetries: 2,
      baseDelaySeconds: 1,
      excludedStatusCodes: [...NO_USE_TO_REPEAT],
    },
  };
}
