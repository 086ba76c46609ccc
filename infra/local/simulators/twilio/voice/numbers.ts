import { isNumber } from '../party.ts';
import type { Form } from './forms.ts';
import type { Leg, LegOrder, Method } from './leg.ts';
import type { LegBook } from './legs.ts';

/** What a number of the account is set to (Twilio: IncomingPhoneNumbers). */
export type NumberSettings = {
  number: string;
  voiceUrl: string;
  voiceMethod?: Method;
  fallbackUrl?: string;
  fallbackMethod?: Method;
  /** Told once, when a call is over. */
  statusCallback?: string;
  statusMethod?: Method;
};

/** Somebody calls. */
export type Caller = {
  to: string;
  /** As Twilio tells it: E.164, a word or keypad number for a withheld one, `client:`, `sip:`, ''. None: no such parameter. */
  from?: string;
  callSid?: string;
  /** By default of callers with a number of North America only. */
  stirVerstat?: string;
  /** More parameters of the request to the voice URL, or others than these would be. */
  params?: Form;
};

const CALL_TOKEN = encodeURIComponent(
  JSON.stringify({ parentCallInfoToken: 'invented', identityHeaderTokens: [] }),
);

/** What only the first request tells: attestation and token are of the moment in which it rings. */
const firstParams = ({ from = '', stirVerstat, params }: Caller): Form => {
  const isAttested = isNumber(from) && from.startsWith('+1');
  const attested = stirVerstat ?? (isAttested ? 'TN-Validation-Passed-A' : undefined);
  return {
    ...(attested !== undefined && { StirVerstat: attested }),
    ...(isNumber(from) && { CallToken: CALL_TOKEN }),
    ...(from.startsWith('sip:') && { SipDomain: 'example.sip.twilio.com' }),
    ...params,
  };
};

/** The numbers of the account that somebody can call. */
export const createNumbers = (legs: LegBook, known: Set<string>) => {
  const settings = new Map<string, NumberSettings>();

  const orderOf = (given: NumberSettings, caller: Caller): LegOrder => {
    const { voiceMethod = 'POST', fallbackMethod = 'POST', statusMethod = 'POST' } = given;
    const { voiceUrl: url, fallbackUrl, statusCallback } = given;
    return {
      to: caller.to,
      from: caller.from ?? '',
      direction: 'inbound',
      arrival: { hasFrom: caller.from !== undefined },
      doing: { url, method: voiceMethod, params: firstParams(caller), as: 'voice-url' },
      ...(caller.callSid !== undefined && { sid: caller.callSid }),
      ...(fallbackUrl !== undefined && { fallback: { url: fallbackUrl, method: fallbackMethod } }),
      ...(statusCallback !== undefined && {
        status: { url: statusCallback, method: statusMethod, events: ['completed'] },
      }),
    };
  };

  return {
    add(given: NumberSettings) {
      known.add(given.number);
      settings.set(given.number, given);
    },
    /** Throws where nobody has the number. */
    callIn(caller: Caller): Leg {
      const given = settings.get(caller.to);
      if (given === undefined) throw new Error(`the account has no number ${caller.to} with a voice URL`);
      if (caller.callSid !== undefined && legs.legs.has(caller.callSid))
        throw new Error(`there is a leg ${caller.callSid} already`);
      return legs.arrive(orderOf(given, caller));
    },
  };
};
