import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link to the agent page names. `expiresAt` in seconds since 1970. */
export type AgentLink = { callId: string; handoffId: string; expiresAt: number };

/** The page can be opened during the call and for the rest of the shift. */
export const LINK_SECONDS = 12 * 3600;

// Half of SHA-256: 128 bits cannot be guessed, and attributes have no room to spare.
const SIGNATURE_BYTES = 16;

/** A token of one kind opens nothing of another, though one key signs them; the agent page's was there first. */
type Kind = '' | 'campaign' | 'board';

const sign = (kind: Kind, payload: string, key: string): Buffer => {
  const signed = kind === '' ? payload : `${kind}\n${payload}`;
  return createHmac('sha256', key).update(signed).digest().subarray(0, SIGNATURE_BYTES);
};

function tokenOf(kind: Kind, parts: readonly (string | number)[], key: string): string {
  const payload = Buffer.from(parts.join('\n')).toString('base64url');
  return `${payload}.${sign(kind, payload, key).toString('base64url')}`;
}

/** The parts of a token that was signed with one of these keys (rotation); undefined for a forged or broken one. */
function partsOf(kind: Kind, token: string, keys: readonly string[]): string[] | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const good = keys.some(
    (key) => given.length === SIGNATURE_BYTES && timingSafeEqual(sign(kind, payload, key), given),
  );
  return good ? Buffer.from(payload, 'base64url').toString('utf8').split('\n') : undefined;
}

/** The token of a link: it hides nothing, but nobody else can make one, and it expires. */
export const linkToken = ({ callId, handoffId, expiresAt }: AgentLink, key: string): string =>
  tokenOf('', [callId, handoffId, expiresAt], key);

/** What a token is worth. Only who once had a good link can hear that it has expired. */
export type LinkRead = { is: 'good'; link: AgentLink } | { is: 'expired' } | { is: 'invalid' };

/** Reads the token of a link; forged and broken ones are invalid. Any of several keys is good (rotation). */
export const readLinkToken = (token: string, keys: readonly string[], now: number): LinkRead => {
  const parts = partsOf('', token, keys);
  const expiresAt = Number(parts?.pop());
  const handoffId = parts?.pop();
  // The id of a call is Vapi's, and may be anything.
  if (parts === undefined || parts.length === 0 || handoffId === undefined || Number.isNaN(expiresAt)) {
    return { is: 'invalid' };
  }
  if (expiresAt * 1000 <= now) return { is: 'expired' };
  return { is: 'good', link: { callId: parts.join('\n'), handoffId, expiresAt } };
};

const from = (publicBaseUrl: string): string => publicBaseUrl.replace(/\/+$/, '');

/** The token of a link to a campaign; `expiresAt` in seconds since 1970. */
export const campaignToken = ({ id, expiresAt }: { id: string; expiresAt: number }, key: string): string =>
  tokenOf('campaign', [id, expiresAt], key);

/** Where people watch a campaign, for 12 hours from `now` (ms since 1970). */
export const campaignPage =
  (publicBaseUrl: string, key: string) =>
  (id: string, now: number): string => {
    const expiresAt = Math.floor(now / 1000) + LINK_SECONDS;
    return `${from(publicBaseUrl)}/campaign/${campaignToken({ id, expiresAt }, key)}`;
  };

/** Reads the token of a link to a campaign, like that of the agent page. */
export function readCampaignToken(
  token: string,
  keys: readonly string[],
  now: number,
): { is: 'good'; id: string } | { is: 'expired' } | { is: 'invalid' } {
  const [id, expiresAt] = partsOf('campaign', token, keys) ?? [];
  if (id === undefined || !(Number(expiresAt) > 0)) return { is: 'invalid' };
  return Number(expiresAt) * 1000 <= now ? { is: 'expired' } : { is: 'good', id };
}

/** The token of a link to the board; `expiresAt` in seconds since 1970. */
export const boardToken = ({ expiresAt }: { expiresAt: number }, key: string): string =>
  tokenOf('board', [expiresAt], key);

/** Where whoever runs the floor sees what is going on, for 12 hours from `now` (ms since 1970). */
export function boardPage(publicBaseUrl: string, key: string, now: number): string {
  const expiresAt = Math.floor(now / 1000) + LINK_SECONDS;
  return `${from(publicBaseUrl)}/board/${boardToken({ expiresAt }, key)}`;
}

/** Reads the token of a link to the board, like that of the agent page. */
export function readBoardToken(
  token: string,
  keys: readonly string[],
  now: number,
): { is: 'good' } | { is: 'expired' } | { is: 'invalid' } {
  const [expiresAt] = partsOf('board', token, keys) ?? [];
  if (!(Number(expiresAt) > 0)) return { is: 'invalid' };
  return Number(expiresAt) * 1000 <= now ? { is: 'expired' } : { is: 'good' };
}

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
          return `${from(publicBaseUrl)}/agent/${linkToken({ callId, handoffId, expiresAt }, key)}`;
        },
      };
