import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { isOneOf } from '../base/same-secret.ts';

/** How Vapi's custom credential proves itself (Vapi: server authentication). */
export const SCHEMES = ['hmac', 'hmac-body', 'secret', 'bearer'] as const;
export type Scheme = (typeof SCHEMES)[number];

export type SignedRequest = {
  rawBody: Buffer;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  method: string;
  /** The full public URL, for payload formats that sign it. */
  url: string;
};

export type Verdict =
  | { is: 'authentic' }
  | {
      is: 'refused';
      reason:
        | 'no-secret'
        | 'credential-missing'
        | 'credential-wrong'
        | 'timestamp-missing'
        | 'timestamp-malformed'
        | 'timestamp-expired'
        | 'message-id-missing';
    };

/** `secrets`: any of them is good, so that one can be replaced by the next without a gap. `now` in milliseconds. */
export type Verify = (request: SignedRequest, secrets: readonly string[], now: number) => Verdict;

/** Past and future alike, as Standard Webhooks has it. */
const REPLAY_WINDOW_MS = 5 * 60_000;

const PLACEHOLDERS = ['{body}', '{timestamp}', '{method}', '{url}', '{svix-id}'] as const;
const PLACEHOLDER = /\{[^{}]*\}/g;
const TIMESTAMPED = '{timestamp}.{body}';
const BODY = '{body}';

function header() {
  return z.pipe(
    z.string().check(z.regex(/^[A-Za-z0-9-]+$/, 'is not a header name')),
    z.transform((name: string) => name.toLowerCase()),
  );
}

function payloadFormat() {
  return z.string().check(
    z.refine(
      (format) =>
        (format.match(PLACEHOLDER) ?? []).every((one) => PLACEHOLDERS.some((known) => known === one)),
      `may only hold ${PLACEHOLDERS.join(' ')}`,
    ),
    z.refine((format) => format.includes(BODY), 'must hold {body}'),
  );
}

/** The field names of Vapi's own HMACAuthenticationPlan. */
function hmacFields() {
  return {
    algorithm: z._default(z.enum(['sha256', 'sha512', 'sha1']), 'sha256'),
    signatureHeader: z.optional(header()),
    timestampHeader: z._default(header(), 'x-timestamp'),
    includeTimestamp: z.optional(z.boolean()),
    payloadFormat: z.optional(payloadFormat()),
    signaturePrefix: z._default(z.string(), ''),
    signatureEncoding: z._default(z.enum(['hex', 'base64']), 'hex'),
    messageIdHeader: z._default(header(), 'svix-id'),
    secretIsBase64: z._default(z.boolean(), false),
  };
}
type HmacOptions = z.output<z.ZodMiniObject<ReturnType<typeof hmacFields>>>;

/** A timestamp beside the signature can be put anew by anybody who has seen one request: it has to be signed. */
const signsItsTime = (format: string) => (options: HmacOptions) =>
  options.includeTimestamp !== true || (options.payloadFormat ?? format).includes('{timestamp}');
const UNSIGNED_TIME = {
  path: ['includeTimestamp'],
  error: 'is true, but payloadFormat has no {timestamp}',
};
/** `format`: what is signed where the options do not say it. */
function hmacOptions(format: string) {
  return z.strictObject(hmacFields()).check(z.refine(signsItsTime(format), UNSIGNED_TIME));
}

/** The field names of Vapi's own BearerAuthenticationPlan. */
function bearerOptions() {
  return z.strictObject({
    headerName: z._default(header(), 'authorization'),
    bearerPrefixEnabled: z._default(z.boolean(), true),
  });
}

export type Authentication = { is: 'ready'; verify: Verify } | { is: 'invalid'; problem: string };

/** Reads VAPI_AUTH and VAPI_AUTH_OPTIONS (JSON) once; `problem` says what is wrong with them. */
export const vapiAuthentication = (scheme: Scheme, optionsJson: string | undefined): Authentication => {
  let given: unknown;
  try {
    given = JSON.parse(optionsJson ?? '{}');
  } catch {
    return { is: 'invalid', problem: 'is not JSON' };
  }
  switch (scheme) {
    case 'hmac':
      return read(hmacOptions(TIMESTAMPED), given, (options) => hmac(timestamped(options)));
    case 'hmac-body':
      return read(hmacOptions(BODY), given, (options) => hmac(bodyOnly(options)));
    case 'secret':
      return read(z.strictObject({}), given, () => plain('x-vapi-secret', ''));
    case 'bearer':
      return read(bearerOptions(), given, ({ headerName, bearerPrefixEnabled }) =>
        plain(headerName, bearerPrefixEnabled ? 'Bearer ' : ''),
      );
  }
};

/** What is wrong with the options beside their scheme; undefined where nothing is, or the scheme is unknown. */
export function optionsProblem(scheme: string, optionsJson: string | undefined): string | undefined {
  const known = SCHEMES.find((one) => one === scheme);
  if (known === undefined) return undefined;
  const authentication = vapiAuthentication(known, optionsJson);
  return authentication.is === 'invalid' ? authentication.problem : undefined;
}

/** For schemas that have no words of their own: zod's depend on what else the process has loaded of it. */
const inWords = (issue: z.core.$ZodRawIssue): string =>
  issue.code === 'unrecognized_keys' ? `has no option ${issue.keys.join(', ')}` : 'is not valid';

