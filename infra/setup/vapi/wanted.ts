import { OUTBOUND } from '../../../lib/desk/assistants.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';
import { languageNamed } from '../../../lib/speech/index.ts';
import { VAPI_SETTINGS } from '../../../lib/vapi/settings.ts';
import type { DeskOptions } from '../../assistants/choices.ts';
import { deskChosen, OF_DESK } from '../../assistants/chosen.ts';
import { deskAssistants, deskSquad } from '../../assistants/desk.ts';
import { BadDesk, checkDesk, checkOutbound, deskKeys, nameAtVapi, SQUAD } from '../../assistants/names.ts';
import { outboundAssistant } from '../../assistants/outbound.ts';
import { urlsAt } from '../../assistants/urls.ts';
import type { WalkOptions } from '../walks.ts';
import { type Body, bodyOf, configHash } from './body.ts';
import { markOf, planned, prefixOf } from './names.ts';

/** What is wanted, whatever is there. */
export type Wish = Pick<WalkOptions, 'stage' | 'team' | 'settings' | 'baseUrl'>;

/** Vapi's ids, as far as they are known. */
export type Ids = { credentialId: string | undefined; assistants: Readonly<Record<string, string>> };

/** Returns where Vapi's API is. Throws `BadSettings`. */
export function apiUrlOf(settings: Wish['settings']): string {
  return readSettings({ ...settings }, only(VAPI_SETTINGS, 'VAPI_API_URL')).VAPI_API_URL.replace(/\/+$/, '');
}

/** Returns the ids in the settings, by what the assistants are called here. Throws `BadSettings`. */
export function storedAssistants(settings: Wish['settings']): Readonly<Record<string, string>> {
  return readSettings({ ...settings }, only(OF_DESK, 'VAPI_ASSISTANTS')).VAPI_ASSISTANTS;
}

/** A name that leads nowhere (RFC 2606), until there is a deployment. */
const NOWHERE = 'https://after-the-deployment.invalid';

/** Returns the URLs of ours that Vapi is told. */
export function ownUrls({ baseUrl = NOWHERE }: Pick<Wish, 'baseUrl'>): ReturnType<typeof urlsAt> {
  return urlsAt(baseUrl);
}

function own<V>(key: string, value: V | undefined): Record<string, V> {
  return value === undefined ? {} : { [key]: value };
}

type Desk = Omit<DeskOptions, 'credentialId'>;

/** What was read and made for a wish, by the ids in it: a run asks for the same up to six times. */
const known = new WeakMap<Wish, { desk: Desk; assistants: Map<string, Assistants> }>();

function knownOf(wish: Wish) {
  const before = known.get(wish);
  if (before !== undefined) return before;
  const now = { desk: readDesk(wish), assistants: new Map<string, Assistants>() };
  known.set(wish, now);
  return now;
}

/** Returns what the settings choose, with what the team's file says over it. Throws `BadSettings`. */
function readDesk(wish: Wish): Desk {
  const { stage, team, settings } = wish;
  const { serverUrl, toolsUrl } = ownUrls(wish);
  const chosen = deskChosen(readSettings({ ...settings }, OF_DESK), toolsUrl);
  const { choices = {}, teamWords } = chosen;
  const language = languageNamed(team.assistants?.language ?? '');
  const about = Object.entries(team.departments).flatMap(([name, { about: words }]) =>
    words === undefined ? [] : [[name, words] as const],
  );
  return {
    ...chosen,
    serverUrl,
    namePrefix: prefixOf(stage),
    teamWords: { ...teamWords, departments: Object.keys(team.departments) },
    choices: {
      ...choices,
      ...own('company', team.company),
      ...own('model', team.assistants?.model),
      about: { ...choices.about, ...Object.fromEntries(about) },
    },
    ...(language && { language }),
  };
}

/** The assistants by what they are called here, the front desk first; or why there can be none. */
export type Assistants = {
  problems: readonly string[];
  bodies: ReadonlyMap<string, Body>;
  /** Why there is none that calls people. */
  noOutbound?: string;
};

/** Returns the assistants as they are to be at Vapi, with their mark. */
export function wantedAssistants(wish: Wish, ids: Ids): Assistants {
  const { assistants } = knownOf(wish);
  const asked = JSON.stringify(ids);
  const found = assistants.get(asked) ?? makeAssistants(wish, ids);
  assistants.set(asked, found);
  return found;
}

function makeAssistants(wish: Wish, ids: Ids): Assistants {
  const desk = deskWith(wish, ids);
  const problems = problemsOf(checkDesk, desk);
  if (problems.length > 0) return { problems, bodies: new Map() };
  // A team that calls nobody need not say in whose name.
  const noOutbound = problemsOf(checkOutbound, desk).join('; ');
  const assistants: (readonly [string, object])[] = [
    ...deskAssistants(desk),
    ...(noOutbound === '' ? [[OUTBOUND, outboundAssistant(desk)] as const] : []),
  ];
  const bodies = new Map(assistants.map(([key, assistant]) => [key, marked(wish.stage, assistant)]));
  return { problems, bodies, ...(noOutbound !== '' && { noOutbound }) };
}

/** Returns what the assistants are called here, the front desk first; nothing where there can be none. */
export function wantedKeys(wish: Wish): string[] {
  const { desk } = knownOf(wish);
  if (problemsOf(checkDesk, desk).length > 0) return [];
  return [...deskKeys(desk), ...(problemsOf(checkOutbound, desk).length > 0 ? [] : [OUTBOUND])];
}

function problemsOf(check: (desk: DeskOptions) => void, desk: DeskOptions): readonly string[] {
  try {
    check(desk);
    return [];
  } catch (error) {
    if (error instanceof BadDesk) return error.problems;
    throw error;
  }
}

function deskWith(wish: Wish, { credentialId, assistants }: Ids): DeskOptions {
  return { ...knownOf(wish).desk, saved: assistants, ...(credentialId !== undefined && { credentialId }) };
}

function marked(stage: string, assistant: object): Body {
  const body = bodyOf(assistant);
  return { ...body, metadata: { ...markOf(stage), configHash: configHash(body) } };
}

/** Returns the squad as it is to be at Vapi. Its own mark stands where squads have room for one. */
export function wantedSquad(wish: Wish, ids: Ids): Body {
  const squad = deskSquad(deskWith(wish, ids));
  return bodyOf({ ...squad, membersOverrides: { metadata: markOf(wish.stage) } });
}

/** Returns ids for all: those that are known, and what stands in for the others. */
export function plannedIds(wish: Wish, { credentialId, assistants }: Ids): Ids {
  const { stage } = wish;
  const names = [...deskKeys(knownOf(wish).desk), OUTBOUND].map(
    (key) => [key, planned(assistantName(key, stage))] as const,
  );
  return {
    credentialId: credentialId ?? plannedCredential(stage),
    assistants: { ...Object.fromEntries(names), ...assistants },
  };
}

/** What stands in for the id of a credential that is not there yet. */
export function plannedCredential(stage: string): string {
  return planned(`${prefixOf(stage)}credential`);
}

export function assistantName(key: string, stage: string): string {
  return nameAtVapi(key, { namePrefix: prefixOf(stage) });
}

export function squadName(stage: string): string {
  return assistantName(SQUAD, stage);
}
