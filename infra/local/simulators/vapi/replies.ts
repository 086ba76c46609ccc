export type Reply = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Instead of the body. */
  twiml?: string;
};

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A refusal in the shape of Vapi's; a list of sentences where the body was wrong. */
export const refuse = (status: number, message: string | string[]): Reply => ({
  status,
  body: { message, error: TITLES[status] ?? 'Error', statusCode: status },
});

export const CALL_NOT_FOUND = refuse(404, 'Call not found');
export const INVALID_KEY = refuse(
  401,
  'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.',
);
