export type Reply = {
  status: number;
  /** A text goes out as it is, anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
};

export const RECORD_NOT_FOUND: Reply = {
  status: 404,
  body: { error: 'RecordNotFound', description: 'Not found' },
};
export const NO_SUCH_ENDPOINT: Reply = {
  status: 404,
  body: { error: 'InvalidEndpoint', description: 'Not found' },
};
/** Without any credentials, and for those of the API tokens that are ending. */
export const NOT_AUTHENTICATED: Reply = { status: 401, body: { error: "Couldn't authenticate you" } };
export const INVALID_TOKEN: Reply = {
  status: 401,
  body: {
    error: 'invalid_token',
    error_description:
      'The access token provided is expired, revoked, malformed or invalid for other reasons.',
  },
};
export const FORBIDDEN: Reply = {
  status: 403,
  body: { error: 'Forbidden', description: 'You do not have access to this page.' },
};

export function tooMany(retryAfterSeconds: number): Reply {
  return {
    status: 429,
    body: 'Number of allowed API requests per minute exceeded',
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

export function invalidAttribute(name: string): Reply {
  const message = `You passed an invalid value for the ${name} attribute.`;
  return { status: 400, body: { error: { title: 'Invalid attribute', message } } };
}

/** How OAuth says no. */
export function oauthRefusal(status: 400 | 401, error: string): Reply {
  return { status, body: { error, error_description: `Simulated: ${error}` } };
}
