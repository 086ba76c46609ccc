import * as z from 'zod/mini';

/** Which offer of which handoff a request of Twilio Voice is about. No `reservationSid`: the caller's leg. */
export type VoiceRef = { callId: string; handoffId: string; reservationSid?: string };

/** Where Twilio asks for instructions, and where it tells about legs. */
export type VoiceLinks = {
  agent(ref: VoiceRef): string;
  decision(ref: VoiceRef): string;
  /** Asked for by the caller's leg when the conference or the queue has let it go. */
  caller(ref: VoiceRef): string;
  wait(ref: VoiceRef): string;
  status(ref: VoiceRef): string;
};

const PARAM = 'at';
const id = z.string().check(z.minLength(1));
const refSchema = z.tuple([id, id, z.string()]);

/** Base64url, because Twilio signs the address as it stands: nothing in it may need percent-encoding. */
export const voiceLinks = (publicBaseUrl: string): VoiceLinks => {
  const base = publicBaseUrl.replace(/\/+$/, '');
  const link =
    (path: string) =>
    ({ callId, handoffId, reservationSid = '' }: VoiceRef): string => {
      const ref = Buffer.from(JSON.stringify([callId, handoffId, reservationSid])).toString('base64url');
      return `${base}${path}?${PARAM}=${ref}`;
    };
  return {
    agent: link('/twiml/agent'),
    decision: link('/twiml/agent/decision'),
    caller: link('/twiml/caller'),
    wait: link('/twiml/wait'),
    status: link('/webhook/twilio/status'),
  };
};

/** What a link names; undefined for one that is none of ours. Twilio's signature covers the whole address. */
export const readVoiceRef = (rawQueryString: string): VoiceRef | undefined => {
  const given = new URLSearchParams(rawQueryString).get(PARAM);
  if (given === null) return undefined;
  let named: unknown;
  try {
    named = JSON.parse(Buffer.from(given, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const read = refSchema.safeParse(named);
  if (!read.success) return undefined;
  const [callId, handoffId, reservationSid] = read.data;
  return { callId, handoffId, ...(reservationSid === '' ? {} : { reservationSid }) };
};
