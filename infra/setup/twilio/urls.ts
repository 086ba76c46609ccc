import { type FunctionName, routes } from '../../topology/index.ts';

/** Our URLs as Twilio is told them, with what ends them. */
export type OurUrls = Readonly<
  Record<'assignment' | 'assignmentFallback' | 'events' | 'voice' | 'status', string>
>;

function pasted(name: FunctionName): string {
  const route = routes.find((one) => one.function === name && one.paste !== undefined);
  if (route === undefined) throw new Error(`${name} has no URL that is pasted`);
  return `${route.path}${route.paste?.overrides ?? ''}`;
}

/** The same without the address of a deployment. */
export const PATHS: OurUrls = {
  assignment: pasted('twilio-assignment'),
  assignmentFallback: pasted('twilio-assignment-fallback'),
  events: pasted('twilio-events'),
  voice: pasted('twilio-voice'),
  status: pasted('twilio-status'),
};

/** Returns our URLs under the address of a deployment. */
export function ourUrls(base: string): OurUrls {
  const under = base.replace(/\/+$/, '');
  return {
    assignment: `${under}${PATHS.assignment}`,
    assignmentFallback: `${under}${PATHS.assignmentFallback}`,
    events: `${under}${PATHS.events}`,
    voice: `${under}${PATHS.voice}`,
    status: `${under}${PATHS.status}`,
  };
}

const VAPI_INBOUND = '/twilio/inbound_call';

/** Where Vapi answers calls of numbers that were imported into it. */
export function vapiInbound(vapiUrl: string): string {
  return `${vapiUrl.replace(/\/+$/, '')}${VAPI_INBOUND}`;
}

/** Whose a URL is that Twilio has been told. */
export type Owner = 'nobody' | 'vapi' | 'us' | 'another-deployment' | 'somebody-else';

/** What a new number begins with. */
const DEMO = /^https?:\/\/demo\.twilio\.com\//;

export function isDemo(url: string | null | undefined): boolean {
  return DEMO.test(url ?? '');
}

const bare = (url: string): string => url.replace(/#.*$/, '');

/** What ours is for one field. */
export type OurUrl = {
  /** Undefined where no deployment has an address yet. */
  wanted: string | undefined;
  path: string;
  inbound: string;
  /** The address that was ours until now, where it is known to have been another. */
  earlier?: string | undefined;
};

/** Returns whose URL it is. */
export function ownerOf(url: string | null | undefined, { wanted, path, inbound, earlier }: OurUrl): Owner {
  if (!url || isDemo(url)) return 'nobody';
  const ours = [wanted, earlier === undefined ? undefined : `${earlier}${path}`];
  if (ours.some((one) => one !== undefined && bare(url) === bare(one))) return 'us';
  const read = URL.parse(url);
  const isAtVapi =
    read?.pathname === VAPI_INBOUND && (read.host === 'api.vapi.ai' || read.host.endsWith('.vapi.ai'));
  if (isAtVapi || bare(url) === inbound) return 'vapi';
  return read?.pathname.endsWith(bare(path)) ? 'another-deployment' : 'somebody-else';
}

/**
 * Returns the address at which a workspace of this stage's own has reached us until now: a tunnel has another name every
 * morning. Undefined where its events go to nobody, or to somebody else.
 */
export function earlierAddress(eventCallbackUrl: string | null | undefined): string | undefined {
  const url = bare(eventCallbackUrl ?? '');
  const path = bare(PATHS.events);
  return url.endsWith(path) ? url.slice(0, -path.length) : undefined;
}

/**
 * Returns a URL for people: ours whole, of somebody else's only where it leads, and of none a user, a password or a
 * query, which may be keys.
 */
export function shownUrl(url: string | null | undefined, owner: Owner): string {
  if (!url) return 'none';
  if (owner === 'us') return url;
  const read = URL.parse(url);
  if (read === null) return '…';
  const place = `${read.protocol}//${read.host}`;
  return owner === 'somebody-else'
    ? `${place}/…`
    : `${place}${read.pathname}${read.search === '' ? '' : '?…'}`;
}
