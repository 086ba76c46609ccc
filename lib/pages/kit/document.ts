import { createHash } from 'node:crypto';
import { html, NOTHING, type Safe } from './html.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** Returns a policy for one style and one script, known by their hashes, and questions to the page's own host alone. */
export function policyOf({
  style,
  script,
  frames,
}: {
  style: string;
  script: string;
  frames: string;
}): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    `script-src 'sha256-${sha256(script)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frames}`,
  ].join('; ');
}

/** Makes whole pages of one style around their bodies; `head` is what one has there besides. */
export function documentIn(style: string): (title: string, body: Safe, head?: Safe) => string {
  return (title, body, head = NOTHING) =>
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">${head}
<title>${title}</title><style>${{ safe: style }}</style></head>
${body}</html>
`.safe;
}
