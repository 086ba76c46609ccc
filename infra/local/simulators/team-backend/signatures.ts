import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How far a timestamp may be off, either way. */
const TOLERANCE_SECONDS = 5 * 60;

export type WebhookHeaders = {
  id: string | undefined;
  /** In seconds. */
  timestamp: string | undefined;
  signatures: readonly string[];
};

/**
 * Whether a body is signed by the rules of Standard Webhooks with one of the secrets. The package's own `verify` knows
 * no clock but the machine's.
 */
export function signatureCheck(
  secrets: readonly string[],
  clock: () => number,
): (body: string, headers: WebhookHeaders) => boolean {
  const signers = secrets.map(
    (secret) => new Webhook(secret.startsWith('whsec_') ? secret : Buffer.from(secret).toString('base64')),
  );
  return (body, { id, timestamp, signatures }) => {
    if (id === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
    const at = Number(timestamp);
    if (Math.abs(Math.floor(clock() / 1000) - at) > TOLERANCE_SECONDS) return false;
    return signers.some((signer) => {
      const right = Buffer.from(signer.sign(id, new Date(at * 1000), body));
      return signatures.some((one) => {
        const given = Buffer.from(one);
        return given.length === right.length && timingSafeEqual(given, right);
      });
    });
  };
}
