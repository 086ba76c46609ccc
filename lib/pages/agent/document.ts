import { createHash } from 'node:crypto';
import { html, NOTHING, type Safe } from '../kit/html.ts';
import { STYLE } from '../kit/style.ts';
import { LIVE } from './live.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/**
 * Only this style and this script, known by their hashes; questions to the page's own host alone. Flex may show the
 * page in a panel, nobody else in a frame.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${sha256(STYLE)}'`,
  `script-src 'sha256-${sha256(LIVE)}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' https://flex.twilio.com",
].join('; ');

/** A whole page around its body; `head` is what it has there besides. */
export const document = (title: string, body: Safe, head: Safe = NOTHING): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">${head}
<title>${title}</title><style>${{ safe: STYLE }}</style></head>
${body}</html>
`.safe;
