import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link to the agent page names. `expiresAt` in seconds since 1970. */
export type AgentLink = { callId: string; handoffId: string; expiresAt: number };

/** The page can be opened during the call and for the rest of the shift. */
export const LINK_SECONDS = 12 * 3600;

// Half of SHA-256: 128 bits cannot be guessed, and attributes have no room to spare.
const SIGNATURE_BYTES = 16;

const sign = (payload: string, key: string): Buffer =>
  createHmac('sha256', key).update(payload).digest().subarray(0, SIGNATURE_BYTES);

/** The token of a link: it hides nothing, but nobody else can make one, and it expires. */
export const linkToken = ({ callId, handoffId, expiresAt }: AgentLink, key: string): string => {
  const payload = Buffer.from([callId, handoffId, expiresAt].join('\n')).toString('base64url');
  return `${payload}.${sign(payload, key).toString('base64url')}`;
};

/** What a token is worth. Only who once had a good link can hear that it has expired. */
export type LinkRead = { is: 'good'; link: AgentLink } | { is: 'expired' } | { is: 'invalid' };

/** Reads the token of a link; forged and broken ones are invalid. Any of several keys is good (rotation). */
export const readLinkToken = (token: string, keys: readonly string[], now: number): LinkRead => {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return { is: 'invalid' };
  const given = Buffer.from(signature, 'base64url');
  const good = keys.some(
    (key) => given.length === SIGNATURE_BYTES && timingSafeEqual(sign(payload, key), given),
  );
  if (!good) return { is: 'invalid' };
  const parts = Buffer.from(payload, 'base64url').toString('utf8').split('\n');
  const expiresAt = Number(parts.pop());
  const handoffId = parts.pop();
  // The id of a call is Vapi's, and may be anything.
  if (handoffId === undefined || parts.length === 0 || Number.isNaN(expiresAt)) return { is: 'invalid' };
  if (expiresAt * 1000 <= now) return { is: 'expired' };
  return { is: 'good', link: { callId: parts.join('\n'), handoffId, expiresAt } };
};

/** Where the agent reads about a handoff; without a key there are no links and no pages. */
export const agentPages = (
  publicBaseUrl: string,
  key: string | undefined,
): { agentPage?: (handoff: { callId: string; handoffId: string; now: number }) => string } =>
  key === undefined
    ? {}
    : {
        agentPage({ callId, handoffId, now }) {
          const expiresAt = Math.floor(now / 1000) + LINK_SECONDS;
          return `${publicBaseUrl.replace(/\/+$/, '')}/agent/${linkToken({ callId, handoffId, expiresAt }, key)}`;
        },
      };
