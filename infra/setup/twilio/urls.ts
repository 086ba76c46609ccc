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

const bare = (url: string): string => url.replace(/#.*$/, '');

/** Returns whose URL it is; `wanted` is ours for this field, undefined where no deployment has an address yet. */
export function ownerOf(
  url: string | null | undefined,
  { wanted, path, inbound }: { wanted: string | undefined; path: string; inbound: string },
): Owner {
  if (!url || DEMO.test(url)) return 'nobody';
  if (wanted !== undefined && bare(url) === bare(wanted)) return 'us';
  const read = URL.parse(url);
  const isAtVapi =
    read?.pathname === VAPI_INBOUND && (read.host === 'api.vapi.ai' || read.host.endsWith('.vapi.ai'));
  if (isAtVapi || bare(url) === inbound) return 'vapi';
  return read?.pathname.endsWith(bare(path)) ? 'another-deployment' : 'somebody-else';
}

/** Returns a URL for people: of somebody else's only where it leads, since the rest may be a key. */
export function shownUrl(url: string | null | undefined, owner: Owner): string {
  if (!url) return 'none';
  if (owner !== 'somebody-else') return url;
  const read = URL.parse(url);
  return read === null ? '…' : `${read.protocol}//${read.host}/…`;
}
