import type { Schema } from './schema.ts';

/** A published interface as a schema, with the names of the others that it speaks of. */
export type Declared = { schema: Schema; refers: ReadonlySet<string> };

const TOKEN = /\/\*\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_$][\w$]*|\[\]|[{}()|&;:?<>,]|\S/g;
const INTERFACE = /^export interface (\w+) \{\n([\s\S]*?)^\}/gm;

/** Every interface of a declaration file as the generator swagger-typescript-api writes it. */
export function readDeclarations(text: string): Map<string, Declared> {
  const read = new Map<string, Declared>();
  for (const [, name = '', body = ''] of text.matchAll(INTERFACE)) {
    const refers = new Set<string>();
    const tokens = new Tokens(`{${body}}`);
    read.set(name, { schema: objectType(tokens, refers), refers });
    tokens.end(name);
  }
  return read;
}

class Tokens {
  readonly #all: string[];
  #at = 0;
  constructor(text: string) {
    this.#all = text.match(TOKEN) ?? [];
  }
  get next(): string | undefined {
    return this.#all[this.#at];
  }
  take(): string {
    const token = this.#all[this.#at];
    if (token === undefined) throw new Error('the declaration ends too early');
    this.#at += 1;
    return token;
  }
  skip(token: string): boolean {
    if (this.next !== token) return false;
    this.#at += 1;
    return true;
  }
  demand(token: string): void {
    if (!this.skip(token)) throw new Error(`${token} was expected before ${this.next}`);
  }
  end(name: string): void {
    if (this.next !== undefined) throw new Error(`${name} goes on with ${this.next}`);
  }
}

function objectType(tokens: Tokens, refers: Set<string>): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  tokens.demand('{');
  while (!tokens.skip('}')) {
    const comment = tokens.next?.startsWith('/**') ? tokens.take() : '';
    if (tokens.skip('}')) break;
    const name = unquoted(tokens.take());
    if (!tokens.skip('?')) required.push(name);
    tokens.demand(':');
    properties[name] = { ...unionType(tokens, refers), ...limits(comment) };
    tokens.skip(';');
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function unionType(tokens: Tokens, refers: Set<string>): Schema {
  const members = [joinedType(tokens, refers)];
  while (tokens.skip('|')) members.push(joinedType(tokens, refers));
  const nullable = members.some((member) => member.type === 'null');
  const others = members.filter((member) => member.type !== 'null');
  const values = others.flatMap((member) => member.enum ?? []);
  const rest = others.filter((member) => member.enum === undefined);
  const all = values.length > 0 ? [...rest, { enum: values }] : rest;
  const [only] = all;
  const united = all.length === 1 && only ? only : { anyOf: all };
  return nullable ? { ...united, nullable } : united;
}

/** `{ type: "hmac" } & HMACAuthenticationPlan`: the literal stands in the plan, too. */
function joinedType(tokens: Tokens, refers: Set<string>): Schema {
  let joined = arrayType(tokens, refers);
  while (tokens.skip('&')) joined = arrayType(tokens, refers);
  return joined;
}

function arrayType(tokens: Tokens, refers: Set<string>): Schema {
  let type = plainType(tokens, refers);
  while (tokens.skip('[]')) type = { type: 'array', items: type };
  return type;
}

function plainType(tokens: Tokens, refers: Set<string>): Schema {
  if (tokens.next === '{') return objectType(tokens, refers);
  if (tokens.skip('(')) {
    const inner = unionType(tokens, refers);
    tokens.demand(')');
    return inner;
  }
  const token = tokens.take();
  if (token.startsWith('"')) return { enum: [unquoted(token)] };
  if (/^-?\d/.test(token)) return { enum: [Number(token)] };
  switch (token) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { type: token };
    case 'object':
      return { type: 'object' };
    case 'any':
    case 'File':
      return {};
    case 'Record': {
      tokens.demand('<');
      unionType(tokens, refers);
      tokens.demand(',');
      const additionalProperties = unionType(tokens, refers);
      tokens.demand('>');
      return { type: 'object', additionalProperties };
    }
    default:
      refers.add(token);
      return { $ref: token };
  }
}

/** What the comment of a property says of its value. */
function limits(comment: string): Partial<Schema> {
  const said = (tag: string): string | undefined =>
    new RegExp(`^\\s*/?\\** ?@${tag} (.+?)\\s*(?:\\*/)?$`, 'm').exec(comment)?.[1];
  const figure = (tag: string): number | undefined => {
    const text = said(tag);
    return text === undefined ? undefined : Number(text);
  };
  const [minLength, maxLength, minimum, maximum, maxItems, format, pattern] = [
    figure('minLength'),
    figure('maxLength'),
    figure('min'),
    figure('max'),
    figure('maxItems'),
    said('format'),
    said('pattern'),
  ];
  return {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(maxItems !== undefined && { maxItems }),
    ...(format !== undefined && { format }),
    ...(pattern !== undefined && { pattern }),
  };
}

const unquoted = (token: string): string => (token.startsWith('"') ? String(JSON.parse(token)) : token);
