import { Webhook } from 'standardwebhooks';
import type { Clock } from '../base/clock.ts';
import { receiverUrlProblem, SECRET_PREFIX, signingSecretProblem } from './receiver.ts';
import { type Outcome, type OutgoingRequest, send } from './request.ts';

export type Receiver = Pick<OutgoingRequest, 'url' | 'timeoutMs' | 'maxBytes'> & {
  /** Names it in an error: `the CRM hook`. */
  name: string;
  /**
   * Each one signs, so that the receiver can change over from one to the next. `whsec_` and base64 as Standard
   * Webhooks writes them; anything else is taken as it stands. Without any the delivery is not signed.
   */
  secrets: readonly string[];
  clock: Clock;
};

/** Nothing can ever be delivered there. */
export class UnusableReceiver extends Error {
  override name = 'UnusableReceiver';
}

/** Posts a JSON body once, with `id` as its `webhook-id`. `signal` ends it before its time. */
export type SignedDelivery = (id: string, body: string, signal?: AbortSignal) => Promise<Outcome>;

/**
 * Delivers by the rules of Standard Webhooks: `webhook-id` is the message's, the same at every attempt;
 * `webhook-timestamp` the attempt's, in seconds; `webhook-signature` has one signature for each secret. Throws
 * `UnusableReceiver` for a URL or a secret that cannot be used.
 */
export function signedDelivery({ name, secrets, clock, ...receiver }: Receiver): SignedDelivery {
  const problem = receiverUrlProblem(receiver.url);
  if (problem !== undefined) throw new UnusableReceiver(`the URL of ${name} ${problem}`);
  const signers = secrets.map((secret) => signerOf(secret, name));

  return (id, body, signal) => {
    const at = new Date(clock());
    const signature = signers.map((signer) => signer.sign(id, at, body)).join(' ');
    return send({
      ...receiver,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'voice-handoff',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        ...(signature !== '' && { 'webhook-signature': signature }),
      },
      body,
      ...(signal !== undefined && { signal }),
    });
  };
}

function signerOf(secret: string, name: string): Webhook {
  const problem = signingSecretProblem(secret);
  if (problem !== undefined) throw new UnusableReceiver(`a secret of ${name} ${problem}`);
  return new Webhook(secret.startsWith(SECRET_PREFIX) ? secret : Buffer.from(secret).toString('base64'));
}
