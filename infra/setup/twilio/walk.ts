import type * as z from 'zod/mini';
import type { PlatformApi } from '../../../lib/http/platform-api.ts';
import { SetupFailed } from '../plan.ts';
import type { WalkOptions } from '../walks.ts';
import type { Planned } from './planned.ts';
import type { Hold } from './recognise.ts';
import type { Workspace } from './resources.ts';
import { type Rest, twilioRest } from './rest.ts';
import { type KeptSid, type TwilioSettings, twilioSettings } from './settings.ts';
import { type OurUrls, ourUrls, vapiInbound } from './urls.ts';

export type TwilioSetup = WalkOptions & {
  api: PlatformApi;
  /** Whether Vapi has a number; without it that is not known. */
  isAtVapi?: (number: string) => Promise<boolean>;
};

/** A walk over one account: what it is to bring about, and how it reads and writes. */
export type Walk = Omit<TwilioSetup, 'api' | 'settings' | 'baseUrl' | 'keep'> & {
  settings: TwilioSettings;
  rest: Rest;
  /** Where TaskRouter answers, with the version. */
  taskrouter: string;
  /** The account at the Voice API, with the version. */
  account: string;
  urls: OurUrls | undefined;
  inbound: string;
  keepSid(setting: KeptSid, sid: string): Promise<void>;
};

/** Returns what a walk has at hand. Throws `BadSettings`. */
export function walkOf({ settings: given, baseUrl, keep, api, ...options }: TwilioSetup): Walk {
  const settings = twilioSettings(given);
  const { TWILIO_TASKROUTER_URL, TWILIO_API_URL, TWILIO_ACCOUNT_SID, VAPI_API_URL } = settings;
  return {
    ...options,
    settings,
    rest: twilioRest(api),
    taskrouter: `${TWILIO_TASKROUTER_URL.replace(/\/+$/, '')}/v1`,
    account: `${TWILIO_API_URL.replace(/\/+$/, '')}/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}`,
    urls: baseUrl === undefined ? undefined : ourUrls(baseUrl),
    inbound: vapiInbound(VAPI_API_URL),
    async keepSid(setting, sid) {
      if (options.mode === 'apply' && settings[setting] !== sid) await keep({ [setting]: sid });
    },
  };
}

/** The workspace in which a walk goes on. */
export type Place = {
  /** Undefined while it is only planned. */
  url: string | undefined;
  /** As it was found; undefined for a new one, in which nothing is ours yet. */
  before: Workspace | undefined;
  hold: Hold;
};

/** Returns all of one kind that a workspace held before this walk. */
export async function allIn<S extends z.ZodMiniType>(
  { rest }: Walk,
  { url, before }: Place,
  [path, key]: readonly [path: string, key: string],
  schema: S,
): Promise<z.output<S>[]> {
  return url === undefined || before === undefined ? [] : rest.list(`${url}/${path}`, key, schema);
}

type Where<T> = {
  /** The thing as it was found, and where it is. */
  there?: { one: T; url: string } | undefined;
  /** Where a new one is made; undefined while its workspace is only planned. */
  collection: string | undefined;
  /** Looks for a new one after a lost answer. */
  again: () => Promise<T | undefined>;
};

/** As a failure names it: `twilio.queue support`. */
export function labelOf({ row }: Planned): string {
  return `${row.what} ${row.name}`;
}

/**
 * Tells what is planned and, with `apply`, does it. Returns the thing as its SID is known then; undefined where it is
 * only planned. Throws `SetupFailed`.
 */
export async function carryOut<S extends z.ZodMiniType>(
  walk: Walk,
  planned: Planned,
  { there, collection, again }: Where<z.output<S>>,
  schema: S,
): Promise<z.output<S> | undefined> {
  const { row, form = {} } = planned;
  walk.tell(row);
  if (walk.mode === 'plan') return there?.one;
  switch (row.action) {
    case 'refuse':
      throw refusedNow(planned);
    case 'create':
      if (collection === undefined) return undefined;
      return walk.rest.create({ what: labelOf(planned), url: collection, form, again }, schema);
    case 'change':
      if (there !== undefined) await walk.rest.update(labelOf(planned), there.url, form);
      return there?.one;
    case 'same':
      return there?.one;
  }
}

/** The same for what has no SID of its own to be known. */
export async function change(walk: Walk, planned: Planned, url: string | undefined): Promise<void> {
  const { row, form } = planned;
  walk.tell(row);
  if (walk.mode === 'plan' || row.later) return;
  if (row.action === 'refuse') throw refusedNow(planned);
  if (form !== undefined && url !== undefined) await walk.rest.update(labelOf(planned), url, form);
}

/** Whatever was refused in the plan is never come to; this became so since. */
function refusedNow(planned: Planned): SetupFailed {
  return new SetupFailed(labelOf(planned), planned.row.why ?? 'refused', 'Look at the plan again.');
}
