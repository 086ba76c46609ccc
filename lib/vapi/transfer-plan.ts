import type { Vapi } from '@vapi-ai/server-sdk';

export const TRANSFER_MODES = ['warm-transfer-experimental', 'blind-transfer'] as const;
export type TransferMode = (typeof TRANSFER_MODES)[number];

/**
 * Only `warm-transfer-experimental` with `endCallEnabled: false` brings the caller back to the assistant when the
 * agent does not answer; after any other unanswered transfer Vapi ends the call (Vapi: call forwarding).
 */
export const transferPlan = (mode: TransferMode): Vapi.TransferPlan =>
  mode === 'blind-transfer'
    ? { mode }
    : {
        mode,
        summaryPlan: { enabled: true, timeoutSeconds: 5 },
        fallbackPlan: {
          // Whether the next agent is tried or an apology follows is decided a moment later.
          message: 'Thank you for holding. One moment, please.',
          endCallEnabled: false,
        },
      };

/** Where the caller goes. The empty message keeps Vapi from speaking a line of its own over the hand-over. */
export const numberDestination = (number: string, mode: TransferMode) =>
  ({
    type: 'number',
    number,
    numberE164CheckEnabled: true,
    message: '',
    transferPlan: transferPlan(mode),
  }) satisfies Vapi.TransferDestinationNumber & { type: 'number' };
