import type { Schema } from './schema.ts';

export type Schemas = Readonly<Record<string, Schema>>;

/**
 * What is wrong with a value, sentence by sentence, in the words of Vapi's API and never with a value in it.
 * Like there, a property that nobody published is refused wherever it stands, and null counts as absent.
 */
export function complaintsAbout(value: unknown, schema: Schema, schemas: Schemas): string[] {
  const check = (given: unknown, wanted: Schema, path: Path): string[] => {
    if (wanted.$ref !== undefined) return check(given, schemas[wanted.$ref] ?? {}, path);
    if (given === null && wanted.nullable) return [];
    if (wanted.anyOf) return anyOf(given, wanted.anyOf, path);
    if (wanted.enum) return wanted.enum.some((one) => one === given) ? [] : [oneOf(path, wanted.enum)];
    switch (wanted.type) {
      case 'string':
        return typeof given === 'string' ? text(given, wanted, path) : [said(path, 'must be a string')];
      case 'number':
        return typeof given === 'number' && Number.isFinite(given)
          ? figure(given, wanted, path)
          : [said(path, 'must be a number conforming to the specified constraints')];
      case 'boolean':
        return typeof given === 'boolean' ? [] : [said(path, 'must be a boolean value')];
      case 'array':
        return Array.isArray(given) ? array(given, wanted, path) : [said(path, 'must be an array')];
      case 'object':
        return isRecord(given) ? object(given, wanted, path) : [said(path, 'must be an object')];
      default:
        return [];
    }
  };

  const object = (given: Record<string, unknown>, wanted: Schema, path: Path): string[] => {
    const { properties = {}, required = [], additionalProperties } = wanted;
    const unknown = Object.keys(given).filter((key) => !Object.hasOwn(properties, key));
    const others = unknown.flatMap((key) => {
      if (additionalProperties === false) return [`${inside(path)}property ${key} should not exist`];
      return additionalProperties ? check(given[key], additionalProperties, [...path, key]) : [];
    });
    const known = Object.entries(properties).flatMap(([key, inner]) => {
      const value = given[key] ?? undefined;
      if (value === undefined && !required.includes(key)) return [];
      return check(given[key], inner, [...path, key]);
    });
    return [...others, ...known];
  };

  const array = (given: unknown[], { items = {}, maxItems }: Schema, path: Path): string[] => {
    const tooMany = maxItems !== undefined && given.length > maxItems;
    const plain = resolved(items).type === 'string' || resolved(items).type === 'number';
    const inner = plain
      ? // Of values that are no objects the list is spoken of, once.
        [...new Set(given.flatMap((one) => check(one, items, EACH).map((rest) => each(path, rest))))]
      : given.flatMap((one, index) => check(one, items, [...path, String(index)]));
    return [...(tooMany ? [said(path, `must contain no more than ${maxItems} elements`)] : []), ...inner];
  };

  /** By what tells them apart, a type or a provider; else by what fits best. */
  const anyOf = (given: unknown, options: Schema[], path: Path): string[] => {
    const named = isRecord(given)
      ? options.filter((option) => !contradicts(given, resolved(option)))
      : options;
    if (named.length === 0)
      return [said([...path, ...tellingApart(options)], 'must be one of the known values')];
    const kinds = named.filter((option) => isRecord(given) === (resolved(option).type === 'object'));
    const found = (kinds.length > 0 ? kinds : named).map((option) => check(given, option, path));
    return found.reduce((best, next) => (next.length < best.length ? next : best));
  };

  const resolved = (option: Schema): Schema =>
    option.$ref === undefined ? option : resolved(schemas[option.$ref] ?? {});

  /** The properties with which each of them says what it is. */
  const literals = ({ properties = {} }: Schema): [string, (string | number)[]][] =>
    Object.entries(properties).flatMap(([key, inner]) =>
      TELLING.includes(key) && inner.enum ? [[key, inner.enum] as [string, (string | number)[]]] : [],
    );
  const contradicts = (given: Record<string, unknown>, { properties = {} }: Schema): boolean =>
    TELLING.some((key) => {
      const value = given[key];
      return value !== undefined && properties[key]?.enum?.some((one) => one === value) === false;
    });
  const tellingApart = (options: Schema[]): string[] =>
    literals(resolved(options[0] ?? {}))
      .slice(0, 1)
      .map(([key]) => key);

  return check(value, schema, []);
}

type Path = readonly string[];
const EACH: Path = [];
/** What says which one of several kinds an object is. */
const TELLING = ['type', 'provider', 'transport', 'role', 'method', 'on'];

const inside = (path: Path): string => (path.length === 0 ? '' : `${path.join('.')}.`);
const said = (path: Path, rest: string): string => (path.length === 0 ? rest : `${path.join('.')} ${rest}`);
const oneOf = (path: Path, values: (string | number)[]): string =>
  said(path, `must be one of the following values: ${values.join(', ')}`);

function each(path: Path, rest: string): string {
  const last = path.at(-1) ?? '';
  return `${inside(path.slice(0, -1))}each value in ${last} ${rest}`;
}

function text(given: string, { minLength = 0, maxLength, format, pattern }: Schema, path: Path): string[] {
  const found: string[] = [];
  if (given.length < minLength) {
    found.push(said(path, `must be longer than or equal to ${minLength} characters`));
  }
  if (maxLength !== undefined && given.length > maxLength) {
    found.push(said(path, `must be shorter than or equal to ${maxLength} characters`));
  }
  if (format === 'uuid' && !UUID.test(given)) found.push(said(path, 'must be a UUID'));
  if (format === 'date-time' && !(DATE.test(given) && Number.isFinite(Date.parse(given)))) {
    found.push(said(path, 'must be a valid ISO 8601 date string'));
  }
  const expression = pattern === undefined ? undefined : /^\/(.*)\/$/.exec(pattern)?.[1];
  if (expression !== undefined && !new RegExp(expression).test(given)) {
    found.push(said(path, `must match ${pattern} regular expression`));
  }
  return found;
}

function figure(given: number, { minimum, maximum }: Schema, path: Path): string[] {
  const found: string[] = [];
  if (minimum !== undefined && given < minimum) found.push(said(path, `must not be less than ${minimum}`));
  if (maximum !== undefined && given > maximum) found.push(said(path, `must not be greater than ${maximum}`));
  return found;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
