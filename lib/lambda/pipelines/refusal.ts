/** The ways in which a request can be refused. */
const STATUS = {
  unreadable: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  internal: 500,
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof STATUS;

/** The reason of a link that shows nothing any more: a page that was left open, and nobody's wrong credential. */
export const DEAD_LINK = 'agent-link';

/** A request that gets an error: `message` is shown to the sender, `reason` goes to the log. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly status: number;
  readonly reason: string;
  constructor(code: RefusalCode, message: string, reason: string = code) {
    super(message);
    this.code = code;
    this.status = STATUS[code];
    this.reason = reason;
  }
}
