import { isObject } from '../../../lib/base/json.ts';
import { differences, subtrees } from '../../../lib/vapi/differences.ts';
import type { PlanRow } from '../plan.ts';
import type { Body } from './body.ts';
import { stageMarked } from './names.ts';
import { type Found, ours } from './ours.ts';
import { fieldsOf } from './shown.ts';
import type { Thing } from './things.ts';
import { squadName } from './wanted.ts';

const WHAT = 'vapi.squad';
const NAME = 'squad';

/** The mark on a squad, which has no metadata of its own. */
export function stageOfSquad({ body: { membersOverrides } }: Thing): string | undefined {
  return isObject(membersOverrides) ? stageMarked(membersOverrides.metadata) : undefined;
}

/** Returns which of the squads at Vapi is ours. */
export function findSquad(given: {
  stage: string;
  all: readonly Thing[];
  stored: string | undefined;
  adopt: boolean;
}): Found {
  return ours({ ...given, name: squadName(given.stage), setting: 'VAPI_SQUAD_ID', marked: stageOfSquad });
}

/** Returns what has to be sent; a change of a squad needs its members (Vapi), whatever else it changes. */
export function squadChange(wanted: Body, actual: Body): Body | undefined {
  const found = differences(wanted, actual);
  return found.length === 0 ? undefined : { ...subtrees(wanted, found), members: wanted.members };
}

/** `names`: of the assistants, by Vapi's ids. */
export function squadRow(
  wanted: Body,
  found: Found,
  names: ReadonlyMap<string, string>,
  isLater: boolean,
): PlanRow {
  const row = { what: WHAT, name: NAME };
  if (found.is === 'refused') return { ...row, action: 'refuse', fields: {}, why: found.why };
  const more = {
    ...(found.note !== undefined && { why: found.note }),
    ...(isLater && ({ later: true } as const)),
  };
  const members = membersOf(wanted, names);
  if (found.is === 'none') return { ...row, action: 'create', fields: { members }, ...more };
  if (isLater || squadChange(wanted, found.thing.body) === undefined) {
    return { ...row, action: 'same', fields: {}, ...more };
  }
  const differ = differences(wanted, found.thing.body);
  const others = fieldsOf(differ.filter(({ path }) => !path.startsWith('members[') && path !== 'members'));
  const before = membersOf(found.thing.body, names);
  const fields = { ...(before !== members && { members: { from: before, to: members } }), ...others };
  return { ...row, action: 'change', fields, ...more };
}

function membersOf({ members }: Body, names: ReadonlyMap<string, string>): string {
  if (!Array.isArray(members)) return '(none)';
  const known = members.map((member: unknown) => {
    const id = isObject(member) ? member.assistantId : undefined;
    return typeof id === 'string' ? (names.get(id) ?? id) : '(of its own)';
  });
  return known.join(', ');
}
