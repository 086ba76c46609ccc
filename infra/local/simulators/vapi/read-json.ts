import { parsedJson } from '../../../../lib/base/json.ts';
import { type Reply, refuse } from './replies.ts';

export type Read = { is: 'json'; body: unknown } | { is: 'unreadable'; reply: Reply };

/** Reads a body as Vapi does. */
export function readJson(raw: Buffer | 'too-large', contentType = ''): Read {
  if (raw === 'too-large') return { is: 'unreadable', reply: refuse(413, 'request entity too large') };
  // A body of another type is not read at all, so that every field of it is missing.
  const body = /^application\/json\b/.test(contentType) ? parsedJson(raw.toString('utf8')) : {};
  return body === undefined
    ? { is: 'unreadable', reply: refuse(400, 'Unexpected token in JSON') }
    : { is: 'json', body };
}
