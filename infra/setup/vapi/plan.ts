import type { PlanRow } from '../plan.ts';
import type { TeamNumber } from '../team/team.ts';
import type { WalkOptions } from '../walks.ts';
import { assistantRow, findAssistants, leftAssistants, sideRows } from './assistants.ts';
import { type CredentialPlan, planCredential, SECRET } from './credential.ts';
import { stageNamed } from './names.ts';
import { type NumberPlan, planNumber, wantedNumber } from './number.ts';
import type { Found } from './ours.ts';
import { findSquad, squadRow } from './squad.ts';
import type { There } from './there.ts';
import {
  type Ids,
  plannedCredential,
  plannedIds,
  storedAssistants,
  type Wish,
  wantedAssistants,
  wantedKeys,
  wantedSquad,
} from './wanted.ts';

export type Step = { key: string; found: Found; row: PlanRow };

/** All that is to be done at Vapi, in its order. */
export type Plan = {
  credential: CredentialPlan;
  /** New ones first: the others are told their ids. */
  assistants: readonly Step[];
  /** Ids of those that set-up has made and the team has no use for any more. */
  left: readonly string[];
  squad: { found: Found; row: PlanRow } | undefined;
  numbers: readonly { number: TeamNumber; plan: NumberPlan }[];
  /** The number whose id goes into the settings; undefined where the one there is good. */
  mainNumber: string | undefined;
  /** What is only said. */
  aside: readonly PlanRow[];
};

/** Decides what has to be done for what is there to be as it is wanted; no I/O. */
export function planVapi(
  wish: Wish,
  there: There,
  { adopt, made = [] }: Pick<WalkOptions, 'adopt' | 'made'>,
): Plan {
  const { stage, settings, team } = wish;
  const isLater = wish.baseUrl === undefined;
  const isSecretNew = made.includes(SECRET);
  const credential = planCredential(wish, there.credentials, { isSecretNew, adopt });
  const credentialId = idToBe(credential, stage);

  const keys = wantedKeys(wish);
  const stored = storedAssistants(settings);
  const found = findAssistants({ keys, stage, all: there.assistants, stored, adopt });
  const ids = { ...plannedIds(wish, { credentialId, assistants: idsOf(found) }), credentialId };
  const wanted = wantedAssistants(wish, ids);
  const steps = [...wanted.bodies].flatMap(([key, body]): Step[] => {
    const one = found.get(key);
    return one === undefined ? [] : [{ key, found: one, row: assistantRow(key, body, one, isLater) }];
  });
  const isNew = ({ row }: Step) => row.action === 'create';
  const left = leftAssistants(wanted, stage, there.assistants, found);

  return {
    credential,
    assistants: [...steps.filter(isNew), ...steps.filter((step) => !isNew(step))],
    left: left.map(({ id }) => id),
    squad: wanted.problems.length > 0 ? undefined : planSquad(wish, there, ids, adopt, isLater),
    numbers: team.numbers.map((number) => {
      const body = wantedNumber(number, wish, ids.credentialId);
      return { number, plan: planNumber({ number, wish, wanted: body, all: there.numbers, adopt }) };
    }),
    mainNumber: mainNumber(wish, there),
    aside: sideRows(wanted, left),
  };
}

/** Our own voice webhook opens calls from the number that it answers; outbound calls come from the same. */
function mainNumber({ stage, settings, team: { numbers } }: Wish, there: There): string | undefined {
  const own = numbers.find(({ answeredBy }) => answeredBy === 'us');
  const wanted = (own ?? numbers[0])?.number;
  const known = there.numbers.find(({ id }) => id === settings.VAPI_PHONE_NUMBER_ID);
  if (known === undefined || (stageNamed(known.name) ?? stage) !== stage) return wanted;
  const { answeredBy = 'us' } = numbers.find(({ number }) => number === known.body.number) ?? {};
  return own === undefined || answeredBy === 'us' ? undefined : wanted;
}

/** While it is not there yet, it is planned by a name. */
function idToBe({ todo }: CredentialPlan, stage: string): string | undefined {
  return todo.is === 'create' ? plannedCredential(stage) : todo.id;
}

/** Returns the ids of those that are there. */
export function idsOf(found: ReadonlyMap<string, Found>): Record<string, string> {
  const known = [...found].flatMap(([key, one]) => (one.is === 'ours' ? [[key, one.thing.id] as const] : []));
  return Object.fromEntries(known);
}

function planSquad(wish: Wish, there: There, ids: Ids, adopt: boolean, isLater: boolean): Plan['squad'] {
  const found = findSquad({
    stage: wish.stage,
    all: there.squads,
    stored: wish.settings.VAPI_SQUAD_ID,
    adopt,
  });
  const names = new Map(Object.entries(ids.assistants).map(([key, id]) => [id, key]));
  return { found, row: squadRow(wantedSquad(wish, ids), found, names, isLater) };
}

/** Every row, in the order of the work. */
export function rowsOf({ credential, assistants, squad, numbers, aside }: Plan): PlanRow[] {
  return [
    credential.row,
    ...assistants.map(({ row }) => row),
    ...aside,
    ...(squad === undefined ? [] : [squad.row]),
    ...numbers.map(({ plan }) => plan.row),
  ];
}
