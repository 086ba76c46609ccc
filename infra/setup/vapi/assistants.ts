import { isObject } from '../../../lib/base/json.ts';
import { idOf, OUTBOUND } from '../../../lib/desk/assistants.ts';
import { type Difference, differences, subtrees } from '../../../lib/vapi/differences.ts';
import type { PlanRow } from '../plan.ts';
import type { Body } from './body.ts';
import { stageMarked } from './names.ts';
import { type Found, ours } from './ours.ts';
import { change, fieldsOf } from './shown.ts';
import type { Thing } from './things.ts';
import { type Assistants, assistantName } from './wanted.ts';

const WHAT = 'vapi.assistant';
const HASH = 'metadata.configHash';

/** The mark on an assistant. */
export function stageOfAssistant({ body }: Thing): string | undefined {
  return stageMarked(body.metadata);
}

/** Returns which of the assistants at Vapi is which of ours. */
export function findAssistants(given: {
  keys: readonly string[];
  stage: string;
  all: readonly Thing[];
  /** The ids in the settings. */
  stored: Readonly<Record<string, string>>;
  adopt: boolean;
}): ReadonlyMap<string, Found> {
  const { keys, stage, all, stored, adopt } = given;
  const names = new Set(keys.map((key) => assistantName(key, stage)));
  const taken = new Set<string>();
  const found = new Map<string, Found>();
  for (const key of keys) {
    const name = assistantName(key, stage);
    const one = ours({
      stage,
      name,
      adopt,
      stored: idOf(key, stored),
      setting: 'VAPI_ASSISTANTS',
      marked: stageOfAssistant,
      // Nobody is two of ours, and whoever has the name of another is that one, whatever the settings say.
      all: all.filter(
        (thing) => !taken.has(thing.id) && (thing.name === name || !names.has(thing.name ?? '')),
      ),
    });
    if (one.is === 'ours') taken.add(one.thing.id);
    found.set(key, one);
  }
  return found;
}

/** Returns what has to be sent for an assistant to be as it is wanted; undefined where nothing has to. */
export function assistantChange(
  wanted: Body,
  actual: Body,
): { body: Body; found: readonly Difference[] } | undefined {
  const found = differences(wanted, actual);
  if (found.length === 0) return undefined;
  const isOtherConfig = found.some(({ path }) => path === HASH || path === 'metadata');
  // What we no longer send is in no difference, but in the subtrees that it was sent with.
  const body = isOtherConfig ? wanted : subtrees(wanted, found);
  const { metadata } = body;
  if (!isObject(metadata)) return { body, found };
  const theirs = isObject(actual.metadata) ? actual.metadata : {};
  return { body: { ...body, metadata: { ...theirs, ...metadata } }, found };
}

/** The row of one assistant: as it is to be, against what was found. */
export function assistantRow(key: string, wanted: Body, found: Found, isLater: boolean): PlanRow {
  const row = { what: WHAT, name: key };
  if (found.is === 'refused') return { ...row, action: 'refuse', fields: {}, why: found.why };
  const more = {
    ...(found.note !== undefined && { why: found.note }),
    ...(isLater && ({ later: true } as const)),
  };
  if (found.is === 'none') return { ...row, action: 'create', fields: outline(wanted, isLater), ...more };
  const changed = isLater ? undefined : assistantChange(wanted, found.thing.body);
  if (changed === undefined) return { ...row, action: 'same', fields: {}, ...more };
  const visible = changed.found.filter(({ path }) => path !== HASH);
  const hashes = changed.found.map(({ from, to }) => [HASH, change(from, to)] as const);
  const fields = visible.length > 0 ? fieldsOf(visible) : Object.fromEntries(hashes);
  return { ...row, action: 'change', fields, ...more };
}

function outline({ name, model, server }: Body, isLater: boolean): Record<string, string> {
  const url = isObject(server) && !isLater ? { server: change('', server.url).to } : {};
  return { name: String(name), ...(isObject(model) && { model: String(model.model) }), ...url };
}

/** Returns those that set-up has made and the team has no use for any more. */
export function leftAssistants(
  { problems, noOutbound, bodies }: Assistants,
  stage: string,
  all: readonly Thing[],
  found: ReadonlyMap<string, Found>,
): Thing[] {
  if (problems.length > 0) return [];
  const taken = new Set([...found.values()].flatMap((one) => (one.is === 'ours' ? [one.thing.id] : [])));
  // What cannot be written at this time is still wanted.
  const keys = [...bodies.keys(), ...(noOutbound === undefined ? [] : [OUTBOUND])];
  const names = new Set(keys.map((key) => assistantName(key, stage)));
  return all.filter(
    (thing) => stageOfAssistant(thing) === stage && !taken.has(thing.id) && !names.has(thing.name ?? ''),
  );
}

/** The rows of what there cannot be, or is no more. */
export function sideRows({ problems, noOutbound }: Assistants, left: readonly Thing[]): PlanRow[] {
  const row = { what: WHAT, fields: {} };
  if (problems.length > 0) return [{ ...row, name: 'all', action: 'refuse', why: problems.join('; ') }];
  return [
    ...(noOutbound === undefined
      ? []
      : [{ ...row, name: 'outbound', action: 'same' as const, why: `Left out. ${noOutbound}` }]),
    ...left.map(({ name, id }): PlanRow => {
      const why =
        'The team’s file has no use for it any more: it is left out of VAPI_ASSISTANTS, and stays until somebody deletes it.';
      return { ...row, name: name ?? id, action: 'same', why };
    }),
  ];
}
