import { OUTBOUND } from '../../../lib/desk/assistants.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';
import { languageNamed } from '../../../lib/speech/index.ts';
import { VAPI_SETTINGS } from '../../../lib/vapi/settings.ts';
import type { DeskOptions } from '../../assistants/choices.ts';
import { deskChosen, OF_DESK } from '../../assistants/chosen.ts';
import { deskAssistants, deskSquad } from '../../assistants/desk.ts';
import { BadDesk, deskKeys, nameAtVapi, SQUAD } from '../../assistants/names.ts';
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

/** Returns what the settings choose, with what the team's file says over it. Throws `BadSettings`. */
function deskOf(wish: Wish): Omit<DeskOptions, 'credentialId'> {
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
  const desk = deskWith(wish, ids);
  try {
    const bodies = new Map<string, Body>();
    for (const [key, assistant] of deskAssistants(desk)) bodies.set(key, marked(wish.stage, assistant));
    const caller = outboundOf(desk);
    if (typeof caller === 'string') return { problems: [], bodies, noOutbound: caller };
    bodies.set(OUTBOUND, marked(wish.stage, caller));
    return { problems: [], bodies };
  } catch (error) {
    if (error instanceof BadDesk) return { problems: error.problems, bodies: new Map() };
    throw error;
  }
}

/** A team that calls nobody need not say in whose name. */
function outboundOf(desk: DeskOptions): object | string {
  try {
    return outboundAssistant(desk);
  } catch (error) {
    if (error instanceof BadDesk) return error.problems.join('; ');
    throw error;
  }
}

function deskWith(wish: Wish, { credentialId, assistants }: Ids): DeskOptions {
  return { ...deskOf(wish), saved: assistants, ...(credentialId !== undefined && { credentialId }) };
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
  const names = [...deskKeys(deskOf(wish)), OUTBOUND].map(
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
