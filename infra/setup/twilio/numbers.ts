import { hidden } from '../../../lib/doctor/hidden.ts';
import type { TeamNumber } from '../team/team.ts';
import { numberAt, placeOf } from './import.ts';
import { brought, later, left, type Planned, type Property, refused } from './planned.ts';
import type { PhoneNumber } from './resources.ts';
import { earlierAddress, isDemo, type OurUrls, type Owner, ownerOf, PATHS, shownUrl } from './urls.ts';
import { change, type Place, type Walk } from './walk.ts';

const WHAT = 'twilio.number';

/** What a number's plan depends on besides the number. */
export type NumberRules = {
  urls: OurUrls | undefined;
  inbound: string;
  /** The address that was this stage's until now. */
  earlier?: string | undefined;
  adopt: boolean;
  /** Vapi has it already; without it that is not known. */
  isImported?: boolean;
};

/** One URL of a number: whose it is, and what is to be written. */
type Field = { owner: Owner; property: Property };

const PARAMETERS = {
  voice: { field: 'voice URL', url: 'VoiceUrl', method: 'VoiceMethod' },
  fallback: { field: 'voice fallback', url: 'VoiceFallbackUrl', method: 'VoiceFallbackMethod' },
  status: { field: 'status callback', url: 'StatusCallback', method: 'StatusCallbackMethod' },
} as const;

function fieldOf(
  which: keyof typeof PARAMETERS,
  wanted: string,
  [url, method]: readonly [url: string | null | undefined, method: string | null | undefined],
  { urls, inbound, earlier }: NumberRules,
): Field {
  const own = which === 'status' ? 'status' : 'voice';
  const owner = ownerOf(url, { wanted: urls?.[own], path: PATHS[own], inbound, earlier });
  const { field, url: parameter, method: methodParameter } = PARAMETERS[which];
  const isPosted = method === 'POST';
  const shown = shownUrl(url, owner);
  return {
    owner,
    property: {
      field,
      from: url && !isPosted ? `${method ?? 'unknown'} ${shown}` : shown,
      to: wanted,
      isSame: url === wanted && isPosted,
      form: { [parameter]: wanted, [methodParameter]: 'POST' },
    },
  };
}

const isOthers = ({ owner }: Field): boolean => owner === 'another-deployment' || owner === 'somebody-else';

const NOT_HERE = 'The number is not in this Twilio account';
const ON_TRUNK =
  'The number is on a SIP trunk or belongs to a TwiML application, and Twilio asks no voice URL of its own then';

/** Plans where calls of a number lead, and where their ends are told. */
export function planNumber(
  { number, answeredBy }: TeamNumber,
  actual: PhoneNumber | undefined,
  rules: NumberRules,
): Planned {
  const name = hidden(number);
  const { urls, inbound, adopt, isImported = false } = rules;
  if (actual === undefined || actual.trunk_sid || actual.voice_application_sid) {
    const why = actual === undefined ? NOT_HERE : ON_TRUNK;
    const nothing = left(WHAT, name, `${why}: nothing is to be written.`);
    if (answeredBy === 'vapi') return nothing;
    const remedy = actual === undefined ? 'Buy it there, or move it there' : 'Take it off there';
    return refused(nothing, `${why}. ${remedy}; else let Vapi answer it ("answeredBy": "vapi").`);
  }
  if (urls === undefined) return laterNumber(name, answeredBy, actual, rules);
  const isUs = answeredBy === 'us';
  const voice = fieldOf('voice', isUs ? urls.voice : inbound, [actual.voice_url, actual.voice_method], rules);
  const fallback = fieldOf(
    'fallback',
    isUs ? inbound : urls.voice,
    [actual.voice_fallback_url, actual.voice_fallback_method],
    rules,
  );
  const status = fieldOf(
    'status',
    urls.status,
    [actual.status_callback, actual.status_callback_method],
    rules,
  );

  // The import into Vapi writes this one itself, over what a new number begins with; but never a second time.
  const isImports = !isUs && (voice.owner === 'vapi' || (isDemo(actual.voice_url) && !isImported));
  const keepsFallback = isOthers(fallback) && !adopt;
  const properties = [
    ...(isImports ? [] : [voice.property]),
    ...(keepsFallback ? [] : [fallback.property]),
    status.property,
  ];
  const why = keepsFallback
    ? { why: `The fallback stays: ${fallback.property.from}. --adopt puts ${fallback.property.to} there.` }
    : {};
  const planned = brought({ what: WHAT, name, properties, ...why });
  const foreign = [voice, status].filter(isOthers);
  if (foreign.length === 0 || adopt) return planned;
  return refused(
    brought({ what: WHAT, name, properties: foreign.map(({ property }) => property) }),
    leadsElsewhere(foreign.map(whoseOf), isUs),
  );
}

const whoseOf = ({ property, owner }: Field): string =>
  `${property.field}: ${owner === 'another-deployment' ? 'another deployment of this service' : 'somebody else'}`;

function leadsElsewhere(foreign: readonly string[], isUs: boolean): string {
  const remedy = isUs ? '--adopt writes ours over it' : '--adopt lets it go to Vapi and us';
  return `The number leads elsewhere (${foreign.join('; ')}). ${remedy}; else take the number out of team.json.`;
}

/** What is somebody else's is better known before a deployment than after it. */
function laterNumber(
  name: string,
  answeredBy: TeamNumber['answeredBy'],
  { voice_url, status_callback }: PhoneNumber,
  { inbound, adopt }: NumberRules,
): Planned {
  const isUs = answeredBy === 'us';
  const fields = { [isUs ? 'voice URL' : 'voice fallback']: PATHS.voice, 'status callback': PATHS.status };
  const planned = later({ what: WHAT, name, fields });
  const isForeign = (url: string | null | undefined, path: string) =>
    ownerOf(url, { wanted: undefined, path, inbound }) === 'somebody-else';
  const foreign = [
    ...(isForeign(voice_url, PATHS.voice) ? ['voice URL: somebody else'] : []),
    ...(isForeign(status_callback, PATHS.status) ? ['status callback: somebody else'] : []),
  ];
  return foreign.length === 0 || adopt ? planned : refused(planned, leadsElsewhere(foreign, isUs));
}

/**
 * Looks after the numbers of a team. What leads to where the events of our own workspace went until now is this stage's
 * as well, at an earlier address; without such a workspace (`place` undefined) that is not known.
 */
export async function setUpNumbers(walk: Walk, place: Place | undefined): Promise<void> {
  const { urls, inbound, adopt } = walk;
  const earlier = place?.hold === 'own' ? earlierAddress(place.before?.event_callback_url) : undefined;
  for (const wanted of walk.team.numbers) {
    const actual = await numberAt(walk, wanted.number);
    // Vapi writes the voice URL once, when it gets the number.
    const isImported =
      wanted.answeredBy === 'vapi' &&
      isDemo(actual?.voice_url) &&
      (await walk.isAtVapi?.(wanted.number)) === true;
    const rules = { urls, inbound, earlier, adopt, isImported };
    await change(walk, planNumber(wanted, actual, rules), actual && placeOf(walk, actual));
  }
}