const read = <S extends z.ZodMiniType>(
  schema: S,
  given: unknown,
  make: (options: z.output<S>) => Verify,
): Authentication => {
  const parsed = schema.safeParse(given, { error: inWords });
  if (parsed.success) return { is: 'ready', verify: make(parsed.data) };
  const problems = parsed.error.issues.map(({ code, path, message }) =>
    code === 'unrecognized_keys' ? message : `${path.join('.') || 'it'} ${message}`,
  );
  return { is: 'invalid', problem: problems.join('; ') };
};

type Plan = HmacOptions & { signatureHeaders: readonly string[]; format: string };

const timestamped = (options: HmacOptions): Plan => ({
  ...options,
  signatureHeaders: [options.signatureHeader ?? 'x-signature'],
  format: options.payloadFormat ?? (options.includeTimestamp === false ? BODY : TIMESTAMPED),
});

const bodyOnly = (options: HmacOptions): Plan => ({
  ...options,
  signatureHeaders:
    options.signatureHeader === undefined
      ? ['x-vapi-signature', 'vapi-signature']
      : [options.signatureHeader],
  format: options.payloadFormat ?? BODY,
});

const refused = (reason: Extract<Verdict, { is: 'refused' }>['reason']): Verdict => ({
  is: 'refused',
  reason,
});

const usable = (secrets: readonly string[]) => secrets.filter((secret) => secret.trim() !== '');

/** One that is made anew for each request, of the secret's bytes, costs more than the signature. */
const keysOf = (plan: Plan): ((secrets: readonly string[]) => readonly KeyObject[]) => {
  const known = new WeakMap<readonly string[], readonly KeyObject[]>();
  return (secrets) => {
    const keys =
      known.get(secrets) ??
      usable(secrets)
        .map((secret) => Buffer.from(secret, plan.secretIsBase64 ? 'base64' : 'utf8'))
        // What decodes to nothing would be an empty key, with which anybody can sign.
        .filter((key) => key.length > 0)
        .map((key) => createSecretKey(key));
    known.set(secrets, keys);
    return keys;
  };
};

const hmac = (plan: Plan): Verify => {
  const keysIn = keysOf(plan);
  const parts = plan.format.split(/(\{[^{}]*\})/);
  const signsTime = plan.format.includes('{timestamp}');
  const signsId = plan.format.includes('{svix-id}');
  return (request, secrets, now) => {
    const keys = keysIn(secrets);
    if (keys.length === 0) return refused('no-secret');
    const { headers } = request;
    const signature = plan.signatureHeaders.map((name) => headers[name]).find((value) => value);
    if (!signature) return refused('credential-missing');
    const timestamp = headers[plan.timestampHeader];
    if (signsTime) {
      if (!timestamp) return refused('timestamp-missing');
      const at = epochMs(timestamp);
      if (at === undefined) return refused('timestamp-malformed');
      if (Math.abs(now - at) > REPLAY_WINDOW_MS) return refused('timestamp-expired');
    }
    const messageId = headers[plan.messageIdHeader];
    if (signsId && !messageId) return refused('message-id-missing');
    const claimed = decode(signature, plan);
    if (claimed === undefined) return refused('credential-wrong');
    const payload = parts.map((part) => {
      if (part === '{body}') return request.rawBody;
      if (part === '{timestamp}') return timestamp ?? '';
      if (part === '{method}') return request.method;
      if (part === '{url}') return request.url;
      return part === '{svix-id}' ? (messageId ?? '') : part;
    });
    const good = keys.some((key) => {
      const mac = createHmac(plan.algorithm, key);
      for (const part of payload) mac.update(part);
      const made = mac.digest();
      return made.length === claimed.length && timingSafeEqual(made, claimed);
    });
    return good ? { is: 'authentic' } : refused('credential-wrong');
  };
};

/** Seconds or milliseconds, told apart by size: which of them Vapi sends is not documented. */
const epochMs = (text: string): number | undefined => {
  if (!/^\d{9,14}$/.test(text)) return undefined;
  const value = Number(text);
  return value < 100_000_000_000 ? value * 1000 : value;
};

/** The signature's bytes; undefined for what is not of its encoding. */
const decode = (signature: string, { signaturePrefix, signatureEncoding }: Plan): Buffer | undefined => {
  if (!signature.startsWith(signaturePrefix)) return undefined;
  const text = signature.slice(signaturePrefix.length);
  const form = signatureEncoding === 'hex' ? /^(?:[0-9a-fA-F]{2})+$/ : /^[0-9A-Za-z+/]+={0,2}$/;
  return form.test(text) ? Buffer.from(text, signatureEncoding) : undefined;
};

/** A secret that stands in a header as it is. */
const plain =
  (name: string, prefix: string): Verify =>
  (request, secrets) => {
    const keys = usable(secrets);
    if (keys.length === 0) return refused('no-secret');
    const value = request.headers[name];
    if (!value) return refused('credential-missing');
    if (value.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase())
      return refused('credential-wrong');
    return isOneOf(value.slice(prefix.length), keys) ? { is: 'authentic' } : refused('credential-wrong');
  };
