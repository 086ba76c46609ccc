import type { Schema } from './published/schema.ts';

const DEFAULT_LIMIT = 100;
const date: Schema = { type: 'string', format: 'date-time' };
const BORDERS = {
  Gt: (at: number, border: number) => at > border,
  Lt: (at: number, border: number) => at < border,
  Ge: (at: number, border: number) => at >= border,
  Le: (at: number, border: number) => at <= border,
};
const MOMENTS = ['createdAt', 'updatedAt'] as const;

/** What every list can be asked: no name, no customer, no metadata. */
export const LIST_QUERY: Readonly<Record<string, Schema>> = {
  limit: { type: 'number', minimum: 0, maximum: 1000 },
  ...Object.fromEntries(
    MOMENTS.flatMap((moment) => Object.keys(BORDERS).map((border) => [`${moment}${border}`, date])),
  ),
};

const NUMBERS = ['limit', 'page'];

/** The query as the published documents describe it. */
export const readQuery = (search: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries([...search].map(([key, value]) => [key, NUMBERS.includes(key) ? Number(value) : value]));

export const limitOf = (search: URLSearchParams): number => Number(search.get('limit') ?? DEFAULT_LIMIT);

/** Whether a record lies between the moments of the query. */
export const isBetween = (record: Readonly<Record<string, unknown>>, search: URLSearchParams): boolean =>
  MOMENTS.every((moment) =>
    Object.entries(BORDERS).every(([border, holds]) => {
      const wanted = search.get(`${moment}${border}`);
      return wanted === null || holds(Date.parse(String(record[moment])), Date.parse(wanted));
    }),
  );
