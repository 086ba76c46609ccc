import { type Exchange, type Frame, type Source, warn } from './exchange.ts';
import { callForm } from './forms.ts';
import { parseTwiml, type Verb } from './twiml.ts';

export type Document =
  | { is: 'document'; verbs: Verb[]; source: Source }
  | { is: 'failed'; code: number; url: string };

/** Twilio Voice, error 11750. */
const MOST_BYTES = 64 * 1024;
const XML = /^(?:text|application)\/(?:xml|html)\b/;

/** Fetches TwiML as Twilio does, and notes what Twilio's debugger would say when that fails. */
export const createDocuments = (exchange: Exchange) => {
  const failed = (frame: Frame, url: string, code: number, why: string): Document => {
    warn(exchange, frame.leg, `${code} ${why}${url && ` at ${url}`}`);
    return { is: 'failed', code, url };
  };

  const read = (frame: Frame, source: Source, xml: string): Document => {
    const twiml = parseTwiml(xml, frame.where);
    if (twiml.is === 'twiml') return { is: 'document', verbs: twiml.verbs, source };
    return failed(frame, 'url' in source ? source.url : '', twiml.code, twiml.why);
  };

  return async (frame: Frame, source: Source): Promise<Document> => {
    if ('twiml' in source) return read(frame, source, source.twiml);
    const { url, params } = source;
    if (!URL.canParse(url)) return failed(frame, url, 11100, 'Invalid URL format');
    const form = { ...callForm(exchange.accountSid, frame.leg), ...frame.extra(), ...params };
    if (frame.where === 'call') frame.leg.requests.push({ url, method: source.method, form });
    const operation = source.as ?? 'twiml';
    const { status, contentType, body } = await exchange.callbacks.ask(
      source,
      form,
      frame.counted,
      operation,
    );
    frame.signal.throwIfAborted();
    if (status < 200 || status >= 300) return failed(frame, url, 11200, `HTTP retrieval failure ${status}`);
    if (!XML.test(contentType)) return failed(frame, url, 12300, `Invalid Content-Type ${contentType}`);
    if (Buffer.byteLength(body) > MOST_BYTES)
      return failed(frame, url, 11750, 'TwiML response body too large');
    return read(frame, source, body);
  };
};
