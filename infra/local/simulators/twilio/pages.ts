import { invalid, type Params, type Reply, refuse, wholeNumber } from './replies.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;
/** What stands in every list. */
export const PAGE = ['PageSize', 'Page', 'PageToken'];

type Row = { sid: string } | { call_sid: string } | { iso_code: string };
const sidOf = (row: Row): string => {
  if ('sid' in row) return row.sid;
  return 'call_sid' in row ? row.call_sid : row.iso_code;
};

type Cut = { rows: Row[]; size: number; page: number; start: number; previous?: Params; next?: Params };

/**
 * The part of a list that is asked for. A place in it is a token that names the row before, as Twilio's do: it holds
 * when rows come in above, and nobody can make one up. A page by its number alone is refused.
 */
function cut(params: Params, all: readonly Row[], kind: string, unknownPage: Reply): Cut | Reply {
  const size = wholeNumber(params.PageSize, DEFAULT_SIZE, 1, MAX_SIZE);
  const page = wholeNumber(params.Page, 0, 0, Number.MAX_SAFE_INTEGER);
  if (size === undefined || page === undefined) return invalid('PageSize or Page is invalid');
  const { PageToken: token } = params;
  if (token === undefined && page > 0) return unknownPage;
  const before = token === undefined ? -1 : all.findIndex((row) => `${kind}${sidOf(row)}` === token);
  if (token !== undefined && (before < 0 || page === 0)) return unknownPage;
  const start = before + 1;
  const rows = all.slice(start, start + size);
  const at = (number: number, row: Row | undefined): Params => ({
    ...params,
    PageSize: String(size),
    Page: String(number),
    ...(row !== undefined && { PageToken: `${kind}${sidOf(row)}` }),
  });
  const { PageToken: _none, ...unplaced } = params;
  const first = { ...unplaced, PageSize: String(size), Page: '0' };
  const back = all[start - size - 1];
  return {
    rows,
    size,
    page,
    start,
    ...(page > 0 && { previous: page === 1 || back === undefined ? first : at(page - 1, back) }),
    ...(start + size < all.length && { next: at(page + 1, rows.at(-1)) }),
  };
}

const isReply = (made: Cut | Reply): made is Reply => 'status' in made;
const addressOf = (path: string, params: Params): string => `${path}?${new URLSearchParams(params)}`;

/** One page of a list of TaskRouter's, with whole addresses. */
export function taskRouterPage(url: string, key: string, params: Params, all: readonly Row[]): Reply {
  const noNumbers = refuse(400, 40153, 'Page cannot be asked for; follow next_page_url');
  const made = cut(params, all, 'PT', noNumbers);
  if (isReply(made)) return made;
  const { rows, size, page, previous, next } = made;
  const { Page: _page, PageToken: _token, ...search } = params;
  const meta = {
    page,
    page_size: size,
    key,
    url: addressOf(url, { ...params, PageSize: String(size), Page: String(page) }),
    first_page_url: addressOf(url, { ...search, PageSize: String(size), Page: '0' }),
    previous_page_url: previous === undefined ? null : addressOf(url, previous),
    next_page_url: next === undefined ? null : addressOf(url, next),
  };
  return { status: 200, body: { [key]: rows, meta } };
}

/** One page of a list of the older API, with addresses relative to the host. */
export function voicePage(path: string, key: string, params: Params, all: readonly Row[]): Reply {
  const made = cut(params, all, 'PA', invalid('Page cannot be asked for; follow next_page_uri'));
  if (isReply(made)) return made;
  const { rows, size, page, start, previous, next } = made;
  const { Page: _page, PageToken: _token, ...search } = params;
  return {
    status: 200,
    body: {
      [key]: rows,
      page,
      page_size: size,
      start,
      end: Math.max(start, start + rows.length - 1),
      uri: addressOf(path, { ...params, PageSize: String(size), Page: String(page) }),
      first_page_uri: addressOf(path, { ...search, PageSize: String(size), Page: '0' }),
      previous_page_uri: previous === undefined ? null : addressOf(path, previous),
      next_page_uri: next === undefined ? null : addressOf(path, next),
    },
  };
}
