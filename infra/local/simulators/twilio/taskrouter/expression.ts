/** What a name stands for: an attribute of a task or of a worker. */
export type Scope = (name: string) => unknown;
export type Expression = (scope: Scope) => boolean;

type Operand = (scope: Scope) => unknown;
type Token = { is: 'text' | 'number' | 'name' | 'sign'; text: string };

/** A hyphen is in none of them: TaskRouter's expressions do not know it outside of a text. */
const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(==|!=|<=|>=|[<>=()[\],]))/y;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const [, single, double, number, name, sign] = found;
    if (number !== undefined) tokens.push({ is: 'number', text: number });
    else if (name !== undefined) tokens.push({ is: 'name', text: name });
    else if (sign !== undefined) tokens.push({ is: 'sign', text: sign });
    else tokens.push({ is: 'text', text: single ?? double ?? '' });
  }
  return tokens;
}

const CONSTANTS: ReadonlyMap<string, unknown> = new Map([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
]);

const holds = (list: unknown, one: unknown): boolean => Array.isArray(list) && list.includes(one);
/** Of two numbers, or of two texts; anything else is in no order. */
const compared = (left: unknown, right: unknown): number =>
  typeof left === 'number' && typeof right === 'number'
    ? left - right
    : typeof left === 'string' && typeof right === 'string'
      ? Number(left > right) - Number(left < right)
      : Number.NaN;

const OPERATORS: ReadonlyMap<string, (left: unknown, right: unknown) => boolean> = new Map([
  ['=', (left, right) => left === right],
  ['==', (left, right) => left === right],
  ['!=', (left, right) => left !== right],
  ['<', (left, right) => compared(left, right) < 0],
  ['<=', (left, right) => compared(left, right) <= 0],
  ['>', (left, right) => compared(left, right) > 0],
  ['>=', (left, right) => compared(left, right) >= 0],
  ['IN', (left, right) => holds(right, left)],
  ['NOT IN', (left, right) => !holds(right, left)],
  // On what is no list it is false, and nobody is told.
  ['HAS', (left, right) => holds(left, right)],
  [
    'CONTAINS',
    (left, right) => holds(left, right) || (typeof left === 'string' && left.includes(String(right))),
  ],
]);

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression | undefined {
    const read = this.#either();
    return this.#at === this.#tokens.length ? read : undefined;
  }

  /** Whether the next token is this sign or word; goes past it. */
  #takes(word: string): boolean {
    const next = this.#tokens[this.#at];
    const isIt = (next?.is === 'sign' || next?.is === 'name') && next.text.toUpperCase() === word;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #either(): Expression | undefined {
    const all = [this.#both()];
    while (this.#takes('OR')) all.push(this.#both());
    const read = all.filter((one) => one !== undefined);
    return read.length < all.length ? undefined : (scope) => read.some((one) => one(scope));
  }

  #both(): Expression | undefined {
    const all = [this.#one()];
    while (this.#takes('AND')) all.push(this.#one());
    const read = all.filter((one) => one !== undefined);
    return read.length < all.length ? undefined : (scope) => read.every((one) => one(scope));
  }

  #one(): Expression | undefined {
    if (this.#takes('(')) {
      const inner = this.#either();
      return this.#takes(')') ? inner : undefined;
    }
    const left = this.#operand();
    const isNot = this.#takes('NOT');
    const word = [...OPERATORS.keys()].find((one) => this.#takes(one));
    const operator = isNot && word !== 'IN' ? undefined : OPERATORS.get(isNot ? 'NOT IN' : (word ?? ''));
    const right = this.#operand();
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    return (scope) => operator(left(scope), right(scope));
  }

  #operand(): Operand | undefined {
    if (this.#takes('[')) return this.#list();
    const next = this.#tokens[this.#at];
    if (next === undefined || next.is === 'sign') return undefined;
    this.#at += 1;
    const { is, text } = next;
    if (is === 'text') return () => text;
    if (is === 'number') return () => Number(text);
    const constant = text.toUpperCase();
    return CONSTANTS.has(constant) ? () => CONSTANTS.get(constant) : (scope) => scope(text);
  }

  #list(): Operand | undefined {
    const items: Operand[] = [];
    while (!this.#takes(']')) {
      if (items.length > 0 && !this.#takes(',')) return undefined;
      const item = this.#operand();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return (scope) => items.map((item) => item(scope));
  }
}

const read = new Map<string, Expression | undefined>();

/** Reads an expression of TaskRouter's; undefined where it would not take it (TaskRouter: expression syntax). */
export function parseExpression(text: string): Expression | undefined {
  if (!read.has(text)) read.set(text, new Reader(tokensOf(text) ?? []).whole());
  return read.get(text);
}

/** The attributes of a JSON object by their names, with dots for what is inside of others. */
export function scopeOf(attributes: unknown): Scope {
  return (name) =>
    name
      .split('.')
      .reduce<unknown>((value, part) => new Map(Object.entries(Object(value))).get(part), attributes);
}
