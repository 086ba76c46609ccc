import type { Vapi } from '@vapi-ai/server-sdk';
import type { TransferMode } from '../handoff/record/handoff.ts';
import { speechOf } from '../speech/index.ts';

/**
 * Only `warm-transfer-experimental` with `endCallEnabled: false` brings the caller back to the assistant when the
 * agent does not answer; after any other unanswered transfer Vapi ends the call (Vapi: call forwarding). The
 * `briefing` is spoken to the agent alone; without one the experimental plan has Vapi's own summary spoken.
 */
export const transferPlan = (mode: TransferMode, briefing?: string, language?: string): Vapi.TransferPlan => {
  const { toAgent, toCaller } = speechOf(language);
  switch (mode) {
    case 'blind-transfer':
      return { mode };
    case 'warm-transfer-say-message':
      return { mode, message: briefing ?? toAgent.putThrough };
    case 'warm-transfer-experimental':
      return {
        mode,
        ...(briefing === undefined
          ? { summaryPlan: { enabled: true, timeoutSeconds: 5 } }
          : { message: briefing }),
        fallbackPlan: {
          // Whether the next agent is tried or an apology follows is decided a moment later.
          message: toCaller.holding,
          endCallEnabled: false,
        },
      };
  }
};

/** Where the caller goes. The empty message keeps Vapi from speaking a line of its own over the hand-over. */
export const numberDestination = (number: string, mode: TransferMode, briefing?: string, language?: string) =>
  ({
    type: 'number',
    number,
    numberE164CheckEnabled: true,
    message: '',
    transferPlan: transferPlan(mode, briefing, language),
  }) satisfies Vapi.TransferDestinationNumber & { type: 'number' };
