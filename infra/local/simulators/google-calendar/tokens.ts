import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import * as z from 'zod/mini';
import { parsedJson } from '../../../../lib/base/json.ts';
import type { Answer, Received } from '../kit/scripted-server.ts';

/** As in the JSON file that Google makes for its key, as far as it is needed. */
export type ServiceAccountKey = { client_email: string; private_key: string };

/** A service account that nobody has, with a key of its own. */
export function inventedServiceAccount(): ServiceAccountKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    client_email: 'bookings@example-project.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const PREFIX = 'https://www.googleapis.com/auth/';
/** What allows to look at free times, to read events, to write them. */
export type Right = 'free-busy' | 'read' | 'write';
const RIGHTS: Record<string, readonly Right[]> = {
  calendar: ['free-busy', 'read', 'write'],
  'calendar.readonly': ['free-busy', 'read'],
  'calendar.events': ['read', 'write'],
  'calendar.events.readonly': ['read'],
  'calendar.freebusy': ['free-busy'],
};

const headSchema = z.object({ alg: z.literal('RS256') });
const claimsSchema = z.object({
  iss: z.string(),
  scope: z.string(),
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
});
type Claims = z.infer<typeof claimsSchema>;

const LIFE_SECONDS = 3_600;
/** Google's clock and the others' may differ by so much. */
const SKEW_SECONDS = 60;

/** Who is believed: gives tokens for signed assertions, and says what a token allows. */
export function createTokens(account: ServiceAccountKey, clock: () => number) {
  const publicKey = createPublicKey(account.private_key);
  const given = new Map<string, { until: number; rights: ReadonlySet<Right> }>();

  function claimsOf(assertion: string): Claims | undefined {
    const [head = '', claims = '', signature = '', ...more] = assertion.split('.');
    const signed = Buffer.from(`${head}.${claims}`);
    const isSigned = verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
    if (!isSigned || more.length > 0 || !headSchema.safeParse(partOf(head)).success) return undefined;
    return claimsSchema.safeParse(partOf(claims)).data;
  }

  function answer({ headers, text }: Received, audience: string): Answer {
    if (headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded') {
      return refuse('invalid_request', 'Bad Request');
    }
    const form = new URLSearchParams(text);
    if (form.get('grant_type') !== GRANT) return refuse('unsupported_grant_type', 'Invalid grant_type');
    const claims = claimsOf(form.get('assertion') ?? '');
    if (claims === undefined) return refuse('invalid_grant', 'Invalid JWT Signature.');
    if (claims.iss !== account.client_email)
      return refuse('invalid_grant', 'Invalid grant: account not found');
    if (claims.aud !== audience) return refuse('invalid_grant', 'Invalid JWT: Failed audience check.');
    const now = clock() / 1000;
    const isShort = claims.exp - claims.iat <= LIFE_SECONDS && claims.exp > claims.iat;
    if (!isShort || claims.iat > now + SKEW_SECONDS || claims.exp < now - SKEW_SECONDS) {
      return refuse('invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes)');
    }
    const scopes = claims.scope.split(' ');
    const rights = scopes.map((scope) =>
      scope.startsWith(PREFIX) ? RIGHTS[scope.slice(PREFIX.length)] : undefined,
    );
    if (rights.includes(undefined)) return refuse('invalid_scope', 'Invalid OAuth scope');
    const access_token = `ya29.${randomBytes(24).toString('base64url')}`;
    given.set(access_token, {
      until: clock() + LIFE_SECONDS * 1000,
      rights: new Set(rights.flatMap((each) => each ?? [])),
    });
    return { status: 200, body: { access_token, expires_in: LIFE_SECONDS, token_type: 'Bearer' } };
  }

  return {
    answer,
    /** Undefined for who is not believed. */
    rightsOf(authorization: string | undefined): ReadonlySet<Right> | undefined {
      const token = given.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      return token !== undefined && clock() < token.until ? token.rights : undefined;
    },
    /** No token that was given is believed any more. */
    revoke(): void {
      given.clear();
    },
  };
}

function partOf(text: string): unknown {
  return parsedJson(Buffer.from(text, 'base64url').toString('utf8'));
}

function refuse(error: string, error_description: string): Answer {
  return { status: 400, body: { error, error_description } };
}
