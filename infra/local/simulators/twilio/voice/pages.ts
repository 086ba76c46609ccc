import { invalid, type Params, type Reply, wholeNumber } from '../replies.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

/** One page of a list, in the way of the older API: with addresses relative to the host. */
export const pageOf = (path: string, key: string, params: Params, all: readonly object[]): Reply => {
  const size = wholeNumber(params.PageSize, DEFAULT_SIZE, 1, MAX_SIZE);
  const page = wholeNumber(params.Page, 0, 0, Number.MAX_SAFE_INTEGER);
  if (size === undefined || page === undefined) return invalid('PageSize or Page is invalid');
  const uriOf = (number: number) =>
    `${path}?${new URLSearchParams({ ...params, PageSize: String(size), Page: String(number) })}`;
  const start = page * size;
  const shown = all.slice(start, start + size);
  return {
    status: 200,
    body: {
      [key]: shown,
      page,
      page_size: size,
      start,
      end: Math.max(start, start + shown.length - 1),
      uri: uriOf(page),
      first_page_uri: uriOf(0),
      previous_page_uri: page > 0 ? uriOf(page - 1) : null,
      next_page_uri: start + size < all.length ? uriOf(page + 1) : null,
    },
  };
};
