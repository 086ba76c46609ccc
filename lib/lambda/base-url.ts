import { isLoopback } from '../http/receiver.ts';

/** How the paths of our routes begin: a base that has one of them was copied with the webhook's own path. */
const OWN_PATHS = /\/(?:webhook|twiml|agent|campaign|outbound|health)(?:\/|$)/;
/** Letters of a path that no client and no proxy writes in another way. */
const PLAIN_PATH = /^(?:\/[\w~-][\w.~-]*)*$/;

/**
 * What is wrong with the URL that platforms sign and links begin with; undefined where nothing is. Never quotes it. A
 * platform signs the URL as it sends it: a base that is written otherwise there makes every signature wrong.
 */
export function baseUrlProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is not a http(s) URL';
  if (url.username !== '' || url.password !== '') return 'holds a user name or a password';
  if (text.includes('?')) return 'holds a query';
  if (text.includes('#')) return 'holds a fragment';
  if (/(?:^|\.)(?:your-[^.]*|x{3,})(?:\.|$)|\.\./.test(url.hostname)) return 'is a placeholder';
  const [, host = '', path = ''] = /^https?:\/\/([^/]*)(.*?)\/*$/i.exec(text) ?? [];
  if (!/^[a-z\d.:[\]-]+$/i.test(host)) return 'has a host that is not in plain letters';
  if (OWN_PATHS.test(path)) return 'ends in the path of a webhook';
  return PLAIN_PATH.test(path) ? undefined : 'has a path that is not in plain letters';
}

/** Whether what is sent there can be read on the way. */
export function isOpen(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && !isLoopback(url.hostname);
}
