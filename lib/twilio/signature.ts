import { isUtf8 } from 'node:buffer';
import { parse } from 'node:querystring';
import { validateBody, validateRequest } from 'twilio/lib/webhooks/webhooks.js';

/** Form parameters as they were sent: repeated keys kept, empty values kept, nothing trimmed. */
export type FormParams = Record<string, string | string[]>;

export type SignedRequest = {
  rawBody: Buffer;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The path of the known route, without the stage. */
  path: string;
  /** Without the question mark; the bytes and the order that were received. */
  rawQueryString: string;
};

export type Verified =
  | { is: 'authentic'; params: FormParams }
  | {
      is: 'refused';
      reason:
        | 'no-token'
        | 'signature-missing'
        | 'signature-wrong'
        | 'body-hash-missing'
        | 'body-hash-wrong'
        | 'body-malformed'
        | 'too-many-parameters'
        | 'url-malformed';
    };

/** Twilio sends a few dozen parameters; `querystring` would drop what is beyond its limit and say nothing. */
const MAX_PARAMETERS = 1000;

/**
 * Whether Twilio sent this request (H2): Twilio's own validation, against each of `authTokens`, of the URL
 * as it was configured at Twilio, so built from `publicBaseUrl` (with its stage path) and never from the
 * Host header. A JSON body is proven by the hash in the signed URL; it has no `params`. Never throws.
 */
export function verifyTwilioSignature(
  request: SignedRequest,
  publicBaseUrl: string,
  authTokens: readonly string[],
): Verified {
  const tokens = authTokens.filter((token) => token.trim() !== '');
  if (tokens.length === 0) return refused('no-token');
  const signature = request.headers['x-twilio-signature'];
  if (!signature) return refused('signature-missing');
  // Twilio's code takes the body as text: bytes that are no text would be changed on the way.
  if (!isUtf8(request.rawBody)) return refused('body-malformed');
  const body = request.rawBody.toString('utf8');

  const json = isJson(request.headers['content-type']);
  if (!json && countParameters(body) > MAX_PARAMETERS) return refused('too-many-parameters');
  const params = json ? {} : formParams(body);

  const url = signedUrl(request, publicBaseUrl);
  try {
    if (!tokens.some((token) => validateRequest(token, signature, url, params))) {
      return refused('signature-wrong');
    }
  } catch {
    return refused('url-malformed');
  }
  if (json) {
    const hash = new URLSearchParams(request.rawQueryString).get('bodySHA256');
    if (!hash) return refused('body-hash-missing');
    if (!validateBody(body, hash)) return refused('body-hash-wrong');
  }
  return { is: 'authentic', params };
}

function refused(reason: Extract<Verified, { is: 'refused' }>['reason']): Verified {
  return { is: 'refused', reason };
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** Fragments carry Twilio's connection overrides; they are never sent and never signed. */
function signedUrl(request: SignedRequest, publicBaseUrl: string): string {
  const base = publicBaseUrl.replace(/#.*$/s, '').replace(/\/+$/, '');
  const query = request.rawQueryString.replace(/#.*$/s, '');
  return base + request.path + (query === '' ? '' : `?${query}`);
}

function countParameters(body: string): number {
  let count = 1;
  for (let at = body.indexOf('&'); at !== -1; at = body.indexOf('&', at + 1)) count += 1;
  return count;
}

function formParams(body: string): FormParams {
  const parsed = parse(body, '&', '=', { maxKeys: 0 });
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
