/** What a simulator can do wrong, once, at a named operation. */
export type Fault =
  /** Answered with this status, as JSON or as the page of a server in front; the effect does not happen. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; as?: 'page' }
  /** The effect happens; the answer is this status all the same. */
  | { kind: 'status-after-effect'; status: number }
  /** The effect happens; the connection is cut before the answer. */
  | { kind: 'lost-answer' }
  /** The effect happens at once; the answer comes this much later. */
  | { kind: 'slow'; ms: number }
  /** The effect happens; the answer lacks this field. */
  | { kind: 'without'; field: string }
  /** The connection is cut before anything happens. */
  | { kind: 'cut' };

/** What can be wrong with the body of an answer alone: the effect happens. */
export type BodyFault =
  /** It breaks off in the middle. */
  | { kind: 'malformed' }
  /** It is as it should be, and goes on for more than 64 KB. */
  | { kind: 'huge' };

/** The body under a fault. White space at the end leaves JSON what it was. */
export function spoiled(body: string, fault: Fault | BodyFault | undefined): string {
  if (fault?.kind === 'malformed') return body.slice(0, body.length / 2);
  return fault?.kind === 'huge' ? body + ' '.repeat(64 * 1024) : body;
}

export type StatusFault = Extract<Fault, { kind: 'status' | 'status-after-effect' }>;

/** The answer under a fault. What a platform refuses stays refused, unless the fault comes first. */
export function faced<A extends { status: number; body?: unknown }>(
  fault: Fault | BodyFault | undefined,
  own: () => A,
  refuse: (fault: StatusFault) => A,
  without = withoutField,
): A | 'cut' {
  if (fault?.kind === 'cut') return 'cut';
  if (fault?.kind === 'status') return refuse(fault);
  const answer = own();
  if (fault?.kind === 'lost-answer') return 'cut';
  if (fault?.kind === 'status-after-effect' && answer.status < 400) return refuse(fault);
  return fault?.kind === 'without' ? { ...answer, body: without(answer.body, fault.field) } : answer;
}

/** What a content network in front of a platform answers in its place. */
export const pageOf = (status: number): string =>
  `<!DOCTYPE html><html><head><title>Error ${status}</title></head><body><h1>Error ${status}</h1></body></html>`;

/** An answer that lacks a field. */
export const withoutField = (body: unknown, field: string): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
};

/** What can happen to one webhook on its way, besides arriving once and at once. */
export type Delivery = { copies?: number; delayMs?: number; drop?: boolean };

/** A script of faults: each named operation takes the next one from its own list, or works. */
export class Script<T> {
  /** Undefined: that use works, or gets what every use does. */
  readonly #next = new Map<string, (T | undefined)[]>();
  readonly #always = new Map<string, T>();

  /** The next `times` uses of `operation` get `entry`. */
  next(operation: string, entry: T, times = 1): this {
    const list = this.#next.get(operation) ?? [];
    for (let i = 0; i < times; i += 1) list.push(entry);
    this.#next.set(operation, list);
    return this;
  }

  /** As many uses of `operation` work first, and the one behind them gets `entry`. */
  after(operation: string, uses: number, entry: T): this {
    const list = this.#next.get(operation) ?? [];
    list.push(...Array.from({ length: uses }, () => undefined), entry);
    this.#next.set(operation, list);
    return this;
  }

  /** Every use of `operation` gets `entry`, until `clear`. */
  always(operation: string, entry: T): this {
    this.#always.set(operation, entry);
    return this;
  }

  clear(): void {
    this.#next.clear();
    this.#always.clear();
  }

  take(operation: string): T | undefined {
    return this.#next.get(operation)?.shift() ?? this.#always.get(operation);
  }
}
