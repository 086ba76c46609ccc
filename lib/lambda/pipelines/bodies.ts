import { Refusal } from './refusal.ts';
import type { RawRequest } from './webhook.ts';

/** The media type of a body, without its parameters; empty where none is told. */
export const typeOf = ({ headers }: RawRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Refuses a body of another media type (415). */
export const requireType = (request: RawRequest, ...types: string[]): void => {
  if (!types.includes(typeOf(request))) {
    throw new Refusal('unsupported_media_type', `The content type must be ${types.join(' or ')}.`);
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as JSON: 415 for another type, 400 for what is not UTF-8 or not JSON. */
export const jsonBody = (request: RawRequest): unknown => {
  requireType(request, 'application/json');
  let text: string;
  try {
    text = utf8.decode(request.rawBody);
  } catch {
    throw new Refusal('unreadable', 'The body is not UTF-8.', 'not-utf8');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('unreadable', 'The body is not JSON.', 'not-json');
  }
};
