import { readBoardToken } from '../lib/base/signed-link.ts';
import { readQuery } from '../lib/board/query.ts';
import { handoffsCsv } from '../lib/board/search.ts';
import { entry } from '../lib/lambda/entry.ts';
import { DEAD_LINK, Refusal } from '../lib/lambda/pipelines/refusal.ts';
import { webhook } from '../lib/lambda/pipelines/webhook.ts';
import { BOARD, boardOf } from '../lib/lambda/wiring/board.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { BOARD_POLICY } from '../lib/pages/board/document.ts';
import { BOARD_NOT_SHOWN, boardNotShown } from '../lib/pages/board/not-shown.ts';
import { boardAnswer, boardPage } from '../lib/pages/board/page.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = { ...TELEMETRY, ...BOARD };

/** A page of a search, and what a spreadsheet gets at once. */
const PAGE = 50;
const MOST_ROWS = 10_000;
/** Of the function's ten seconds: one more part of the search and the file itself take less than the rest. */
const FILE_MS = 6_000;
const TOO_LONG = {
  code: 'invalid',
  field: 'from',
  message: 'from is too long before to: so many days cannot be looked through for one file. Ask for fewer',
};

/**
 * What is going on, for whoever runs the floor: `GET /board/{token}`, and below it `/data` for the page itself,
 * `/handoffs` and `/handoffs.csv` for those of the past. 403 for a wrong or expired link.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('board-page', settings);
  const board = boardOf(settings);
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async ({ pathParameters }) =>
      readBoardToken(pathParameters.token ?? '', settings.LINK_SIGNING_KEY ?? [], now()),
    parse: ({ path, rawQueryString }, link) => ({ link, path, query: rawQueryString }),
    async answer({ link, path, query }) {
      const isPage = path.endsWith('}');
      if (link.is !== 'good') {
        if (isPage) return { status: 403, html: boardNotShown(link.is), policy: BOARD_POLICY };
        throw new Refusal('forbidden', BOARD_NOT_SHOWN[link.is], DEAD_LINK);
      }
      if (isPage) return { status: 200, html: boardPage(await board.read()), policy: BOARD_POLICY };
      if (path.endsWith('/data')) {
        const data = boardAnswer(await board.read());
        // While nothing happens an open page is told only that: it asks every 1.5 s.
        const { at: _now, agents, ...rest } = data;
        const as = { ...rest, agents: agents.is === 'known' ? agents.byActivity : agents };
        return { status: 200, data, as };
      }
      const asked = readQuery(query, board.timeZone, now());
      if (asked.is === 'wrong') {
        const { field, message } = asked;
        return { status: 422, body: { error: { code: 'invalid', message, field } } };
      }
      const { search } = asked;
      if (!path.endsWith('.csv')) return { status: 200, data: await board.handoffs.page(search, PAGE) };
      const rows = await board.handoffs.whole(search, { most: MOST_ROWS, withinMs: FILE_MS });
      if (rows === undefined) return { status: 422, body: { error: TOO_LONG } };
      return { status: 200, csv: handoffsCsv(rows), fileName: `handoffs-${search.from}-${search.to}.csv` };
    },
  });
};

export const handler = entry(create, needs);
