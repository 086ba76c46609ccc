import { isBetween, LIST_QUERY, limitOf, readQuery } from '../list-query.ts';
import { complaints } from '../published/published.ts';
import type { Schema } from '../published/schema.ts';
import { type Reply, refuse } from '../replies.ts';
import type { Body } from './shelf.ts';

const SEARCH: Schema = {
  type: 'object',
  properties: {
    ...LIST_QUERY,
    search: { type: 'string', maxLength: 100 },
    page: { type: 'number', minimum: 1 },
    sortOrder: { enum: ['ASC', 'DESC'] },
    sortBy: { enum: ['createdAt', 'duration', 'cost'] },
  },
  additionalProperties: false,
};

/** `GET /v2/phone-number`: the one list that can be searched, in pages; given the newest first. */
export function searchNumbers(numbers: readonly Body[], query: URLSearchParams): Reply {
  const wrong = complaints(readQuery(query), SEARCH);
  if (wrong.length > 0) return refuse(400, wrong);
  const wanted = (query.get('search') ?? '').toLowerCase();
  const found = numbers.filter(
    (one) =>
      isBetween(one, query) &&
      [one.name, one.number].some((text) => typeof text === 'string' && text.toLowerCase().includes(wanted)),
  );
  const sortOrder = query.get('sortOrder') ?? 'DESC';
  if (sortOrder === 'ASC') found.reverse();
  const itemsPerPage = limitOf(query);
  const currentPage = Number(query.get('page') ?? 1);
  const totalPages = itemsPerPage === 0 ? 0 : Math.ceil(found.length / itemsPerPage);
  return {
    status: 200,
    body: {
      results: found.slice((currentPage - 1) * itemsPerPage, currentPage * itemsPerPage),
      metadata: {
        itemsPerPage,
        totalItems: found.length,
        currentPage,
        totalPages,
        hasNextPage: currentPage < totalPages,
        sortOrder,
      },
    },
  };
}
