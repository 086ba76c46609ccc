import { isPlaceholder, weaknessOf } from '../settings/weakness.ts';

/** Whether the host of a URL is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** What is wrong with the URL of a receiver; undefined for one that may be used. Never quotes it. */
export const receiverUrlProblem = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (url === null) return 'is not a URL';
  if (url.username !== '' || url.password !== '') return 'holds a user name or a password';
  const fits = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return fits ? undefined : 'is not an https URL';
};

/** Before the base64 of a key, as Standard Webhooks writes it. */
export const SECRET_PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What is wrong with a secret; undefined for one that can sign. Never quotes it. */
export const signingSecretProblem = (secret: string): string | undefined => {
  if (!secret.startsWith(SECRET_PREFIX)) return secret === '' ? 'is empty' : undefined;
  const encoded = secret.slice(SECRET_PREFIX.length);
  const readable = BASE64.test(encoded) && encoded.length % 4 === 0;
  return readable ? undefined : `is not base64 after ${SECRET_PREFIX}`;
};

/** What is wrong with a secret that deliveries are to be signed with; undefined for a sound one. Never quotes it. */
const signingWeakness = (secret: string): string | undefined =>
  isPlaceholder(secret)
    ? 'is a placeholder'
    : (signingSecretProblem(secret) ??
      weaknessOf(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret));

/** What is wrong with secrets that are separated by commas; undefined where all are sound, or none is given. */
export const signingWeaknessIn = (secrets: string): string | undefined =>
  secrets
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
    .map(signingWeakness)
    .find((problem) => problem !== undefined);
