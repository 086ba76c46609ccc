import * as z from 'zod/mini';
import { stored } from './stored.ts';

/** The longest id of a call that we take: it is part of keys, which have at most 2048 bytes. */
export const MAX_CALL_ID = 128;

/** Vapi's id of a call, wherever one comes in. */
export const callIdSchema = z.string().check(z.minLength(1), z.maxLength(MAX_CALL_ID));

const text = z.exactOptional(z.string());

/** In place of an attestation: nobody vouches for a number that came by SIP. */
export const BY_SIP = 'sip';

/** How a call is reached, and who talks on it. `controlUrl` is a credential. */
export const lineSchema = z.object({
  controlUrl: text,
  callSid: text,
  accountSid: text,
  /** Whom the assistant talks to, in E.164 form: only a number that can be called. */
  caller: text,
  /** The address of a caller without a telephone: shown, and never called. */
  callerSip: text,
  /** How far the network vouches for the caller's number, in its own words: `TN-Validation-Passed-A`. */
  attestation: text,
  called: text,
  direction: z.exactOptional(z.enum(['inbound', 'outbound', 'web'])),
  /** Which assistant of Vapi's has the call, and on which of its numbers: it may get the caller back. */
  assistantId: text,
  squadId: text,
  vapiNumberId: text,
  /** The code of the language that the assistant was given: what it speaks while nobody has been heard. */
  assistantLanguage: text,
  /** How often a human was asked for before this call, which gave the same caller back to the assistant. */
  earlierHandoffs: z.exactOptional(z.int().check(z.nonnegative())),
});

/**
 * Who says it: the team's own systems, the caller themselves (whoever starts a web call writes its metadata), or the
 * assistant's model, which repeats what it heard.
 */
export const SOURCES = ['team', 'caller', 'assistant'] as const;

export type Source = (typeof SOURCES)[number];

export const sourceSchema = z.enum(SOURCES);

const source = z.exactOptional(sourceSchema);

/** What is said of the caller, and who says it; a part without a source was kept before sources were. */
export const customerSchema = z.object({
  customerName: text,
  customerId: text,
  accountStatus: text,
  sources: z.exactOptional(stored({ customerName: source, customerId: source, accountStatus: source })),
});

/** What every message about a call tells, as far as a handoff needs it. */
export type CallFacts = z.infer<typeof lineSchema> &
  z.infer<typeof customerSchema> & {
    callId: string;
    /** Which of our own outbound calls it is. */
    attemptId?: string;
    /** Milliseconds since 1970. */
    timestamp?: number;
    messages: readonly { role: 'assistant' | 'caller'; text: string }[];
  };

/**
 * The number that a caller's memory and bookings go by: only the telephone network tells whose it is. Anybody can start
 * a web call, or dial in by SIP, with a number of their choice: that is nobody's.
 */
export function telephoneOf({
  caller,
  callerSip,
  direction,
  attestation,
}: Pick<CallFacts, 'caller' | 'callerSip' | 'direction' | 'attestation'>): string | undefined {
  const isTelephone = direction === 'inbound' || direction === 'outbound';
  return isTelephone && callerSip === undefined && attestation !== BY_SIP ? caller : undefined;
}

/** One call of a tool by the assistant. `id` is missing only in shapes that carry none. */
export type ToolCall = {
  id?: string;
  name: string;
  /** `invalid`: they are damaged, and `value` is what can be read of them. */
  arguments:
    | { is: 'object'; value: Record<string, unknown> }
    | { is: 'invalid'; problem: 'notJson' | 'notAnObject'; value: Record<string, unknown> };
};
