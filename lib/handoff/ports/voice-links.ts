import * as z from 'zod/mini';
import { callIdSchema } from '../../base/call-facts.ts';

/**
 * Which offer of which handoff a request of Twilio Voice is about. No `reservationSid`: the caller's leg. `language`:
 * the code of the one that the handoff speaks, known also where the record cannot be read.
 */
export type VoiceRef = { callId: string; handoffId: string; reservationSid?: string; language?: string };

/** Where Twilio asks for instructions, and where it tells about legs. */
export type VoiceLinks = {
  agent(ref: VoiceRef): string;
  decision(ref: VoiceRef): string;
  /** Asked for by the caller's leg when the conference or the queue has let it go. */
  caller(ref: VoiceRef): string;
  wait(ref: VoiceRef): string;
  status(ref: VoiceRef): string;
};

/** The parameter of an address that names it. */
export const VOICE_REF_PARAM = 'at';
/** Longer than any that we give: three ids, the longest of them with 128 characters, each of which JSON may escape. */
export const LONGEST_VOICE_REF = 1_600;
const text = (most: number) => z.string().check(z.maxLength(most));
/** Addresses of before there were languages have three parts. */
const refSchema = z.union([
  z.tuple([callIdSchema, text(64).check(z.minLength(1)), text(64), text(16)]),
  z.tuple([callIdSchema, text(64).check(z.minLength(1)), text(64)]),
]);

/** Base64url, because Twilio signs the address as it stands: nothing in it may need percent-encoding. */
export const voiceLinks = (publicBaseUrl: string): VoiceLinks => {
  const base = publicBaseUrl.replace(/\/+$/, '');
  const link =
    (path: string) =>
    ({ callId, handoffId, reservationSid = '', language }: VoiceRef): string => {
      const named = [callId, handoffId, reservationSid, ...(language === undefined ? [] : [language])];
      const ref = Buffer.from(JSON.stringify(named)).toString('base64url');
      return `${base}${path}?${VOICE_REF_PARAM}=${ref}`;
    };
  return {
    agent: link('/twiml/agent'),
    decision: link('/twiml/agent/decision'),
    caller: link('/twiml/caller'),
    wait: link('/twiml/wait'),
    status: link('/webhook/twilio/status'),
  };
};

/** Whether an address names more than any of ours does. */
export const isVoiceRefTooLong = (rawQueryString: string): boolean =>
  (new URLSearchParams(rawQueryString).get(VOICE_REF_PARAM)?.length ?? 0) > LONGEST_VOICE_REF;

/** What a link names; undefined for one that is none of ours. Twilio's signature covers the whole address. */
export const readVoiceRef = (rawQueryString: string): VoiceRef | undefined => {
  const given = new URLSearchParams(rawQueryString).get(VOICE_REF_PARAM);
  if (given === null || given.length > LONGEST_VOICE_REF) return undefined;
  let named: unknown;
  try {
    named = JSON.parse(Buffer.from(given, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const read = refSchema.safeParse(named);
  if (!read.success) return undefined;
  const [callId, handoffId, reservationSid, language] = read.data;
  return {
    callId,
    handoffId,
    ...(reservationSid === '' ? {} : { reservationSid }),
    ...(language === undefined ? {} : { language }),
  };
};
