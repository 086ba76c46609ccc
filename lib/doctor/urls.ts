import { AGAIN } from '../twilio/connection-overrides.ts';

/** The routes that platforms are told of, as infra/topology has them. */
export const PATHS = {
  vapiWebhook: '/webhook/vapi',
  vapiTools: '/webhook/vapi/tools',
  assignment: '/webhook/twilio/assignment',
  assignmentFallback: '/webhook/twilio/assignment/fallback',
  events: '/webhook/twilio/events',
  status: '/webhook/twilio/status',
  voice: '/webhook/twilio/voice',
  health: '/health',
} as const;

/** Ours by what they are for, whole. */
export type OurUrls = Readonly<Record<'base' | keyof typeof PATHS, string>>;

/** Returns our URLs as the platforms are told them. */
export function ourUrls(base: string): OurUrls {
  const under = base.replace(/\/+$/, '');
  return {
    base: under,
    vapiWebhook: `${under}${PATHS.vapiWebhook}`,
    vapiTools: `${under}${PATHS.vapiTools}`,
    assignment: `${under}${PATHS.assignment}`,
    assignmentFallback: `${under}${PATHS.assignmentFallback}`,
    events: `${under}${PATHS.events}${AGAIN}`,
    status: `${under}${PATHS.status}${AGAIN}`,
    voice: `${under}${PATHS.voice}`,
    health: `${under}${PATHS.health}`,
  };
}

const bare = (url: string): string => {
  const read = URL.parse(url);
  if (read === null) return url;
  read.hash = '';
  return read.href.replace(/\/$/, '');
};

/** Whether both lead to one place: a fragment is neither sent nor signed. */
export function sameUrl(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

/** Whether the URL carries the overrides by which what failed is sent again. */
export function isSentAgain(url: string): boolean {
  return url.includes('#');
}

/** Which route of ours a URL leads to; undefined for one of somebody else's. Never what stands behind: it may be a token. */
export function ourPath(url: string, urls: OurUrls): string | undefined {
  const own = URL.parse(urls.base);
  const read = URL.parse(url);
  if (own === null || read === null || read.host !== own.host) return undefined;
  const path = read.pathname.slice(own.pathname.replace(/\/$/, '').length);
  const known = Object.values(PATHS).find((one) => one === path);
  return known ?? /^\/[\w-]*/.exec(path)?.[0];
}
