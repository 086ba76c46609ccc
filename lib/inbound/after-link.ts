import { callIdSchema } from '../base/call-facts.ts';

const PATH = '/twiml/after';

/** The addresses where a leg asks what comes after a call at Vapi. Twilio's signature covers the whole of one. */
export function afterLinks(publicBaseUrl: string) {
  const base = publicBaseUrl.replace(/\/+$/, '');
  return {
    path: PATH,
    url: (callId: string, looks: number): string =>
      `${base}${PATH}?${new URLSearchParams({ call: callId, looks: String(looks) })}`,
    /** Returns what an address names; a call that it does not name well is one that cannot be looked at. */
    read(rawQueryString: string): { callId: string; looks: number } {
      const query = new URLSearchParams(rawQueryString);
      const callId = callIdSchema.safeParse(query.get('call')).data ?? 'unknown';
      const looks = Number(query.get('looks'));
      return { callId, looks: Number.isSafeInteger(looks) && looks > 0 ? looks : 0 };
    },
  };
}
