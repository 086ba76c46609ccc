import { randomBytes } from 'node:crypto';
import { oauthRefusal, type Reply } from './replies.ts';

/** What Zendesk gives without a wish, and the least and the most that it gives with one. */
const LIFE_SECONDS = { untold: 1_800, least: 300, most: 172_800 };
const FORM = 'application/x-www-form-urlencoded';
/** `read`, or for one kind of resource: `tickets:read`. */
const SCOPE = /^(?:[a-z_]+:)?(?:read|write)$/;

type Given = { scopes: readonly string[]; until: number };

/** The tokens of one OAuth client, by the grant `client_credentials`. */
export function createTokens(client: { clientId: string; clientSecret: string }, clock: () => number) {
  const given = new Map<string, Given>();

  return {
    /** `POST /oauth/tokens`. The answer tells how long the token lives only to one who wished for a time. */
    grant(body: string, contentType: string): Reply {
      if (!contentType.startsWith(FORM)) return oauthRefusal(400, 'invalid_request');
      const form = new URLSearchParams(body);
      if (form.get('grant_type') !== 'client_credentials') return oauthRefusal(400, 'unsupported_grant_type');
      const isClient =
        form.get('client_id') === client.clientId && form.get('client_secret') === client.clientSecret;
      if (!isClient) return oauthRefusal(401, 'invalid_client');
      const scopes = (form.get('scope') ?? '').split(' ');
      if (!scopes.every((scope) => SCOPE.test(scope))) return oauthRefusal(400, 'invalid_scope');
      const wish = form.get('expires_in');
      const seconds = Number(wish ?? LIFE_SECONDS.untold);
      if (!(seconds >= LIFE_SECONDS.least && seconds <= LIFE_SECONDS.most)) {
        return oauthRefusal(400, 'invalid_request');
      }
      const token = randomBytes(32).toString('hex');
      given.set(token, { scopes, until: clock() + seconds * 1000 });
      const told = { access_token: token, token_type: 'bearer', scope: scopes.join(' ') };
      return { status: 200, body: wish === null ? told : { ...told, expires_in: seconds } };
    },

    /** What a token may do; undefined for one that is over, or never was. */
    scopesOf(token: string): readonly string[] | undefined {
      const found = given.get(token);
      return found !== undefined && clock() < found.until ? found.scopes : undefined;
    },

    /** As an administrator does who takes all of them back. */
    revokeAll(): void {
      given.clear();
    },
  };
}
