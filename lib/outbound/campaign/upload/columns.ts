import { withoutUndefined } from '../../../base/without-undefined.ts';
import { type Problem, problem } from '../../problem.ts';

/** What a column is of, by its name without blanks and underscores. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['number', 'number'],
  ['id', 'id'],
  ['name', 'name'],
  ['timezone', 'timeZone'],
  ['state', 'state'],
  ['consent', 'consent'],
  ['consentproof', 'reference'],
  ['consentreference', 'reference'],
]);

/** Every column but those is one of variables, under its own name. Nothing may stand in one without a name. */
export type Column = { is: 'field' | 'variable' | 'nameless'; key: string };

const columnOf = (name: string, index: number): Column => {
  if (name === '') return { is: 'nameless', key: `column ${index + 1}` };
  const meaning = MEANINGS.get(name.toLowerCase().replace(/[\s_]+/g, ''));
  return meaning === undefined ? { is: 'variable', key: name } : { is: 'field', key: meaning };
};

/** Reads the header. Returns what is wrong with it otherwise. */
export function readHeader(cells: readonly string[]): Column[] | Problem {
  const names = cells.map((cell) => cell.trim());
  const columns = names.map(columnOf);
  const nameOf = new Map<string, string>();
  for (const [index, { is, key }] of columns.entries()) {
    const name = names[index] ?? '';
    const before = nameOf.get(`${is} ${key}`);
    if (before !== undefined) return problem(name, `means the same as the column ${before} before it`);
    nameOf.set(`${is} ${key}`, name);
  }
  return nameOf.has('field number') ? columns : problem('number', 'is missing among the columns');
}

export type Row = { is: 'contact'; contact: unknown } | { is: 'nameless'; column: string };

/** Reads the cells of a contact; empty ones are absent. `consent`: its kind where the contact tells none. */
export function contactOf(
  columns: readonly Column[],
  cells: readonly string[],
  consent: string | undefined,
): Row {
  const filled = columns.flatMap((column, index) => {
    const cell = cells[index] ?? '';
    return cell.trim() === '' ? [] : [{ ...column, cell }];
  });
  const nameless = filled.find(({ is }) => is === 'nameless');
  if (nameless !== undefined) return { is: 'nameless', column: nameless.key };
  const fields = new Map(
    filled.filter(({ is }) => is === 'field').map(({ key, cell }) => [key, cell.trim()]),
  );
  const variables = filled.filter(({ is }) => is === 'variable').map(({ key, cell }) => [key, cell] as const);
  const kind = fields.get('consent')?.toLowerCase() ?? consent;
  const contact = {
    number: fields.get('number'),
    id: fields.get('id'),
    name: fields.get('name'),
    timeZone: fields.get('timeZone'),
    state: fields.get('state'),
    consent: kind === undefined ? undefined : withoutUndefined({ kind, reference: fields.get('reference') }),
    variables: variables.length === 0 ? undefined : Object.fromEntries(variables),
  };
  return { is: 'contact', contact: withoutUndefined(contact) };
}
