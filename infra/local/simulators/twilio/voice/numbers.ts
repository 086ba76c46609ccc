import { type Account, numberOf, type PhoneNumber } from '../account/model.ts';
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

/** The numbers of the account that somebody can call, as they are set by REST too. */
export const createNumbers = (legs: LegBook, account: Account) => {
  const orderOf = (given: PhoneNumber, caller: Caller): LegOrder => {
    const { voiceUrl: url, voiceMethod: method, voiceFallbackUrl: fallbackUrl, statusCallback } = given;
    return {
      to: caller.to,
      from: caller.from ?? '',
      direction: 'inbound',
      arrival: { hasFrom: caller.from !== undefined },
      doing: { url, method, params: firstParams(caller), as: 'voice-url' },
      ...(caller.callSid !== undefined && { sid: caller.callSid }),
      ...(fallbackUrl !== '' && { fallback: { url: fallbackUrl, method: given.voiceFallbackMethod } }),
      ...(statusCallback !== '' && {
        status: { url: statusCallback, method: given.statusCallbackMethod, events: ['completed'] },
      }),
    };
  };

  return {
    /** Whole: what is not given is not set any more. */
    add(given: NumberSettings) {
      Object.assign(numberOf(account, given.number), {
        voiceUrl: given.voiceUrl,
        voiceMethod: given.voiceMethod ?? 'POST',
        voiceFallbackUrl: given.fallbackUrl ?? '',
        voiceFallbackMethod: given.fallbackMethod ?? 'POST',
        statusCallback: given.statusCallback ?? '',
        statusCallbackMethod: given.statusMethod ?? 'POST',
        dateUpdated: new Date(),
      } satisfies Partial<PhoneNumber>);
    },
    /** Throws where nobody has the number, or its voice URL is not asked. */
    callIn(caller: Caller): Leg {
      const given = account.numbers.get(caller.to);
      if (given === undefined || given.voiceUrl === '')
        throw new Error(`the account has no number ${caller.to} with a voice URL`);
      if (given.trunkSid !== '' || given.voiceApplicationSid !== '')
        throw new Error(`calls to ${caller.to} go to a trunk or an application`);
      if (caller.callSid !== undefined && legs.legs.has(caller.callSid))
        throw new Error(`there is a leg ${caller.callSid} already`);
      return legs.arrive(orderOf(given, caller));
    },
  };
};
